package io.kdchain.provenance;

import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.slice.Slice;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A slice with an inclusion proof for each of its entries, all against one checkpoint.
 *
 * @param slice what was cut
 * @param checkpoint the checkpoint, as the log signed it
 * @param size number of entries that it covers
 * @param proofs hashes from leaf to root, by index; entries that the checkpoint does not cover have none
 */
public record ProvenSlice(Slice slice, SignedNote checkpoint, long size, SortedMap<Long, List<Bytes>> proofs) {
    public ProvenSlice {
        proofs = Collections.unmodifiableSortedMap(new TreeMap<>(proofs));
    }

    /** Entries of the slice that the checkpoint does not cover. */
    public SortedSet<Long> unproven() {
        SortedSet<Long> unproven = new TreeSet<>(slice.indexes());
        unproven.removeAll(proofs.keySet());
        return unproven;
    }
}
