package io.kdchain.provenance.merkle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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
        checkLeaf(index, size);
        List<byte[]> proof = new ArrayList<>();
        path(index, 0, size, nodes, proof);
        return proof;
    }

    /**
     * Inclusion proofs of several leaves in the tree of the first {@code size} leaves, each from leaf to root. What
     * they share is asked for once, and all of it in one go.
     */
    public static SortedMap<Long, List<byte[]>> inclusionProofs(Collection<Long> indexes, long size, NodeSource nodes) {
        NodeSource fetched = nodes.around(indexes, size);
        List<Path> paths = paths(indexes, size);
        climb(paths, 0, size, (from, to, below) -> {
            byte[] hash = range(from, to, fetched);
            below.forEach(path -> path.hashes().add(hash));
        });
        SortedMap<Long, List<byte[]>> proofs = new TreeMap<>();
        paths.forEach(path -> proofs.put(path.leaf(), path.hashes()));
        return proofs;
    }

    /** The perfect subtrees that the inclusion proofs of these leaves are made of. */
    public static Set<NodeSource.Place> places(Collection<Long> indexes, long size) {
        Set<NodeSource.Place> places = new HashSet<>();
        byte[] nothing = new byte[MerkleHash.SIZE];
        climb(
                paths(indexes, size),
                0,
                size,
                (from, to, below) -> range(from, to, (level, at) -> {
                    places.add(new NodeSource.Place(level, at));
                    return nothing;
                }));
        return places;
    }

    /** A leaf, and what was met on the way from it to the root. */
    private record Path(long leaf, List<byte[]> hashes) {}

    private static List<Path> paths(Collection<Long> indexes, long size) {
        TreeSet<Long> sorted = new TreeSet<>(indexes);
        List<Path> paths = new ArrayList<>(sorted.size());
        for (long index : sorted) {
            checkLeaf(index, size);
            paths.add(new Path(index, new ArrayList<>()));
        }
        return paths;
    }

    /** What is met on several ways to the root. */
    @FunctionalInterface
    private interface Sibling {
        /** The subtree of these leaves stands beside all these ways. */
        void met(long from, long to, List<Path> below);
    }

    /** Goes all ways up to a subtree, and meets what stands beside them: from below, and what they share once. */
    private static void climb(List<Path> paths, long from, long to, Sibling sibling) {
        if (paths.isEmpty() || to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        int parted = 0;
        while (parted < paths.size() && paths.get(parted).leaf() < middle) {
            parted++;
        }
        List<Path> left = paths.subList(0, parted);
        List<Path> right = paths.subList(parted, paths.size());
        climb(left, from, middle, sibling);
        climb(right, middle, to, sibling);
        if (!left.isEmpty()) {
            sibling.met(middle, to, left);
        }
        if (!right.isEmpty()) {
            sibling.met(from, middle, right);
        }
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

    private static void checkLeaf(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("A tree of %d leaves has no leaf %d.".formatted(size, index));
        }
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
