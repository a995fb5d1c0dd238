package io.kdchain.provenance.slice;

import io.kdchain.provenance.event.EntityId;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The part of a log that an output depends on. Places only: what stands there is not checked.
 *
 * @param about where the slice starts from
 * @param causal indexes of the events that reach it over {@code uses} and {@code generates}
 * @param related indexes of the events that say something about those events, their entities or their parties
 * @param external entities used and never generated in the log, as {@code kind:name}: open provenance
 * @param unknown those of {@code about} of which the log knows nothing, as {@code kind:name}
 */
public record Slice(
        List<EntityId> about,
        SortedSet<Long> causal,
        SortedSet<Long> related,
        Set<String> external,
        Set<String> unknown) {
    public Slice {
        about = List.copyOf(about);
        causal = Collections.unmodifiableSortedSet(new TreeSet<>(causal));
        related = Collections.unmodifiableSortedSet(new TreeSet<>(related));
        external = Collections.unmodifiableSet(new TreeSet<>(external));
        unknown = Collections.unmodifiableSet(new TreeSet<>(unknown));
    }

    /** Every index of the slice, ascending. */
    public SortedSet<Long> indexes() {
        SortedSet<Long> all = new TreeSet<>(causal);
        all.addAll(related);
        return Collections.unmodifiableSortedSet(all);
    }
}
