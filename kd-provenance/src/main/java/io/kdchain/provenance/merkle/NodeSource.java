package io.kdchain.provenance.merkle;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the hashes of perfect subtrees come from. */
@FunctionalInterface
public interface NodeSource {
    /**
     * Which perfect subtree.
     *
     * @param level 0 for leaves
     * @param index counted from 0 within its level
     */
    record Place(int level, long index) {
        // by hand: a proof of a thousand leaves looks up tens of thousands
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place place && place.level == level && place.index == index;
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(index) + level;
        }
    }

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

    /**
     * A source for proofs of these leaves in the tree of the first {@code size}: what they need is fetched here, in one
     * go; anything else is asked for one by one.
     */
    default NodeSource around(Collection<Long> leaves, long size) {
        Map<Place, byte[]> fetched = nodes(MerkleTree.places(leaves, size));
        return (level, index) -> {
            byte[] hash = fetched.get(new Place(level, index));
            return hash == null ? node(level, index) : hash;
        };
    }
}
