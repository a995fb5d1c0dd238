package io.kdchain.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.LegalHoldSet;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.sign.KeyFile;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.UnknownSubjectException;
import io.kdchain.rules.pack.RulePack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The response to an incident, as those who have to respond work through it. */
class IncidentCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private String log = "";

    private record Ran(int code, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }

        JsonNode step(String id) throws IOException {
            for (JsonNode step : json().path("incidents").path(0).path("steps")) {
                if (step.path("step").asText().equals(id)) {
                    return step;
                }
            }
            throw new AssertionError(id);
        }
    }

    private static Ran kd(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Kd.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** A command of {@code kd incident} on the log, in English. */
    private Ran incident(String command, String... more) {
        return kd(Stream.of(List.of("incident", command, "--log", log, "--lang", "en"), Arrays.asList(more))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private Ran as(String party, String command, String... more) {
        Path key = folder.resolve(party + ".pem");
        if (!Files.exists(key)) {
            KeyFile.write(key, LogFixture.signer(party));
        }
        Path logKey = folder.resolve("log.pem");
        if (!Files.exists(logKey)) {
            KeyFile.write(logKey, LogFixture.signer("log"));
        }
        return incident(
                command,
                Stream.concat(Stream.of("--key", key.toString(), "--log-key", logKey.toString()), Arrays.stream(more))
                        .toArray(String[]::new));
    }

    @BeforeEach
    void recordAChain() {
        log = "jdbc:sqlite:" + folder.resolve("chain.db");
        try (ChainLog chain = ChainLog.open(log, LogFixture.options())) {
            LogFixture.begin(chain).wholeChain();
        }
    }

    private Ran open() {
        return as(
                "clinic",
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
                "bodily-injury=5000 CNY");
    }

    @Test
    void anIncidentIsOpenedWorkedThroughHandedOverAndClosed() throws IOException {
        Ran opened = open();
        assertThat(opened.code()).as(opened.err()).isZero();
        assertThat(opened.out())
                .contains("Incident incident:ct-1: open")
                .contains("due      takedown: Take the output down or cut the service off; by ")
                .contains("not yet  attribute: Attribute the liability; waits for localise")
                .contains("n/a      apologise");

        Ran sealed = as("cloud", "step", "seal", "--incident", "ct-1", "--json");
        assertThat(sealed.code()).as(sealed.err()).isZero();
        assertThat(sealed.step("seal").path("state").asText()).isEqualTo("done");
        try (ChainLog chain = ChainLog.open(log, LogOptions.defaults().mustExist())) {
            LogEntry hold = chain.evidence(List.of(EntityId.parse("incident:ct-1"))).admitted().stream()
                    .filter(one -> one.event().body() instanceof LegalHoldSet)
                    .findFirst()
                    .orElseThrow();
            // every artefact behind the output, with the digest on record
            assertThat(((LegalHoldSet) hold.event().body()).about())
                    .extracting(EntityId::toString)
                    .containsExactly(
                            "dataset:ct",
                            "deployment:ct-assist",
                            "model:student",
                            "model:student-int8",
                            "model:teacher@" + LogFixture.digest(1),
                            "output:1",
                            "incident:ct-1");
        }
        for (String step : List.of("activate-plan", "takedown", "preserve", "notify-users", "notify-authority")) {
            assertThat(as("cloud", "step", step, "--incident", "ct-1").code())
                    .as(step)
                    .isZero();
        }
        Ran early = as("cloud", "step", "rectify", "--incident", "ct-1");
        assertThat(early.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(early.err()).contains("rectify comes after localise");
        Ran anyway = as("smallai", "step", "rectify", "--incident", "ct-1", "--anyway");
        assertThat(anyway.out()).contains("by smallai came before the step localise");

        Ran refused = as("clinic", "close", "--incident", "ct-1", "--outcome", "settled");
        assertThat(refused.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(refused.err()).contains("stays open: required steps are not done: localise, attribute.");
        Ran closed = as(
                "clinic",
                "close",
                "--incident",
                "ct-1",
                "--outcome",
                "settled",
                "--because",
                "the parties agreed",
                "--json");
        assertThat(closed.code()).isZero();
        assertThat(closed.json()
                        .path("incidents")
                        .path(0)
                        .path("closed")
                        .path("actor")
                        .asText())
                .isEqualTo("clinic");
        assertThat(closed.json().path("incidents").path(0).path("remarks").toString())
                .contains("closed-open")
                .contains("localise, attribute");
        assertThat(as("clinic", "close", "--incident", "ct-1", "--outcome", "x").err())
                .contains("was closed at");

        Path out = folder.resolve("handover");
        Ran handed = incident("handover", "--incident", "ct-1", "-o", out.toString());
        assertThat(handed.code()).as(handed.err()).isZero();
        assertThat(out)
                .isDirectoryContaining("glob:**incident.kd-evidence.json")
                .isDirectoryContaining("glob:**status.json");
        assertThat(Files.readString(out.resolve("cover.html")))
                .contains("Steps of the playbook", "处置步骤", "came before the step localise", "digest")
                .doesNotContain("DRILL");
        assertThat(Files.readString(out.resolve("cover.zh.txt"))).contains("已于", "结案");
        Path trust = folder.resolve("trust.txt");
        Files.writeString(
                trust,
                "%s%n%s%n"
                        .formatted(
                                new VerifierKey(
                                        "registry",
                                        LogFixture.signer("registry").publicKey()),
                                new VerifierKey(
                                        "kd.example/log",
                                        LogFixture.signer("log").publicKey())));
        Ran verified = kd(
                "evidence",
                "verify",
                out.resolve("incident.kd-evidence.json").toString(),
                "--trust",
                trust.toString(),
                "--lang",
                "en");
        assertThat(verified.code()).as(verified.out()).isZero();
        assertThat(incident("handover", "--incident", "ct-1", "-o", out.toString())
                        .err())
                .contains("is not empty");
    }

    @Test
    void aDrillIsMarkedEverywhereAndNothingCanAttributeIt() throws IOException {
        Ran opened = as("cloud", "drill", "--id", "autumn");
        assertThat(opened.code()).as(opened.err()).isZero();
        assertThat(opened.out()).startsWith("DRILL incident:drill-autumn: nothing here happened");
        assertThat(as("clinic", "step", "takedown", "--incident", "drill-autumn")
                        .out())
                .contains("done     takedown");
        Ran told = incident("status", "--json");
        assertThat(told.json().path("incidents").path(0).path("drill").asBoolean())
                .isTrue();
        // late drills warn nobody
        assertThat(incident("status", "--at", "2099-01-01").code()).isZero();

        Path out = folder.resolve("drill");
        assertThat(incident("handover", "--incident", "drill-autumn", "-o", out.toString())
                        .code())
                .isZero();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files).allMatch(file -> file.getFileName().toString().startsWith("DRILL-"));
        }
        assertThat(Files.readString(out.resolve("DRILL-cover.html"))).contains("NOT A REAL INCIDENT", "并非真实事件");
        try (ChainLog chain = ChainLog.open(log, LogOptions.defaults().mustExist())) {
            LiabilityEngine engine = LiabilityEngine.builder()
                    .evidence(chain)
                    .pack(RulePack.builtin("cn"))
                    .build();
            assertThatThrownBy(() -> engine.reported("incident:drill-autumn"))
                    .isInstanceOf(UnknownSubjectException.class);
        }
    }

    @Test
    void whatIsOverdueFailsAndIsToldInChinese() {
        open();

        Ran late = kd("incident", "status", "--log", log, "--lang", "zh", "--at", "2099-01-01");

        assertThat(late.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(late.out()).contains("逾期未办", "takedown: 下架输出或断开服务", "逾期 ");
        assertThat(incident("status").code()).isZero();
    }

    @Test
    void logsThatSayOtherThingsAreHeldAgainstEachOther() throws IOException {
        open();
        Path copy = folder.resolve("copy.db");
        Files.copy(folder.resolve("chain.db"), copy);
        as("cloud", "step", "takedown", "--incident", "ct-1");

        Ran both = kd(
                "incident", "status", "--log", log, "--log", "jdbc:sqlite:" + copy, "ct-1", "--lang", "en", "--json");

        assertThat(both.code()).as(both.err()).isZero();
        assertThat(both.step("takedown").path("state").asText()).isEqualTo("done");
        assertThat(both.step("takedown").path("shownBy").path(0).path("log").asText())
                .isEqualTo(log);
        JsonNode differences = both.json().path("incidents").path(0).path("differences");
        assertThat(differences).hasSize(1);
        assertThat(differences.path(0).path("step").asText()).isEqualTo("takedown");
        assertThat(differences.path(0).path("byLog").path(log).asText()).isEqualTo("done");
        assertThat(differences.path(0).path("byLog").path("jdbc:sqlite:" + copy).asText())
                .isEqualTo("due");
        assertThat(kd("incident", "status", "--log", log, "--log", log).err()).contains("names a log twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open | --about output:9 --claimant p --at 2026-01-05 | knows nothing of output:9",
                "open | --about output --claimant p --at 2026-01-05 | is no entity",
                "open | --about output:1 --claimant p --at 2999-01-05 | after the present",
                "open | --about output:1 --claimant p --at soon | --at is 'soon'",
                "open | --about output:1 --claimant p --at 2026-01-05 --item harm | --item is 'harm'",
                "open | --about output:1 --claimant p --at 2026-01-05 --id drill-1 | begins the names of drills",
                "open | --about output:1 --claimant p --at 2026-01-05 --id ct-1 | is on record already",
                "step | take-down --incident ct-1 | no step 'take-down'",
                "step | takedown --incident ct-9 | no incident 'incident:ct-9'",
                "step | notify-users --incident ct-1 --measure takedown | does not show step notify-users",
                "step | takedown --incident ct-1 | 'clinic' has none of the roles",
                "step | apologise --incident ct-1 | is for damage of other kinds",
                "step | localise --incident ct-1 --anyway | kd trace",
                "step | attribute --incident ct-1 --anyway | needs --verdict",
                "step | close --incident ct-1 | kd incident close",
                "close | --incident dataset:ct --outcome x | no incident",
            })
    void badInputIsNamedWithTheRemedy(String command, String args, String told) {
        open();

        Ran ran = as("clinic", command, args.split(" "));

        assertThat(ran.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(ran.err()).contains(told).doesNotContain("should not happen");
    }

    @Test
    void aVerdictIsRecordedOnlyWhereItIsAboutTheIncident() throws IOException {
        open();
        as("cloud", "step", "seal", "--incident", "ct-1");
        Path verdict = folder.resolve("verdict.json");
        Files.writeString(
                verdict,
                kd("attribute", "--log", log, "--incident", "incident:ct-1", "--json")
                        .out());
        Path other = folder.resolve("other.json");
        Files.writeString(other, Files.readString(verdict).replace("incident:ct-1", "incident:ct-2"));

        assertThat(as("clinic", "step", "attribute", "--incident", "ct-1", "--anyway", "--verdict", other.toString())
                        .err())
                .contains("is a verdict about 'incident:ct-2', and not about incident:ct-1");
        Ran done = as(
                "clinic",
                "step",
                "attribute",
                "--incident",
                "ct-1",
                "--anyway",
                "--verdict",
                verdict.toString(),
                "--json");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.step("attribute").path("state").asText()).isEqualTo("done");
    }
}
