package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.MerkleProofs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That an entry is in a log, checkable with no connection: C2SP tlog-proof, kept in files that end in
 * {@code .tlog-proof}.
 *
 * @param extra data of the application, which nothing authenticates; null means none
 * @param index place of the entry in the log, 0 or more
 * @param proof inclusion proof, from leaf to root
 * @param checkpoint the signed checkpoint
 */
public record TlogProof(@Nullable Bytes extra, long index, List<Bytes> proof, SignedNote checkpoint) {
    /** First line of the format. */
    public static final String HEAD = "c2sp.org/tlog-proof@v1";

    private static final int MAX_PROOF_LINES = 63;
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    public TlogProof {
        proof = List.copyOf(proof);
        if (index < 0) {
            throw new IllegalArgumentException("An index is 0 or more; %d was given.".formatted(index));
        }
        if (proof.size() > MAX_PROOF_LINES || proof.stream().anyMatch(hash -> hash.size() != MerkleHash.SIZE)) {
            throw new IllegalArgumentException(
                    "An inclusion proof has up to %d hashes of %d bytes.".formatted(MAX_PROOF_LINES, MerkleHash.SIZE));
        }
    }

    /** Why a proof does not hold. */
    public enum Fault {
        /** The checkpoint does not count under the policy. */
        CHECKPOINT,
        /** The index lies outside the tree. */
        INDEX_OUTSIDE_TREE,
        /** The hashes do not lead from the entry to the root. */
        INCLUSION
    }

    /**
     * What a proof shows.
     *
     * @param fault why it does not hold; null means that it does
     * @param detail the fault in one sentence; empty if there is none
     * @param checkpoint verdict on the checkpoint
     */
    public record Verdict(@Nullable Fault fault, String detail, CheckpointVerdict checkpoint) {
        /** Whether the entry is in the log. */
        public boolean holds() {
            return fault == null;
        }
    }

    /**
     * Reads a proof; checks nothing of what it says.
     *
     * @throws MalformedNoteException if it is none
     */
    public static TlogProof parse(byte[] bytes) {
        String text = SignedNote.utf8(bytes);
        int split = text.indexOf("\n\n");
        if (split < 0) {
            throw new MalformedNoteException("A proof is head, index and hashes, an empty line and a checkpoint.");
        }
        String[] lines = text.substring(0, split).split("\n", -1);
        if (!lines[0].equals(HEAD)) {
            throw new MalformedNoteException("The first line of a proof is '%s'.".formatted(HEAD));
        }
        int next = 1;
        Bytes extra = null;
        if (next < lines.length && lines[next].startsWith(EXTRA)) {
            extra = base64(lines[next].substring(EXTRA.length()), "extra data");
            next++;
        }
        if (next == lines.length
                || !lines[next].startsWith(INDEX)
                || !lines[next].substring(INDEX.length()).matches(Checkpoint.DECIMAL)) {
            throw new MalformedNoteException(
                    "Line %d of the proof must be 'index' and a decimal number without leading zeros."
                            .formatted(next + 1));
        }
        long index = number(lines[next].substring(INDEX.length()));
        List<Bytes> proof = new ArrayList<>();
        for (int i = next + 1; i < lines.length; i++) {
            proof.add(base64(lines[i], "hash in line %d".formatted(i + 1)));
        }
        try {
            return new TlogProof(
                    extra,
                    index,
                    proof,
                    SignedNote.parse(text.substring(split + 2).getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException(String.valueOf(e.getMessage()));
        }
    }

    /** Checks that the entry with this leaf hash is in a log of the policy. */
    public Verdict verify(Bytes leafHash, Policy policy) {
        CheckpointVerdict verdict = policy.judge(checkpoint);
        Checkpoint tree = verdict.checkpoint();
        if (!verdict.holds() || tree == null) {
            return new Verdict(Fault.CHECKPOINT, verdict.detail(), verdict);
        }
        if (index >= tree.size()) {
            return new Verdict(
                    Fault.INDEX_OUTSIDE_TREE,
                    "The checkpoint covers %d entries, so there is no entry %d.".formatted(tree.size(), index),
                    verdict);
        }
        if (!MerkleProofs.includes(
                index,
                tree.size(),
                leafHash.toArray(),
                proof.stream().map(Bytes::toArray).toList(),
                tree.root().toArray())) {
            return new Verdict(
                    Fault.INCLUSION,
                    "The hashes do not lead from this entry at place %d to the root of %d entries."
                            .formatted(index, tree.size()),
                    verdict);
        }
        return new Verdict(null, "", verdict);
    }

    /** The bytes of the file. */
    public byte[] toBytes() {
        StringBuilder out = new StringBuilder(HEAD).append('\n');
        if (extra != null) {
            out.append(EXTRA).append(encode(extra)).append('\n');
        }
        out.append(INDEX).append(index).append('\n');
        proof.forEach(hash -> out.append(encode(hash)).append('\n'));
        return out.append('\n')
                .append(new String(checkpoint.toBytes(), StandardCharsets.UTF_8))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new MalformedNoteException("%s is more than an index can be.".formatted(digits));
        }
    }

    private static String encode(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    private static Bytes base64(String text, String what) {
        byte[] bytes = SignedNote.base64(text);
        if (bytes == null) {
            throw new MalformedNoteException("The %s is no standard base64.".formatted(what));
        }
        return Bytes.of(bytes);
    }
}
