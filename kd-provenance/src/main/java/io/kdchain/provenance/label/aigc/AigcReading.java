package io.kdchain.provenance.label.aigc;

import io.kdchain.provenance.event.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file was found to bear, as evidence: no judgement is in it.
 *
 * @param carrier kind of the file
 * @param file digest of its bytes
 * @param labels in the order of the file
 * @param unread what of the file could not be read; a label may be there
 * @param sourceType value of IPTC DigitalSourceType, null where the file has none
 */
public record AigcReading(
        Carrier carrier,
        Digest file,
        List<Found> labels,
        List<Unread> unread,
        @Nullable String sourceType) {
    public AigcReading {
        labels = List.copyOf(labels);
        unread = List.copyOf(unread);
    }

    /**
     * A label, or what is meant as one.
     *
     * @param place where, such as {@code iTXt XML:com.adobe.xmp}
     * @param key the key or keyword that it stands under
     * @param text as it stands there, unescaped; from YAML, the same as JSON
     */
    public record Found(String place, String key, String text) {}

    /**
     * Something that could not be read.
     *
     * @param place where
     * @param why in one sentence
     */
    public record Unread(String place, String why) {}
}
