package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.store.Edge;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryIndex;
import io.kdchain.provenance.store.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries, as long as their keys are not in the tables that find them. Nearly each key of an entry lies on a
 * page of its own there: put in one entry at a time, they cost the disk more than the entry does; put in many at a
 * time, they share pages. Nothing is lost with this memory, as each entry states its keys itself.
 */
final class IndexTail {
    /** In the order of the log; null where an entry states no keys. */
    private final NavigableMap<Long, @Nullable EntryIndex> entries = new TreeMap<>();

    private final Map<Edge, List<Long>> edges = new HashMap<>();
    private final Map<Counter, NavigableMap<Long, Long>> counters = new HashMap<>();

    private record Counter(String chain, String recorder) {}

    /**
     * Takes note of the next entry.
     *
     * @param keys how it is found; null where that is not known
     */
    synchronized void add(long index, @Nullable EntryIndex keys) {
        entries.put(index, keys);
        if (keys != null) {
            keys.edges()
                    .forEach(edge -> edges.computeIfAbsent(edge, key -> new ArrayList<>())
                            .add(index));
            counters.computeIfAbsent(new Counter(keys.chain(), keys.recorder()), key -> new TreeMap<>())
                    .putIfAbsent(keys.seq(), index);
        }
    }

    /** Forgets all, as it is in the tables now. */
    synchronized void clear() {
        entries.clear();
        edges.clear();
        counters.clear();
    }

    /** How many entries. */
    synchronized int size() {
        return entries.size();
    }

    /** The entries with their keys, in the order of the log. */
    synchronized NavigableMap<Long, @Nullable EntryIndex> entries() {
        return new TreeMap<>(entries);
    }

    /** The indexes of those with this edge, ascending. */
    synchronized List<Long> find(EdgeKind kind, String key) {
        return edges.isEmpty() ? List.of() : List.copyOf(edges.getOrDefault(new Edge(kind, key), List.of()));
    }

    /** The last of a recorder with a counter below {@code seq}. */
    synchronized Optional<Position> before(String chain, String recorder, long seq) {
        return Optional.ofNullable(counted(chain, recorder).lowerEntry(seq)).map(IndexTail::position);
    }

    /** The first of a recorder with a counter above {@code seq}. */
    synchronized Optional<Position> after(String chain, String recorder, long seq) {
        return Optional.ofNullable(counted(chain, recorder).higherEntry(seq)).map(IndexTail::position);
    }

    private NavigableMap<Long, Long> counted(String chain, String recorder) {
        return counters.getOrDefault(new Counter(chain, recorder), new TreeMap<>());
    }

    private static Position position(Map.Entry<Long, Long> entry) {
        return new Position(entry.getKey(), entry.getValue());
    }
}
