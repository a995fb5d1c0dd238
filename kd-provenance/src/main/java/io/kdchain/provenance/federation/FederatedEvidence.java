package io.kdchain.provenance.federation;

import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.store.StoredCheckpoint;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What may be believed of a slice over several logs.
 *
 * @param evidence as that of one log; its indexes are those of {@link Federation#indexOf}
 * @param standings by these indexes, where each event that stands is proven; the earliest recorded first
 * @param checkpoints by name of log, the checkpoint to which its proofs lead, as the log signed it
 */
public record FederatedEvidence(
        Evidence evidence, SortedMap<Long, List<Standing>> standings, SortedMap<String, StoredCheckpoint> checkpoints) {
    public FederatedEvidence {
        standings = Collections.unmodifiableSortedMap(new TreeMap<>(standings));
        checkpoints = Collections.unmodifiableSortedMap(new TreeMap<>(checkpoints));
    }
}
