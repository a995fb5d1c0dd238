package io.kdchain.provenance.exchange;

import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.evidence.KnownEvents;
import io.kdchain.provenance.evidence.LogKeys;
import io.kdchain.provenance.merkle.NodeSource;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.Edge;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryIndex;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.Position;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bundle as the log of which it is a part: cut and judged by the same code. Edges follow from the entries; only what
 * is no event any more is found by what the bundle says of it. Remembers what was read, so that it can be told what
 * nobody needed.
 */
final class BundleLog implements EventReader {
    /** Place of an event that the log is said to hold and the bundle does not. */
    private static final long NOT_HERE = -1;

    private final BundleContent content;
    private final Checkpoint checkpoint;
    private final NodeSource nodes;
    private final Map<Long, StoredEvent> entries = new ConcurrentHashMap<>();
    private final Map<Edge, List<Long>> edges = new HashMap<>();
    private final Map<Party, NavigableMap<Long, Long>> places = new HashMap<>();
    private final Map<Party, Counter> counters = new HashMap<>();
    private final Map<Long, SignedEvent> events = new ConcurrentHashMap<>();
    private final KnownEvents known;
    private final Set<Long> used = new HashSet<>();

    /** Who counts, where. */
    record Party(String chain, String recorder) {}

    /** @param counted whether the counters of the bundle are believed; otherwise no party is taken to miss a number */
    BundleLog(BundleContent content, Checkpoint checkpoint, NodeSource nodes, boolean counted) {
        this.content = content;
        this.checkpoint = checkpoint;
        this.nodes = nodes;
        content.entries().entrySet().parallelStream().forEach(entry -> readEntry(entry.getKey(), entry.getValue()));
        known = KnownEvents.of(events);
        // in the order of the log, as its edges are
        content.entries().keySet().forEach(this::add);
        places.forEach((party, held) ->
                counters.put(party, new Counter(party.chain(), party.recorder(), held.lastKey(), List.of())));
        if (counted) {
            content.counters()
                    .forEach(counter -> counters.put(new Party(counter.chain(), counter.recorder()), counter));
        }
    }

    private void readEntry(long index, StoredEvent stated) {
        StoredEvent entry = stated;
        if (stated.leafFits()) {
            try {
                SignedEvent signed = SignedEvent.parse(stated.envelope().toArray());
                events.put(index, signed);
                entry = new StoredEvent(
                        stated.recordedAt(), stated.envelope(), stated.leafHash(), EntryIndex.of(signed.event()));
            } catch (MalformedEventException e) {
                // what is no event is found as the bundle says, and rejected where it is judged
                entry = stated;
            }
        }
        entries.put(index, entry);
    }

    private void add(long index) {
        StoredEvent entry = entries.get(index);
        if (entry == null) {
            throw new IllegalStateException("Entry %d was not read.".formatted(index));
        }
        EntryIndex found = entry.index();
        if (found != null) {
            found.edges()
                    .forEach(edge -> edges.computeIfAbsent(edge, key -> new ArrayList<>())
                            .add(index));
            places.computeIfAbsent(new Party(found.chain(), found.recorder()), key -> new TreeMap<>())
                    .putIfAbsent(found.seq(), index);
        }
    }

    /** Whether an entry is the event that was appended, so that how it is found follows from it. */
    boolean isEvent(long index) {
        return events.containsKey(index);
    }

    /** The events, as far as they can be read. */
    KnownEvents known() {
        return known;
    }

    /** Whether anybody needed the entry. */
    boolean wasUsed(long index) {
        return used.contains(index);
    }

    /** The numbers of the bundle, by who counted them. */
    Map<Party, NavigableMap<Long, Long>> places() {
        return places;
    }

    @Override
    public long size() {
        return checkpoint.size();
    }

    @Override
    public Optional<StoredEvent> read(long index) {
        StoredEvent entry = entries.get(index);
        if (entry != null) {
            used.add(index);
        }
        return Optional.ofNullable(entry);
    }

    @Override
    public List<Long> find(EdgeKind kind, String key) {
        List<Long> found = edges.getOrDefault(new Edge(kind, key), List.of());
        if (kind == EdgeKind.EVENT) {
            // an event that is there twice is rejected because of the first
            used.addAll(found);
        }
        return found;
    }

    @Override
    public Optional<Position> before(String chain, String recorder, long seq) {
        Counter counter = counters.get(new Party(chain, recorder));
        return counter == null ? Optional.empty() : position(counter, counter.below(seq));
    }

    @Override
    public Optional<Position> after(String chain, String recorder, long seq) {
        Counter counter = counters.get(new Party(chain, recorder));
        return counter == null ? Optional.empty() : position(counter, counter.above(seq));
    }

    private Optional<Position> position(Counter counter, long seq) {
        if (seq < 0) {
            return Optional.empty();
        }
        long index = places.getOrDefault(new Party(counter.chain(), counter.recorder()), new TreeMap<>())
                .getOrDefault(seq, NOT_HERE);
        return Optional.of(new Position(seq, index));
    }

    @Override
    public byte[] node(int level, long index) {
        try {
            return nodes.node(level, index);
        } catch (IllegalArgumentException e) {
            throw new StoreException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<StoredCheckpoint> lastCheckpoint() {
        return Optional.of(new StoredCheckpoint(checkpoint.size(), Bytes.utf8(content.checkpoint())));
    }

    @Override
    public Optional<String> setting(String name) {
        return switch (name) {
            case LogKeys.ORIGIN -> Optional.of(content.origin());
            case LogKeys.KEY -> Optional.of(content.key());
            default -> Optional.empty();
        };
    }
}
