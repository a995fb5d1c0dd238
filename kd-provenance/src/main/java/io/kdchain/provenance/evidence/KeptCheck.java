package io.kdchain.provenance.evidence;

import io.kdchain.provenance.checkpoint.ConsistencySource;
import io.kdchain.provenance.checkpoint.Growth;
import io.kdchain.provenance.checkpoint.KeptCheckpoints;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.NoteKey;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares a log that was checked with what was kept of it before, and keeps its last checkpoint if all holds. */
public final class KeptCheck {
    private final EventStore store;
    private final Trust trust;
    private final KeptCheckpoints kept;
    private final List<VerificationReport.Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Compares this store with what was kept. */
    public KeptCheck(EventStore store, Trust trust, KeptCheckpoints kept) {
        this.store = store;
        this.trust = trust;
        this.kept = kept;
    }

    /**
     * The report with what the comparison says.
     *
     * @param report of the check of the whole log; its tree is believed only if it has no problem
     */
    public VerificationReport extend(VerificationReport report) {
        problems.addAll(report.problems());
        notes.addAll(report.notes());
        try {
            LogKeys keys = LogKeys.of(store, trust).orElse(null);
            StoredCheckpoint last = store.lastCheckpoint().orElse(null);
            if (keys != null && last != null) {
                compare(keys, SignedNote.parse(last.note().toArray()));
            } else if (!kept.origins().isEmpty()) {
                problem("The log has no checkpoint to compare with those kept of %s."
                        .formatted(String.join(", ", kept.origins())));
            }
        } catch (MalformedNoteException | StoreException | IllegalArgumentException e) {
            problem("The last checkpoint cannot be compared with the one kept: %s".formatted(e.getMessage()));
        }
        return new VerificationReport(report.size(), problems, notes);
    }

    private void compare(LogKeys keys, SignedNote note) {
        Policy policy = new Policy(
                keys.keys().stream()
                        .map(key -> new Policy.Log(NoteKey.of(key), null))
                        .toList(),
                Map.of(),
                List.of(),
                null);
        ConsistencySource proofs = (oldSize, size) -> MerkleTree.consistencyProof(oldSize, size, store).stream()
                .map(Bytes::of)
                .toList();
        Growth growth = problems.isEmpty() ? kept.advance(note, policy, proofs) : kept.compare(note, policy, proofs);
        if (!growth.ok()) {
            problem(growth.detail());
        } else if (problems.isEmpty()) {
            notes.add(growth.detail());
        }
        List<String> others = kept.origins().stream()
                .filter(name -> !name.equals(keys.origin()))
                .toList();
        if (growth.outcome() == Growth.Outcome.FIRST_SEEN && !others.isEmpty()) {
            notes.add("Before this, logs of other names were seen: %s. Maybe the log was renamed."
                    .formatted(String.join(", ", others)));
        }
    }

    private void problem(String message) {
        problems.add(new VerificationReport.Problem(null, "checkpoint", message));
    }
}
