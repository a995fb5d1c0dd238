package io.kdchain.provenance.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evidence must not be erased from now.
 *
 * @param about concerning what
 * @param reason null means not stated
 */
public record LegalHoldSet(List<EntityId> about, @Nullable String reason) implements EventBody {

    public LegalHoldSet {
        about = List.copyOf(about);
    }
}
