package io.kdchain.provenance.merkle;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Where the hashes of perfect subtrees come from. */
@FunctionalInterface
public interface NodeSource {
    /**
     * Which perfect subtree.
     *
     * @param level 0 for leaves
     * @param index counted from 0 within its level
     */
    record Place(int level, long index) {}

    /**
     * Root of the perfect subtree over leaves {@code index << level} to {@code ((index + 1) << level) - 1}.
     *
     * @param level 0 for leaves
     */
    byte[] node(int level, long index);

    /** Roots of several perfect subtrees, asked for in one go. */
    default Map<Place, byte[]> nodes(Collection<Place> places) {
        Map<Place, byte[]> nodes = new HashMap<>();
        places.forEach(place -> nodes.put(place, node(place.level(), place.index())));
        return nodes;
    }
}
