package io.kdchain.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.examples.cli.Governed.Ran;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Amount;
import io.kdchain.provenance.event.BiasAudited;
import io.kdchain.provenance.event.ComplianceTrainingHeld;
import io.kdchain.provenance.event.DataAudited;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.FindingRectified;
import io.kdchain.provenance.event.InsuranceBound;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.MonitoringAlarm;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Scene;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.event.TechnicalAudited;
import io.kdchain.provenance.sign.VerifierKey;
import java.io.IOException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every proposal of the paper behind kdchain (Wu, on the attribution of liability to the service providers of a
 * knowledge distillation service chain), done by the command that the table of the README names.
 */
class ProposalsOfThePaperTest {
    private static final Path RULES = Path.of("../rules");
    private static final String ANSWER = "The finding is benign.";

    @TempDir
    private Path folder = Path.of("");

    private Governed governed() {
        return new Governed(folder);
    }

    private static Ran good(Ran ran) {
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        return ran;
    }

    /** A command on the log of the test, in English. */
    private Ran onLog(String... command) {
        return Governed.kd(
                Stream.concat(Stream.of(command), Stream.of("--log", governed().url(), "--lang", "en"))
                        .toArray(String[]::new));
    }

    /** As {@link #onLog}, signed by a party and under a checkpoint. */
    private Ran as(String party, String... command) {
        return onLog(Stream.concat(
                        Stream.of(command),
                        Stream.of(
                                "--key",
                                governed().key(party).toString(),
                                "--log-key",
                                governed().key("log").toString()))
                .toArray(String[]::new));
    }

    /** A verdict for each scenario, in order. */
    private static List<String> judged(String... scenarios) {
        Ran told = good(Governed.kd(Stream.concat(
                        Stream.of("attribute", "--rules", RULES.toString(), "--json"),
                        Stream.of(scenarios).map(RULES::resolve).map(Path::toString))
                .toArray(String[]::new)));
        List<String> verdicts = told.out().lines().toList();
        assertThat(verdicts).hasSameSizeAs(scenarios);
        return verdicts;
    }

    private static String breach(String party, String duty) {
        return "Breach(party: \\\"%s\\\", duty: \\\"%s\\\"".formatted(party, duty);
    }

    private String trust() throws IOException {
        Trust trusted = Trust.of(
                LogFixture.LOG_KEY.publicKey(),
                new VerifierKey("registry", LogFixture.signer("registry").publicKey()));
        return Files.writeString(folder.resolve("trust.txt"), trusted.text()).toString();
    }

    private static String answer() {
        return "output:17@" + Sha256.of(ANSWER.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode criterion(Ran assessed, String id) {
        return StreamSupport.stream(
                        assessed.json()
                                .path("assessments")
                                .path(0)
                                .path("criteria")
                                .spliterator(),
                        false)
                .filter(one -> one.path("criterion").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private String label() {
        Path label = folder.resolve("answer.label.json");
        good(onLog(
                "label",
                "write",
                label.toString(),
                "--output",
                "output:17",
                "--key",
                governed().key("cloud").toString()));
        return label.toString();
    }

    @Test
    @DisplayName("3.2: a label of liability traceability on each output")
    void traceabilityLabel() throws IOException {
        governed()
                .record(fixture -> fixture.record(
                        "cloud", LogFixture.served(), List.of("deployment:ct-assist"), List.of(answer())));
        String label = label();
        Path bytes = Files.writeString(folder.resolve("answer.txt"), ANSWER);
        Files.delete(folder.resolve("chain.db"));

        // whoever holds the output sees teacher, authorisation and participants, without the log
        assertThat(Governed.kd("label", "show", label, "--lang", "en").out())
                .contains("Served by: cloud", "radnet", "dataset:ct", "smallai", "edgechip");
        good(Governed.kd("label", "verify", label, "--trust", trust(), "--file", bytes.toString()));
        Files.writeString(bytes, "The finding is malignant.");
        assertThat(Governed.kd("label", "verify", label, "--trust", trust(), "--file", bytes.toString())
                        .code())
                .as("the label of another output")
                .isEqualTo(Kd.DOES_NOT_HOLD);
    }

    @Test
    @DisplayName("3.2: medical outputs carry the teacher's qualification and the report on its data")
    void medicalQualification() throws IOException {
        governed()
                .record(fixture -> fixture.record(
                        "cloud", LogFixture.served(), List.of("deployment:ct-assist"), List.of(answer())));
        Ran lacking = Governed.kd("label", "verify", label(), "--trust", trust(), "--strict", "--lang", "en");
        assertThat(lacking.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(lacking.out()).contains("qualification-missing", "compliance-report-missing");

        Files.delete(folder.resolve("chain.db"));
        governed().record(ProposalsOfThePaperTest::qualified);
        Ran shown = good(Governed.kd("label", "verify", label(), "--trust", trust(), "--strict", "--lang", "en"));
        assertThat(shown.out()).doesNotContain("missing");
    }

    private static void qualified(LogFixture fixture) {
        fixture.party("auditor", Role.AUDITOR);
        Governed.says(
                fixture,
                "auditor",
                new DataAudited(
                        EntityId.parse("dataset:ct"), DataAudited.Kind.COMPLIANCE, true, "report:R-1", List.of()));
        fixture.record(
                "radnet",
                new TeacherReleased(
                        List.of("medical"),
                        new TeacherReleased.Qualification("NMPA", "Q-1", Instant.parse("2030-01-01T00:00:00Z")),
                        true,
                        List.of(),
                        List.of()),
                List.of("dataset:ct"),
                List.of("model:qualified"));
        fixture.record(
                "smallai",
                new DistillationCompleted(null, List.of(), null, List.of()),
                List.of("model:qualified", "dataset:ct"),
                List.of("model:small"));
        fixture.record(
                "cloud",
                new ModelDeployed(null, null, Scene.MEDICAL, List.of("medical"), List.of(), null),
                List.of("model:small"),
                List.of("deployment:q"));
        fixture.record("cloud", LogFixture.served(), List.of("deployment:q"), List.of(answer()));
    }

    @Test
    @DisplayName("3.1: assessment of providers before they are engaged")
    void providerAssessment() {
        governed().record(fixture -> {
            fixture.party("auditor", Role.AUDITOR);
            for (String who : List.of("smallai", "auditor")) {
                Governed.says(
                        fixture,
                        who,
                        new BiasAudited(EntityId.parse("model:student"), "sex", "gap", null, null, true, List.of()));
            }
        });

        Ran told = onLog("assess", "smallai", "--at", "2026-01-06", "--json");

        assertThat(criterion(told, "bias").path("state").asText()).isEqualTo("shown");
        assertThat(criterion(told, "bias").path("ownWord"))
                .as("its own word counts for nothing")
                .hasSize(1);
        assertThat(criterion(told, "insurance").path("state").asText()).isEqualTo("not-shown");
    }

    @Test
    @DisplayName("3.1: dynamic encryption over the whole transfer")
    void dynamicEncryption() throws IOException {
        governed().recordToday(fixture -> {});
        Path weights = Files.writeString(folder.resolve("student.bin"), "the weights of the student");
        Path transferKey = folder.resolve("edgechip.transfer");
        for (String epoch : List.of("1", "2")) {
            List<String> card = List.of(
                    "transfer",
                    "key",
                    transferKey.toString(),
                    "--party",
                    "edgechip",
                    "--key",
                    governed().key("edgechip").toString(),
                    "-o",
                    folder.resolve("card-" + epoch).toString());
            assertThat(good(Governed.kd((epoch.equals("1")
                                            ? card.stream()
                                            : Stream.concat(card.stream(), Stream.of("--rotate")))
                                    .toArray(String[]::new)))
                            .out())
                    .as("the key changes")
                    .contains(epoch);
        }
        Path sealed = folder.resolve("student.kds");
        good(as(
                "smallai",
                "transfer",
                "seal",
                weights.toString(),
                sealed.toString(),
                "--artefact",
                "model:student",
                "--card",
                folder.resolve("card-2").toString()));
        assertThat(sealed).content(StandardCharsets.ISO_8859_1).doesNotContain("weights");
        good(as(
                "edgechip",
                "transfer",
                "open",
                sealed.toString(),
                folder.resolve("got.bin").toString(),
                "--transfer-key",
                transferKey.toString()));

        assertThat(folder.resolve("got.bin")).hasSameTextualContentAs(weights);
        assertThat(criterion(onLog("assess", "smallai", "--json"), "dynamic-encryption")
                        .path("hits")
                        .asLong())
                .as("on record, and confirmed by the recipient")
                .isEqualTo(1);
    }

    @Test
    @DisplayName("3.3: training in compliance and ethics")
    void training() {
        governed()
                .record(fixture ->
                        Governed.says(fixture, "cloud", new ComplianceTrainingHeld("ethics", null, null, null)));

        Ran due = onLog("monitor", "--party", "edgechip", "--at", "2027-01-07");
        assertThat(due.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(due.out()).contains("overdue").contains("edgechip: train the staff again");
        assertThat(criterion(onLog("assess", "cloud", "--at", "2026-12-31", "--json"), "training")
                        .path("hits")
                        .asLong())
                .isEqualTo(1);
        assertThat(criterion(onLog("assess", "cloud", "--at", "2027-01-07", "--json"), "training")
                        .path("expired"))
                .as("a year later it no longer counts")
                .hasSize(1);
        assertThat(criterion(onLog("assess", "edgechip", "--at", "2026-12-31", "--json"), "training")
                        .path("state")
                        .asText())
                .isEqualTo("not-shown");
    }

    @Test
    @DisplayName("3.3: no general duty to review; filters and marks of risk instead")
    void noGeneralReviewDuty() {
        List<String> verdicts = judged(
                "cn-proposal/scenarios/proposal-no-general-review.yaml",
                "cn-proposal/scenarios/proposal-filters-decides.yaml",
                "cn-proposal/scenarios/proposal-filters-just-not.yaml",
                "cn/scenarios/duty-d22-warn-of-risk-decides.yaml",
                "cn/scenarios/duty-d22-warn-of-risk-just-not.yaml");

        assertThat(verdicts.get(0))
                .as("nobody looked at all outputs, and nobody is liable for that")
                .contains("\"liable\":[]");
        assertThat(verdicts.get(1)).contains(breach("cloudco", "industry-level-filters"));
        assertThat(verdicts.get(2)).doesNotContain(breach("cloudco", "industry-level-filters"));
        assertThat(verdicts.get(3)).contains(breach("cloudco", "warn-of-risk"));
        assertThat(verdicts.get(4)).doesNotContain(breach("cloudco", "warn-of-risk"));
    }

    @Test
    @DisplayName("3.3: emergency response")
    void emergencyResponse() {
        governed().recordToday(fixture -> {});
        good(as(
                "clinic",
                "incident",
                "open",
                "--id",
                "ct-1",
                "--about",
                "output:1",
                "--claimant",
                "patient",
                "--at",
                "2026-01-05",
                "--item",
                "bodily-injury=5000 CNY"));
        for (String step : List.of("seal", "activate-plan", "takedown", "notify-users", "notify-authority")) {
            assertThat(good(as("cloud", "incident", "step", step, "--incident", "ct-1"))
                            .out())
                    .contains("done     " + step);
        }

        Ran early = as("clinic", "incident", "close", "--incident", "ct-1", "--outcome", "settled");
        assertThat(early.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(early.err()).contains("required steps are not done");
        assertThat(onLog("incident", "status", "--at", "2099-01-01").code())
                .as("what stays undone is overdue")
                .isEqualTo(Kd.DOES_NOT_HOLD);
        Path handover = folder.resolve("handover");
        good(onLog("incident", "handover", "--incident", "ct-1", "-o", handover.toString()));
        assertThat(handover).isDirectoryContaining("glob:**incident.kd-evidence.json");
    }

    @Test
    @DisplayName("3.4: means for the regulator")
    void regulatorsMeans() {
        governed().recordToday(fixture -> fixture.party("cac", Role.REGULATOR));
        String[] stop = {
            "oversee",
            "order",
            "--to",
            "cloud",
            "--kind",
            "stop",
            "--about",
            "deployment:ct-assist",
            "--until",
            "2099-12-31"
        };
        assertThat(as("cloud", stop).err()).as("nobody else orders").contains("is not registered as regulator");
        good(as("cac", stop));
        good(as(
                "cac",
                "oversee",
                "audit",
                "--subject",
                "model:teacher",
                "--scope",
                "safety",
                "--finding",
                "F-2=2099-01-31@radnet: no filter"));

        JsonNode told = onLog("oversee", "--json").json();

        assertThat(told.path("obligations").toString()).contains("obey-order", "rectify-finding", "radnet");
        assertThat(told.path("stages").toString()).as("what nobody checked").contains("model:student-int8");
    }

    @Test
    @DisplayName("3.4: monitoring of the whole process")
    void monitoring() {
        governed()
                .record(fixture -> Governed.says(
                        fixture,
                        "cloud",
                        new MonitoringAlarm(
                                "deployment:ct-assist", "drift", new BigDecimal("0.4"), new BigDecimal("0.1"))));

        Ran open = onLog("monitor", "--at", "2026-01-08", "--within", "3");
        assertThat(open.out()).contains("cloud: answer the alarm of drift deployment:ct-assist; alarm.grace PT72H");
        assertThat(open.code()).isZero();
        Ran overdue = onLog("monitor", "--at", "2026-01-09");
        assertThat(overdue.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(overdue.out()).contains("overdue  2026-01-08T00:00:00Z  cloud: answer the alarm of drift");
    }

    @Test
    @DisplayName("3.4: periodic technical audits with a deadline for rectification")
    void auditsWithDeadlines() {
        governed().record(fixture -> {
            fixture.party("authority", Role.REGULATOR);
            Governed.says(
                    fixture,
                    "authority",
                    new TechnicalAudited(
                            EntityId.parse("deployment:ct-assist"),
                            new PartyId("authority"),
                            List.of(TechnicalAudited.Scope.SAFETY),
                            List.of(finding("F-1"), finding("F-2"))));
            Governed.says(fixture, "cloud", new FindingRectified("F-1", "re-trained"));
        });

        Ran late = onLog("monitor", "--packs", "cn-proposal", "--at", "2026-02-02", "--all");

        assertThat(late.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(late.out())
                .contains("done  2026-02-01T00:00:00Z  cloud: rectify finding F-1")
                .contains("overdue  2026-02-01T00:00:00Z  cloud: rectify finding F-2")
                .contains("open  2027-01-05T00:00:00Z  cloud: have audited again deployment:ct-assist; audit.period");
    }

    private static TechnicalAudited.Finding finding(String id) {
        return new TechnicalAudited.Finding(id, null, null, Instant.parse("2026-02-01T00:00:00Z"), null);
    }

    @Test
    @DisplayName("3.4: a convention of the industry")
    void convention() {
        List<String> verdicts = judged(
                "cn/scenarios/duty-d41-honour-convention-decides.yaml",
                "cn/scenarios/duty-d41-honour-convention-just-not.yaml");

        assertThat(verdicts.get(0)).as("who signed is held to it").contains(breach("cloudco", "honour-convention"));
        assertThat(verdicts.get(1)).doesNotContain(breach("cloudco", "honour-convention"));
    }

    @Test
    @DisplayName("1.3: insurance that belongs to a grade")
    void insurance() {
        List<String> verdicts = judged(
                "cn-proposal/scenarios/proposal-grade-and-cover-decides.yaml",
                "cn-proposal/scenarios/proposal-grade-by-law-in-force.yaml");
        assertThat(verdicts.get(0))
                .as("strictly: all of the cover of 600,000, and a quarter of what is beyond")
                .contains("\"party\":\"cloudco\",\"roles\":[\"deployment-platform\"],\"share\":\"7/10\"");
        assertThat(verdicts.get(1))
                .contains("\"party\":\"cloudco\",\"roles\":[\"deployment-platform\"],\"share\":\"1/4\"");

        governed().record(fixture -> {
            Governed.graded(fixture, 0, 600);
            fixture.party("insureco", Role.INSURER);
            Governed.says(
                    fixture,
                    "insureco",
                    new InsuranceBound(
                            new PartyId("insureco"),
                            new PartyId("cloud"),
                            "P-1",
                            new Amount(new BigDecimal("1000000"), "CNY"),
                            new BigDecimal("20000"),
                            "B",
                            LogFixture.START,
                            Instant.parse("2026-12-31T00:00:00Z"),
                            List.of()));
        });
        // the regime moves the loss, never how a loss is paid: 19/20 x min(800,000, loss - 15,000)
        assertThat(paid("700000")).isEqualTo("650750");
        assertThat(paid("250000")).isEqualTo("223250");
        Path file = folder.resolve("case.json");
        good(onLog("underwrite", "deployment:ct-assist", "--at", "2026-01-06", "-o", file.toString()));
        assertThat(file).content().contains("\"CNY\" : \"1000000\"").contains("\"leafHash\"");
    }

    private String paid(String loss) {
        return onLog(
                        "grade",
                        "deployment:ct-assist",
                        "--at",
                        "2026-01-06",
                        "--limit",
                        "1000000",
                        "--deductible",
                        "20000",
                        "--loss",
                        loss,
                        "--json")
                .json()
                .path("payments")
                .path(0)
                .path("pays")
                .asText();
    }

    @Test
    @DisplayName("1.3: graded standards of content safety")
    void gradedSafety() {
        governed().record(fixture -> Governed.graded(fixture, 0, 2995));
        assertThat(good(onLog("grade", "deployment:ct-assist", "--at", "2026-01-06"))
                        .out())
                .contains("grade A")
                .contains("a teacher's grade is not its student's");

        Ran old = onLog("grade", "deployment:ct-assist", "--at", "2026-06-01");
        assertThat(old.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(old.out()).contains("grade E").contains("failed     the tests are valid");
    }

    /** The table of the README names each of these tests, so that neither is without the other. */
    @Test
    void theTableOfTheReadmeNamesEveryProposal() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        List<String> tests = Stream.of(ProposalsOfThePaperTest.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(DisplayName.class))
                .map(Method::getName)
                .toList();

        assertThat(tests)
                .hasSizeGreaterThan(10)
                .allSatisfy(test -> assertThat(readme).contains("`" + test + "`"));
    }
}
