package io.kdchain.provenance.label.aigc;

import io.kdchain.provenance.label.aigc.AigcReading.Found;
import io.kdchain.provenance.label.aigc.AigcReading.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One kind of carrier. Implementations have no state. */
interface Format {
    /** More text than this in one place is no label, and is not read. */
    int MAX_TEXT = 1 << 20;

    /** A file with more labels than this is an attack; the others are not read, and said to be so. */
    int MAX_LABELS = 100;

    /** Finds labels; throws nothing, whatever the bytes are. */
    Findings read(byte[] bytes);

    /**
     * The same file with this label and no other.
     *
     * @throws AigcException if it has no place for it
     */
    byte[] write(byte[] bytes, AigcLabel label);

    /** The file without labels and without what holds them. */
    byte[] payload(byte[] bytes);

    /** What is found in a file, gathered by its format. */
    final class Findings {
        final List<Found> labels = new ArrayList<>();
        final List<Unread> unread = new ArrayList<>();

        @Nullable
        String sourceType;

        private boolean full;

        void found(String place, String key, String text) {
            if (labels.size() < MAX_LABELS) {
                labels.add(new Found(place, key, text));
            } else if (!full) {
                full = true;
                unread(place, "The file bears more than %d labels; further ones are not read.".formatted(MAX_LABELS));
            }
        }

        void unread(String place, String why) {
            unread.add(new Unread(place, why));
        }
    }

    /** Annex E (a): a key of a label contains AIGC. One in lower case is read, and objected to by the verdict. */
    static boolean isKey(String key) {
        return key.toUpperCase(Locale.ROOT).contains(AigcLabel.KEY);
    }
}
