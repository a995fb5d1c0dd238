package io.kdchain.provenance.slice;

import io.kdchain.provenance.event.AgreementConcluded;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.store.Edge;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EdgeSource;
import io.kdchain.provenance.store.EntryIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows the edges of the store, a generation at a time: what a whole generation asks for is asked in one go. Every
 * entity and event is visited once, so that a cycle ends and the cost is that of the slice, not of the log.
 */
public final class CausalSlicer {
    /** Kinds that outputs are made of; the others are papers about them. */
    private static final Set<EntityKind> MATERIAL =
            EnumSet.of(EntityKind.DATASET, EntityKind.MODEL, EntityKind.DEPLOYMENT, EntityKind.OUTPUT);

    private static final Set<String> MATERIAL_PREFIXES =
            MATERIAL.stream().map(kind -> kind.code() + ":").collect(Collectors.toUnmodifiableSet());

    private static final String AGREEMENT = AgreementConcluded.class.getSimpleName();

    private final EdgeSource store;

    /** Cuts from this store, or from several as if they were one. */
    public CausalSlicer(EdgeSource store) {
        this.store = store;
    }

    /** What these entities depend on, and what is said about that. */
    public Slice cut(Collection<EntityId> about) {
        return new Cut().of(about);
    }

    /** What came of these entities, and what is said about that. */
    public Reach reach(Collection<EntityId> from) {
        Entries entries = new Entries();
        Set<String> starts = keys(from);
        Set<String> reached = new TreeSet<>(starts);
        NavigableSet<Long> causal = new TreeSet<>();
        for (Set<String> open = starts; !open.isEmpty(); ) {
            List<Long> users = new ArrayList<>();
            find(EdgeKind.USES, open)
                    .values()
                    .forEach(found -> found.stream().filter(causal::add).forEach(users::add));
            open = entries.edges(users, EdgeKind.GENERATES).stream()
                    .filter(reached::add)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
        NavigableSet<Long> related = new TreeSet<>();
        find(EdgeKind.ABOUT, reached).values().forEach(related::addAll);
        Map<String, List<Long>> makers = find(EdgeKind.GENERATES, starts);
        makers.values().forEach(related::addAll);
        related.removeAll(causal);
        Set<String> unknown = unknown(from);
        Set<String> external = new TreeSet<>(starts);
        external.removeAll(makers.keySet());
        external.removeAll(unknown);
        reached.removeAll(starts);
        return new Reach(new TreeSet<>(reached), new Slice(List.copyOf(from), causal, related, external, unknown));
    }

    private static Set<String> keys(Collection<EntityId> entities) {
        return entities.stream().map(EntityId::key).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Those of which the log knows nothing. */
    private Set<String> unknown(Collection<EntityId> about) {
        Set<String> unknown = new TreeSet<>(keys(about));
        for (EdgeKind kind : List.of(EdgeKind.GENERATES, EdgeKind.ABOUT, EdgeKind.USES)) {
            unknown.removeAll(find(kind, unknown).keySet());
        }
        return unknown;
    }

    private Map<String, List<Long>> find(EdgeKind kind, Collection<String> keys) {
        return keys.isEmpty() ? Map.of() : store.findAll(kind, Set.copyOf(keys));
    }

    /** The edges of the entries that were met, each read once. */
    private final class Entries {
        private final Map<Long, Map<EdgeKind, List<String>>> known = new HashMap<>();

        List<String> edges(Collection<Long> indexes, EdgeKind kind) {
            read(indexes);
            List<String> keys = new ArrayList<>();
            for (long index : indexes) {
                keys.addAll(known.getOrDefault(index, Map.of()).getOrDefault(kind, List.of()));
            }
            return keys;
        }

        private void read(Collection<Long> indexes) {
            Set<Long> unread = new LinkedHashSet<>(indexes);
            unread.removeAll(known.keySet());
            if (!unread.isEmpty()) {
                Map<Long, EntryIndex> found = store.indexes(unread);
                unread.forEach(index -> known.put(index, byKind(found.get(index))));
            }
        }

        private Map<EdgeKind, List<String>> byKind(@Nullable EntryIndex entry) {
            Map<EdgeKind, List<String>> keys = new EnumMap<>(EdgeKind.class);
            if (entry != null) {
                for (Edge edge : entry.edges()) {
                    keys.computeIfAbsent(edge.kind(), kind -> new ArrayList<>(1))
                            .add(edge.key());
                }
            }
            return keys;
        }
    }

    /** One run; collects what it visits. */
    private final class Cut {
        private final Entries entries = new Entries();
        private final NavigableSet<Long> causal = new TreeSet<>();
        private final NavigableSet<Long> related = new TreeSet<>();
        private final Set<String> external = new TreeSet<>();
        private final Set<String> seenKeys = new HashSet<>();
        private Set<String> openKeys = new LinkedHashSet<>();
        private Set<Long> openEvents = new LinkedHashSet<>();

        Slice of(Collection<EntityId> about) {
            about.stream().filter(entity -> !MATERIAL.contains(entity.kind())).forEach(entity -> open(entity.key()));
            followBack(about);
            entries.edges(causal, EdgeKind.GENERATES).forEach(this::open);
            relate(find(EdgeKind.EVENT, entries.edges(causal, EdgeKind.REFS)));
            openEvents.addAll(causal);
            collect();
            Set<String> parties = parties();
            relate(find(EdgeKind.PARTY, parties));
            collect();
            // whom a party of the chain deals with may answer as well; its own agreements with others, and theirs, stay
            // out,
            // or each platform would bring in all that concerns its customers
            Set<String> others = parties();
            others.removeAll(parties);
            relate(withoutAgreements(find(EdgeKind.PARTY, others)));
            collect();
            relate(find(EdgeKind.KEY_OF, parties()));
            Set<String> unknown = unknown(about);
            external.removeAll(unknown);
            return new Slice(List.copyOf(about), causal, related, external, unknown);
        }

        private void followBack(Collection<EntityId> about) {
            Set<String> open = keys(about.stream()
                    .filter(entity -> MATERIAL.contains(entity.kind()))
                    .toList());
            Set<String> seen = new HashSet<>(open);
            while (!open.isEmpty()) {
                open.forEach(this::open);
                Map<String, List<Long>> makers = find(EdgeKind.GENERATES, open);
                open.stream().filter(key -> !makers.containsKey(key)).forEach(external::add);
                List<Long> added = new ArrayList<>();
                makers.values()
                        .forEach(found -> found.stream().filter(causal::add).forEach(added::add));
                open = entries.edges(added, EdgeKind.USES).stream()
                        .filter(seen::add)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
            }
        }

        /** Everything about the open entities and events, and about the papers that this brings in. */
        private void collect() {
            while (!openKeys.isEmpty() || !openEvents.isEmpty()) {
                Set<String> keys = openKeys;
                openKeys = new LinkedHashSet<>();
                relate(find(EdgeKind.ABOUT, keys));
                relate(find(
                        EdgeKind.GENERATES, keys.stream().filter(this::isPaper).toList()));
                Set<Long> events = openEvents;
                openEvents = new LinkedHashSet<>();
                collect(events);
            }
        }

        private void collect(Set<Long> events) {
            List<String> ids = entries.edges(events, EdgeKind.EVENT);
            relate(find(EdgeKind.REFS, ids));
            ids.forEach(id -> open(EntryIndex.runKey(id)));
            entries.edges(events, EdgeKind.STATES).forEach(this::open);
            entries.edges(events, EdgeKind.GENERATES).stream()
                    .filter(this::isPaper)
                    .forEach(this::open);
            openRuns(events.stream().filter(causal::contains).toList());
        }

        /** The runs of causal events: what else happened in them, and the events that started them. */
        private void openRuns(List<Long> events) {
            String prefix = EntryIndex.runKey("");
            List<String> runs = entries.edges(events, EdgeKind.ABOUT).stream()
                    .filter(key -> key.startsWith(prefix))
                    .toList();
            runs.forEach(this::open);
            relate(find(
                    EdgeKind.EVENT,
                    runs.stream().map(run -> run.substring(prefix.length())).toList()));
        }

        private Map<String, List<Long>> withoutAgreements(Map<String, List<Long>> found) {
            Map<String, List<Long>> kept = new HashMap<>();
            found.forEach((party, indexes) -> kept.put(
                    party,
                    indexes.stream()
                            .filter(index -> !entries.edges(List.of(index), EdgeKind.TYPE)
                                    .contains(AGREEMENT))
                            .toList()));
            return kept;
        }

        /** Who acts in the events so far, and whom they name: who holds an approval may do nothing itself. */
        private Set<String> parties() {
            Set<Long> events = new TreeSet<>(causal);
            events.addAll(related);
            Set<String> parties = new TreeSet<>(entries.edges(events, EdgeKind.ACTOR));
            parties.addAll(entries.edges(events, EdgeKind.NAMES));
            return parties;
        }

        private void relate(Map<String, List<Long>> found) {
            for (List<Long> indexes : found.values()) {
                for (long index : indexes) {
                    if (!causal.contains(index) && related.add(index)) {
                        openEvents.add(index);
                    }
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
}
