package io.kdchain.rules.governance;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Writes deadlines as an iCalendar object (RFC 5545), which calendars import and subscribe to. A deadline has the same
 * UID in every export, so that a later one replaces it. Lines end with CRLF, are folded at 75 octets without cutting a
 * character in two, and texts are escaped.
 */
public final class DeadlineCalendar {
    /** RFC 5545, 3.1: octets of a line, without its break. */
    private static final int MAX_OCTETS = 75;

    private static final String BREAK = "\r\n";
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Years have four digits. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private DeadlineCalendar() {}

    /**
     * A deadline.
     *
     * @param identity what it has in common with itself in another export, as the id of the event that calls for it
     * @param due by when; told to the second, and never later than it is
     * @param summary a line
     * @param description text, with line feeds
     * @param remind how long before to remind; zero or negative means not at all
     */
    public record Deadline(String identity, Instant due, String summary, String description, Duration remind) {}

    /**
     * The calendar.
     *
     * @param name what calendars show
     * @param stamp when it was made
     * @param deadlines in any order
     */
    public static String of(String name, Instant stamp, List<Deadline> deadlines) {
        StringBuilder out = new StringBuilder();
        line(out, "BEGIN:VCALENDAR");
        line(out, "VERSION:2.0");
        line(out, "PRODID:-//kdchain//kd monitor//EN");
        line(out, "CALSCALE:GREGORIAN");
        line(out, "METHOD:PUBLISH");
        line(out, "X-WR-CALNAME:" + escaped(name));
        for (Deadline one : deadlines) {
            line(out, "BEGIN:VEVENT");
            line(out, "UID:" + UUID.nameUUIDFromBytes(one.identity().getBytes(StandardCharsets.UTF_8)));
            line(out, "DTSTAMP:" + moment(stamp));
            line(out, "DTSTART:" + moment(one.due()));
            line(out, "SUMMARY:" + escaped(one.summary()));
            line(out, "DESCRIPTION:" + escaped(one.description()));
            // a deadline takes no time of anybody
            line(out, "TRANSP:TRANSPARENT");
            if (one.remind().compareTo(Duration.ZERO) > 0) {
                line(out, "BEGIN:VALARM");
                line(out, "ACTION:DISPLAY");
                line(out, "TRIGGER;RELATED=START:-" + one.remind().truncatedTo(ChronoUnit.SECONDS));
                line(out, "DESCRIPTION:" + escaped(one.summary()));
                line(out, "END:VALARM");
            }
            line(out, "END:VEVENT");
        }
        line(out, "END:VCALENDAR");
        return out.toString();
    }

    private static String moment(Instant moment) {
        if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
            throw new IllegalArgumentException(
                    "%s cannot stand in a calendar; its year must be 1 to 9999.".formatted(moment));
        }
        return MOMENT.format(moment);
    }

    /** RFC 5545, 3.3.11; controls have no place in a text. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        text.replace("\r\n", "\n").codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case ';' -> out.append("\\;");
                case ',' -> out.append("\\,");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append('\t');
                default -> {
                    boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
                    if (half) {
                        out.append('\uFFFD');
                    } else if (!Character.isISOControl(c)) {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.toString();
    }

    /** RFC 5545, 3.1: a longer line goes on behind a break and a space, which counts. */
    private static void line(StringBuilder out, String content) {
        int octets = 0;
        for (int i = 0; i < content.length(); ) {
            int c = content.codePointAt(i);
            String text = Character.toString(c);
            int size = text.getBytes(StandardCharsets.UTF_8).length;
            if (octets + size > MAX_OCTETS) {
                out.append(BREAK).append(' ');
                octets = 1;
            }
            out.append(text);
            octets += size;
            i += text.length();
        }
        out.append(BREAK);
    }
}
