package io.kdchain.provenance.evidence;

import io.kdchain.provenance.event.PartyId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the log holds every event that a party counted in a chain.
 *
 * <p>What follows if {@link #holds()}: the party signed a counter and the hash of its previous event into each of its
 * events; every number from 0 to the last is here, each proven under the log's checkpoint, and each names the one
 * before. So between its first and its last event here the party cannot have recorded another one, and nobody took one
 * out or put one in. What never follows: that the party did nothing since, or nothing that it did not record; that it
 * keeps no second counter for other eyes, which shows only where two logs are compared; and anything about what others
 * observed it doing, as the observer counts that.
 *
 * @param party who counts
 * @param chain in which chain
 * @param runs stretches of numbers without a hole whose events stand, ascending
 * @param missing numbers from 0 to the last that belong to no event that stands, as stretches, ascending
 * @param rejected entries in the party's name that prove nothing, by index
 * @param findings counters used twice, broken links, entries that no checkpoint covers
 * @param checkpointSize entries that the checkpoint covers under which the events are proven; null means that there is
 *     no checkpoint, so that nothing proves that the last events were not cut off
 */
public record Completeness(
        PartyId party,
        String chain,
        List<Run> runs,
        List<Gap> missing,
        List<RejectedEntry> rejected,
        List<Finding> findings,
        @Nullable Long checkpointSize) {

    /**
     * Numbers without a hole.
     *
     * @param firstSeq first number
     * @param lastSeq last number
     * @param firstIndex place in the log of the first
     * @param lastIndex place in the log of the last
     */
    public record Run(long firstSeq, long lastSeq, long firstIndex, long lastIndex) {}

    public Completeness {
        runs = List.copyOf(runs);
        missing = List.copyOf(missing);
        rejected = List.copyOf(rejected);
        findings = List.copyOf(findings);
    }

    /** Whether nothing is missing up to the last event, and everything stands. */
    public boolean holds() {
        return runs.size() == 1 && missing.isEmpty() && rejected.isEmpty() && findings.isEmpty();
    }

    /** Number of events that stand. */
    public long standing() {
        return runs.stream()
                .mapToLong(run -> run.lastSeq() - run.firstSeq() + 1)
                .sum();
    }
}
