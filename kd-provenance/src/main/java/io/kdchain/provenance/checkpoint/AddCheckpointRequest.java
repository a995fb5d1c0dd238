package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a log asks a witness (C2SP tlog-witness, add-checkpoint): to cosign a checkpoint that grew from the one that the
 * witness cosigned last.
 *
 * @param oldSize size of that one; 0 for none
 * @param proof consistency proof from there; empty from 0
 * @param checkpoint the signed checkpoint
 */
record AddCheckpointRequest(long oldSize, List<Bytes> proof, SignedNote checkpoint) {

    private static final String OLD = "old ";
    private static final int MAX_PROOF_LINES = 63;

    AddCheckpointRequest {
        proof = List.copyOf(proof);
    }

    /**
     * Reads the body of a request.
     *
     * @throws MalformedNoteException if it is none
     */
    static AddCheckpointRequest parse(byte[] body) {
        // only the checkpoint may hold other than ASCII, and it is read from the bytes
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int split = text.indexOf("\n\n");
        if (split < 0) {
            throw new MalformedNoteException(
                    "A request is an old size, hashes, an empty line and a checkpoint, each line with its line feed.");
        }
        String[] lines = text.substring(0, split).split("\n", -1);
        if (!lines[0].startsWith(OLD) || !lines[0].substring(OLD.length()).matches(Checkpoint.DECIMAL)) {
            throw new MalformedNoteException(
                    "The first line must be 'old' and a decimal number without leading zeros.");
        }
        if (lines.length - 1 > MAX_PROOF_LINES) {
            throw new MalformedNoteException("A consistency proof has at most %d hashes; this one has %d."
                    .formatted(MAX_PROOF_LINES, lines.length - 1));
        }
        List<Bytes> proof = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            byte[] hash = SignedNote.base64(lines[i]);
            if (hash == null || hash.length != MerkleHash.SIZE) {
                throw new MalformedNoteException(
                        "Line %d is no standard base64 of %d bytes.".formatted(i + 1, MerkleHash.SIZE));
            }
            proof.add(Bytes.of(hash));
        }
        byte[] note = java.util.Arrays.copyOfRange(body, split + 2, body.length);
        return new AddCheckpointRequest(number(lines[0].substring(OLD.length())), proof, SignedNote.parse(note));
    }

    /** As the body of a request. */
    byte[] toBytes() {
        StringBuilder out = new StringBuilder(OLD).append(oldSize).append('\n');
        proof.forEach(hash ->
                out.append(Base64.getEncoder().encodeToString(hash.toArray())).append('\n'));
        return out.append('\n')
                .append(new String(checkpoint.toBytes(), StandardCharsets.UTF_8))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new MalformedNoteException("The old size is below 2^63; %s is not.".formatted(digits));
        }
    }
}
