package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.KeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistillCommandIT {

    private static final String CONFIG = """
            data: {csv: rows.csv}
            teacher: {hidden: [16], epochs: 15}
            student: {hidden: [4]}
            loss: {name: dkd, temperature: 2, beta: 2, hardWeight: 0.1, softWeight: 0.9}
            training: {epochs: 12, batchSize: 16, seed: 3, warmUpSteps: 4}
            checkpoints: {every: 4}
            out: made
            """;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void rows() throws IOException {
        Random random = new Random(4);
        StringBuilder csv = new StringBuilder("a,b,c,class\n");
        for (int i = 0; i < 160; i++) {
            for (int f = 0; f < 3; f++) {
                csv.append(String.format(Locale.ROOT, "%.4f,", random.nextGaussian() + 1.6 * (i % 2)));
            }
            csv.append(i % 2 == 0 ? "healthy\n" : "ill\n");
        }
        Files.writeString(folder.resolve("rows.csv"), csv);
    }

    private String config(String text) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), text).toString();
    }

    @Test
    void aStudentIsMadeFromAFileAndMadeTheSameAgain() throws IOException {
        Ran first = kd("distill", config(CONFIG), "--json");
        Ran again = kd("distill", config(CONFIG.replace("out: made", "out: again")), "--json");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out().lines()).hasSize(1);
        JsonNode result = new ObjectMapper().readTree(first.out());
        assertThat(result.path("studentAccuracy").asDouble()).isGreaterThan(0.8);
        assertThat(result.path("epochs").asInt()).isEqualTo(12);
        assertThat(new ObjectMapper().readTree(again.out()).path("student")).isEqualTo(result.path("student"));
        assertThat(folder.resolve("made")).isDirectoryContaining(f -> f.endsWith("student.safetensors"));
        assertThat(first.err()).contains("student: epoch 12 of 12");
        // the finished run is not trained again, and answers the same
        Ran repeated = kd("distill", config(CONFIG), "--json");
        assertThat(repeated.out()).isEqualTo(first.out());
        assertThat(repeated.err()).doesNotContain("student: epoch");
    }

    @Test
    void aTeacherFromAFileTeachesWithItsOwnStandardisation() throws IOException {
        kd("distill", config(CONFIG));

        Ran ran = kd(
                "distill",
                config(CONFIG.replace(
                                "{hidden: [16], epochs: 15}",
                                "{file: made/teacher.safetensors, standardisation: made/standardisation.safetensors}")
                        .replace("out: made", "out: second")));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("right on 32 test rows");
        assertThat(ran.err()).doesNotContain("teacher: epoch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: hinton, reduction: element-mean, scaleT2: no}",
                "{name: dist, beta: 2, gamma: 2}",
                "{name: logit-standardisation}",
                "{name: forward-kl, entropy: kept}",
                "{name: reverse-kl, reduction: sum, softWeight: 0.01}",
                "{name: symmetric-kl, lambda: 0.5}",
                "{name: skew-forward-kl}",
                "{name: skew-reverse-kl}",
                "{name: skew-jensen-shannon}",
                "{name: jsd, beta: 0.3}",
                "{name: total-variation, temperature: 1}",
                "{name: logit-mse}",
                "{name: label-only, smoothing: 0.1}",
                "{name: born-again, form: confidence-weighted}"
            })
    void everyMethodIsKnownByName(String loss) throws IOException {
        Ran ran = kd("distill", config(CONFIG.replaceFirst("loss: .*", "loss: " + loss)), "--json");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(new ObjectMapper()
                        .readTree(ran.out())
                        .path("studentAccuracy")
                        .asDouble())
                .isGreaterThan(0.7);
        String name = loss.replaceFirst("\\{name: ([a-z-]+).*", "$1").replace("jensen-shannon", "js");
        assertThat(Files.readString(folder.resolve("made/recipe.txt"))).contains(name);
    }

    @Test
    void lossesOnLayersLearnAndSeveralTeachersTeach() throws IOException {
        String several = CONFIG.replaceFirst(
                        "teacher: .*", "teachers:\n  - {hidden: [16], epochs: 10}\n  - {hidden: [12], epochs: 10}")
                .replaceFirst("loss: .*", "loss: {combination: mean-logit, weights: [1, 2]}");
        String layers = CONFIG + """
                layers:
                  - {name: fitnets, weight: 1, student: layer0, teacher: layer0}
                  - {name: rkd, weight: 0.01, student: layer0, teacher: layer0}
                  - {name: similarity-preserving, student: layer0, teacher: layer0}
                  - {name: pkt, weight: 100, student: layer0, teacher: layer0}
                  - {name: crd, weight: 0.1, size: 8, others: 10, student: layer0, teacher: layer0}
                """;

        Ran taught = kd("distill", config(several));
        Ran tapped = kd("distill", config(layers.replace("out: made", "out: tapped")));

        assertThat(taught.code()).as(taught.err()).isZero();
        assertThat(folder.resolve("made/teacher-2.safetensors")).exists();
        assertThat(Files.readString(folder.resolve("made/recipe.txt"))).contains("MEAN_LOGIT", "[1.0, 2.0]");
        assertThat(tapped.code()).as(tapped.err()).isZero();
        assertThat(Files.readString(folder.resolve("tapped/recipe.txt"))).contains("fitnets", "linear-1x1", "crd");
    }

    @Test
    void aConvolutionalStudentIsTaughtThroughItsMaps() throws IOException {
        Random random = new Random(8);
        StringBuilder csv = new StringBuilder();
        for (int p = 0; p < 16; p++) {
            csv.append("p").append(p).append(',');
        }
        csv.append("class\n");
        for (int i = 0; i < 120; i++) {
            for (int p = 0; p < 16; p++) {
                csv.append(String.format(Locale.ROOT, "%.3f,", random.nextDouble() + (p / 4 == 1 + i % 2 ? 1 : 0)));
            }
            csv.append(i % 2 == 0 ? "upper\n" : "lower\n");
        }
        Files.writeString(folder.resolve("rows.csv"), csv);
        String text = CONFIG.replaceFirst("teacher: .*", "teacher: {filters: [8], image: [1, 4, 4], epochs: 8}")
                        .replaceFirst("student: .*", "student: {filters: [4], image: [1, 4, 4]}")
                + """
                layers:
                  - {name: attention-transfer, weight: 10, student: 04LambdaBlock, teacher: 04LambdaBlock}
                  - {name: vid, weight: 0.1, student: 04LambdaBlock, teacher: 04LambdaBlock}
                  - {name: nst, student: 04LambdaBlock, teacher: 04LambdaBlock}
                """;

        Ran ran = kd("distill", config(text), "--json");
        Ran again = kd(
                "distill",
                config(text.replaceFirst(
                                "teacher: .*",
                                "teacher: {file: made/teacher.safetensors, standardisation: made/standardisation.safetensors, filters: [8], image: [1, 4, 4]}")
                        .replace("out: made", "out: again")),
                "--json");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(new ObjectMapper()
                        .readTree(ran.out())
                        .path("studentAccuracy")
                        .asDouble())
                .isGreaterThan(0.8);
        assertThat(new ObjectMapper().readTree(again.out()).path("student"))
                .as(again.err())
                .isEqualTo(new ObjectMapper().readTree(ran.out()).path("student"));
    }

    @Test
    void temperatureAndWeightsMayChangeOverTheTraining() throws IOException {
        String changing = CONFIG.replaceFirst(
                        "loss: .*",
                        "loss: {name: hinton, temperature: {from: 4, to: 1, form: cosine}, softWeight: {from: 0.9, to: 0.1}}")
                + "layers:\n  - {name: fitnets, weight: {from: 1, to: 0}, student: layer0, teacher: layer0}\n";

        Ran ran = kd("distill", config(changing), "--json");
        Ran still = kd(
                "distill",
                config(changing.replace("{from: 4, to: 1, form: cosine}", "4").replace("made", "still")),
                "--json");
        Ran half = kd("distill", config(changing.replace("from: 1, to: 0", "from: 1")));
        Ran cold = kd("distill", config(changing.replace("to: 1, form", "to: 0, form")));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Files.readString(folder.resolve("made/recipe.txt")))
                .contains("COSINE 4.0 to 1.0", "LINEAR 0.9 to 0.1", "LINEAR 1.0 to 0.0");
        assertThat(new ObjectMapper().readTree(still.out()).path("student"))
                .isNotEqualTo(new ObjectMapper().readTree(ran.out()).path("student"));
        assertThat(half.err()).contains("config.yaml:9:", "weight.to' is missing");
        assertThat(cold.err()).contains("temperature is 0.0");
    }

    @Test
    void studentsLearnFromEachOtherAndAreRecordedEach() throws IOException {
        Path database = folder.resolve("chain.db");
        String mutual =
                CONFIG.replaceFirst("teacher: .*\nstudent: .*\nloss: .*", "students: [{hidden: [16]}, {hidden: [4]}]");
        String recorded = mutual + record(database).replaceFirst("(?s)teacher: big.*small", "students: [large, small]");

        Ran ran = kd("distill", config(recorded), "--json");
        Ran again = kd("distill", config(mutual.replace("out: made", "out: again")), "--lang", "en");
        Ran lonely = kd("distill", config(mutual.replace(", {hidden: [4]}", "")));
        Ran taught = kd("distill", config(mutual + "teacher: {hidden: [4]}\n"));

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(ran.out());
        assertThat(result.path("students")).hasSize(2);
        for (JsonNode student : result.path("students")) {
            assertThat(student.path("accuracy").asDouble()).isGreaterThan(0.8);
            assertThat(again.out()).contains(student.path("student").asText());
            assertThat(folder.resolve("made").resolve(student.path("file").asText()))
                    .exists();
        }
        assertThat(result.path("agreement").asDouble()).isGreaterThan(0.8);
        assertThat(again.out()).contains("they agree on");
        assertThat(statements(database))
                .contains("\"method\":\"mutual\"", "model:large", "model:small@sha256:", "student2.network");
        // registry, party, started, three checkpoints, two completed
        try (ChainLog log = ChainLog.open("jdbc:sqlite:" + database, LogOptions.defaults())) {
            assertThat(log.size()).isEqualTo(8);
            assertThat(log.verify().problems()).isEmpty();
        }
        assertThat(lonely.err()).contains("two or more are needed");
        assertThat(taught.err()).contains("'teacher' is not known");
    }

    @Test
    void rowsWithoutALabelTeachIfTheFileSaysThatThereAreSome() throws IOException {
        Path rows = folder.resolve("rows.csv");
        Path database = folder.resolve("chain.db");
        Files.writeString(rows, Files.readString(rows) + "0.1,0.2,0.3,\n1.5,1.6,1.7,\n");
        String mixed = CONFIG.replace("csv: rows.csv", "csv: rows.csv, unlabelled: yes")
                .replaceFirst("loss: .*", "loss: {name: hinton}");

        Ran refused = kd("distill", config(CONFIG));
        Ran ran = kd("distill", config(mixed + record(database)), "--json");
        Ran needing = kd("distill", config(mixed.replace("hinton", "dkd").replace("made", "other")));

        assertThat(refused.err()).contains("rows.csv:162", "the label is missing");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(new ObjectMapper().readTree(ran.out()).path("testRows").asInt())
                .isEqualTo(32);
        assertThat(statements(database)).contains("dataset:findings@", "dataset:findings-unlabelled@");
        assertThat(needing.code()).isEqualTo(2);
        assertThat(needing.err()).contains("before the training").doesNotContain("student: epoch");
    }

    @Test
    void theOptimiserIsChosenByName() throws IOException {
        String sgd = CONFIG.replace("seed: 3", "seed: 3, optimiser: sgd, momentum: 0.9, learningRate: 0.05");

        Ran ran = kd("distill", config(sgd), "--json");
        Ran without = kd("distill", config(sgd.replace("optimiser: sgd, ", "").replace("made", "other")), "--json");
        Ran unknown = kd("distill", config(sgd.replace("sgd", "lion").replace("made", "other")), "--json");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("momentum is 0.9 for ADAMW", "only SGD has any");
        assertThat(unknown.err()).contains("'training.optimiser' is 'lion'", "sgd, adam, adamw");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void rowsThatDecideWhenToStopAreNoneOfTheTestRows() throws IOException {
        String stopping = CONFIG.replace("epochs: 12", "epochs: 200").replace("warmUpSteps: 4", "patience: 2");

        Ran ran = kd("distill", config(stopping), "--json");
        Ran more = kd("distill", config(stopping.replace("out: made", "out: more\nvalidationFraction: 0.5")), "--json");

        JsonNode result = new ObjectMapper().readTree(ran.out());
        assertThat(result.path("epochs").asInt()).as(ran.err()).isBetween(3, 199);
        assertThat(result.path("testRows").asInt()).isEqualTo(32);
        assertThat(new ObjectMapper().readTree(more.out()).path("testRows").asInt())
                .isEqualTo(32);
        assertThat(more.out()).isNotEqualTo(ran.out());
    }

    private String record(Path database) {
        Ed25519Signer party = KeyFile.create(folder.resolve("smallai.pem"));
        try (ChainLog log = ChainLog.open("jdbc:sqlite:" + database, LogOptions.defaults())) {
            log.begin("chain", new PartyId("registry"), Ed25519Signer.generate(), "Registry", "CN", Instant.now())
                    .register(
                            new PartyId("smallai"),
                            party,
                            "Small AI",
                            List.of(Role.DISTILLATION_PROVIDER),
                            "CN",
                            Instant.now());
        }
        return """
                record:
                  log: jdbc:sqlite:%s
                  chain: chain
                  party: smallai
                  key: smallai.pem
                  dataset: findings
                  teacher: big
                  student: small
                  licences: {dataset: CC BY 4.0}
                """.formatted(database);
    }

    /** The signed statements of all entries, as text. */
    private static String statements(Path database) throws IOException {
        StringBuilder all = new StringBuilder();
        try (ChainLog log = ChainLog.open("jdbc:sqlite:" + database, LogOptions.defaults())) {
            for (long i = 0; i < log.size(); i++) {
                byte[] envelope = log.read(i).orElseThrow().envelope().toArray();
                String payload =
                        new ObjectMapper().readTree(envelope).path("payload").asText();
                all.append(new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }

    @Test
    void theRecordSaysOnHowManyThreadsAndUnderWhichLicences() throws IOException {
        Path database = folder.resolve("chain.db");

        Ran ran = kd("distill", config(CONFIG + record(database)));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(statements(database))
                .contains("\"threads\":\"1\"", "\"engine\":\"PyTorch ", "\"licence.dataset\":\"CC BY 4.0\"")
                .contains("\"licence.teacher\":\"not stated\"");
    }

    @Test
    void aTrainingThatRunsAwayRaisesTheAlarmInTheLog() throws IOException {
        Path database = folder.resolve("chain.db");
        String away = CONFIG.replace("hidden: [16], epochs: 15", "hidden: [16], epochs: 1")
                .replaceFirst("loss: .*", "loss: {name: logit-mse, softWeight: 1e39}");

        Ran ran = kd("distill", config(away + record(database)));

        assertThat(ran.code()).isNotZero();
        assertThat(ran.err()).contains("diverged at step");
        assertThat(statements(database)).contains("distillation.diverged-at-step");
    }

    @Test
    void whoAsksATeacherForMoreThanTheFileToleratesRaisesTheAlarmAndGoesOn() throws IOException {
        Path database = folder.resolve("chain.db");
        // 128 rows to learn on
        Ran ran = kd("distill", config(CONFIG + "watch: {inputs: 127}\n" + record(database)), "--lang", "en");
        Ran enough = kd("distill", config(CONFIG.replace("made", "other") + "watch: {inputs: 500}\n"));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("ALARM: the teacher was asked for 128 inputs, 127 are tolerated");
        assertThat(statements(database)).contains("teacher-queries.inputs");
        assertThat(enough.err()).doesNotContain("ALARM").doesNotContain("警报");
    }

    @Test
    void aRunIsRecordedInTheLogAndTheLogHolds() throws IOException {
        Path database = folder.resolve("chain.db");
        Ran ran = kd("distill", config(CONFIG + record(database)));

        assertThat(ran.code()).as(ran.err()).isZero();
        // registry, party, started, three checkpoints, completed
        try (ChainLog log = ChainLog.open("jdbc:sqlite:" + database, LogOptions.defaults())) {
            assertThat(log.size()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "csv: rows.csv, csv: none.csv, none.csv cannot be read: there is no such file",
        "name: dkd, name: dkb, 4:14: 'loss.name' is 'dkb'",
        "hidden: [4], hidden: [0], 3:10: 'hidden' holds 0.0",
        "epochs: 12, epochs: twelve, 5:20: 'training.epochs' is 'twelve'",
        "epochs: 12, epoks: 12, epoks' is not known",
        "temperature: 2, temperature: -2, temperature is -2.0",
        "'out: made', '', is missing",
        "csv: rows.csv, 'csv: rows.csv, csv: rows.csv', stands there twice",
        "'data: {csv: rows.csv}', 'data: {}', name one of csv",
        "'beta: 2', 'gamma: 2', 'loss.gamma' is not known",
        "'student: {hidden: [4]}', 'student: {filters: [2], image: [1, 2, 2]}', for inputs of 3 numbers",
        "'student: {', 'student: [', not YAML"
    })
    void whatIsWrongIsNamedBeforeTrainingBegins(String what, String by, String named) throws IOException {
        assertThat(CONFIG).contains(what);

        Ran ran = kd("distill", config(CONFIG.replace(what, by)));

        assertThat(ran.code()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err()).contains(named).doesNotContain("should not happen", "epoch 1 of", "Exception");
        assertThat(folder.resolve("made")).doesNotExist();
    }

    @Test
    void aNumberThatIsNoneInTheDataIsNamedByLine() throws IOException {
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows, Files.readString(rows) + "1,NaN,2,ill\n");

        Ran ran = kd("distill", config(CONFIG));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("rows.csv:162:3", "'NaN' in column 'b'");
    }
}
