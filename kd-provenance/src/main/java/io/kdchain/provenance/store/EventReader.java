package io.kdchain.provenance.store;

import io.kdchain.provenance.merkle.NodeSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A log as it is read: by whoever cuts a slice of it and judges what stands there. A store is one; so is a file with a
 * part of a log, which has not every entry below its {@link #size()}. Believes nothing and says only what it holds.
 */
public interface EventReader extends NodeSource, EdgeSource {
    /** Number of entries of the log. */
    long size();

    /** The entry at an index, from 0; its {@link StoredEvent#index()} is as stored, not derived. */
    Optional<StoredEvent> read(long index);

    /** Indexes of the entries with this edge, ascending. */
    List<Long> find(EdgeKind kind, String key);

    /** The entries at these indexes, as far as they are there, asked for in one go. */
    default Map<Long, StoredEvent> readAll(Collection<Long> indexes) {
        Map<Long, StoredEvent> entries = new HashMap<>();
        indexes.forEach(index -> read(index).ifPresent(entry -> entries.put(index, entry)));
        return entries;
    }

    @Override
    default Map<Long, EntryIndex> indexes(Collection<Long> indexes) {
        Map<Long, EntryIndex> found = new HashMap<>();
        indexes.forEach(index -> read(index).map(StoredEvent::index).ifPresent(keys -> found.put(index, keys)));
        return found;
    }

    @Override
    default Map<String, List<Long>> findAll(EdgeKind kind, Collection<String> keys) {
        Map<String, List<Long>> found = new HashMap<>();
        for (String key : keys) {
            List<Long> indexes = find(kind, key);
            if (!indexes.isEmpty()) {
                found.put(key, indexes);
            }
        }
        return found;
    }

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

    /**
     * The checkpoints of more than {@code above} entries that are kept here, by size, at most {@code limit} of them;
     * whoever has a part of a log may keep its last only.
     */
    default List<StoredCheckpoint> checkpoints(long above, int limit) {
        return lastCheckpoint().filter(last -> last.size() > above).stream()
                .limit(limit)
                .toList();
    }

    /** A setting, such as the name of the log. */
    Optional<String> setting(String name);
}
