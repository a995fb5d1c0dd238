package io.kdchain.provenance.store;

import io.kdchain.provenance.event.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps a log in memory: for scenarios and tests. Lost when it is let go. */
public final class MemoryEventStore implements EventStore {
    private final List<StoredEvent> entries = new ArrayList<>();
    private final Map<Edge, List<Long>> edges = new HashMap<>();
    private final Map<Counter, TreeMap<Long, Long>> counters = new HashMap<>();
    private final Map<Integer, Map<Long, byte[]>> nodes = new HashMap<>();
    private final TreeMap<Long, Bytes> checkpoints = new TreeMap<>();
    private final Map<String, String> settings = new HashMap<>();

    private final Vault vault = new MemoryVault();

    private record Counter(String chain, String recorder) {}

    @Override
    public synchronized void append(long expectedSize, List<StoredEvent> added, Checkpointer checkpointer) {
        if (expectedSize != entries.size()) {
            throw new StoreConflictException(expectedSize, entries.size());
        }
        if (added.isEmpty()) {
            return;
        }
        GrowingTree tree = new GrowingTree(entries.size(), this);
        added.forEach(entry -> tree.append(entry.leafHash()));
        Bytes note = checkpointer.checkpoint(entries.size() + added.size(), tree.root());
        for (StoredEvent entry : added) {
            long index = entries.size();
            entries.add(entry);
            EntryIndex keys = entry.index();
            if (keys != null) {
                keys.edges()
                        .forEach(edge -> edges.computeIfAbsent(edge, key -> new ArrayList<>())
                                .add(index));
                counters.computeIfAbsent(new Counter(keys.chain(), keys.recorder()), key -> new TreeMap<>())
                        .putIfAbsent(keys.seq(), index);
            }
        }
        tree.drain()
                .forEach(node -> nodes.computeIfAbsent(node.level(), level -> new HashMap<>())
                        .put(node.index(), node.hash().toArray()));
        if (note != null) {
            checkpoints.put((long) entries.size(), note);
        }
    }

    @Override
    public synchronized void copy(long expectedSize, List<StoredEvent> added, List<StoredCheckpoint> notes) {
        append(expectedSize, added, Checkpointer.NONE);
        notes.forEach(note -> checkpoints.put(note.size(), note.note()));
    }

    @Override
    public synchronized List<StoredCheckpoint> checkpoints(long after, int limit) {
        return checkpoints.tailMap(after, false).entrySet().stream()
                .limit(limit)
                .map(entry -> new StoredCheckpoint(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public synchronized long size() {
        return entries.size();
    }

    @Override
    public synchronized Optional<StoredEvent> read(long index) {
        return index < 0 || index >= entries.size() ? Optional.empty() : Optional.of(entries.get((int) index));
    }

    @Override
    public synchronized List<StoredEvent> read(long from, int limit) {
        int start = (int) Math.max(0, Math.min(from, entries.size()));
        return List.copyOf(entries.subList(start, (int) Math.min(entries.size(), (long) start + limit)));
    }

    @Override
    public synchronized List<Long> find(EdgeKind kind, String key) {
        return List.copyOf(edges.getOrDefault(new Edge(kind, key), List.of()));
    }

    @Override
    public synchronized List<Long> find(EntryQuery query) {
        Long after = query.after();
        int step = query.newestFirst() ? -1 : 1;
        List<Long> found = new ArrayList<>();
        for (long index = query.newestFirst() ? entries.size() - 1L : 0;
                index >= 0 && index < entries.size() && found.size() < query.limit();
                index += step) {
            boolean inPage = after == null || (query.newestFirst() ? index < after : index > after);
            if (inPage && query.matches(entries.get((int) index))) {
                found.add(index);
            }
        }
        return found;
    }

    @Override
    public synchronized Optional<Position> before(String chain, String recorder, long seq) {
        return Optional.ofNullable(counter(chain, recorder).lowerEntry(seq)).map(MemoryEventStore::position);
    }

    @Override
    public synchronized Optional<Position> after(String chain, String recorder, long seq) {
        return Optional.ofNullable(counter(chain, recorder).higherEntry(seq)).map(MemoryEventStore::position);
    }

    @Override
    public synchronized byte[] node(int level, long index) {
        byte[] hash = nodes.getOrDefault(level, Map.of()).get(index);
        if (hash == null) {
            throw new StoreException("The tree has no node %d at level %d.".formatted(index, level));
        }
        return hash.clone();
    }

    @Override
    public synchronized Optional<StoredCheckpoint> lastCheckpoint() {
        return Optional.ofNullable(checkpoints.lastEntry())
                .map(last -> new StoredCheckpoint(last.getKey(), last.getValue()));
    }

    @Override
    public synchronized List<StoredCheckpoint> checkpoints() {
        return checkpoints.entrySet().stream()
                .map(entry -> new StoredCheckpoint(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public synchronized boolean replaceCheckpoint(StoredCheckpoint known, Bytes note) {
        return checkpoints.replace(known.size(), known.note(), note);
    }

    @Override
    public synchronized Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    @Override
    public synchronized void define(String name, String value) {
        String known = settings.putIfAbsent(name, value);
        if (known != null && !known.equals(value)) {
            throw new StoreException("The log has %s '%s' and cannot have '%s'.".formatted(name, known, value));
        }
    }

    @Override
    public Vault vault() {
        return vault;
    }

    @Override
    public List<String> faults() {
        return List.of();
    }

    @Override
    public void close() {
        // nothing is held open
    }

    private NavigableMap<Long, Long> counter(String chain, String recorder) {
        return counters.getOrDefault(new Counter(chain, recorder), new TreeMap<>());
    }

    private static Position position(Map.Entry<Long, Long> entry) {
        return new Position(entry.getKey(), entry.getValue());
    }
}
