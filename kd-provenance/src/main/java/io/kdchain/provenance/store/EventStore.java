package io.kdchain.provenance.store;

import io.kdchain.provenance.event.Bytes;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Keeps entries in order, with the tree over their leaf hashes and the edges between them. Checks nothing: what an
 * honest log refuses it takes. Implementations are safe for concurrent use, and throw {@link StoreException} when what
 * they keep cannot be reached.
 */
public interface EventStore extends EventReader, AutoCloseable {
    /**
     * Appends entries and their checkpoint, all or nothing, after {@code expectedSize}.
     *
     * @throws StoreConflictException if the log has another size
     */
    void append(long expectedSize, List<StoredEvent> entries, Checkpointer checkpointer);

    /** Of events with these ids those that are here; asked by whoever is about to append. */
    default Set<String> known(Collection<String> ids) {
        return findAll(EdgeKind.EVENT, ids).keySet();
    }

    /** Indexes of the entries that are asked for, in the order and number that the query says. */
    List<Long> find(EntryQuery query);

    /** The entries from an index on, at most {@code limit} of them, in order. */
    List<StoredEvent> read(long from, int limit);

    /**
     * Appends entries and checkpoints as another store has them, all or nothing, after {@code expectedSize}.
     *
     * @throws StoreConflictException if the log has another size
     */
    void copy(long expectedSize, List<StoredEvent> entries, List<StoredCheckpoint> checkpoints);

    /** All checkpoints, by size. */
    List<StoredCheckpoint> checkpoints();

    @Override
    default List<StoredCheckpoint> checkpoints(long above, int limit) {
        return checkpoints().stream()
                .filter(checkpoint -> checkpoint.size() > above)
                .limit(limit)
                .toList();
    }

    /**
     * Puts another note in the place of a checkpoint, such as one with more signatures.
     *
     * @param known the checkpoint as it is
     * @return false if it is not so any more; nothing is changed then
     */
    boolean replaceCheckpoint(StoredCheckpoint known, Bytes note);

    /** Keeps a setting that is not there yet. */
    void define(String name, String value);

    /** Where the values are kept to which entries are committed; closed together with the store. */
    Vault vault();

    /**
     * What is wrong with the storage itself, beyond what its entries say: damaged pages, rows that belong to no entry.
     */
    List<String> faults();

    @Override
    void close();
}
