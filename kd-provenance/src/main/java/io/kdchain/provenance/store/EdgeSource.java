package io.kdchain.provenance.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Where edges are followed: in one log, or in several as if they were one. */
public interface EdgeSource {
    /** By key, the indexes of the entries with this edge, ascending; a key without any is not among them. */
    Map<String, List<Long>> findAll(EdgeKind kind, Collection<String> keys);

    /** How the entries at these indexes are found, as stored; an entry that states nothing is not among them. */
    Map<Long, EntryIndex> indexes(Collection<Long> indexes);
}
