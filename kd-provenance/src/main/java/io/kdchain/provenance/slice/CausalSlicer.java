package io.kdchain.provenance.slice;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.store.Edge;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryIndex;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.StoredEvent;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Follows the edges of the store. Every entity and event is visited once, so that a cycle ends and the cost is that of
 * the slice, not of the log.
 */
public final class CausalSlicer {
    /** Kinds that outputs are made of; the others are papers about them. */
    private static final Set<EntityKind> MATERIAL =
            EnumSet.of(EntityKind.DATASET, EntityKind.MODEL, EntityKind.DEPLOYMENT, EntityKind.OUTPUT);

    private static final Set<String> MATERIAL_PREFIXES =
            MATERIAL.stream().map(kind -> kind.code() + ":").collect(Collectors.toUnmodifiableSet());

    private final EventReader store;

    /** Cuts from this store. */
    public CausalSlicer(EventReader store) {
        this.store = store;
    }

    /** The slice behind these entities. */
    public Slice cut(Collection<EntityId> about) {
        return new Cut().of(about);
    }

    /** One run; collects what it visits. */
    private final class Cut {
        private final SortedSet<Long> causal = new TreeSet<>();
        private final SortedSet<Long> related = new TreeSet<>();
        private final Set<String> external = new TreeSet<>();
        private final Set<String> seenKeys = new HashSet<>();
        private final Set<String> parties = new TreeSet<>();
        private final Deque<String> openKeys = new ArrayDeque<>();
        private final Deque<Long> openEvents = new ArrayDeque<>();

        Slice of(Collection<EntityId> about) {
            about.stream().filter(entity -> !MATERIAL.contains(entity.kind())).forEach(entity -> open(entity.key()));
            followBack(about);
            for (long index : List.copyOf(causal)) {
                edges(index, EdgeKind.GENERATES).forEach(this::open);
                edges(index, EdgeKind.REFS).forEach(id -> relate(find(EdgeKind.EVENT, id)));
                openEvents.add(index);
            }
            collect();
            actors();
            for (String party : parties) {
                relate(find(EdgeKind.PARTY, party));
            }
            collect();
            Set<String> unknown = about.stream()
                    .map(EntityId::key)
                    .filter(key -> find(EdgeKind.GENERATES, key).isEmpty()
                            && find(EdgeKind.ABOUT, key).isEmpty()
                            && find(EdgeKind.USES, key).isEmpty())
                    .collect(Collectors.toSet());
            external.removeAll(unknown);
            return new Slice(List.copyOf(about), causal, related, external, unknown);
        }

        private void followBack(Collection<EntityId> about) {
            Deque<String> open = new ArrayDeque<>();
            about.stream().filter(entity -> MATERIAL.contains(entity.kind())).forEach(entity -> open.add(entity.key()));
            Set<String> seen = new HashSet<>(open);
            while (!open.isEmpty()) {
                String key = open.remove();
                open(key);
                List<Long> makers = find(EdgeKind.GENERATES, key);
                if (makers.isEmpty()) {
                    external.add(key);
                }
                for (long maker : makers) {
                    if (causal.add(maker)) {
                        edges(maker, EdgeKind.USES).stream().filter(seen::add).forEach(open::add);
                    }
                }
            }
        }

        /** Everything about the open entities and events, and about the papers that this brings in. */
        private void collect() {
            while (!openKeys.isEmpty() || !openEvents.isEmpty()) {
                while (!openKeys.isEmpty()) {
                    String key = openKeys.remove();
                    relate(find(EdgeKind.ABOUT, key));
                    if (isPaper(key)) {
                        relate(find(EdgeKind.GENERATES, key));
                    }
                }
                while (!openEvents.isEmpty()) {
                    long index = openEvents.remove();
                    for (String id : edges(index, EdgeKind.EVENT)) {
                        relate(find(EdgeKind.REFS, id));
                        open(EntryIndex.runKey(id));
                    }
                    edges(index, EdgeKind.STATES).forEach(this::open);
                    edges(index, EdgeKind.GENERATES).stream()
                            .filter(this::isPaper)
                            .forEach(this::open);
                    if (causal.contains(index)) {
                        openRun(index);
                    }
                }
            }
        }

        /** The run of a causal event: what else happened in it, and the event that started it. */
        private void openRun(long index) {
            String prefix = EntryIndex.runKey("");
            for (String key : edges(index, EdgeKind.ABOUT)) {
                if (key.startsWith(prefix)) {
                    open(key);
                    relate(find(EdgeKind.EVENT, key.substring(prefix.length())));
                }
            }
        }

        private void actors() {
            causal.forEach(index -> parties.addAll(edges(index, EdgeKind.ACTOR)));
            related.forEach(index -> parties.addAll(edges(index, EdgeKind.ACTOR)));
        }

        private void relate(List<Long> indexes) {
            for (long index : indexes) {
                if (!causal.contains(index) && related.add(index)) {
                    openEvents.add(index);
                }
            }
        }

        private void open(String key) {
            if (seenKeys.add(key)) {
                openKeys.add(key);
            }
        }

        private boolean isPaper(String key) {
            return EntityId.looksLike(key) && MATERIAL_PREFIXES.stream().noneMatch(key::startsWith);
        }
    }

    private List<Long> find(EdgeKind kind, String key) {
        return store.find(kind, key);
    }

    private List<String> edges(long index, EdgeKind kind) {
        return store.read(index).map(StoredEvent::index).map(EntryIndex::edges).orElse(List.of()).stream()
                .filter(edge -> edge.kind() == kind)
                .map(Edge::key)
                .toList();
    }
}
