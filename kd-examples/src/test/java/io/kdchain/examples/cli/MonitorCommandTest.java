package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.NoticeReceived;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.TechnicalAudited;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is due, as somebody who has to see to it asks. */
class MonitorCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private String log = "";

    private Ran monitor(String... more) {
        return monitorIn("en", more);
    }

    private Ran monitorIn(String language, String... more) {
        String[] args = Stream.concat(Stream.of("monitor", "--log", log, "--lang", language), Arrays.stream(more))
                .toArray(String[]::new);
        return kd(args);
    }

    @BeforeEach
    void recordAChain() {
        log = "jdbc:sqlite:" + folder.resolve("chain.db");
        try (ChainLog chain = ChainLog.open(log, LogFixture.options())) {
            LogFixture fixture = LogFixture.begin(chain).wholeChain();
            fixture.party("auditor", Role.AUDITOR);
            fixture.record(
                    "auditor",
                    new TechnicalAudited(
                            EntityId.parse("model:student"),
                            new PartyId("auditor"),
                            List.of(TechnicalAudited.Scope.SAFETY),
                            List.of(new TechnicalAudited.Finding(
                                    "F-1", null, null, Instant.parse("2026-02-01T00:00:00Z"), null))),
                    List.of(),
                    List.of());
            fixture.record(
                    "cloud",
                    new NoticeReceived(
                            new PartyId("clinic"),
                            List.of(EntityId.parse("output:1")),
                            true,
                            NoticeReceived.Claim.EXPLANATION,
                            null,
                            null),
                    List.of(),
                    List.of());
        }
    }

    @Test
    void whatIsDueIsToldWithItsTermItsNormAndItsEntries() {
        Ran open = monitor("--at", "2026-01-06", "--within", "60");

        assertThat(open.code()).as(open.err()).isZero();
        assertThat(open.out())
                .contains("2 open")
                .contains("open  2026-02-01T00:00:00Z  smallai: rectify finding F-1; as recorded; entry 16")
                .contains("cloud: answer the notice of explanation output:1; notice.explanation P20D (CN-CreditReg-25)")
                .doesNotContain("train the staff");
        assertThat(monitor("--at", "2026-01-06").out())
                .contains("train the staff again; training.period P365D (proposal)");
    }

    @Test
    void anOverdueObligationFails() throws IOException {
        Ran overdue = monitor("--at", "2026-02-02", "--json");

        assertThat(overdue.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(overdue.out().lines()).hasSize(1);
        JsonNode first = overdue.json().path("obligations").path(0);
        assertThat(first.path("state").asText()).isEqualTo("overdue");
        assertThat(first.path("kind").asText()).isEqualTo("answer-notice");
        assertThat(first.path("due").asText()).isEqualTo("2026-01-25T00:00:00Z");
        assertThat(first.path("term").path("norm").asText()).isEqualTo("CN-CreditReg-25");
        assertThat(overdue.json().path("rejected").isEmpty()).isTrue();
        assertThat(monitor("--at", "2026-02-02", "--party", "clinic").code()).isZero();
        assertThat(monitor("--at", "2026-02-02", "--party", "clinic").out()).contains("Nothing is due");
    }

    @Test
    void aCalendarHoldsWhatIsOpenAndReplacesItself() throws IOException {
        Path first = folder.resolve("due.ics");
        Path second = folder.resolve("later.ics");

        assertThat(monitor("--at", "2026-01-06", "--within", "60", "--ical", first.toString())
                        .code())
                .isZero();
        monitorIn("zh", "--at", "2026-01-07", "--within", "60", "--all", "--ical", second.toString());

        String calendar = Files.readString(first);
        // unfolded by RFC 5545, 3.1
        List<String> lines = List.of(calendar.replace("\r\n ", "").split("\r\n", -1));
        assertThat(lines)
                .contains(
                        "DTSTART:20260201T000000Z",
                        "SUMMARY:smallai: rectify finding F-1",
                        "DTSTART:20260125T000000Z",
                        "SUMMARY:cloud: answer the notice of explanation output:1",
                        "TRIGGER;RELATED=START:-PT24H")
                .filteredOn(line -> line.equals("BEGIN:VEVENT"))
                .hasSize(2);
        assertThat(calendar.lines()).allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75);
        assertThat(uids(second)).isEqualTo(uids(first)).hasSize(2).doesNotHaveDuplicates();
        assertThat(Files.readString(second).replace("\r\n ", "")).contains("SUMMARY:smallai: 整改审计发现 F-1");
    }

    /** The end moves with each output; the deadline in the calendar is the same. */
    @Test
    void untilWhenRecordsAreKeptMovesInTheCalendar() throws IOException {
        Path first = folder.resolve("first.ics");
        Path second = folder.resolve("second.ics");
        monitor("--at", "2026-01-06", "--ical", first.toString());
        try (ChainLog chain = ChainLog.open(
                log,
                LogOptions.defaults()
                        .key(LogFixture.LOG_KEY)
                        .clock(Clock.fixed(Instant.parse("2026-01-20T00:00:00Z"), ZoneOffset.UTC)))) {
            chain.recorder(LogFixture.CHAIN, new PartyId("cloud"), LogFixture.signer("cloud"))
                    .record(EventDraft.of(LogFixture.served()).generates("output:9"));
        }
        monitor("--at", "2026-01-21", "--ical", second.toString());

        // 183 days from 5 January, and from 20 January
        assertThat(Files.readString(first)).contains("DTSTART:20260707T000000Z", "cloud: keep the records until then");
        assertThat(Files.readString(second))
                .contains("DTSTART:20260722T000000Z")
                .doesNotContain("20260707");
        assertThat(uids(second)).isEqualTo(uids(first)).doesNotHaveDuplicates();
    }

    private static List<String> uids(Path calendar) throws IOException {
        return Files.readAllLines(calendar).stream()
                .filter(line -> line.startsWith("UID:"))
                .toList();
    }

    @Test
    void peopleAreToldInChinese() {
        assertThat(monitorIn("zh", "--at", "2026-02-02").out())
                .contains("逾期  2026-01-25T00:00:00Z  cloud: 处理通知 explanation output:1")
                .contains("整改审计发现 F-1");
    }

    @Test
    void anEntryThatWasChangedCallsForNothingAndIsNamed() throws SQLException, IOException {
        try (Connection database = DriverManager.getConnection(log);
                Statement statement = database.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE kd_entry SET recorded_at = recorded_at - 1 WHERE idx = 16"))
                    .isEqualTo(1);
        }
        JsonNode told = monitor("--at", "2026-02-02", "--json").json();

        assertThat(told.path("rejected").toString()).isEqualTo("[16]");
        assertThat(told.path("obligations"))
                .noneMatch(one -> one.path("kind").asText().equals("rectify-finding"));
        assertThat(monitor("--at", "2026-02-02").out()).contains("1 entries prove nothing and do not count");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--at | tomorrow | write 2026-01-31",
                "--within | -1 | 0 or more",
                "--packs | nowhere | nowhere",
                "--party | two words | two words",
                "--party | nobody | knows no party 'nobody'",
                "--rules | /no/such/folder | /no/such/folder"
            })
    void whatCannotBeMeantIsRefusedByName(String option, String value, String named) {
        Ran refused = monitor(option, value);

        assertThat(refused.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(refused.err()).contains(named);
    }
}
