package io.kdchain.provenance;

import io.kdchain.provenance.evidence.Evidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries that were asked for, each with what it proves.
 *
 * @param indexes their places in the log, in the order of the query
 * @param evidence what of them may be believed, by index
 * @param next what to give to {@code EntryQuery.after} for the next page; null means that this is the last one for now
 */
public record EntryPage(
        List<Long> indexes, Evidence evidence, @Nullable Long next) {
    public EntryPage {
        indexes = List.copyOf(indexes);
    }
}
