package io.kdchain.provenance.store;

import io.kdchain.provenance.merkle.NodeSource;
import java.util.List;
import java.util.Optional;

/**
 * Keeps entries in order, with the tree over their leaf hashes and the edges between them. Checks nothing: what an
 * honest log refuses it takes. Implementations are safe for concurrent use, and throw {@link StoreException} when what
 * they keep cannot be reached.
 */
public interface EventStore extends NodeSource, AutoCloseable {
    /**
     * Appends entries and their checkpoint, all or nothing, after {@code expectedSize}.
     *
     * @throws StoreConflictException if the log has another size
     */
    void append(long expectedSize, List<StoredEvent> entries, Checkpointer checkpointer);

    /** Number of entries. */
    long size();

    /** The entry at an index, from 0; its {@link StoredEvent#index()} is as stored, not derived. */
    Optional<StoredEvent> read(long index);

    /** Indexes of the entries with this edge, ascending. */
    List<Long> find(EdgeKind kind, String key);

    /** The last event of a recorder in a chain with a counter below {@code seq}. */
    Optional<Position> before(String chain, String recorder, long seq);

    /** The first event of a recorder in a chain with a counter above {@code seq}. */
    Optional<Position> after(String chain, String recorder, long seq);

    /**
     * Root of a perfect subtree.
     *
     * @throws StoreException if it is not there
     */
    @Override
    byte[] node(int level, long index);

    /** The checkpoint of the greatest size. */
    Optional<StoredCheckpoint> lastCheckpoint();

    /** All checkpoints, by size. */
    List<StoredCheckpoint> checkpoints();

    /** A setting, such as the name of the log. */
    Optional<String> setting(String name);

    /** Keeps a setting that is not there yet. */
    void define(String name, String value);

    /**
     * What is wrong with the storage itself, beyond what its entries say: damaged pages, rows that belong to no entry.
     */
    List<String> faults();

    @Override
    void close();
}
