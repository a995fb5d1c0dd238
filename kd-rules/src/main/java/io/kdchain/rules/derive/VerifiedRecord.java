package io.kdchain.rules.derive;

import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.Gap;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.evidence.Tampering;
import io.kdchain.rules.derive.Entry.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Verified evidence as facts are derived from it: what stands, what does not, and what is known to have been changed.
 */
public final class VerifiedRecord {
    private VerifiedRecord() {}

    /** The events of a slice with what each proves; an entry that cannot be read at all says nothing. */
    public static ChainRecord of(Evidence evidence) {
        List<Entry> entries = new ArrayList<>();
        for (LogEntry entry : evidence.admitted()) {
            entries.add(EventReader.entry(entry.index(), entry.recordedAt(), entry.event(), Standing.ADMITTED));
        }
        for (RejectedEntry entry : evidence.rejected()) {
            Event untrusted = entry.untrusted();
            if (untrusted != null) {
                entries.add(EventReader.entry(entry.index(), entry.recordedAt(), untrusted, Standing.REJECTED));
            }
        }
        return new ChainRecord(
                entries, evidence.gaps().stream().map(g -> hole(evidence, g)).toList());
    }

    /** A gap with what the slice holds on its two sides. */
    private static Hole hole(Evidence evidence, Gap gap) {
        Optional<LogEntry> after = counted(evidence, gap, gap.firstMissing() - 1);
        Optional<LogEntry> before = counted(evidence, gap, gap.lastMissing() + 1);
        return new Hole(
                gap.party().toString(),
                after.map(e -> earlier(e.event().at(), e.recordedAt())).orElse(null),
                after.map(LogEntry::recordedAt).orElse(null),
                before.map(LogEntry::recordedAt).orElse(null),
                Stream.of(after, before)
                        .flatMap(Optional::stream)
                        .map(LogEntry::index)
                        .toList());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Optional<LogEntry> counted(Evidence evidence, Gap gap, long seq) {
        return Stream.concat(evidence.admitted().stream(), evidence.notUnderstood().stream())
                .filter(e -> e.event().seq() == seq
                        && e.event().chain().equals(gap.chain())
                        && recorder(e.event()).equals(gap.party()))
                .findFirst();
    }

    private static PartyId recorder(Event event) {
        return event.observedBy() == null ? event.actor() : event.observedBy();
    }

    /** Events of the slice that are known to have been changed, and by whom. */
    public static List<Alteration> alterations(Evidence evidence) {
        List<Alteration> known = new ArrayList<>();
        for (RejectedEntry entry : evidence.rejected()) {
            Event untrusted = entry.untrusted();
            Tampering tampering = entry.tampering();
            if (entry.tampered() && untrusted != null && tampering != null) {
                known.add(new Alteration(
                        entry.index(),
                        untrusted.actor().toString(),
                        tampering.by().toString(),
                        tampering.paths()));
            }
        }
        return known;
    }
}
