package io.kdchain.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.kdchain.examples.cli.Governed.Ran;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Severity;
import io.kdchain.provenance.event.Stage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an insurer gets, checked by what is not ours: a validator of JSON Schema, and hashing by the book. */
class UnderwriteCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private Governed governed() {
        return new Governed(folder);
    }

    private Ran underwrite(String... more) {
        return Governed.kd(Stream.concat(
                        Stream.of(
                                "underwrite",
                                "deployment:ct-assist",
                                "--log",
                                governed().url(),
                                "--lang",
                                "en"),
                        Stream.concat(
                                List.of(more).contains("--at") ? Stream.of() : Stream.of("--at", "2026-01-06"),
                                Arrays.stream(more)))
                .toArray(String[]::new));
    }

    private static void harmed(LogFixture fixture) {
        Governed.graded(fixture, 0, 2995);
        fixture.party("zhang-wei", Role.CLAIMANT);
        fixture.record(
                "zhang-wei",
                new IncidentReported(
                        List.of(EntityId.parse("output:1")),
                        new PartyId("zhang-wei"),
                        LogFixture.START,
                        List.of(
                                new IncidentReported.Item(
                                        "left-lung",
                                        DamageKind.BODILY_INJURY,
                                        new BigDecimal("180000"),
                                        "CNY",
                                        Severity.SERIOUS,
                                        null,
                                        null),
                                new IncidentReported.Item(
                                        "wages", DamageKind.PECUNIARY, BigDecimal.TEN, "CNY", null, null, null))),
                List.of(),
                List.of("incident:zhang"));
        Governed.says(
                fixture,
                "auditor",
                new DefectLocalised(
                        EntityId.parse("incident:zhang"),
                        null,
                        "replay",
                        List.of(part(Stage.TEACHER, "radnet", "0.3"), part(Stage.DISTILLATION, "smallai", "0.6")),
                        List.of(),
                        null));
    }

    private static DefectLocalised.Part part(Stage stage, String party, String contribution) {
        return new DefectLocalised.Part(stage, new PartyId(party), new BigDecimal(contribution), null, null);
    }

    private static List<Error> problems(String file) {
        Ran schema = Governed.kd("underwrite", "--schema");
        return SchemaRegistry.withDialect(Dialects.getDraft202012())
                .getSchema(schema.out(), InputFormat.JSON)
                .validate(file, InputFormat.JSON);
    }

    @Test
    void theFileHoldsToItsSchemaAndSaysWhatAnInsurerAsks() throws IOException {
        governed().record(UnderwriteCommandTest::harmed);
        Path file = governed().file("case.json");

        Ran told = underwrite("-o", file.toString());

        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.out()).contains("Written to");
        String text = Files.readString(file);
        assertThat(problems(text)).isEmpty();
        JsonNode json = new ObjectMapper().readTree(text);
        assertThat(json.path("grade").path("grade").asText()).isEqualTo("A");
        assertThat(json.path("cover").path("premium").asText()).isEqualTo("7/10");
        assertThat(json.path("deployment")
                        .path("hardware")
                        .get(0)
                        .path("target")
                        .asText())
                .isEqualTo("edge-npu");
        assertThat(json.path("deployment")
                        .path("teachers")
                        .get(0)
                        .path("sha256")
                        .asText())
                .isEqualTo(LogFixture.digest(1).hex());
        assertThat(json.path("labels").toString()).isEqualTo("{\"outputs\":1,\"labelled\":0}");
        JsonNode incident = json.path("incidents").get(0);
        assertThat(incident.path("status").asText()).isEqualTo("open");
        assertThat(incident.path("rootCause").path("stage").asText()).isEqualTo("distillation");
        assertThat(incident.path("rootCause").path("party").asText()).isEqualTo("smallai");
        assertThat(incident.path("rootCause").path("artefact").path("id").asText())
                .isEqualTo("model:student");
        assertThat(incident.path("judged").asBoolean()).as(told.err()).isTrue();
        assertThat(incident.path("items").get(0).path("shares").toString())
                .as("by contribution; the other ways to share say 1/3 to 2/3")
                .isEqualTo(
                        "[{\"party\":\"radnet\",\"share\":\"1/3\",\"low\":\"1/3\",\"high\":\"2/3\",\"claimable\":\"1/3\"},"
                                + "{\"party\":\"smallai\",\"share\":\"2/3\",\"low\":\"1/3\",\"high\":\"2/3\",\"claimable\":\"2/3\"}]");
        assertThat(incident.path("items").get(0).path("strategies").toString()).contains("shapley");
    }

    /** What was found later is no part of what was known, neither in the dossier nor in the verdicts. */
    @Test
    void aFileAsOfADayJudgesByWhatWasKnownThatDay() throws IOException {
        governed().record(UnderwriteCommandTest::harmed);
        ObjectMapper json = new ObjectMapper();
        JsonNode before = json.readTree(underwrite().out());
        try (ChainLog log = ChainLog.open(
                governed().url(),
                LogOptions.defaults()
                        .key(LogFixture.LOG_KEY)
                        .clock(Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC)))) {
            log.recorder(LogFixture.CHAIN, new PartyId("auditor"), LogFixture.signer("auditor"))
                    .record(EventDraft.of(new DefectLocalised(
                            EntityId.parse("incident:zhang"),
                            null,
                            "replay",
                            List.of(part(Stage.TEACHER, "radnet", "0.9")),
                            List.of(),
                            null)));
        }

        JsonNode after = json.readTree(underwrite().out());
        assertThat(after.path("incidents")).isEqualTo(before.path("incidents"));
        assertThat(after.path("log").path("entries").findValuesAsText("index"))
                .isEqualTo(before.path("log").path("entries").findValuesAsText("index"));
        JsonNode later = json.readTree(underwrite("--at", "2026-03-01").out());
        assertThat(later.path("incidents")
                        .get(0)
                        .path("rootCause")
                        .path("stage")
                        .asText())
                .isEqualTo("teacher");
        assertThat(later.path("log").path("entries").findValuesAsText("index")).contains("22");
    }

    @Test
    void aFileThatSaysLessOrMoreDoesNotHoldToTheSchema() throws IOException {
        governed().record(UnderwriteCommandTest::harmed);
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(underwrite().out());

        ObjectNode less = json.deepCopy();
        less.remove("log");
        assertThat(problems(less.toString())).isNotEmpty();
        ObjectNode more = json.deepCopy();
        more.put("patient", "Zhang Wei");
        assertThat(problems(more.toString())).isNotEmpty();
        ObjectNode wrong = json.deepCopy();
        ((ObjectNode) wrong.path("cover")).put("limit", "much");
        assertThat(problems(wrong.toString())).isNotEmpty();
    }

    @Test
    void nobodyWhoWasHarmedIsNamed() {
        governed().record(UnderwriteCommandTest::harmed);

        assertThat(underwrite().out())
                .doesNotContainIgnoringCase("zhang")
                .doesNotContain("clinic")
                .doesNotContain("output:1")
                .doesNotContain("left-lung")
                .doesNotContain("dataset:");
    }

    /** RFC 6962: every entry is under the root, by its leaf hash and its proof alone. */
    @Test
    void everyEntryIsProvenUnderTheRoot() throws IOException, NoSuchAlgorithmException {
        governed().record(UnderwriteCommandTest::harmed);
        JsonNode log = new ObjectMapper().readTree(underwrite().out()).path("log");

        assertThat(log.path("entries")).hasSizeGreaterThan(5);
        for (JsonNode entry : log.path("entries")) {
            byte[] hash = HexFormat.of().parseHex(entry.path("leafHash").asText());
            long node = entry.path("index").asLong();
            long last = log.path("size").asLong() - 1;
            for (JsonNode one : entry.path("proof")) {
                byte[] sibling = Base64.getDecoder().decode(one.asText());
                if (node % 2 == 1 || node == last) {
                    hash = parent(sibling, hash);
                    while (node % 2 == 0 && node > 0) {
                        node >>= 1;
                        last >>= 1;
                    }
                } else {
                    hash = parent(hash, sibling);
                }
                node >>= 1;
                last >>= 1;
            }
            assertThat(HexFormat.of().formatHex(hash))
                    .isEqualTo(log.path("root").asText());
        }
        assertThat(log.path("checkpoint").asText())
                .startsWith("kd.example/log\n" + log.path("size").asLong());
    }

    private static byte[] parent(byte[] left, byte[] right) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    @Test
    void aLogThatCanProveNothingGivesNoFile() {
        try (ChainLog log = ChainLog.open(governed().url())) {
            Governed.graded(LogFixture.begin(log).wholeChain(), 0, 2995);
        }

        Ran refused = Governed.kd(
                "underwrite", "deployment:ct-assist", "--log", governed().url());

        assertThat(refused.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(refused.err()).contains("has no checkpoint").contains("--log-key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deployment:none | --at=2026-01-06 | deployment:none",
                "model:student | --at=2026-01-06 | is no deployment",
                "deployment:ct-assist | --at=noon | write 2026-01-31",
                "deployment:ct-assist | --scheme=/no/such | /no/such",
                "deployment:ct-assist | -o=/no/such/folder/x.json | /no/such/folder"
            })
    void whatCannotBeMeantIsRefusedByName(String asked, String option, String named) {
        governed().record(UnderwriteCommandTest::harmed);

        Ran refused = Governed.kd("underwrite", asked, "--log", governed().url(), option);

        assertThat(refused.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(refused.err()).contains(named).doesNotContain("should not happen");
    }

    @Test
    void aCallWithoutADeploymentSaysHowItIsMade() {
        assertThat(Governed.kd("underwrite").err()).contains("Name a deployment and a log");
    }
}
