package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.examples.medical.DiagnosisChain;
import io.kdchain.examples.medical.DiagnosisResult;
import io.kdchain.examples.medical.Mistake;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.LogKey;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.KeyFile;
import io.kdchain.provenance.sign.SignedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain that is on record is traced from its log and its files alone. */
class RecordedTraceIT {

    @TempDir
    private static Path scene = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    private static String output = "";
    private static String patient = "";

    /** The hardware adapter calibrated on other rows than its recipe says. */
    @BeforeAll
    static void aRecordedChain() {
        DiagnosisResult result = DiagnosisChain.into(scene)
                .mistake(Mistake.CALIBRATION)
                .references(1)
                .run();
        output = result.harm().orElseThrow().output().key();
        patient = result.harm().orElseThrow().patient().id();
    }

    /** Every test has its own copy, to change as it likes. */
    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> all = Files.walk(scene)) {
            for (Path from : all.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(scene.relativize(from).toString());
                Files.createDirectories(to.getParent());
                Files.copy(from, to);
            }
        }
    }

    private String log() {
        return "jdbc:sqlite:" + folder.resolve(DiagnosisChain.LOG_NAME);
    }

    private Path artefacts() {
        return folder.resolve("artefacts");
    }

    private Ran trace(String what, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "trace",
                "--log",
                log(),
                "--trust",
                folder.resolve(DiagnosisChain.TRUST_NAME).toString(),
                "--output",
                what,
                "--artefacts",
                artefacts().toString(),
                "--repetitions",
                "2"));
        args.addAll(List.of(more));
        if (!args.contains("--lang")) {
            args.addAll(List.of("--lang", "en"));
        }
        return kd(args.toArray(String[]::new));
    }

    /** A key of the scene, which follows from its seed. */
    private String keyOf(String holder) {
        Path file = folder.resolve(holder + ".pem");
        KeyFile.write(
                file,
                Ed25519Signer.fromSeed(HexFormat.of()
                        .parseHex(ContentDigest.ofText("kdchain diagnosis key 1 " + holder)
                                .hex())));
        return file.toString();
    }

    private long entries() {
        try (ChainLog opened = ChainLog.open(log(), LogOptions.defaults().mustExist())) {
            return opened.size();
        }
    }

    @Test
    void theDepartureFromItsRecipeIsFoundWhateverTheFilesAreCalledAndRecordedByAnAuditor() throws IOException {
        Files.createDirectories(artefacts().resolve("hardware"));
        Files.move(artefacts().resolve("student-int8.safetensors"), artefacts().resolve("hardware/blob"));
        Path key = folder.resolve("auditor.pem");
        kd("key", "new", key.toString());
        String logKey = keyOf("log");
        Ran registered = kd(
                "party",
                "register",
                "second-audit",
                "--log",
                log(),
                "--log-key",
                logKey,
                "--key",
                key.toString(),
                "--registrar",
                keyOf("registry"),
                "--role",
                "auditor");
        assertThat(registered.code()).as(registered.err()).isZero();
        long before = entries();

        Ran ran = trace(output, "--json", "--key", key.toString(), "--log-key", logKey);

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode found = new ObjectMapper().readTree(ran.out());
        assertThat(found.get("abstained").asBoolean()).isFalse();
        assertThat(found.get("row").asText()).isEqualTo(patient);
        assertThat(found.get("method").asText()).isEqualTo("stage-replay-shapley");
        for (JsonNode stage : found.get("stages")) {
            boolean culprit = stage.get("stage").asText().equals("adaptation");
            assertThat(stage.get("reproduced").asBoolean()).isEqualTo(!culprit);
            assertThat(stage.get("contribution").decimalValue()).isEqualByComparingTo(culprit ? "1" : "0");
        }
        assertThat(found.get("stages").get(3).get("party").asText()).isEqualTo("edgechip");
        assertThat(found.get("sufficient").toString()).isEqualTo("[[\"adaptation\"]]");
        assertThat(found.get("recordedAs").asLong()).isEqualTo(before);
        try (ChainLog opened = ChainLog.open(log(), LogOptions.defaults().mustExist())) {
            assertThat(opened.evidence(List.of(EntityId.parse(output)))
                            .admittedAt(before)
                            .orElseThrow()
                            .event())
                    .satisfies(event -> {
                        assertThat(event.actor().value()).isEqualTo("second-audit");
                        assertThat(event.body())
                                .isInstanceOfSatisfying(
                                        DefectLocalised.class,
                                        body -> assertThat(body.stages()
                                                        .get(3)
                                                        .party()
                                                        .value())
                                                .isEqualTo("edgechip"));
                    });
        }
    }

    @Test
    void peopleAreToldInBothLanguages() {
        Ran english = trace(output);
        Ran chinese = trace(output, "--lang", "zh");

        assertThat(english.out())
                .contains("Row " + patient, "'1'; right is '0'")
                .contains("Teacher (radnet): carried out again, it gives what is on record, to the bit.")
                .contains("Adaptation (edgechip): carried out again, it gives sha256:")
                .contains("Enough for the wrong answer: Adaptation.")
                .contains("Unexplained: 0.0000.");
        assertThat(chinese.out())
                .contains("适配（edgechip）：重新执行所得为", "足以造成该错误回答：适配。")
                .doesNotContain("carried out");
    }

    @Test
    void whereEveryStageKeptToItsRecipeNoneIsNamed() throws IOException {
        soundChainTracedFor("--clean-chains", "6");
    }

    /** Each clean chain costs sixteen trainings: a minute in all. */
    @Test
    @Tag("long")
    void noneIsNamedBesideAGoodChainEither() throws IOException {
        soundChainTracedFor("--clean-chains", "9", "--reference", artefacts().toString());
    }

    /** Asks for the cause of an answer that only the asker holds for wrong. */
    private void soundChainTracedFor(String... more) throws IOException {
        folder = Files.createDirectories(folder.resolve("sound"));
        DiagnosisChain.into(folder).mistake(Mistake.NONE).references(1).run();
        Dataset rows = Dataset.fromBytes(Files.readAllBytes(artefacts().resolve("collected.csv")), "collected");
        Path asked = folder.resolve("asked.csv");
        Row right = rows.row(patient);
        Files.write(
                asked,
                rows.withRows(List.of(right.withLabel(1 - right.label()))).toBytes());
        Path key = folder.resolve("auditor.pem");
        kd("key", "new", key.toString());
        kd(
                "party",
                "register",
                "second-audit",
                "--log",
                log(),
                "--log-key",
                keyOf("log"),
                "--key",
                key.toString(),
                "--registrar",
                keyOf("registry"),
                "--role",
                "auditor");
        long before = entries();
        List<String> args = new ArrayList<>(List.of(
                "--asked",
                asked.toString(),
                "--row",
                patient,
                "--served",
                rows.classNames().get(right.label()),
                "--json",
                "--key",
                key.toString()));
        args.addAll(List.of(more));

        Ran ran = trace(output, args.toArray(String[]::new));

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode found = new ObjectMapper().readTree(ran.out());
        assertThat(found.get("abstained").asBoolean()).as(ran.out()).isTrue();
        assertThat(found.get("search").get("verdict").asText()).isEqualTo("ABSTAINED");
        assertThat(found.get("stages")).allSatisfy(stage -> {
            assertThat(stage.get("reproduced").asBoolean()).isTrue();
            assertThat(stage.get("contribution").decimalValue()).isEqualByComparingTo("0");
        });
        assertThat(found.get("account").asText()).contains("No stage departs from its recipe", "No stage is named");
        assertThat(entries()).as("who names nobody records nothing").isEqualTo(before);
    }

    @Test
    void aDistillationOnSeveralSetsOfRowsIsRefusedAndNotTakenForADeparture() {
        LogKey key = new LogKey("kdchain.example/diagnosis", KeyFile.read(Path.of(keyOf("log"))));
        try (ChainLog log =
                ChainLog.open(log(), LogOptions.defaults().mustExist().key(key))) {
            Event made = LongStream.range(0, log.size())
                    .mapToObj(index -> SignedEvent.parse(
                                    log.read(index).orElseThrow().envelope().toArray())
                            .event())
                    .filter(event -> event.body() instanceof DistillationCompleted)
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
            List<String> uses =
                    new ArrayList<>(made.uses().stream().map(EntityId::toString).toList());
            uses.add("dataset:findings-unlabelled@" + ContentDigest.ofText("more rows"));
            log.recorder(
                            made.chain(),
                            made.actor(),
                            KeyFile.read(Path.of(keyOf(made.actor().value()))))
                    .record(EventDraft.of(made.body())
                            .at(made.at())
                            .uses(uses.toArray(String[]::new))
                            .generates(made.generates().stream()
                                    .map(EntityId::toString)
                                    .toArray(String[]::new)));
        }

        Ran ran = trace(output);

        assertThat(ran.code()).isNotZero();
        assertThat(ran.err())
                .contains("dataset:findings-unlabelled", "more than one dataset cannot be carried out again");
    }

    @Test
    void whatCannotBeTracedIsNamed() throws IOException {
        Ran unknown = trace("output:finding-nobody");
        Ran notWrong = trace(output, "--served", "0");
        Ran noRow = trace(output, "--row", "p0-of-another-set");
        Ran noClass = trace(output, "--served", "maybe");
        Ran noReference =
                trace(output, "--reference", folder.resolve("elsewhere").toString());
        Ran lonely = trace(output, "--party", "auditor");
        Ran half = kd("trace", "--log", log(), "--output", output, "--lang", "en");

        assertThat(List.of(unknown, notWrong, noRow, noClass, noReference, lonely, half))
                .allSatisfy(ran -> assertThat(ran.code()).isEqualTo(2))
                .allSatisfy(ran -> assertThat(ran.out()).isEmpty());
        assertThat(unknown.err()).contains("The log knows nothing of output:finding-nobody");
        assertThat(notWrong.err()).contains("only a wrong answer has a cause to find");
        assertThat(noRow.err()).contains("have the id 'p0-of-another-set'", "--asked");
        assertThat(noClass.err()).contains("no class is named 'maybe'");
        assertThat(noReference.err()).contains("is no folder");
        assertThat(lonely.err()).contains("--party needs --key");
        assertThat(half.err()).contains("--log, --output and --artefacts");

        Path student = artefacts().resolve("student.safetensors");
        byte[] bytes = Files.readAllBytes(student);
        bytes[bytes.length - 1] ^= 1;
        Files.write(student, bytes);
        assertThat(trace(output).err())
                .contains(
                        "digest that is on record of model:student",
                        "perhaps a changed one",
                        " student.safetensors (sha256:");
        Files.delete(student);
        assertThat(trace(output).err()).contains("model:student", "Put the recorded file there");

        Path database = folder.resolve(DiagnosisChain.LOG_NAME);
        String text = Files.readString(database, StandardCharsets.ISO_8859_1);
        int place = text.indexOf("payload\":\"") + 40;
        char other = text.charAt(place) == 'A' ? 'B' : 'A';
        Files.writeString(
                database, text.substring(0, place) + other + text.substring(place + 1), StandardCharsets.ISO_8859_1);
        Ran forged = trace(output);
        assertThat(forged.code()).isEqualTo(1);
        assertThat(forged.err()).contains("The log does not verify, so that nothing is traced in it");
    }
}
