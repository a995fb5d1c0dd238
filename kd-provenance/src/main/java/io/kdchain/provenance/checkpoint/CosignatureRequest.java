package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.event.Bytes;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Asks a witness for its cosignature and believes it only when it verifies. */
public final class CosignatureRequest {
    /** Between asking for the size and giving a proof another may have asked; so often is tried. */
    private static final int ATTEMPTS = 4;

    private CosignatureRequest() {}

    /** What became of a request. */
    public enum Outcome {
        /** The witness cosigned. */
        COSIGNED,
        /** There was no answer. */
        UNREACHABLE,
        /** The witness does not cosign this. */
        REFUSED,
        /** The witness has cosigned a larger tree of the log: this copy is behind, or was rolled back. */
        AHEAD,
        /** What the witness sent is no cosignature under its key. */
        FALSE_COSIGNATURE
    }

    /**
     * What became of a request.
     *
     * @param outcome in one word
     * @param detail in one sentence
     * @param line the cosignature; null if there is none
     */
    public record Result(Outcome outcome, String detail, SignedNote.@Nullable Line line) {}

    /**
     * Asks a witness.
     *
     * @param key the key of the witness
     * @param checkpoint the checkpoint, signed by its log
     * @param source who proves that the log grew from what the witness cosigned before
     */
    public static Result send(WitnessEndpoint witness, NoteKey key, SignedNote checkpoint, ConsistencySource source) {
        long size = Checkpoint.parse(checkpoint.text()).size();
        long known = 0;
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                List<Bytes> proof = known == 0 || known == size ? List.of() : source.prove(known, size);
                WitnessAnswer answer =
                        witness.addCheckpoint(new AddCheckpointRequest(known, proof, checkpoint).toBytes());
                if (answer.status() == WitnessAnswer.COSIGNED) {
                    return cosigned(answer, key, checkpoint);
                }
                OptionalLong told = size(answer);
                if (told.isEmpty()) {
                    return new Result(
                            Outcome.REFUSED,
                            "Witness '%s' refuses (%d): %s"
                                    .formatted(
                                            key.name(),
                                            answer.status(),
                                            SignedNote.shorten(answer.body().strip())),
                            null);
                }
                known = told.getAsLong();
                if (known > size) {
                    return new Result(
                            Outcome.AHEAD,
                            "Witness '%s' has cosigned %d entries, and the checkpoint has %d: this log is behind, or was rolled back."
                                    .formatted(key.name(), known, size),
                            null);
                }
            }
            return new Result(
                    Outcome.REFUSED,
                    "Witness '%s' named another size in each of %d answers. Try again.".formatted(key.name(), ATTEMPTS),
                    null);
        } catch (WitnessUnreachableException e) {
            return new Result(Outcome.UNREACHABLE, String.valueOf(e.getMessage()), null);
        }
    }

    private static OptionalLong size(WitnessAnswer answer) {
        String body = answer.body();
        if (answer.status() != WitnessAnswer.CONFLICT
                || !body.endsWith("\n")
                || !body.substring(0, body.length() - 1).matches(Checkpoint.DECIMAL)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(body.substring(0, body.length() - 1)));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static Result cosigned(WitnessAnswer answer, NoteKey key, SignedNote checkpoint) {
        try {
            for (String text : answer.body().split("\n", -1)) {
                if (text.isEmpty()) {
                    continue;
                }
                SignedNote.Line line = SignedNote.Line.parse(text);
                if (key.claims(line) && key.verify(checkpoint.text(), line.signature())) {
                    return new Result(
                            Outcome.COSIGNED,
                            "Witness '%s' cosigned at %s.".formatted(key.name(), key.time(line.signature())),
                            line);
                }
            }
        } catch (MalformedNoteException e) {
            return new Result(
                    Outcome.FALSE_COSIGNATURE,
                    "Witness '%s' answered with what is no signature line: %s".formatted(key.name(), e.getMessage()),
                    null);
        }
        return new Result(
                Outcome.FALSE_COSIGNATURE,
                "Witness '%s' answered with no cosignature that its key verifies.".formatted(key.name()),
                null);
    }
}
