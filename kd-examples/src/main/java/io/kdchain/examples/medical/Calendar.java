package io.kdchain.examples.medical;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The scene's own calendar: no clock of the machine decides what is recorded. */
final class Calendar {

    private static final Duration BEGIN_OF_WORK = Duration.ofHours(8);
    private static final Duration STEP = Duration.ofSeconds(30);

    private Calendar() {}

    /** A day of the scene, written as 2026-01-05. */
    static Day day(String date) {
        return new Day(
                LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant().plus(BEGIN_OF_WORK));
    }

    /** A day on which one act follows the other. */
    static final class Day {
        private Instant now;

        private Day(Instant now) {
            this.now = now;
        }

        /** The moment of the next act. */
        Instant next() {
            now = now.plus(STEP);
            return now;
        }
    }
}
