package io.kdchain.provenance.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cosigns the checkpoints of logs that only grow (C2SP tlog-witness), so that a log cannot show one history to one
 * party and another to the next. What it cosigned is on the disk before the cosignature leaves. The parties of a chain
 * run one for each other. Safe for concurrent use.
 */
public final class Witness implements WitnessEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Witness.class);

    private final Cosigner cosigner;
    private final Policy logs;
    private final KeptCheckpoints state;
    private final Clock clock;

    /**
     * A witness.
     *
     * @param cosigner its key, which must serve nothing else
     * @param logs the logs whose checkpoints it cosigns
     * @param state what it cosigned before
     * @param clock clock for the times in cosignatures
     * @throws IllegalArgumentException if its key is also that of a log
     */
    public Witness(Cosigner cosigner, List<NoteKey> logs, KeptCheckpoints state, Clock clock) {
        NoteKey key = cosigner.publicKey();
        if (logs.stream().anyMatch(log -> log.key().equals(key.key()))) {
            throw new IllegalArgumentException(
                    "Witness '%s' has the key of a log; nobody witnesses himself. Make it a key of its own."
                            .formatted(key.name()));
        }
        this.cosigner = cosigner;
        this.logs =
                new Policy(logs.stream().map(log -> new Policy.Log(log, null)).toList(), Map.of(), List.of(), null);
        this.state = state;
        this.clock = clock;
    }

    /** The key that checks its cosignatures. */
    public NoteKey publicKey() {
        return cosigner.publicKey();
    }

    @Override
    public WitnessAnswer addCheckpoint(byte[] body) {
        AddCheckpointRequest request;
        try {
            request = AddCheckpointRequest.parse(body);
        } catch (MalformedNoteException e) {
            return WitnessAnswer.text(WitnessAnswer.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        CheckpointVerdict verdict = logs.judge(request.checkpoint());
        CheckpointVerdict.Fault fault = verdict.fault();
        if (fault != null) {
            return WitnessAnswer.text(status(fault), verdict.detail());
        }
        Checkpoint checkpoint = Checkpoint.parse(request.checkpoint().text());
        if (request.oldSize() > checkpoint.size()) {
            return WitnessAnswer.text(
                    WitnessAnswer.BAD_REQUEST,
                    "The old size %d is above that of the checkpoint, %d."
                            .formatted(request.oldSize(), checkpoint.size()));
        }
        return cosign(request, checkpoint);
    }

    private static int status(CheckpointVerdict.Fault fault) {
        return switch (fault) {
            case NO_CHECKPOINT -> WitnessAnswer.BAD_REQUEST;
            case UNKNOWN_LOG -> WitnessAnswer.NOT_FOUND;
            case NOT_SIGNED_BY_LOG, FALSE_LOG_SIGNATURE, FALSE_COSIGNATURE, QUORUM_NOT_MET -> WitnessAnswer.FORBIDDEN;
        };
    }

    private WitnessAnswer cosign(AddCheckpointRequest request, Checkpoint checkpoint) {
        // the size is compared and the checkpoint kept in one step, or a slow request would roll back a quick one
        synchronized (state) {
            long known = state.last(checkpoint.origin())
                    .map(note -> Checkpoint.parse(note.text()).size())
                    .orElse(0L);
            if (request.oldSize() != known) {
                return new WitnessAnswer(WitnessAnswer.CONFLICT, WitnessAnswer.SIZE, known + "\n");
            }
            boolean nothingToProve = request.oldSize() == 0 || request.oldSize() == checkpoint.size();
            if (nothingToProve && !request.proof().isEmpty()) {
                return WitnessAnswer.text(
                        WitnessAnswer.UNPROCESSABLE,
                        "From %d to %d entries there is nothing to prove, and a proof was given."
                                .formatted(request.oldSize(), checkpoint.size()));
            }
            if (!checkpoint.sizeFitsRoot()) {
                return WitnessAnswer.text(
                        WitnessAnswer.UNPROCESSABLE, "The root is not that of the empty tree, and the size is 0.");
            }
            SignedNote.Line line = cosigner.cosign(request.checkpoint().text(), clock.instant());
            Growth growth = state.advance(
                    checkpoint,
                    request.checkpoint(),
                    (oldSize, size) -> request.proof(),
                    offered -> kept(offered, checkpoint.origin(), line));
            if (!growth.ok()) {
                LOG.warn("not cosigned: {}", growth.detail());
                return WitnessAnswer.text(WitnessAnswer.UNPROCESSABLE, growth.detail());
            }
            return WitnessAnswer.text(WitnessAnswer.COSIGNED, line.toString());
        }
    }

    /** The note as it is kept: with the log's lines that were verified and our own, without those of strangers. */
    private SignedNote kept(SignedNote offered, String origin, SignedNote.Line line) {
        List<SignedNote.Line> own = offered.judge(logs.log(origin)).stream()
                .map(SignedNote.Judged::line)
                .distinct()
                .toList();
        return new SignedNote(offered.text(), own).with(List.of(line));
    }

    /**
     * The last checkpoint that it cosigned of a log, with its cosignature.
     *
     * @param originHash SHA-256 of the origin in lower-case hexadecimal
     */
    public Optional<SignedNote> checkpoint(String originHash) {
        return state.origins().stream()
                .filter(origin -> sha256(origin).equals(originHash))
                .findFirst()
                .flatMap(state::last);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one must have.", e);
        }
    }
}
