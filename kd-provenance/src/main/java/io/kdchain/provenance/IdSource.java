package io.kdchain.provenance;

import com.github.f4b6a3.uuid.UuidCreator;
import io.kdchain.provenance.event.EventId;
import java.time.Instant;

/** Where the ids of new events come from. */
@FunctionalInterface
public interface IdSource {
    /** New ids by the clock of the machine, ascending within it. */
    IdSource RANDOM = at -> new EventId(UuidCreator.getTimeOrderedEpochPlus1());

    /**
     * The id of the next event.
     *
     * @param at when its party says that it acted
     */
    EventId next(Instant at);
}
