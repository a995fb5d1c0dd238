package io.kdchain.provenance.label.aigc;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What IPTC's DigitalSourceType says beside a label: content that a producer calls generated is media of a trained
 * algorithm, or a composite with such media where the file said before that a person or a camera made it. Of content
 * that only may be generated IPTC has no word, so nothing is claimed.
 */
final class SourceType {
    private static final String BASE = "http://cv.iptc.org/newscodes/digitalsourcetype/";
    static final String GENERATED = BASE + "trainedAlgorithmicMedia";
    static final String COMPOSITE = BASE + "compositeWithTrainedAlgorithmicMedia";
    /** Values that own up to an algorithm already. */
    private static final Set<String> ALGORITHMIC =
            Set.of(GENERATED, COMPOSITE, BASE + "algorithmicallyEnhanced", BASE + "algorithmicMedia");

    private SourceType() {}

    /** The value to write; null to leave the file's own, or none. */
    static @Nullable String beside(AigcLabel.Kind kind, @Nullable String before) {
        if (kind != AigcLabel.Kind.GENERATED || (before != null && ALGORITHMIC.contains(before))) {
            return null;
        }
        return before == null || before.isEmpty() ? GENERATED : COMPOSITE;
    }

    /** Whether a value says that no algorithm was at work, against a label that says one was. */
    static boolean denies(String value) {
        return value.startsWith(BASE) && !ALGORITHMIC.contains(value);
    }
}
