package io.kdchain.rules.language;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * The legal days on which a norm or a rule holds.
 *
 * @param from first day; null if it always held
 * @param until last day, itself included; null if no end is known
 */
public record InForce(@Nullable LocalDate from, @Nullable LocalDate until) {
    /** Without beginning or end. */
    public static final InForce ALWAYS = new InForce(null, null);

    public InForce {
        if (from != null && until != null && until.isBefore(from)) {
            throw new IllegalArgumentException(
                    "In force from %s until %s ends before it begins; exchange the two days.".formatted(from, until));
        }
    }

    /**
     * Reads {@code 2021-01-01/2026-12-31}; {@code ..} or nothing on a side leaves it open.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static InForce parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || text.indexOf('/', slash + 1) >= 0) {
            throw new IllegalArgumentException(
                    "\"%s\" is no interval of days; write from/until, as \"2021-01-01/..\".".formatted(text));
        }
        return new InForce(day(text, text.substring(0, slash)), day(text, text.substring(slash + 1)));
    }

    private static @Nullable LocalDate day(String whole, String part) {
        if (part.isEmpty() || part.equals("..")) {
            return null;
        }
        try {
            return LocalDate.parse(part);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "\"%s\" in \"%s\" is no day of the calendar; write it as 2021-01-01, or .. for an open end."
                            .formatted(part, whole),
                    e);
        }
    }

    /** Whether the day lies within. */
    public boolean on(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (until == null || !day.isAfter(until));
    }

    /** Whether every day of the other interval lies within this one. */
    public boolean covers(InForce other) {
        boolean begins = from == null || (other.from != null && !other.from.isBefore(from));
        boolean ends = until == null || (other.until != null && !other.until.isAfter(until));
        return begins && ends;
    }

    /** Whether some day lies within both. */
    public boolean meets(InForce other) {
        boolean before = until != null && other.from != null && until.isBefore(other.from);
        boolean after = from != null && other.until != null && other.until.isBefore(from);
        return !before && !after;
    }

    /** {@code from/until} with {@code ..} for an open side. */
    @Override
    public String toString() {
        return (from == null ? ".." : from) + "/" + (until == null ? ".." : until);
    }
}
