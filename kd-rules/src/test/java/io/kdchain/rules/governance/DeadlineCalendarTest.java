package io.kdchain.rules.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.rules.governance.DeadlineCalendar.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

/** RFC 5545 as a reader reads it, written anew here. */
class DeadlineCalendarTest {
    private static final Instant STAMP = Instant.parse("2026-01-06T08:09:10.999Z");

    private static String calendar(String summary, String description, Duration remind) {
        return DeadlineCalendar.of(
                "Due",
                STAMP,
                List.of(new Deadline("id", Instant.parse("2026-02-01T23:59:59.999Z"), summary, description, remind)));
    }

    /** The value of a property of a calendar, unfolded and, as a text, without its escapes. */
    private static String text(String calendar, String property) {
        for (String line : calendar.replace("\r\n ", "").split("\r\n", -1)) {
            if (line.startsWith(property + ":")) {
                StringBuilder out = new StringBuilder();
                String value = line.substring(property.length() + 1);
                for (int i = 0; i < value.length(); i++) {
                    char c = value.charAt(i);
                    if (c == '\\') {
                        char escaped = value.charAt(++i);
                        out.append(escaped == 'n' || escaped == 'N' ? '\n' : escaped);
                    } else {
                        out.append(c);
                    }
                }
                return out.toString();
            }
        }
        throw new AssertionError(property);
    }

    @Example
    void aDeadlineIsWrittenToTheLetter() {
        assertThat(calendar("a, b; c\\d", "one\ntwo", Duration.ofHours(2)))
                .isEqualTo(String.join(
                                "\r\n",
                                "BEGIN:VCALENDAR",
                                "VERSION:2.0",
                                "PRODID:-//kdchain//kd monitor//EN",
                                "CALSCALE:GREGORIAN",
                                "METHOD:PUBLISH",
                                "X-WR-CALNAME:Due",
                                "BEGIN:VEVENT",
                                // the MD5 of "id", as a UUID of version 3
                                "UID:b80bb774-0288-3da1-b201-890375a60c8f",
                                "DTSTAMP:20260106T080910Z",
                                "DTSTART:20260201T235959Z",
                                "SUMMARY:a\\, b\\; c\\\\d",
                                "DESCRIPTION:one\\ntwo",
                                "TRANSP:TRANSPARENT",
                                "BEGIN:VALARM",
                                "ACTION:DISPLAY",
                                "TRIGGER:-PT2H",
                                "DESCRIPTION:a\\, b\\; c\\\\d",
                                "END:VALARM",
                                "END:VEVENT",
                                "END:VCALENDAR")
                        + "\r\n");
        assertThat(calendar("x", "y", Duration.ZERO)).doesNotContain("VALARM");
    }

    @Property(tries = 300)
    void whateverStandsInATextComesBackAndNoLineIsTooLong(@ForAll @StringLength(max = 400) String text) {
        String calendar = calendar(text, "汉字与😀".repeat(30), Duration.ZERO);

        StringBuilder expected = new StringBuilder();
        text.replace("\r\n", "\n")
                .codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .forEach(c -> expected.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
        assertThat(text(calendar, "SUMMARY")).isEqualTo(expected.toString());
        assertThat(text(calendar, "DESCRIPTION")).isEqualTo("汉字与😀".repeat(30));
        for (String line : calendar.split("\r\n", -1)) {
            byte[] octets = line.getBytes(StandardCharsets.UTF_8);
            assertThat(octets.length).isLessThanOrEqualTo(75);
        }
        assertThat(calendar.replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
    }

    @Example
    void aMomentThatNoCalendarCanHoldIsRefused() {
        assertThatThrownBy(() -> DeadlineCalendar.of(
                        "Due", STAMP, List.of(new Deadline("id", Instant.MAX, "x", "y", Duration.ZERO))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 9999");
    }
}
