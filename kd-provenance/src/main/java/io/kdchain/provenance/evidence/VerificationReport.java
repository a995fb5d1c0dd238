package io.kdchain.provenance.evidence;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of checking a whole log.
 *
 * @param size number of entries
 * @param problems what does not hold, entries first, by index
 * @param notes what holds and should be known all the same
 */
public record VerificationReport(long size, List<Problem> problems, List<String> notes) {
    /**
     * Something that does not hold.
     *
     * @param index the entry; null means no single entry
     * @param where what it concerns: {@code entry}, {@code index}, {@code tree}, {@code checkpoint}, {@code storage},
     *     {@code trust} or {@code witness}
     * @param message in one sentence, naming the thing
     */
    public record Problem(@Nullable Long index, String where, String message) {}

    public VerificationReport {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /** Whether everything holds. */
    public boolean ok() {
        return problems.isEmpty();
    }

    /** The first entry that does not hold. */
    public Optional<Long> firstBadEntry() {
        return problems.stream().map(Problem::index).filter(Objects::nonNull).findFirst();
    }
}
