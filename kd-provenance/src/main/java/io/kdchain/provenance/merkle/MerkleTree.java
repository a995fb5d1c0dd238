package io.kdchain.provenance.merkle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Roots and proofs of a tree, from its perfect subtrees; each takes a number of hashes that grows with log(size) only.
 */
public final class MerkleTree {
    private MerkleTree() {}

    /** Root of the first {@code size} leaves. */
    public static byte[] root(long size, NodeSource nodes) {
        return size == 0 ? MerkleHash.empty() : range(0, size, nodes);
    }

    /** Inclusion proof of a leaf in the tree of the first {@code size} leaves, from leaf to root. */
    public static List<byte[]> inclusionProof(long index, long size, NodeSource nodes) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("A tree of %d leaves has no leaf %d.".formatted(size, index));
        }
        List<byte[]> proof = new ArrayList<>();
        path(index, 0, size, nodes, proof);
        return proof;
    }

    /**
     * Inclusion proofs of several leaves in the tree of the first {@code size} leaves, each from leaf to root. What
     * they share is asked for once, and all of it in one go.
     */
    public static SortedMap<Long, List<byte[]>> inclusionProofs(Collection<Long> indexes, long size, NodeSource nodes) {
        Map<NodeSource.Place, byte[]> known = nodes.nodes(places(indexes, size));
        SortedMap<Long, List<byte[]>> proofs = new TreeMap<>();
        for (long index : indexes) {
            proofs.put(index, inclusionProof(index, size, (level, at) -> {
                byte[] hash = known.get(new NodeSource.Place(level, at));
                return hash == null ? nodes.node(level, at) : hash;
            }));
        }
        return proofs;
    }

    /** The perfect subtrees that the inclusion proofs of these leaves are made of. */
    public static Set<NodeSource.Place> places(Collection<Long> indexes, long size) {
        Set<NodeSource.Place> places = new LinkedHashSet<>();
        byte[] nothing = new byte[MerkleHash.SIZE];
        for (long index : indexes) {
            inclusionProof(index, size, (level, at) -> {
                places.add(new NodeSource.Place(level, at));
                return nothing;
            });
        }
        return places;
    }

    /** Proof that the tree of the first {@code oldSize} leaves is a beginning of that of the first {@code size}. */
    public static List<byte[]> consistencyProof(long oldSize, long size, NodeSource nodes) {
        if (oldSize < 1 || oldSize > size) {
            throw new IllegalArgumentException(
                    "Consistency goes from a tree of 1 or more leaves to one of as many or more; from %d to %d were given."
                            .formatted(oldSize, size));
        }
        List<byte[]> proof = new ArrayList<>();
        subproof(oldSize, 0, size, true, nodes, proof);
        return proof;
    }

    private static byte[] range(long from, long to, NodeSource nodes) {
        long size = to - from;
        if (Long.bitCount(size) == 1) {
            int level = Long.numberOfTrailingZeros(size);
            return nodes.node(level, from >>> level);
        }
        long split = split(size);
        return MerkleHash.node(range(from, from + split, nodes), range(from + split, to, nodes));
    }

    private static void path(long index, long from, long to, NodeSource nodes, List<byte[]> proof) {
        long size = to - from;
        if (size == 1) {
            return;
        }
        long middle = from + split(size);
        if (index < middle) {
            path(index, from, middle, nodes, proof);
            proof.add(range(middle, to, nodes));
        } else {
            path(index, middle, to, nodes, proof);
            proof.add(range(from, middle, nodes));
        }
    }

    private static void subproof(long old, long from, long to, boolean whole, NodeSource nodes, List<byte[]> proof) {
        if (old == to) {
            if (!whole) {
                proof.add(range(from, to, nodes));
            }
            return;
        }
        long middle = from + split(to - from);
        if (old <= middle) {
            subproof(old, from, middle, whole, nodes, proof);
            proof.add(range(middle, to, nodes));
        } else {
            subproof(old, middle, to, false, nodes, proof);
            proof.add(range(from, middle, nodes));
        }
    }

    /** The largest power of two below the size. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }
}
