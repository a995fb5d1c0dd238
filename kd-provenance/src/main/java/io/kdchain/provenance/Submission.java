package io.kdchain.provenance;

import io.kdchain.provenance.evidence.KeyReader;
import io.kdchain.provenance.evidence.LogEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Events that somebody waits to see appended, all or none. */
final class Submission {
    private final List<Candidate> candidates;
    private final CompletableFuture<List<LogEntry>> done = new CompletableFuture<>();
    private volatile @Nullable Submission after;
    private volatile boolean orphan;

    /**
     * Events in their order.
     *
     * @param after a submission of the same recorder on which this one builds; null means none
     */
    Submission(List<Candidate> candidates, @Nullable Submission after) {
        this.candidates = List.copyOf(candidates);
        this.after = after;
    }

    List<Candidate> candidates() {
        return candidates;
    }

    CompletableFuture<List<LogEntry>> done() {
        return done;
    }

    /** The submission on which this one builds; null means none, or that it is done with. */
    @Nullable
    Submission after() {
        return after;
    }

    /** Whether it was not appended since the one on which it builds was not. */
    boolean isOrphan() {
        return orphan;
    }

    boolean changesKeys() {
        return candidates.stream()
                .anyMatch(candidate -> KeyReader.changesKeys(candidate.signed().event()));
    }

    void complete(List<LogEntry> entries) {
        after = null;
        done.complete(entries);
    }

    void abandon() {
        orphan = true;
        complete(List.of());
    }

    void fail(Throwable reason) {
        after = null;
        done.completeExceptionally(reason);
    }
}
