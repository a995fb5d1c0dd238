package io.kdchain.provenance;

import io.kdchain.provenance.event.Commitment;
import io.kdchain.provenance.event.DataErased;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.privacy.PersonalValues;
import io.kdchain.provenance.store.EdgeKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Erases personal values when it is asked for, and records a receipt: {@link DataErased}. Every event and every proof
 * stays as it is. May be called again at any time: what was cut short is completed, what is done is not done twice.
 */
public final class Erasure {
    private final ChainLog log;
    private final PersonalValues values;
    private final Recorder recorder;

    /**
     * Erases values of a log.
     *
     * @param recorder records the receipt, in the name of the party that kept the values
     */
    public Erasure(ChainLog log, PersonalValues values, Recorder recorder) {
        this.log = log;
        this.values = values;
        this.recorder = recorder;
    }

    /**
     * What was done.
     *
     * @param receipts index of the receipt for each commitment
     * @param recorded the receipt that was recorded now; null means that all had one already
     */
    public record Erased(
            SortedMap<Commitment, Long> receipts, @Nullable LogEntry recorded) {
        public Erased {
            receipts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(receipts));
        }
    }

    /**
     * Erases the values under these commitments: all, or none.
     *
     * @param basis why, such as {@code consent withdrawn}; no personal data
     * @param requestedBy null means not stated
     * @param at when the party says that it erased
     * @throws IllegalArgumentException if one was never kept with this log
     * @throws ErasureRefusedException if one is under a legal hold
     */
    public Erased erase(Collection<Commitment> commitments, String basis, @Nullable PartyId requestedBy, Instant at) {
        SortedMap<Commitment, Long> receipts = new TreeMap<>();
        SortedSet<Commitment> open = new TreeSet<>();
        for (Commitment commitment : commitments) {
            if (!values.knows(commitment)) {
                throw new IllegalArgumentException(
                        "No value was ever kept with this log under %s. Maybe it is misspelt, or another party keeps it."
                                .formatted(commitment));
            }
            receipt(commitment).ifPresentOrElse(index -> receipts.put(commitment, index), () -> open.add(commitment));
        }
        if (open.isEmpty()) {
            return new Erased(receipts, null);
        }
        refuseHeld(open);
        values.erase(open);
        LogEntry receipt = recorder.record(
                new DataErased(open.stream().map(Commitment::toString).toList(), basis, requestedBy),
                at,
                List.of(),
                List.of(),
                carriers(open));
        open.forEach(commitment -> receipts.put(commitment, receipt.index()));
        return new Erased(receipts, receipt);
    }

    private void refuseHeld(Collection<Commitment> open) {
        LegalHolds holds = LegalHolds.of(log);
        for (Commitment commitment : open) {
            // what is gone already, in a call that was cut short, cannot be held any more and needs its receipt
            if (values.erased(commitment)) {
                continue;
            }
            for (long index : log.find(EdgeKind.COMMITMENT, commitment.toString())) {
                holds.on(index).ifPresent(hold -> {
                    throw new ErasureRefusedException(
                            commitment,
                            hold,
                            "The value of %s, in entry %d, was not erased: %s. It must be lifted by the same party first."
                                    .formatted(commitment, index, holds.describe(hold)));
                });
            }
        }
    }

    private Optional<Long> receipt(Commitment commitment) {
        return log.find(EdgeKind.COMMITMENT, commitment.toString()).stream()
                .filter(index -> LegalHolds.event(log, index)
                        .filter(event -> event.body() instanceof DataErased
                                && event.actor().equals(recorder.party()))
                        .isPresent())
                .findFirst();
    }

    private List<EventId> carriers(Collection<Commitment> commitments) {
        SortedSet<Long> indexes = new TreeSet<>();
        commitments.forEach(commitment -> indexes.addAll(log.find(EdgeKind.COMMITMENT, commitment.toString())));
        List<EventId> ids = new ArrayList<>();
        for (long index : indexes) {
            LegalHolds.event(log, index)
                    .filter(event -> !(event.body() instanceof DataErased))
                    .map(Event::id)
                    .ifPresent(ids::add);
        }
        return ids;
    }
}
