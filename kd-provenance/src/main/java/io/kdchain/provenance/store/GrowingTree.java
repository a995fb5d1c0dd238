package io.kdchain.provenance.store;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.merkle.NodeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A stored tree with leaves that are being appended: gives the subtrees that these complete, and the new root. */
public final class GrowingTree implements NodeSource {
    private final NodeSource stored;
    private final Map<Key, byte[]> added = new HashMap<>();
    private final List<Node> complete = new ArrayList<>();
    private long size;

    /**
     * A perfect subtree.
     *
     * @param level 0 for a leaf
     * @param index counted from 0 within its level
     * @param hash its root
     */
    public record Node(int level, long index, Bytes hash) {}

    private record Key(int level, long index) {}

    /** The tree of the first {@code size} leaves of a store. */
    public GrowingTree(long size, NodeSource stored) {
        this.size = size;
        this.stored = stored;
    }

    /** Number of leaves. */
    public long size() {
        return size;
    }

    /** Appends a leaf. */
    public void append(Bytes leafHash) {
        byte[] hash = leafHash.toArray();
        long index = size++;
        int level = 0;
        keep(level, index, hash);
        while ((index & 1) == 1) {
            hash = MerkleHash.node(node(level, index - 1), hash);
            // no root needs the halves of a whole
            added.remove(new Key(level, index - 1));
            added.remove(new Key(level, index));
            level++;
            index >>>= 1;
            keep(level, index, hash);
        }
    }

    /** The perfect subtrees completed since the last call, leaves included. */
    public List<Node> drain() {
        List<Node> drained = List.copyOf(complete);
        complete.clear();
        return drained;
    }

    /** Root of the whole tree. */
    public Bytes root() {
        return Bytes.of(MerkleTree.root(size, this));
    }

    @Override
    public byte[] node(int level, long index) {
        // kept, since the next root is made of it as well
        return added.computeIfAbsent(new Key(level, index), key -> stored.node(level, index));
    }

    private void keep(int level, long index, byte[] hash) {
        added.put(new Key(level, index), hash);
        complete.add(new Node(level, index, Bytes.of(hash)));
    }
}
