package io.kdchain.provenance.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An authority ordered something.
 *
 * @param by who ordered
 * @param to who has to obey
 * @param kind what is ordered
 * @param about concerning what
 * @param until deadline; null means at once
 */
public record OrderIssued(
        PartyId by,
        PartyId to,
        Kind kind,
        List<EntityId> about,
        @EndOfDay @Nullable Instant until) implements EventBody {

    public OrderIssued {
        about = List.copyOf(about);
    }

    /** What is ordered. */
    public enum Kind implements Coded {
        SEAL,
        PRODUCE,
        RECTIFY,
        STOP;
    }
}
