package io.kdchain.provenance.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A legal hold ended.
 *
 * @param about concerning what
 * @param reason null means not stated
 */
public record LegalHoldLifted(
        List<EntityId> about, @Nullable String reason) implements EventBody {

    public LegalHoldLifted {
        about = List.copyOf(about);
    }
}
