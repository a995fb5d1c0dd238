package io.kdchain.rules.governance;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.LogEntry;
import java.util.List;
import java.util.Set;

/** Where obligations are read from: entries of a log that were verified and stand. */
public interface EntrySource {
    /** Every entry with an event of one of these types, in any order. */
    List<LogEntry> ofTypes(Set<String> types);

    /** Whether two places are of one log, so that the smaller one was recorded first. */
    default boolean sameLog(long index, long other) {
        return true;
    }

    /** Every entry whose event generates this entity, in any order. */
    List<LogEntry> makersOf(EntityId entity);
}
