package io.kdchain.provenance.evidence;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.slice.Slice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a slice may be believed, and what not.
 *
 * @param slice where it was cut
 * @param admitted events that stand, by index
 * @param rejected entries that prove nothing, by index
 * @param notUnderstood events that stand, of a type or version that this release does not know, by index
 * @param findings what else a reader should know
 * @param gaps events that parties of the slice counted and that are not in the log
 */
public record Evidence(
        Slice slice,
        List<LogEntry> admitted,
        List<RejectedEntry> rejected,
        List<LogEntry> notUnderstood,
        List<Finding> findings,
        List<Gap> gaps) {
    public Evidence {
        admitted = List.copyOf(admitted);
        rejected = List.copyOf(rejected);
        notUnderstood = List.copyOf(notUnderstood);
        findings = List.copyOf(findings);
        gaps = List.copyOf(gaps);
    }

    /** Where the slice starts from. */
    public List<EntityId> about() {
        return slice.about();
    }

    /** Entities used and never generated in the log, as {@code kind:name}. */
    public Set<String> external() {
        return slice.external();
    }

    /** The gaps of one party. */
    public List<Gap> gapsOf(PartyId party) {
        return gaps.stream().filter(gap -> gap.party().equals(party)).toList();
    }

    /** The admitted entry at an index. */
    public Optional<LogEntry> admittedAt(long index) {
        return admitted.stream().filter(entry -> entry.index() == index).findFirst();
    }

    /**
     * The same evidence with what the reader knows from outside the log about who changed entries.
     *
     * @param known by index; those of entries that were not changed do not count
     */
    public Evidence withTampering(Map<Long, Tampering> known) {
        if (known.isEmpty()) {
            return this;
        }
        List<RejectedEntry> told = rejected.stream()
                .map(entry -> entry.tampered() && known.containsKey(entry.index())
                        ? new RejectedEntry(
                                entry.index(),
                                entry.recordedAt(),
                                entry.reason(),
                                entry.detail(),
                                entry.untrusted(),
                                true,
                                known.get(entry.index()),
                                entry.signedBy())
                        : entry)
                .toList();
        return new Evidence(slice, admitted, told, notUnderstood, findings, gaps);
    }
}
