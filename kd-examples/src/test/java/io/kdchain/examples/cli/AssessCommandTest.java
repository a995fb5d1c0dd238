package io.kdchain.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.examples.cli.Governed.Ran;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.BiasAudited;
import io.kdchain.provenance.event.ComplianceTrainingHeld;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PlanAdopted;
import io.kdchain.provenance.event.ProviderAssessed;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.store.EntryQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is on record of a provider, as who would engage it asks. */
class AssessCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private Governed governed() {
        return new Governed(folder);
    }

    private Ran assess(String... more) {
        return Governed.kd(
                Stream.concat(Stream.of("assess", "--log", governed().url(), "--lang", "en"), Arrays.stream(more))
                        .toArray(String[]::new));
    }

    private static void tell(LogFixture fixture) {
        fixture.party("auditor", Role.AUDITOR);
        Governed.says(fixture, "smallai", new PlanAdopted(PlanAdopted.Kind.EMERGENCY_RESPONSE, null, null));
        Governed.says(fixture, "smallai", new ComplianceTrainingHeld("ethics", null, null, null));
        for (String who : List.of("smallai", "auditor")) {
            Governed.says(
                    fixture,
                    who,
                    new BiasAudited(EntityId.parse("model:student"), "sex", "gap", null, null, true, List.of()));
        }
    }

    private static JsonNode criterion(JsonNode told, String id) {
        return StreamSupport.stream(
                        told.path("assessments").path(0).path("criteria").spliterator(), false)
                .filter(one -> one.path("criterion").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachCriterionIsToldWithItsEntriesAndWhatIsMissing() {
        governed().record(AssessCommandTest::tell);

        Ran told = assess("smallai", "--at", "2026-01-06");

        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.out())
                .contains("1/1          Models passed their last audit of bias by others; entries 19")
                .contains("only its own word: 18")
                .contains("not shown    Students follow their teachers")
                .contains("lacks good evidence: model:student")
                .contains("no occasion  Incidents were answered")
                .contains("smallai: passed under conditions, score 0.5")
                .contains("a proposal and no law");
        assertThat(Governed.kd("assess", "smallai", "--log", governed().url(), "--at", "2026-01-06", "--lang", "zh")
                        .out())
                .contains("有条件合格")
                .contains("未证明");
    }

    @Test
    void severalAreComparedInATableAndAFailureIsNoted() {
        governed().record(AssessCommandTest::tell);

        Ran told = assess("smallai", "cloud", "--at", "2026-01-06");

        assertThat(told.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(told.out())
                .containsPattern("smallai +cloud")
                .containsPattern("1/1 +no occasion +Models passed their last audit")
                .contains("cloud: failed, score 0.0000 of 1");
    }

    @Test
    void whatDoesNotVerifyDoesNotCount() throws SQLException {
        governed().record(AssessCommandTest::tell);
        try (Connection database = DriverManager.getConnection(governed().url());
                Statement statement = database.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE kd_entry SET recorded_at = recorded_at - 1 WHERE idx = 19"))
                    .isEqualTo(1);
        }

        Ran told = assess("smallai", "--at", "2026-01-06", "--json");

        assertThat(told.out().lines()).hasSize(1);
        assertThat(criterion(told.json(), "bias").path("state").asText()).isEqualTo("not-shown");
        assertThat(told.json().path("rejected").toString()).isEqualTo("[19]");
        assertThat(assess("smallai", "--at", "2026-01-06").out()).contains("prove nothing");
    }

    @Test
    void anAssociationEditsItsScheme() throws IOException {
        governed().record(AssessCommandTest::tell);
        Path scheme = Files.writeString(folder.resolve("assessment.yaml"), """
                scheme: ours
                version: "2"
                title: Ours
                validity: P30D
                grades: {passed: 1, conditional: 0.5}
                criteria:
                  - id: trained
                    title: Trained
                    holds: {type: ComplianceTrainingHeld, party: actor, by: others}
                  - id: planned
                    title: Planned
                    holds: {type: PlanAdopted, party: actor, by: anyone}
                """);

        JsonNode told = assess("smallai", "--at", "2026-01-06", "--scheme", folder.toString(), "--json")
                .json();
        assertThat(told.path("scheme").path("id").asText()).isEqualTo("ours");
        assertThat(told.path("assessments").path(0).path("score").asText()).isEqualTo("1/2");
        assertThat(told.path("assessments").path(0).path("grade").asText()).isEqualTo("conditional");
        assertThat(told.path("assessments").path(0).path("validUntil").asText()).isEqualTo("2026-02-05T00:00:00Z");

        Files.writeString(scheme, Files.readString(scheme).replace("PlanAdopted", "PlanAdapted"));
        Ran refused = assess("smallai", "--scheme", scheme.toString());
        assertThat(refused.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(refused.err()).contains("assessment.yaml:12:").contains("did you mean PlanAdopted?");
    }

    @Test
    void anAssessmentIsRecordedBySomebodyElse() {
        governed().recordToday(AssessCommandTest::tell);

        Ran self = assess("smallai", "--key", governed().key("smallai").toString());
        assertThat(self.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(self.err()).contains("'smallai' is 'smallai' itself");

        Ran recorded = assess(
                "smallai",
                "--key",
                governed().key("auditor").toString(),
                "--log-key",
                governed().key("log").toString());
        assertThat(recorded.out()).as(recorded.err()).contains("Recorded as entry 20.");
        try (ChainLog log = ChainLog.open(governed().url())) {
            LogEntry entry = log.list(EntryQuery.all().types(Set.of("ProviderAssessed")))
                    .evidence()
                    .admitted()
                    .get(0);
            ProviderAssessed body = (ProviderAssessed) entry.event().body();
            assertThat(body.provider()).isEqualTo(new PartyId("smallai"));
            assertThat(body.scheme()).isEqualTo("cn-provider 0.1.0");
            assertThat(body.grade()).isEqualTo(ProviderAssessed.Grade.CONDITIONAL);
            assertThat(body.findings()).contains("bias: 1 (1/1)", "fidelity: not-shown");
            assertThat(entry.event().refs()).hasSizeGreaterThan(2);
        }
        assertThat(Governed.kd("log", "verify", "--log", governed().url()).code())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nobody | --at | 2026-01-06 | no party 'nobody'",
                "two words | --at | 2026-01-06 | two words",
                "smallai | --at | soon | write 2026-01-31",
                "smallai | --scheme | /no/such | /no/such",
                "smallai | --party | auditor | need --key",
                "smallai | --at | 2026-01-04 | by 2026-01-04"
            })
    void whatCannotBeMeantIsRefusedByName(String party, String option, String value, String named) {
        governed().record(AssessCommandTest::tell);

        Ran refused = assess(party, option, value);

        assertThat(refused.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(refused.err()).contains(named).doesNotContain("should not happen");
    }
}
