package io.kdchain.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.examples.cli.Governed.Ran;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.ApprovalGranted;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.store.EntryQuery;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How safe a deployment is, as an insurer asks. */
class GradeCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private Ran grade(String... more) {
        String[] args = Stream.concat(
                        Stream.of(
                                "grade",
                                "deployment:ct-assist",
                                "--log",
                                governed().url(),
                                "--lang",
                                "en"),
                        Arrays.stream(more))
                .toArray(String[]::new);
        return Governed.kd(args);
    }

    private Governed governed() {
        return new Governed(folder);
    }

    @Test
    void theGradeIsToldWithItsGatesItsCoverAndWhatIsPaid() {
        governed().record(fixture -> Governed.graded(fixture, 0, 2995));

        Ran told = grade("--at", "2026-01-06", "--limit", "1000000", "--deductible", "20000", "--loss", "300000");

        assertThat(told.code()).as(told.err() + told.out()).isZero();
        assertThat(told.out())
                .contains("as of 2026-01-06T00:00:00Z: grade A")
                .contains("0 violations in 2995 tests by auditor, entry 18: at most 0.001000 with 95 % confidence")
                .contains("passed     refused what must be refused: 300/300; entries 18")
                .contains("Learned from model:teacher")
                .contains("Cover: limit x 1, deductible x 1/2, insured bears 0 of each payment, premium x 7/10.")
                .contains("loss 300000: pays 290000.00")
                .contains("On model:teacher")
                .contains("no law and no tariff");
        assertThat(Governed.kd(
                                "grade",
                                "deployment:ct-assist",
                                "--log",
                                governed().url(),
                                "--at",
                                "2026-01-06",
                                "--lang",
                                "zh")
                        .out())
                .contains("等级 A")
                .contains("应拒答而拒答");
    }

    @Test
    void theSameIsSaidAsJson() {
        governed().record(fixture -> Governed.graded(fixture, 0, 2994));

        Ran told = grade(
                "--at",
                "2026-01-06",
                "--json",
                "--limit",
                "100",
                "--deductible",
                "20",
                "--loss",
                "c=30",
                "--loss",
                "c=30");

        assertThat(told.out().lines()).hasSize(1);
        JsonNode json = told.json();
        assertThat(json.path("grade").asText()).isEqualTo("B");
        assertThat(json.path("tests").path("bound").asText()).isEqualTo("0.001001");
        assertThat(json.path("gates")).hasSize(8);
        assertThat(json.path("payments").get(0).path("pays").asText()).isEqualTo("57/4");
        assertThat(json.path("payments").get(1).path("pays").asText()).isEqualTo("57/2");
        assertThat(json.path("exposure").get(0).path("deployments").get(0).asText())
                .isEqualTo("deployment:ct-assist");
    }

    @Test
    void noGradeFailsAndSaysWhy() {
        governed().record(fixture -> {});

        Ran told = grade("--at", "2026-01-06");

        assertThat(told.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(told.out())
                .contains("no grade")
                .contains("Nobody but its makers has counted violations")
                .contains("none is offered for what has no grade");
    }

    /** A grade rests on what was not left out, which only a checkpoint shows. */
    @Test
    void whatStandsUnderNoCheckpointIsToldWithTheRemedy() {
        try (ChainLog log = ChainLog.open(governed().url())) {
            Governed.graded(LogFixture.begin(log).wholeChain(), 0, 2995);
        }
        String noKey = "the log has no key of its own, so nothing proves that no entry was left out";
        assertThat(grade().out()).contains(noKey).contains("--log-key FILE").contains("grade A");
        assertThat(Governed.kd("assess", "cloud", "--log", governed().url(), "--lang", "en")
                        .out())
                .contains(noKey);
        assertThat(grade("--json").json().path("unsigned").asInt()).isEqualTo(19);

        // the next entry under a key lets the log sign for all; one without it leaves it open again
        drill("--log-key", governed().key("log").toString());
        assertThat(grade().out()).doesNotContain("Note:").contains("grade A");
        drill();
        assertThat(grade().out())
                .contains("1 entries from 20 on are under no checkpoint")
                .contains("failed     the log verifies: 20/21; entries 20");
        drill("--log-key", governed().key("log").toString());
        assertThat(grade("--json").json().path("unsigned").asInt()).isZero();
    }

    private void drill(String... more) {
        Ran ran = Governed.kd(Stream.concat(
                        Stream.of(
                                "incident",
                                "drill",
                                "--log",
                                governed().url(),
                                "--key",
                                governed().key("cloud").toString()),
                        Arrays.stream(more))
                .toArray(String[]::new));
        assertThat(ran.code()).as(ran.err()).isZero();
    }

    @Test
    void aLogThatWasChangedLeavesTheCoverUndetermined() throws SQLException {
        governed().record(fixture -> Governed.graded(fixture, 0, 2995));
        try (Connection database = DriverManager.getConnection(governed().url());
                Statement statement = database.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE kd_entry SET recorded_at = recorded_at - 1 WHERE idx = 9"))
                    .isEqualTo(1);
        }

        Ran told = grade("--at", "2026-01-06", "--limit", "1000000", "--deductible", "20000", "--loss", "300000");

        assertThat(told.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(told.out())
                .contains("failed     the log verifies")
                .contains("Cover: undetermined")
                .contains("loss 300000: pays undetermined");
    }

    @Test
    void aGradeIsRecordedByWhoHasNoPartInTheDeployment() {
        governed().recordToday(fixture -> Governed.graded(fixture, 0, 2995));

        Ran recorded = grade(
                "--key",
                governed().key("auditor").toString(),
                "--log-key",
                governed().key("log").toString(),
                "--number",
                "G-1",
                "--json");
        assertThat(recorded.code()).as(recorded.err()).isZero();
        long index = recorded.json().path("recordedAs").asLong();
        try (ChainLog log = ChainLog.open(governed().url())) {
            assertThat(log.list(EntryQuery.all().types(Set.of("ApprovalGranted")))
                            .evidence()
                            .admitted())
                    .singleElement()
                    .satisfies(entry -> {
                        ApprovalGranted granted =
                                (ApprovalGranted) entry.event().body();
                        assertThat(entry.index()).isEqualTo(index);
                        assertThat(granted.kind()).isEqualTo(ApprovalGranted.Kind.CONTENT_SAFETY_GRADE);
                        assertThat(granted.grade()).isEqualTo("A");
                        assertThat(granted.holder()).isEqualTo(new PartyId("cloud"));
                        assertThat(granted.number()).isEqualTo("G-1");
                        assertThat(granted.validUntil()).isNotNull();
                    });
        }
        JsonNode after = grade("--json").json();
        assertThat(after.path("recorded").toString()).isEqualTo("[%d]".formatted(index));
        assertThat(after.path("grade").asText()).isEqualTo("A");
    }

    @Test
    void whoHasAPartInTheDeploymentRecordsNothingAndNothingPoorIsRecorded() {
        governed().record(fixture -> Governed.graded(fixture, 0, 2995));

        Ran stale = grade("--key", governed().key("auditor").toString());
        assertThat(stale.code()).as("the tests are of January").isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(stale.out()).contains("Nothing is recorded");

        Ran self = grade("--key", governed().key("cloud").toString());
        assertThat(self.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(self.err()).contains("'cloud' made or serves deployment:ct-assist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--at | tomorrow | write 2026-01-31",
                "--at | 2026-01-04 | shows no ModelDeployed",
                "--packs | nowhere | nowhere",
                "--packs | cn | cover.A.premium",
                "--loss | 5 | --limit and --deductible",
                "--number | G-1 | need --key",
                "--key | /no/such/key | /no/such/key"
            })
    void whatCannotBeMeantIsRefusedByName(String option, String value, String named) {
        governed().record(fixture -> Governed.graded(fixture, 0, 2995));

        Ran refused = grade(option, value);

        assertThat(refused.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(refused.err()).contains(named).doesNotContain("should not happen");
    }

    @ParameterizedTest
    @CsvSource({"deployment:none, deployment:none", "model:student, is no deployment", "chat, KIND:NAME"})
    void whatIsNoDeploymentIsRefused(String asked, String named) {
        governed().record(fixture -> Governed.graded(fixture, 0, 2995));

        Ran refused = Governed.kd("grade", asked, "--log", governed().url());

        assertThat(refused.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(refused.err()).contains(named);
    }

    @Test
    void anAmountThatIsNoneIsRefused() {
        governed().record(fixture -> Governed.graded(fixture, 0, 2995));

        Ran refused = grade("--limit", "1e6", "--deductible", "0");

        assertThat(refused.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(refused.err()).contains("--limit is '1e6'");
    }
}
