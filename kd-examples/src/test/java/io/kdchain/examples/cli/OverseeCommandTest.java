package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.event.ApprovalGranted;
import io.kdchain.provenance.event.BiasAudited;
import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.FindingRectified;
import io.kdchain.provenance.event.IncidentClosed;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.MonitoringAlarm;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.ProviderAssessed;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Stage;
import io.kdchain.provenance.event.TechnicalAudited;
import io.kdchain.provenance.sign.KeyFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many logs at one glance. What is expected is counted by hand from what {@link #record} records. */
class OverseeCommandTest {
    private static final EntityId STUDENT = EntityId.parse("model:student");

    @TempDir
    private Path folder = Path.of("");

    private String log = "";

    private static Ran oversee(String... more) {
        return kd(Stream.concat(Stream.of("oversee", "--lang", "en"), Stream.of(more))
                .toArray(String[]::new));
    }

    @BeforeEach
    void recordAChain() {
        log = record("chain.db", "0.42", false);
    }

    /**
     * A chain with an audit, an alarm, an incident and two assessments.
     *
     * @param drift value of the alarm
     * @param rectified whether the finding was set right
     */
    private String record(String name, String drift, boolean rectified) {
        String url = "jdbc:sqlite:" + folder.resolve(name);
        try (ChainLog chain = ChainLog.open(url, LogFixture.options())) {
            LogFixture fixture = LogFixture.begin(chain).wholeChain();
            fixture.party("cac", Role.REGULATOR);
            put(
                    fixture,
                    "radnet",
                    new BiasAudited(EntityId.parse("model:teacher"), "sex", null, null, null, true, List.of()));
            put(
                    fixture,
                    "cloud",
                    new MonitoringAlarm("deployment:ct-assist", "drift", new BigDecimal(drift), new BigDecimal("0.1")));
            put(
                    fixture,
                    "cac",
                    new TechnicalAudited(
                            STUDENT,
                            new PartyId("cac"),
                            List.of(TechnicalAudited.Scope.SAFETY),
                            List.of(new TechnicalAudited.Finding(
                                    "F-1", null, null, Instant.parse("2026-02-01T00:00:00Z"), null))));
            put(fixture, "cac", assessed("cloud", "2026-01-31T00:00:00Z"));
            put(fixture, "cac", assessed("smallai", "2027-01-31T00:00:00Z"));
            report(fixture, "incident:1", "patient");
            report(fixture, "incident:2", "sister");
            put(
                    fixture,
                    "cac",
                    new DefectLocalised(
                            EntityId.parse("incident:1"),
                            null,
                            "replay",
                            List.of(part(Stage.ADAPTATION, "edgechip", "0.6"), part(Stage.TEACHER, "radnet", "0.25")),
                            List.of(),
                            null));
            // a drill is no incident
            fixture.record(
                    "cloud",
                    new MeasureTaken(MeasureTaken.Measure.DRILL, List.of(EntityId.parse("incident:drill-1"))),
                    List.of(),
                    List.of("incident:drill-1"));
            if (rectified) {
                put(fixture, "smallai", new FindingRectified("F-1", "retrained"));
            }
        }
        return url;
    }

    private static void put(LogFixture fixture, String party, EventBody body) {
        fixture.record(party, body, List.of(), List.of());
    }

    /** Adds to a log that is there, as of the day on which the fixture records. */
    private static void add(String url, String party, EventBody body) {
        try (ChainLog chain = ChainLog.open(
                url,
                LogOptions.defaults()
                        .clock(Clock.fixed(LogFixture.START, ZoneOffset.UTC))
                        .key(LogFixture.LOG_KEY))) {
            chain.recorder(LogFixture.CHAIN, new PartyId(party), LogFixture.signer(party))
                    .record(EventDraft.of(body));
        }
    }

    private static void report(LogFixture fixture, String incident, String claimant) {
        fixture.record(
                "clinic",
                new IncidentReported(
                        List.of(EntityId.parse("output:1")),
                        new PartyId(claimant),
                        LogFixture.START,
                        List.of(new IncidentReported.Item(
                                "i", DamageKind.BODILY_INJURY, null, null, null, null, null))),
                List.of("output:1"),
                List.of(incident));
    }

    private static ApprovalGranted graded(String grade, String number, String until) {
        return graded(grade, number, until, "deployment:ct-assist");
    }

    private static ApprovalGranted graded(String grade, String number, String until, String subject) {
        return new ApprovalGranted(
                EntityId.parse(subject),
                new PartyId("cloud"),
                ApprovalGranted.Kind.CONTENT_SAFETY_GRADE,
                grade,
                "cn-proposal " + number,
                number,
                new PartyId(grade.equals("A") ? "cac" : "lab"),
                Instant.parse(until));
    }

    private static ProviderAssessed assessed(String provider, String until) {
        return assessed(provider, ProviderAssessed.Grade.CONDITIONAL, until);
    }

    private static ProviderAssessed assessed(String provider, ProviderAssessed.Grade grade, String until) {
        return new ProviderAssessed(
                new PartyId(provider),
                "association-2026",
                new BigDecimal("71.5"),
                grade,
                Instant.parse(until),
                List.of());
    }

    private static DefectLocalised.Part part(Stage stage, String party, String contribution) {
        return new DefectLocalised.Part(stage, new PartyId(party), new BigDecimal(contribution), null, null);
    }

    private static Stream<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static JsonNode with(JsonNode array, String key, String value) {
        for (JsonNode one : array) {
            if (one.path(key).asText().equals(value)) {
                return one;
            }
        }
        throw new AssertionError(value + " in " + array);
    }

    @Test
    void oneLogIsShownWithWhatIsMissing() throws IOException {
        Ran ran = oversee("--log", log, "--at", "2026-03-01", "--json");

        assertThat(ran.code()).as(ran.err()).isEqualTo(Kd.DOES_NOT_HOLD);
        JsonNode told = ran.json();
        // 7 registrations, 8 acts, 1 regulator, 9 of this test
        assertThat(told.path("logs").path(0).path("standing").asInt()).isEqualTo(25);
        assertThat(told.path("logs").path(0).path("rejected")).isEmpty();
        assertThat(told.path("providers")).hasSize(5);
        JsonNode cloud = with(told.path("providers"), "party", "cloud").path("grades");
        assertThat(cloud.path(0).path("valid").asBoolean()).isFalse();
        assertThat(cloud.path(0).path("by").asText()).isEqualTo("cac");
        assertThat(with(told.path("providers"), "party", "smallai")
                        .path("grades")
                        .path(0)
                        .path("valid")
                        .asBoolean())
                .isTrue();
        assertThat(with(told.path("providers"), "party", "radnet").path("grades"))
                .isEmpty();
        JsonNode finding = with(told.path("obligations"), "kind", "rectify-finding");
        assertThat(finding.path("state").asText()).isEqualTo("overdue");
        assertThat(finding.path("party").asText()).isEqualTo("smallai");
        assertThat(with(told.path("stages"), "stage", "data").path("unchecked").toString())
                .isEqualTo("[\"dataset:ct\"]");
        assertThat(with(told.path("stages"), "stage", "teacher").path("unchecked"))
                .isEmpty();
        assertThat(with(told.path("stages"), "stage", "adaptation")
                        .path("unchecked")
                        .toString())
                .isEqualTo("[\"model:student-int8\"]");
        assertThat(with(told.path("stages"), "stage", "deployment")
                        .path("alarms")
                        .asInt())
                .isEqualTo(1);
        assertThat(told.path("links").toString())
                .isEqualTo(
                        "[{\"stage\":\"teacher\",\"contribution\":\"0.25\",\"incidents\":{\"incident:1\":\"0.25\"}},"
                                + "{\"stage\":\"adaptation\",\"contribution\":\"0.6\",\"incidents\":{\"incident:1\":\"0.6\"}}]");
        assertThat(told.path("notLocalised").toString()).isEqualTo("[\"incident:2\"]");
        assertThat(told.path("incidents")).hasSize(2);
        assertThat(told.path("incidents").path(0).path("overdue").toString()).contains("takedown");
        assertThat(told.path("contradictions")).isEmpty();
    }

    @Test
    void logsThatContradictEachOtherAreTold() throws IOException {
        String other = record("other.db", "0.05", true);

        JsonNode told = oversee("--log", log, "--log", other, "--at", "2026-03-01", "--json")
                .json();

        assertThat(told.path("differences")).hasSize(1);
        assertThat(told.path("differences").path(0).path("kind").asText()).isEqualTo("rectify-finding");
        assertThat(told.path("differences").path(0).path("byLog").path(log).asText())
                .isEqualTo("overdue");
        assertThat(told.path("differences").path(0).path("byLog").path(other).asText())
                .isEqualTo("met");
        // the alarm has one id and two values
        assertThat(told.path("contradictions"))
                .anyMatch(one -> one.path("code").asText().equals("event-differs"));
        // counted once, though both logs hold them
        assertThat(told.path("providers")).hasSize(5);
        assertThat(told.path("incidents")).hasSize(2);
        assertThat(told.path("inOrder").asBoolean()).isFalse();
    }

    /** Five contradictions between two logs and one within a log, each alone; what agrees, or has ended, is none. */
    @Test
    void gradesAndReportsThatDifferAreHeldAgainstEachOther() throws IOException {
        String other = "jdbc:sqlite:" + folder.resolve("theirs.db");
        add(log, "cac", graded("A", "ga-1", "2027-01-01T00:00:00Z"));
        try (ChainLog chain = ChainLog.open(other, LogFixture.options())) {
            LogFixture fixture = LogFixture.begin(chain).wholeChain();
            fixture.party("cac", Role.REGULATOR);
            fixture.party("lab", Role.AUDITOR);
            // the same word as in the other log, and one that has ended by then
            put(fixture, "cac", assessed("smallai", "2027-01-31T00:00:00Z"));
            put(fixture, "lab", assessed("cloud", ProviderAssessed.Grade.PASSED, "2027-01-31T00:00:00Z"));
            put(fixture, "lab", assessed("smallai", ProviderAssessed.Grade.FAILED, "2027-01-31T00:00:00Z"));
            put(fixture, "lab", graded("D", "ga-2", "2027-01-01T00:00:00Z"));
            put(fixture, "lab", graded("B", "ga-3", "2026-02-01T00:00:00Z", "deployment:other"));
            put(
                    fixture,
                    "lab",
                    new DefectLocalised(
                            EntityId.parse("incident:1"),
                            null,
                            "replay",
                            List.of(part(Stage.TEACHER, "radnet", "0.9")),
                            List.of(),
                            null));
            report(fixture, "incident:1", "father");
            report(fixture, "incident:7", "sister");
            put(fixture, "cloud", new IncidentClosed(EntityId.parse("incident:1"), "settled"));
        }

        Ran ran = oversee("--log", log, "--log", other, "--at", "2026-03-01", "--json");

        assertThat(ran.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        JsonNode told = ran.json().path("disagreements");
        assertThat(all(told)
                        .map(one -> one.path("kind").asText() + " "
                                + one.path("subject").asText()))
                .containsExactly(
                        "provider-grade smallai (association-2026)",
                        "approval-grade content-safety-grade deployment:ct-assist (cn-proposal)",
                        "localisation incident:1",
                        "incident-report incident:1",
                        "incident-twice output:1 sister",
                        "incident-state incident:1");
        assertThat(all(told.path(0).path("voices"))
                        .map(voice -> "%s %s %s"
                                .formatted(
                                        voice.path("log").asText().equals(log) ? "ours" : "theirs",
                                        voice.path("by").asText(),
                                        voice.path("says").asText())))
                .containsExactlyInAnyOrder("ours cac conditional", "theirs cac conditional", "theirs lab failed");
        assertThat(told.path(0).path("outdated").asBoolean()).isFalse();
        // one log alone, in which two assessors differ
        assertThat(oversee("--log", other, "--at", "2026-03-01").out())
                .contains("smallai (association-2026): different grades of a provider are valid at once. cac says")
                .doesNotContain("incident-state");
        assertThat(kd("oversee", "--lang", "zh", "--log", log, "--log", other, "--at", "2026-03-01")
                        .out())
                .contains("同一对象的不同等级同时有效", "一份日志中已结案，另一份中仍未结案");
    }

    /** The second log has the later word of the same assessor. */
    @Test
    void whoeverReadsOnlyTheOlderLogIsBehind() throws IOException {
        String newer = record("newer.db", "0.42", false);
        add(newer, "cac", assessed("smallai", ProviderAssessed.Grade.FAILED, "2027-01-31T00:00:00Z"));

        JsonNode told = oversee("--log", log, "--log", newer, "--at", "2026-03-01", "--json")
                .json()
                .path("disagreements");

        assertThat(told).hasSize(1);
        assertThat(told.path(0).path("outdated").asBoolean()).isTrue();
        assertThat(oversee("--log", log, "--log", newer, "--at", "2026-03-01").out())
                .contains("the later replaces the earlier: whoever reads only the other log is behind");
        // alone, the later word of one assessor replaces his earlier
        assertThat(oversee("--log", newer, "--at", "2026-03-01", "--json")
                        .json()
                        .path("disagreements"))
                .isEmpty();
    }

    @Test
    void whatDoesNotVerifyIsCountedAndFails() throws SQLException, IOException {
        String good = record("good.db", "0.42", true);
        assertThat(oversee("--log", good, "--at", "2026-03-01").code()).isZero();
        try (Connection database = DriverManager.getConnection(good);
                Statement statement = database.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE kd_entry SET recorded_at = recorded_at - 1 WHERE idx = 9"))
                    .isEqualTo(1);
        }

        Ran ran = oversee("--log", good, "--at", "2026-03-01", "--json");

        assertThat(ran.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(ran.json()
                        .path("logs")
                        .path(0)
                        .path("rejected")
                        .path(0)
                        .path("index")
                        .asInt())
                .isEqualTo(9);
    }

    @Test
    void peopleReadItInBothLanguages() throws IOException {
        Path page = folder.resolve("oversight.html");

        Ran english = oversee("--log", log, "--at", "2026-03-01", "--html", page.toString());
        Ran chinese = kd("oversee", "--lang", "zh", "--log", log, "--at", "2026-03-01");

        assertThat(english.out())
                .contains("conditional 71.5 (association-2026), EXPIRED 2026-01-31T00:00:00Z, cac 19")
                .contains("overdue | 2026-02-01T00:00:00Z | smallai | rectify finding F-1 | 18")
                .contains("adaptation | 1 | model:student-int8 | 0");
        assertThat(chinese.out()).contains("已于 2026-01-31T00:00:00Z 失效", "整改审计发现 F-1", "适配 | 1");
        assertThat(Files.readString(page)).contains("Providers and their grades", "服务者及其评级");
    }

    @Test
    void theRegulatorRecordsOrdersAndAudits() throws IOException {
        Path key = folder.resolve("cac.pem");
        KeyFile.write(key, LogFixture.signer("cac"));

        Ran ordered = oversee(
                "order",
                "--log",
                log,
                "--key",
                key.toString(),
                "--to",
                "cloud",
                "--kind",
                "stop",
                "--about",
                "deployment:ct-assist",
                "--until",
                "2099-12-31");
        Ran audited = oversee(
                "audit",
                "--log",
                log,
                "--key",
                key.toString(),
                "--subject",
                "model:teacher",
                "--scope",
                "safety,ethics",
                "--finding",
                "F-2=2099-01-31@radnet: no filter");

        assertThat(ordered.code()).as(ordered.err()).isZero();
        assertThat(audited.code()).as(audited.err()).isZero();
        JsonNode due = oversee("--log", log, "--json").json().path("obligations");
        assertThat(with(due, "kind", "obey-order").path("due").asText()).isEqualTo("2099-12-31T23:59:59.999Z");
        assertThat(with(due, "subject", "F-2").path("party").asText()).isEqualTo("radnet");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cac | order --to cloud --kind close --about output:1 | --kind is 'close'",
                "cac | order --to clout --kind stop --about output:1 | does not know the party 'clout'",
                "cac | order --to cloud --kind stop --about output:9 | knows nothing of output:9",
                "cac | order --to cloud --kind stop --about output:1 --until soon | --until is 'soon'",
                "cloud | order --to cloud --kind stop --about output:1 | is not registered as regulator",
                "cloud | audit --subject model:student --scope safety | is not registered as auditor or regulator",
                "cac | audit --subject model:student --scope safe | --scope is 'safe'",
                "cac | audit --subject model:student --scope safety --finding F-1 | --finding is 'F-1'",
            })
    void badInputIsNamedWithTheRemedy(String party, String args, String told) {
        Path key = folder.resolve("key.pem");
        KeyFile.write(key, LogFixture.signer(party));

        Ran ran = oversee(Stream.concat(Stream.of(args.split(" ")), Stream.of("--log", log, "--key", key.toString()))
                .toArray(String[]::new));

        assertThat(ran.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(ran.err()).contains(told).doesNotContain("should not happen");
    }

    @Test
    void aLogThatIsAheadOfTheMachineDoesNotSilentlyCountForNothing() {
        String ahead = "jdbc:sqlite:" + folder.resolve("ahead.db");
        try (ChainLog chain = ChainLog.open(
                ahead,
                LogFixture.options().clock(Clock.fixed(Instant.parse("2099-01-01T00:00:00Z"), ZoneOffset.UTC)))) {
            LogFixture.begin(chain).wholeChain();
        }
        String told = "the last entry of the log was recorded at 2099-01-01T00:00:00Z, after the present";

        assertThat(oversee("--log", ahead).out()).contains(told);
        assertThat(oversee("--log", ahead, "--at", "2099-02-01").out()).doesNotContain(told);
        for (String[] looks : new String[][] {{"monitor"}, {"incident", "status"}, {"assess", "cloud"}}) {
            Ran ran = kd(Stream.concat(Stream.of(looks), Stream.of("--log", ahead, "--lang", "en"))
                    .toArray(String[]::new));
            assertThat(ran.out() + ran.err()).as(looks[0]).contains("2099");
        }
    }

    @Test
    void withoutALogOrAPlaybookItSaysWhatIsMissing() throws IOException {
        assertThat(oversee().err()).contains("--log");
        assertThat(oversee("--log", log, "--packs", "eu", "--at", "2026-03-01").out())
                .contains("incident:1 | open");
        Path bare = Files.createDirectory(folder.resolve("bare"));
        Files.writeString(bare.resolve("pack.yaml"), "{id: bare, title: Bare, jurisdiction: CN, version: '1'}");
        Files.writeString(bare.resolve("norms.yaml"), "[]");
        assertThat(oversee("--log", log, "--rules", bare.toString(), "--packs", "bare")
                        .err())
                .contains("bare has no playbook. Write its playbook.yaml");
    }
}
