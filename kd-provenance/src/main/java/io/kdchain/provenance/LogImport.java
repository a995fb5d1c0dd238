package io.kdchain.provenance;

import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.evidence.RejectReason;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.EdgeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes over signed envelopes of other logs as they are. Each is held to what an honest log asks of any envelope; what
 * it does not take is told, and the rest goes on. A second run appends nothing.
 *
 * <p>An import proves that the events were signed, and recorded here by the time of the import. When another log had
 * recorded them only that log proves: read both as one with {@code federation} where it matters.
 *
 * <p>Whom another log registered is registered here only by the word of a registrar that this log knows, or whose key
 * is among those that the log was opened to trust: then its own registration is taken over too, and whoever verifies
 * this log must trust that key as well. Better is to have a registrar of this log register the other one, in a chain of
 * its own so that no number is used twice; its registrations are then taken over by themselves.
 */
public final class LogImport {
    /** Envelopes appended under one checkpoint. */
    private static final int AT_ONCE = 500;

    private final ChainLog log;
    private final List<ImportReport.Refused> refused = new ArrayList<>();
    private long read;
    private long appended;
    private long known;

    private LogImport(ChainLog log) {
        this.log = log;
    }

    /** An envelope to be appended. */
    private record Candidate(long position, SignedEvent event) {}

    /**
     * Appends envelopes, in their order.
     *
     * @param envelopes canonical envelopes; read as they are needed
     */
    public static ImportReport into(ChainLog log, Iterator<byte[]> envelopes) {
        LogImport run = new LogImport(log);
        while (envelopes.hasNext()) {
            run.appendAll(run.next(envelopes));
        }
        run.refused.sort(Comparator.comparingLong(ImportReport.Refused::position));
        return new ImportReport(run.read, run.appended, run.known, run.refused);
    }

    /** The next envelopes that are not known, each event once. */
    private List<Candidate> next(Iterator<byte[]> envelopes) {
        List<Candidate> candidates = new ArrayList<>();
        Set<EventId> ids = new HashSet<>();
        while (envelopes.hasNext() && candidates.size() < AT_ONCE) {
            byte[] envelope = envelopes.next();
            long position = read++;
            try {
                SignedEvent event = SignedEvent.parse(envelope);
                if (!ids.add(event.event().id())) {
                    sameIdAgain(candidates, new Candidate(position, event));
                } else if (!isKnown(position, event)) {
                    candidates.add(new Candidate(position, event));
                }
            } catch (MalformedEventException e) {
                refused.add(
                        new ImportReport.Refused(position, "", RejectReason.MALFORMED, String.valueOf(e.getMessage())));
            }
        }
        return candidates;
    }

    private void sameIdAgain(List<Candidate> candidates, Candidate again) {
        boolean same = candidates.stream()
                .anyMatch(one ->
                        one.event().event().id().equals(again.event().event().id())
                                && one.event().hash().equals(again.event().hash()));
        if (same) {
            known++;
        } else {
            refuse(again, RejectReason.DUPLICATE, "Another event of the same id came before it.");
        }
    }

    private boolean isKnown(long position, SignedEvent event) {
        List<Long> same = log.find(EdgeKind.EVENT, event.event().id().toString());
        if (!same.isEmpty()) {
            if (parsed(same.get(0))
                    .filter(there -> there.hash().equals(event.hash()))
                    .isPresent()) {
                known++;
            } else {
                refused.add(new ImportReport.Refused(
                        position,
                        event.event().id().toString(),
                        RejectReason.DUPLICATE,
                        "Entry %d has the same id and says something else: one of the logs, or the party itself, gave out two versions."
                                .formatted(same.get(0))));
            }
            return true;
        }
        if (event.event().body() instanceof PartyRegistered registration && isRegistered(event, registration)) {
            known++;
            return true;
        }
        return false;
    }

    /** Whether its party is registered here with this very key. */
    private boolean isRegistered(SignedEvent event, PartyRegistered registration) {
        return log.find(EdgeKind.KEY_OF, event.event().actor().value()).stream()
                .findFirst()
                .flatMap(this::parsed)
                .filter(there -> there.event().body() instanceof PartyRegistered here
                        && here.key().equals(registration.key()))
                .isPresent();
    }

    private Optional<SignedEvent> parsed(long index) {
        return log.read(index).flatMap(entry -> {
            try {
                return Optional.of(SignedEvent.parse(entry.envelope().toArray()));
            } catch (MalformedEventException e) {
                return Optional.empty();
            }
        });
    }

    /** Appends what the log takes; of what it refuses the first is told, and the rest tried again without it. */
    private void appendAll(List<Candidate> candidates) {
        List<Candidate> left = candidates;
        while (!left.isEmpty()) {
            int bad = append(left);
            if (bad < 0) {
                return;
            }
            if (append(left.subList(0, bad)) >= 0) {
                throw new IllegalStateException("The log refused an envelope that it had found good before.");
            }
            left = left.subList(bad + 1, left.size());
        }
    }

    /** Appends these, all or none; says which one is refused, or -1. */
    private int append(List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return -1;
        }
        try {
            appended += log.appendAll(candidates.stream()
                            .map(candidate -> candidate.event().envelope().toBytes())
                            .toList())
                    .size();
            return -1;
        } catch (AppendRefusedException e) {
            Candidate bad = candidates.get(e.position());
            refuse(bad, e.reason(), String.valueOf(e.getMessage()));
            return e.position();
        }
    }

    private void refuse(Candidate candidate, RejectReason reason, String detail) {
        refused.add(new ImportReport.Refused(
                candidate.position(), candidate.event().event().id().toString(), reason, detail));
    }
}
