package io.kdchain.provenance.merkle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One proof that many leaves are in a tree of RFC 6962: the hashes that their inclusion proofs share stand in it once,
 * and none that follows from the leaves themselves.
 *
 * <p>The hashes are the roots of the largest perfect subtrees without any of the leaves, from left to right. Their
 * places follow from size and indexes, so that a proof has exactly one form.
 */
public final class MultiProof {
    private MultiProof() {}

    /**
     * Proves these leaves.
     *
     * @param leaves indexes, at least one, each below the size
     */
    public static List<byte[]> prove(NavigableSet<Long> leaves, long size, NodeSource nodes) {
        if (leaves.isEmpty() || leaves.first() < 0 || leaves.last() >= size) {
            throw new IllegalArgumentException(
                    "A tree of %d leaves is asked to prove the leaves %s.".formatted(size, leaves));
        }
        List<byte[]> proof = new ArrayList<>();
        prove(leaves, 0, size, nodes.around(leaves, size), proof);
        return proof;
    }

    private static void prove(NavigableSet<Long> leaves, long from, long to, NodeSource nodes, List<byte[]> proof) {
        Long next = leaves.ceiling(from);
        boolean asked = next != null && next < to;
        if (!asked && isPerfect(to - from)) {
            int level = level(to - from);
            proof.add(nodes.node(level, from >>> level));
        } else if (to - from > 1) {
            long middle = from + split(to - from);
            prove(leaves, from, middle, nodes, proof);
            prove(leaves, middle, to, nodes, proof);
        }
    }

    /**
     * The tree that leaves and proof give.
     *
     * @param leaves leaf hashes by index
     * @param size number of leaves of the tree
     * @return nothing if the proof has not exactly the hashes that these places call for
     */
    public static Optional<Opened> open(NavigableMap<Long, byte[]> leaves, long size, List<byte[]> proof) {
        boolean shaped = !leaves.isEmpty()
                && leaves.firstKey() >= 0
                && leaves.lastKey() < size
                && leaves.values().stream().allMatch(hash -> hash.length == MerkleHash.SIZE)
                && proof.stream().allMatch(hash -> hash.length == MerkleHash.SIZE);
        if (!shaped) {
            return Optional.empty();
        }
        Iterator<byte[]> hashes = proof.iterator();
        Map<NodeSource.Place, byte[]> known = new HashMap<>();
        byte[] root = open(leaves, 0, size, hashes, known);
        return root == null || hashes.hasNext() ? Optional.empty() : Optional.of(new Opened(root, known));
    }

    private static byte @Nullable [] open(
            NavigableMap<Long, byte[]> leaves,
            long from,
            long to,
            Iterator<byte[]> hashes,
            Map<NodeSource.Place, byte[]> known) {
        Long next = leaves.ceilingKey(from);
        boolean asked = next != null && next < to;
        byte[] hash;
        if (asked && to - from == 1) {
            hash = leaves.get(from);
        } else if (!asked && isPerfect(to - from)) {
            hash = hashes.hasNext() ? hashes.next() : null;
        } else {
            long middle = from + split(to - from);
            byte[] left = open(leaves, from, middle, hashes, known);
            byte[] right = left == null ? null : open(leaves, middle, to, hashes, known);
            hash = left == null || right == null ? null : MerkleHash.node(left, right);
        }
        if (hash != null && isPerfect(to - from)) {
            int level = level(to - from);
            known.put(new NodeSource.Place(level, from >>> level), hash);
        }
        return hash;
    }

    /** What of a tree a proof lets one see. */
    public static final class Opened implements NodeSource {
        private final byte[] root;
        private final Map<Place, byte[]> known;

        private Opened(byte[] root, Map<Place, byte[]> known) {
            this.root = root;
            this.known = known;
        }

        /** The root; it proves the leaves if it is one that was signed. */
        public byte[] root() {
            return root.clone();
        }

        /**
         * Root of a perfect subtree.
         *
         * @throws IllegalArgumentException if it does not follow from leaves and proof
         */
        @Override
        public byte[] node(int level, long index) {
            byte[] hash = known.get(new Place(level, index));
            if (hash == null) {
                throw new IllegalArgumentException(
                        "The proof does not show node %d at level %d.".formatted(index, level));
            }
            return hash.clone();
        }
    }

    private static boolean isPerfect(long leaves) {
        return Long.bitCount(leaves) == 1;
    }

    private static int level(long leaves) {
        return Long.numberOfTrailingZeros(leaves);
    }

    /** The largest power of two below the size. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }
}
