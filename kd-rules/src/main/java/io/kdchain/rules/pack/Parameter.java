package io.kdchain.rules.pack;

import io.kdchain.rules.language.Position;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The value of a parameter from a day on.
 *
 * @param at where it stands
 * @param name as {@code weight.gross}
 * @param value as written: an exact decimal, a fraction {@code 3/4}, or a word
 * @param unit of the value; empty for none
 * @param from first day; null if it always held
 * @param norm id of the norm that fixes it; empty if the pack's authors chose it
 * @param fixedByLaw whether the norm itself fixes the value
 * @param pack id of the pack that brings it
 */
public record Parameter(
        Position at,
        String name,
        String value,
        String unit,
        @Nullable LocalDate from,
        String norm,
        boolean fixedByLaw,
        String pack) {

    /** The same parameter with another value. */
    public Parameter withValue(String other) {
        return new Parameter(at, name, other, unit, from, norm, fixedByLaw, pack);
    }

    /** Whether it says the same, wherever it stands. */
    public boolean saysWhat(Parameter other) {
        return new Parameter(other.at, name, value, unit, from, norm, fixedByLaw, pack).equals(other);
    }

    /**
     * The value as a number.
     *
     * @throws IllegalStateException if it is none
     */
    public BigDecimal decimal() {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "Parameter %s of pack %s is \"%s\" and must be a decimal number here; correct parameters.yaml."
                            .formatted(name, pack, value),
                    e);
        }
    }

    /**
     * When a term of this length is over that begins at a moment. One in days, as {@code P30D}, ends with its last day,
     * UTC; one in hours runs from hour to hour.
     *
     * @throws IllegalStateException if the value is no span of time
     */
    public Instant end(Instant begin) {
        Instant end = begin.plus(duration());
        boolean inDays = unit.equals("days") || value.matches("P[0-9]+D");
        return inDays
                ? LocalDate.ofInstant(end, ZoneOffset.UTC)
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .minusMillis(1)
                : end;
    }

    /**
     * The value as a span of time: unit {@code hours}, {@code days} (of 24 hours), {@code minutes} or {@code seconds},
     * or an ISO 8601 duration without a unit.
     *
     * @throws IllegalStateException if it is none
     */
    public Duration duration() {
        try {
            return switch (unit) {
                case "days" -> Duration.ofDays(Long.parseLong(value));
                case "hours" -> Duration.ofHours(Long.parseLong(value));
                case "minutes" -> Duration.ofMinutes(Long.parseLong(value));
                case "seconds" -> Duration.ofSeconds(Long.parseLong(value));
                default -> Duration.parse(value);
            };
        } catch (NumberFormatException | ArithmeticException | java.time.format.DateTimeParseException e) {
            throw new IllegalStateException(
                    "Parameter %s of pack %s is \"%s\" %s and must be a span of time here, as 72 hours or PT72H; correct parameters.yaml."
                            .formatted(name, pack, value, unit),
                    e);
        }
    }
}
