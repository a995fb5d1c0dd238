package io.kdchain.provenance.checkpoint;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a new checkpoint of a log is against the last one that was kept of it.
 *
 * @param outcome in one word
 * @param detail in one sentence
 * @param kept the note kept before; null means that none was
 * @param offered the new note; together with {@code kept} the proof against a log that shows two histories
 */
public record Growth(
        Outcome outcome, String detail, @Nullable SignedNote kept, SignedNote offered) {

    /** What can be found. */
    public enum Outcome {
        /** Nothing was kept of this log: there is nothing to compare with. */
        FIRST_SEEN(true),
        /** The same tree. */
        UNCHANGED(true),
        /** A larger tree, which the old one is a beginning of. */
        GREW(true),
        /** The checkpoint does not count under the policy. */
        NOT_TRUSTED(false),
        /** A smaller tree than was seen before. */
        ROLLED_BACK(false),
        /** Another tree of the same size: the log shows two histories. */
        SPLIT_VIEW(false),
        /** A larger tree, of which nobody proves that the old one is a beginning. */
        NOT_CONSISTENT(false);

        private final boolean good;

        Outcome(boolean good) {
            this.good = good;
        }
    }

    /** Whether the checkpoint may be relied on; it is then the one that is kept. */
    public boolean ok() {
        return outcome.good;
    }

    /** The two notes that show what the log did, signed by itself: for whoever is to be convinced of it. */
    public Optional<String> exhibit() {
        return ok() || kept == null || outcome == Outcome.NOT_TRUSTED
                ? Optional.empty()
                : Optional.of(text(kept) + "\n" + text(offered));
    }

    private static String text(SignedNote note) {
        return new String(note.toBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
