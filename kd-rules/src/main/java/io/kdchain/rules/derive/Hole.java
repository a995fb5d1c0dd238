package io.kdchain.rules.derive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events that a party counted and that the log does not hold.
 *
 * @param party who counted them
 * @param since when its last event before them was made, as it says or as the log took it, whichever is earlier: who
 *     records late may have made them long before; null if that event is not part of the slice
 * @param after when its last event before them was recorded; null if that is not part of the slice
 * @param before when its first event behind them was recorded; null if that is not part of the slice
 * @param evidence log indexes of the events on both sides
 */
record Hole(
        String party,
        @Nullable Instant since,
        @Nullable Instant after,
        @Nullable Instant before,
        List<Long> evidence) {
    Hole {
        evidence = List.copyOf(evidence);
    }

    /** By when the missing events were made, as far as the slice can tell. */
    Optional<Instant> latest() {
        return Stream.of(Optional.ofNullable(before), Optional.ofNullable(after))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether the missing events can have been made in a time; what the slice does not tell leaves it possible. */
    boolean canLieWithin(Instant from, Instant until) {
        return (since == null || !since.isAfter(until)) && (before == null || !before.isBefore(from));
    }
}
