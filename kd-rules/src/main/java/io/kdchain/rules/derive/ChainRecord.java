package io.kdchain.rules.derive;

import io.kdchain.rules.derive.Entry.Standing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The recorded events of a causal slice, each with what it proves. An event that says the same as another counts once.
 * Immutable; the order of entries depends on times and content only.
 */
public final class ChainRecord {
    private final List<Entry> entries;
    private final Map<String, Entry> byId;
    private final Map<String, Integer> ranks;
    private final Map<String, List<Entry>> byType;
    private final CanonicalEvidence canonical;
    private final List<Hole> holes;

    ChainRecord(List<Entry> all) {
        this(all, List.of());
    }

    /**
     * Events and what is missing between them.
     *
     * @param all the events
     * @param missing stretches that their parties counted and the log does not hold
     */
    ChainRecord(List<Entry> all, List<Hole> missing) {
        CanonicalEvidence text = new CanonicalEvidence(all);
        Map<String, Entry> distinct = new LinkedHashMap<>();
        Map<String, String> twins = new HashMap<>();
        all.stream().sorted(Comparator.comparingLong(Entry::index)).forEach(e -> {
            // the same content rejected and admitted is two things: only the admitted one proves
            String key = e.standing() + " " + text.contentOf(e);
            Entry first = distinct.putIfAbsent(key, e);
            if (first != null) {
                twins.put(e.id(), first.id());
                if (e.recordedAt().isBefore(first.recordedAt())) {
                    distinct.put(key, first.withTimes(first.at(), e.recordedAt()));
                }
            }
        });
        List<Entry> sorted = new ArrayList<>(distinct.values());
        sorted.sort(Comparator.comparing(Entry::at)
                .thenComparing(Entry::recordedAt)
                .thenComparing(text::contentOf)
                .thenComparing(Entry::standing)
                .thenComparingLong(Entry::index));
        Map<String, Entry> ids = new HashMap<>();
        Map<String, Integer> order = new HashMap<>();
        for (int i = 0; i < sorted.size(); i++) {
            ids.putIfAbsent(sorted.get(i).id(), sorted.get(i));
            order.putIfAbsent(sorted.get(i).id(), i);
        }
        twins.forEach((twin, first) -> {
            Entry one = ids.get(first);
            if (one != null) {
                ids.putIfAbsent(twin, one);
            }
        });
        entries = Collections.unmodifiableList(sorted);
        byType = new HashMap<>();
        sorted.forEach(
                e -> byType.computeIfAbsent(e.type(), t -> new ArrayList<>()).add(e));
        byId = ids;
        ranks = order;
        canonical = text;
        holes = List.copyOf(missing);
    }

    /** What parties counted and the log does not hold. */
    List<Hole> holes() {
        return holes;
    }

    /** All entries, rejected ones included, by time. */
    Stream<Entry> all() {
        return entries.stream();
    }

    /** Entries of a type that prove what they say. */
    Stream<Entry> admitted(String type) {
        return byType.getOrDefault(type, List.of()).stream().filter(Entry::isAdmitted);
    }

    /** Entries of a type that prove something, be it only against their author. */
    Stream<Entry> standing(String type) {
        return byType.getOrDefault(type, List.of()).stream().filter(e -> !e.isRejected());
    }

    /** The entry of an event; an event counted once answers to each of its ids. */
    Optional<Entry> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Whether {@code refs} of an entry lead to another one. */
    boolean refersTo(Entry from, Entry to) {
        return from.refs().stream()
                .anyMatch(r -> byId(r).filter(e -> e.equals(to)).isPresent());
    }

    /** Place of an event in the order of content, by its id. */
    Map<String, Integer> ranks() {
        return Collections.unmodifiableMap(ranks);
    }

    /** The admitted evidence as text. */
    String canonicalText() {
        return canonical.text(entries);
    }

    /**
     * The same record, with what is known of changed events: what its own author changed stands against the author,
     * with the least favourable value of each changed field; what another changed is void.
     */
    ChainRecord knowing(List<Alteration> alterations) {
        if (alterations.isEmpty()) {
            return this;
        }
        Map<Long, Alteration> byIndex = new HashMap<>();
        Set<Long> several = new HashSet<>();
        for (Alteration alteration : alterations) {
            if (byIndex.put(alteration.index(), alteration) != null) {
                several.add(alteration.index());
            }
        }
        Set<String> everything = new TreeSet<>();
        entries.forEach(e -> everything.addAll(e.generates()));
        List<Entry> changed = new ArrayList<>();
        for (Entry entry : entries) {
            Alteration alteration = byIndex.get(entry.index());
            if (alteration == null) {
                changed.add(entry);
            } else if (alteration.byItsAuthor()
                    && !several.contains(entry.index())
                    && LeastFavourable.standsAgainstAuthor(entry, alteration)) {
                changed.add(LeastFavourable.of(entry, alteration, everything));
            } else {
                changed.add(entry.withActor(alteration.author()).withStanding(Standing.REJECTED));
            }
        }
        return new ChainRecord(changed, holes);
    }
}
