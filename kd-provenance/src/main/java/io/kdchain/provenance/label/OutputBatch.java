package io.kdchain.provenance.label;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.MerkleProofs;
import io.kdchain.provenance.merkle.MerkleTree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Many outputs under one event: an RFC 6962 tree whose leaves are the digest of an output's bytes (32 bytes) and its id
 * in UTF-8. Keeps 64 bytes for each output, never the outputs themselves.
 */
public final class OutputBatch {
    private final List<byte[][]> levels;

    private OutputBatch(List<byte[][]> levels) {
        this.levels = levels;
    }

    /** Takes outputs one by one. Not safe for concurrent use. */
    public static final class Builder {
        private final MessageDigest sha = sha256();
        private byte[][] leaves = new byte[1024][];
        private int count;

        /**
         * Adds an output.
         *
         * @return its place in the batch, from 0
         */
        public int add(EntityId output, byte[] content) {
            return addLeaf(output, sha.digest(content));
        }

        /** Adds an output of which the digest is known. */
        public int add(EntityId output, Digest content) {
            return addLeaf(output, HexFormat.of().parseHex(content.hex()));
        }

        private int addLeaf(EntityId output, byte[] digest) {
            if (count == leaves.length) {
                leaves = Arrays.copyOf(leaves, count * 2);
            }
            leaves[count] = leaf(output, digest);
            return count++;
        }

        /**
         * The batch of what was added.
         *
         * @throws IllegalStateException if nothing was
         */
        public OutputBatch build() {
            if (count == 0) {
                throw new IllegalStateException("A batch has at least one output.");
            }
            List<byte[][]> levels = new ArrayList<>();
            levels.add(Arrays.copyOf(leaves, count));
            for (byte[][] below = levels.get(0); below.length > 1; below = levels.get(levels.size() - 1)) {
                byte[][] level = new byte[below.length / 2][];
                for (int i = 0; i < level.length; i++) {
                    level[i] = MerkleHash.node(below[2 * i], below[2 * i + 1]);
                }
                levels.add(level);
            }
            return new OutputBatch(levels);
        }
    }

    /**
     * That an output is in a batch.
     *
     * @param index its place, from 0
     * @param hashes from leaf to root
     */
    public record Proof(long index, List<Bytes> hashes) {
        public Proof {
            hashes = List.copyOf(hashes);
        }

        /** Whether it proves that an output with this digest is in the batch. */
        public boolean includes(OutputServed.Batch batch, EntityId output, Digest content) {
            return MerkleProofs.includes(
                    index,
                    batch.count(),
                    leaf(output, HexFormat.of().parseHex(content.hex())),
                    hashes.stream().map(Bytes::toArray).toList(),
                    HexFormat.of().parseHex(batch.merkleRoot().hex()));
        }
    }

    /** What the event states of the batch. */
    public OutputServed.Batch batch() {
        byte[] root = MerkleTree.root(count(), (level, index) -> levels.get(level)[(int) index]);
        return new OutputServed.Batch(count(), new Digest(HexFormat.of().formatHex(root)));
    }

    /** Number of outputs. */
    public int count() {
        return levels.get(0).length;
    }

    /** The proof of an output by its place. */
    public Proof proof(int index) {
        return new Proof(
                index,
                MerkleTree.inclusionProof(index, count(), (level, at) -> levels.get(level)[(int) at]).stream()
                        .map(Bytes::of)
                        .toList());
    }

    private static byte[] leaf(EntityId output, byte[] digest) {
        return MerkleHash.leaf(digest, output.key().getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one must have.", e);
        }
    }
}
