package io.kdchain.rules.derive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What lies behind the entities of an incident, over {@code uses} and {@code generates}. A rejected event is no act of
 * anybody, but the lineage passes through it where a later admitted event uses what it generated.
 */
final class Behind {
    private final ChainRecord record;
    private final Set<Entry> nodes = new LinkedHashSet<>();
    private final Set<String> entities = new TreeSet<>();
    private final Map<Entry, Set<Entry>> next = new HashMap<>();
    private final List<Entry> acts;

    Behind(ChainRecord record, List<String> about) {
        this.record = record;
        Deque<String> open = new ArrayDeque<>(new TreeSet<>(about));
        while (!open.isEmpty()) {
            String entity = open.pop();
            if (entities.add(entity)) {
                record.all()
                        .filter(e -> e.generates(entity) && stands(e, entity))
                        .forEach(e -> {
                            nodes.add(e);
                            used(e).forEach(open::push);
                        });
            }
        }
        record.standing("OutputUsed")
                .filter(e -> outputsOf(e).anyMatch(o -> Entities.contains(entities, o)))
                .forEach(nodes::add);
        connect();
        acts = nodes.stream().filter(this::isAct).sorted(byRank()).toList();
    }

    private Comparator<Entry> byRank() {
        Map<String, Integer> ranks = record.ranks();
        return Comparator.comparing(e -> ranks.getOrDefault(e.id(), Integer.MAX_VALUE));
    }

    private boolean stands(Entry entry, String entity) {
        return !entry.isRejected()
                || record.all()
                        .anyMatch(e -> !e.isRejected()
                                && !e.recordedAt().isBefore(entry.recordedAt())
                                && consumed(e).anyMatch(u -> Entities.same(u, entity)));
    }

    private static Stream<String> consumed(Entry entry) {
        return Stream.concat(entry.uses().stream(), outputsOf(entry));
    }

    /** The outputs that an {@code OutputUsed} is about; of other events none. */
    static Stream<String> outputsOf(Entry entry) {
        return entry.is("OutputUsed")
                ? Stream.concat(
                        Stream.of(entry.body().text("output")).filter(o -> !o.isEmpty()),
                        entry.uses().stream().filter(u -> Entities.kindOf(u).equals("output")))
                : Stream.empty();
    }

    /** What went into an event; into the end of a distillation also what went into its start. */
    Stream<String> used(Entry entry) {
        Stream<String> own = consumed(entry);
        return entry.is("DistillationCompleted")
                ? Stream.concat(own, startsOf(entry).flatMap(s -> s.uses().stream()))
                : own;
    }

    private Stream<Entry> startsOf(Entry completed) {
        String run = completed.body().text("run");
        return record.standing("DistillationStarted")
                .filter(s -> s.actor().equals(completed.actor())
                        && (record.refersTo(completed, s)
                                || (!run.isEmpty() && (s.id().equals(run) || s.generates(run)))));
    }

    private boolean isAct(Entry entry) {
        if (entry.isRejected() || ActType.of(entry).isEmpty()) {
            return false;
        }
        // the start is no second act beside the end
        return !entry.is("DistillationStarted")
                || nodes.stream()
                        .noneMatch(n -> n.is("DistillationCompleted")
                                && n.actor().equals(entry.actor())
                                && (startsOf(n).anyMatch(s -> s.equals(entry))
                                        || Entities.overlap(n.generates(), entry.generates())));
    }

    private void connect() {
        Map<Entry, List<String>> inputs = new HashMap<>();
        nodes.forEach(n -> inputs.put(n, used(n).toList()));
        for (Entry from : nodes) {
            Set<Entry> to = new LinkedHashSet<>();
            for (Entry other : nodes) {
                if (!other.equals(from) && Entities.overlap(inputs.getOrDefault(other, List.of()), from.generates())) {
                    to.add(other);
                }
            }
            next.put(from, to);
        }
    }

    /** The acts, by time. */
    List<Entry> acts() {
        return acts;
    }

    /** Whether the entity is one of the lineage. */
    boolean holds(String entity) {
        return Entities.contains(entities, entity);
    }

    /** Ids of all entities of the lineage. */
    Set<String> entities() {
        return Collections.unmodifiableSet(entities);
    }

    /** Events of the lineage that an event leads to, at any distance. */
    Set<Entry> after(Entry entry) {
        Set<Entry> reached = new HashSet<>();
        Deque<Entry> open = new ArrayDeque<>(next.getOrDefault(entry, Set.of()));
        while (!open.isEmpty()) {
            Entry one = open.pop();
            if (reached.add(one)) {
                open.addAll(next.getOrDefault(one, Set.of()));
            }
        }
        reached.remove(entry);
        return reached;
    }

    /**
     * The first acts of other parties that an act leads to. Acts of the same party, what is no act, and events whose
     * actor is open are passed through.
     */
    List<Entry> nextOfOthers(Entry entry) {
        List<Entry> result = new ArrayList<>();
        Set<Entry> seen = new HashSet<>();
        Deque<Entry> open = new ArrayDeque<>(next.getOrDefault(entry, Set.of()));
        while (!open.isEmpty()) {
            Entry one = open.pop();
            if (!seen.add(one) || one.equals(entry)) {
                continue;
            }
            if (!one.isRejected() && !one.actor().equals(entry.actor())) {
                result.add(one);
            } else {
                open.addAll(next.getOrDefault(one, Set.of()));
            }
        }
        result.sort(byRank());
        return result;
    }

    /** From each party to the parties to whose acts the lineage leads from an act of its own. */
    SortedMap<String, SortedSet<String>> downstream() {
        SortedMap<String, SortedSet<String>> result = new TreeMap<>();
        Set<Entry> known = new HashSet<>(acts);
        for (Entry act : acts) {
            for (Entry later : after(act)) {
                if (known.contains(later) && !later.actor().equals(act.actor())) {
                    result.computeIfAbsent(act.actor(), p -> new TreeSet<>()).add(later.actor());
                }
            }
        }
        return result;
    }

    /** The acts of a type. */
    Stream<Entry> acts(String type) {
        return acts.stream().filter(a -> a.is(type));
    }

    /** Events that generated an entity, rejected ones left out. */
    List<Entry> makersOf(String entity) {
        return record.all().filter(e -> !e.isRejected() && e.generates(entity)).toList();
    }

    /** The entities behind an entity over the given types of events, the entity itself included. */
    Set<String> sourcesOf(String entity, Set<String> overTypes) {
        Map<String, Boolean> found = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(entity));
        while (!open.isEmpty()) {
            String one = open.pop();
            if (found.put(one, true) == null) {
                makersOf(one).stream()
                        .filter(e -> e.isOneOf(overTypes))
                        .forEach(e -> e.uses().forEach(open::push));
            }
        }
        return found.keySet();
    }
}
