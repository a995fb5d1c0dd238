package io.kdchain.provenance.store;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are asked for; each part that is given must hold. Begin with {@link #all()}. Answers come in the order
 * of the log, a page at a time. The next page is asked for by the index of the last answer, so that entries appended in
 * the meantime neither move nor repeat what was seen.
 *
 * @param entity {@code kind:name} that the event uses, generates or says something about; null means any
 * @param party who acts, or records as observer; null means anyone
 * @param types names of types of event, one of which it has; empty means any
 * @param chain chain of the event; null means any
 * @param recorded when the log recorded it
 * @param claimed when the party says that it acted
 * @param after index from which the page goes on, itself not included; null means from the beginning
 * @param newestFirst whether the last entry comes first
 * @param limit at most so many answers; 1 or more
 */
public record EntryQuery(
        @Nullable String entity,
        @Nullable PartyId party,
        Set<String> types,
        @Nullable String chain,
        Span recorded,
        Span claimed,
        @Nullable Long after,
        boolean newestFirst,
        int limit) {
    /** A page that a person reads and a program fetches in a moment. */
    public static final int DEFAULT_LIMIT = 100;

    /**
     * A span of time.
     *
     * @param from first moment, included; null means without beginning
     * @param until end, not included; null means without end
     */
    public record Span(@Nullable Instant from, @Nullable Instant until) {
        /** All time. */
        public static final Span ALWAYS = new Span(null, null);

        private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
        private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");
        private static final String BEFORE_ALL = "0";
        private static final String AFTER_ALL = "99999999999999999";

        public Span {
            if (from != null && until != null && !from.isBefore(until)) {
                throw new IllegalArgumentException(
                        "Nothing lies from %s until %s; the end must be later.".formatted(from, until));
            }
        }

        /** Whether a moment lies in it. */
        public boolean contains(Instant moment) {
            return (from == null || !moment.isBefore(from)) && (until == null || moment.isBefore(until));
        }

        /** The least {@link EntryIndex#atKey} in it; null means any. */
        public @Nullable String firstKey() {
            return from == null ? null : key(from);
        }

        /** The least {@link EntryIndex#atKey} after it; null means none. */
        public @Nullable String endKey() {
            return until == null ? null : key(until);
        }

        private static String key(Instant moment) {
            if (moment.isBefore(FIRST)) {
                return BEFORE_ALL;
            }
            if (moment.isAfter(LAST)) {
                return AFTER_ALL;
            }
            Instant floor = moment.truncatedTo(ChronoUnit.MILLIS);
            return EntryIndex.atKey(floor.equals(moment) ? floor : floor.plusMillis(1));
        }

        /** Whether it holds all time. */
        public boolean isAlways() {
            return from == null && until == null;
        }
    }

    public EntryQuery {
        types = Collections.unmodifiableSortedSet(new TreeSet<>(types));
        if (limit < 1) {
            throw new IllegalArgumentException("A page holds 1 or more entries; %d were asked for.".formatted(limit));
        }
    }

    /** Every entry, from the beginning. */
    public static EntryQuery all() {
        return new EntryQuery(null, null, Set.of(), null, Span.ALWAYS, Span.ALWAYS, null, false, DEFAULT_LIMIT);
    }

    /** Of these, what uses, generates or concerns an entity; under whichever digest. */
    public EntryQuery entity(EntityId other) {
        return new EntryQuery(other.key(), party, types, chain, recorded, claimed, after, newestFirst, limit);
    }

    /** Of these, what a party did or observed. */
    public EntryQuery party(PartyId other) {
        return new EntryQuery(entity, other, types, chain, recorded, claimed, after, newestFirst, limit);
    }

    /** Of these, what is of one of these types. */
    public EntryQuery types(Set<String> others) {
        return new EntryQuery(entity, party, others, chain, recorded, claimed, after, newestFirst, limit);
    }

    /** Of these, what belongs to a chain. */
    public EntryQuery chain(String other) {
        return new EntryQuery(entity, party, types, other, recorded, claimed, after, newestFirst, limit);
    }

    /** Of these, what the log recorded in a span of time. */
    public EntryQuery recorded(@Nullable Instant from, @Nullable Instant until) {
        return new EntryQuery(entity, party, types, chain, new Span(from, until), claimed, after, newestFirst, limit);
    }

    /** Of these, what was done in a span of time by the word of its party. */
    public EntryQuery claimed(@Nullable Instant from, @Nullable Instant until) {
        return new EntryQuery(entity, party, types, chain, recorded, new Span(from, until), after, newestFirst, limit);
    }

    /** The page after the one that ended with this index. */
    public EntryQuery after(long index) {
        return new EntryQuery(entity, party, types, chain, recorded, claimed, index, newestFirst, limit);
    }

    /** The same, the last entry first. */
    public EntryQuery newestFirst(boolean reversed) {
        return new EntryQuery(entity, party, types, chain, recorded, claimed, after, reversed, limit);
    }

    /** At most so many answers. */
    public EntryQuery limit(int count) {
        return new EntryQuery(entity, party, types, chain, recorded, claimed, after, newestFirst, count);
    }

    /** What an entry must have: of each set at least one edge. */
    public List<SortedSet<Edge>> edges() {
        List<SortedSet<Edge>> sets = new ArrayList<>();
        if (entity != null) {
            sets.add(set(entity, EdgeKind.USES, EdgeKind.GENERATES, EdgeKind.ABOUT));
        }
        if (party != null) {
            sets.add(set(party.value(), EdgeKind.ACTOR, EdgeKind.OBSERVER));
        }
        if (!types.isEmpty()) {
            SortedSet<Edge> edges = new TreeSet<>(EntryIndex.ORDER);
            types.forEach(type -> edges.add(new Edge(EdgeKind.TYPE, type)));
            sets.add(edges);
        }
        return sets;
    }

    private static SortedSet<Edge> set(String key, EdgeKind... kinds) {
        SortedSet<Edge> edges = new TreeSet<>(EntryIndex.ORDER);
        for (EdgeKind kind : kinds) {
            edges.add(new Edge(kind, key));
        }
        return edges;
    }

    /** Whether an entry is among those asked for, page apart. */
    public boolean matches(StoredEvent entry) {
        EntryIndex index = entry.index();
        if (!recorded.contains(entry.recordedAt())) {
            return false;
        }
        if (index == null) {
            return edges().isEmpty() && chain == null && claimed.isAlways();
        }
        return (chain == null || chain.equals(index.chain()))
                && isClaimed(index)
                && edges().stream().allMatch(set -> set.stream().anyMatch(index.edges()::contains));
    }

    private boolean isClaimed(EntryIndex index) {
        String first = claimed.firstKey();
        String end = claimed.endKey();
        return claimed.isAlways()
                || index.edges().stream()
                        .filter(edge -> edge.kind() == EdgeKind.AT)
                        .map(Edge::key)
                        .anyMatch(key -> (first == null || key.compareTo(first) >= 0)
                                && (end == null || key.compareTo(end) < 0));
    }
}
