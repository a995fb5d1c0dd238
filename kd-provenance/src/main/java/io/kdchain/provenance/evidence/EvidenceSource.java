package io.kdchain.provenance.evidence;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EdgeKind;
import java.util.Collection;
import java.util.List;

/** Where evidence comes from: one log, or several read as one. */
public interface EvidenceSource {
    /** What these entities depend on, and what is said about that; not checked. */
    Slice slice(Collection<EntityId> about);

    /** What of a slice may be believed. */
    Evidence evidence(Slice slice);

    /** What may be believed of the slice behind these entities. */
    default Evidence evidence(Collection<EntityId> about) {
        return evidence(slice(about));
    }

    /** The indexes of the entries with this edge, ascending; not checked. */
    List<Long> find(EdgeKind kind, String key);
}
