package io.kdchain.rules.derive;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The acts behind the output and how they lead to one another.
 *
 * @param acts in the order of time
 * @param downstream from a party to the parties to whose acts the lineage leads from an act of its own, itself left out
 */
public record Lineage(List<ActOnChain> acts, SortedMap<String, SortedSet<String>> downstream) {
    public Lineage {
        acts = List.copyOf(acts);
        SortedMap<String, SortedSet<String>> copy = new TreeMap<>();
        downstream.forEach((party, next) -> copy.put(party, Collections.unmodifiableSortedSet(new TreeSet<>(next))));
        downstream = Collections.unmodifiableSortedMap(copy);
    }

    /** Whether the lineage leads from an act of one party to an act of another. */
    public boolean leads(String from, String to) {
        return downstream.getOrDefault(from, Collections.emptySortedSet()).contains(to);
    }

    /** The stages in which a party acted. */
    public SortedSet<String> stagesOf(String party) {
        SortedSet<String> stages = new TreeSet<>();
        acts.stream().filter(a -> a.party().equals(party)).forEach(a -> stages.add(a.stage()));
        return stages;
    }

    /**
     * An act.
     *
     * @param id id of the event
     * @param index log index
     * @param type type of the event
     * @param party who acted
     * @param role in which it acted
     * @param stage of the chain
     * @param at when it says that it acted
     * @param uses entities that went in
     * @param generates entities that came out
     */
    public record ActOnChain(
            String id,
            long index,
            String type,
            String party,
            String role,
            String stage,
            Instant at,
            List<String> uses,
            List<String> generates) {
        public ActOnChain {
            uses = List.copyOf(uses);
            generates = List.copyOf(generates);
        }
    }
}
