package io.kdchain.provenance;

import io.kdchain.provenance.evidence.RejectReason;
import java.util.List;

/**
 * What became of envelopes that were taken over from elsewhere.
 *
 * @param read how many there were
 * @param appended how many are in the log now and were not before
 * @param known how many were there already, and so were skipped
 * @param refused those that the log does not take, in order
 */
public record ImportReport(long read, long appended, long known, List<Refused> refused) {
    /**
     * An envelope that was refused.
     *
     * @param position which of the envelopes, from 0
     * @param event id of the event; empty where it cannot be read
     * @param reason why, in one word
     * @param detail why, in one sentence
     */
    public record Refused(long position, String event, RejectReason reason, String detail) {}

    public ImportReport {
        refused = List.copyOf(refused);
    }

    /** Whether every envelope is in the log now. */
    public boolean isWhole() {
        return refused.isEmpty();
    }
}
