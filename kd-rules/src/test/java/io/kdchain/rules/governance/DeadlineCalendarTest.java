package io.kdchain.rules.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VAlarm;
import biweekly.component.VEvent;
import biweekly.io.ParseWarning;
import biweekly.parameter.Related;
import io.kdchain.rules.governance.DeadlineCalendar.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

/** RFC 5545 as readers read it: one written anew here, and biweekly, which shares nothing with the writer. */
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

    /** As biweekly reads it, without a remark. */
    private static ICalendar foreign(String calendar) {
        List<List<ParseWarning>> remarks = new ArrayList<>();
        List<ICalendar> read = Biweekly.parse(calendar).warnings(remarks).all();
        assertThat(read).hasSize(1);
        assertThat(remarks).allMatch(List::isEmpty);
        assertThat(read.get(0).validate(ICalVersion.V2_0).getWarnings()).isEmpty();
        return read.get(0);
    }

    @Example
    void anotherReaderFindsNothingToRemarkAndReadsTheSame() {
        String chinese = "整改审计发现 F-1；期限：2026年2月1日，逾期将被记录".repeat(4);
        ICalendar read = foreign(DeadlineCalendar.of(
                "到期事项",
                STAMP,
                List.of(
                        new Deadline(
                                "id",
                                Instant.parse("2026-02-01T23:59:59.999Z"),
                                chinese,
                                "甲,乙;丙\\丁\n戊",
                                Duration.ofDays(40)),
                        new Deadline("other", Instant.parse("2026-03-01T00:00:00Z"), "x", "y", Duration.ZERO))));

        assertThat(read.getMethod().getValue()).isEqualTo("PUBLISH");
        assertThat(read.getVersion()).isEqualTo(ICalVersion.V2_0);
        assertThat(read.getExperimentalProperty("X-WR-CALNAME").getValue()).isEqualTo("到期事项");
        VEvent event = read.getEvents().get(0);
        assertThat(event.getUid().getValue()).isEqualTo("b80bb774-0288-3da1-b201-890375a60c8f");
        assertThat(read.getEvents().get(1).getUid()).isNotEqualTo(event.getUid());
        assertThat(event.getDateTimeStamp().getValue().toInstant()).isEqualTo(STAMP.truncatedTo(ChronoUnit.SECONDS));
        assertThat(event.getDateStart().getValue().toInstant()).isEqualTo(Instant.parse("2026-02-01T23:59:59Z"));
        assertThat(event.getSummary().getValue()).isEqualTo(chinese);
        assertThat(event.getDescription().getValue().replace("\r\n", "\n")).isEqualTo("甲,乙;丙\\丁\n戊");
        VAlarm alarm = event.getAlarms().get(0);
        assertThat(alarm.getAction().isDisplay()).isTrue();
        assertThat(alarm.getTrigger().getDuration().toMillis())
                .isEqualTo(Duration.ofDays(-40).toMillis());
        assertThat(alarm.getTrigger().getRelated()).isEqualTo(Related.START);
        assertThat(read.getEvents().get(1).getAlarms()).isEmpty();
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
                                "TRIGGER;RELATED=START:-PT2H",
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
        assertThat(foreign(calendar)
                        .getEvents()
                        .get(0)
                        .getSummary()
                        .getValue()
                        // it reads a line feed as that of the machine
                        .replace(System.lineSeparator(), "\n"))
                .isEqualTo(expected.toString());
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
