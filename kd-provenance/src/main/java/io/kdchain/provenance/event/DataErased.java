package io.kdchain.provenance.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Personal content was erased; its commitments stay.
 *
 * @param commitments commitments whose content is gone
 * @param basis null means not stated
 * @param requestedBy null means not stated
 */
public record DataErased(
        List<String> commitments,
        @Nullable String basis,
        @Nullable PartyId requestedBy) implements EventBody {

    public DataErased {
        commitments = List.copyOf(commitments);
    }
}
