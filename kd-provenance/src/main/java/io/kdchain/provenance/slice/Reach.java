package io.kdchain.provenance.slice;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What came of entities: all outputs that a poisoned data set reached, say. Places only: what stands there is not
 * checked.
 *
 * @param entities what was made of them, at first or at any later hand, as {@code kind:name}; without themselves
 * @param slice where to look: {@code about} is where it starts from, {@code causal} the events that used them or what
 *     came of them, {@code related} the events that made them, and those that say something about them or about what
 *     came of them
 */
public record Reach(SortedSet<String> entities, Slice slice) {
    private static final String OUTPUT = "output:";

    public Reach {
        entities = Collections.unmodifiableSortedSet(new TreeSet<>(entities));
    }

    /** Those of the entities that are outputs. */
    public SortedSet<String> outputs() {
        return entities.stream().filter(key -> key.startsWith(OUTPUT)).collect(Collectors.toCollection(TreeSet::new));
    }
}
