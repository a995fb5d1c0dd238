package io.kdchain.provenance.checkpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a signed checkpoint counts under a policy, and who stands behind it.
 *
 * @param checkpoint what the note says; null if it is no checkpoint
 * @param cosignatures what witnesses of the policy said of it, each of them once
 * @param fault why it does not count; null means that it does
 * @param detail the fault in one sentence; empty if there is none
 */
public record CheckpointVerdict(
        @Nullable Checkpoint checkpoint,
        List<Cosignature> cosignatures,
        @Nullable Fault fault,
        String detail) {

    /**
     * A cosignature that holds.
     *
     * @param witness key of the witness
     * @param at when the witness says that it saw the checkpoint, UTC
     */
    public record Cosignature(NoteKey witness, Instant at) {}

    /** Why a checkpoint does not count. */
    public enum Fault {
        /** The text of the note is no checkpoint. */
        NO_CHECKPOINT,
        /** The policy names no log of this origin. */
        UNKNOWN_LOG,
        /** No signature is one of the log. */
        NOT_SIGNED_BY_LOG,
        /** A signature that claims to be the log's does not verify. */
        FALSE_LOG_SIGNATURE,
        /** A signature that claims to be that of a witness does not verify. */
        FALSE_COSIGNATURE,
        /** Too few witnesses cosigned. */
        QUORUM_NOT_MET
    }

    public CheckpointVerdict {
        cosignatures = List.copyOf(cosignatures);
    }

    /** Whether the checkpoint counts. */
    public boolean holds() {
        return fault == null;
    }

    /** The first moment by which a witness saw the checkpoint: nothing under it was recorded later. */
    public Optional<Instant> seenBy() {
        return cosignatures.stream().map(Cosignature::at).min(Instant::compareTo);
    }

    static CheckpointVerdict of(Policy policy, SignedNote note) {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(note.text());
        } catch (MalformedNoteException e) {
            return new CheckpointVerdict(null, List.of(), Fault.NO_CHECKPOINT, String.valueOf(e.getMessage()));
        }
        List<NoteKey> logKeys = policy.log(checkpoint.origin());
        if (logKeys.isEmpty()) {
            return failed(
                    checkpoint, Fault.UNKNOWN_LOG, "The policy names no log '%s'.".formatted(checkpoint.origin()));
        }
        List<SignedNote.Judged> own = note.judge(logKeys);
        if (own.stream().anyMatch(judged -> !judged.holds())) {
            return failed(
                    checkpoint,
                    Fault.FALSE_LOG_SIGNATURE,
                    "A signature under the name and key hash of log '%s' does not verify."
                            .formatted(checkpoint.origin()));
        }
        if (own.isEmpty()) {
            return failed(
                    checkpoint,
                    Fault.NOT_SIGNED_BY_LOG,
                    "No signature is one of the keys that the policy has for log '%s'.".formatted(checkpoint.origin()));
        }
        return cosigned(policy, note, checkpoint);
    }

    private static CheckpointVerdict cosigned(Policy policy, SignedNote note, Checkpoint checkpoint) {
        Set<NoteKey> cosigners = new LinkedHashSet<>();
        List<Cosignature> cosignatures = new ArrayList<>();
        for (SignedNote.Judged judged : note.judge(policy.witnessKeys())) {
            if (!judged.holds()) {
                return failed(
                        checkpoint,
                        Fault.FALSE_COSIGNATURE,
                        "The cosignature of '%s' does not verify."
                                .formatted(judged.key().name()));
            }
            if (cosigners.add(judged.key())) {
                cosignatures.add(new Cosignature(
                        judged.key(), judged.key().time(judged.line().signature())));
            }
        }
        if (!policy.satisfiedBy(cosigners)) {
            return new CheckpointVerdict(
                    checkpoint,
                    cosignatures,
                    Fault.QUORUM_NOT_MET,
                    "%d of %d witnesses cosigned the checkpoint of %d entries; that is not the quorum '%s'."
                            .formatted(
                                    cosigners.size(), policy.witnesses().size(), checkpoint.size(), policy.quorum()));
        }
        return new CheckpointVerdict(checkpoint, cosignatures, null, "");
    }

    private static CheckpointVerdict failed(Checkpoint checkpoint, Fault fault, String detail) {
        return new CheckpointVerdict(checkpoint, List.of(), fault, detail);
    }
}
