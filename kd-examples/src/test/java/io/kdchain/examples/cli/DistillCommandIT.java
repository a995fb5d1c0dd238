package io.kdchain.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.KeyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private record Ran(int code, String out, String err) {}

    private static Ran kd(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Kd.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

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

    @Test
    void aRunIsRecordedInTheLogAndTheLogHolds() throws IOException {
        Path database = folder.resolve("chain.db");
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
        String record = """
                record:
                  log: jdbc:sqlite:%s
                  chain: chain
                  party: smallai
                  key: smallai.pem
                  dataset: findings
                  teacher: big
                  student: small
                """.formatted(database);

        Ran ran = kd("distill", config(CONFIG + record));

        assertThat(ran.code()).as(ran.err()).isZero();
        // registry, party, started, three checkpoints, completed
        try (ChainLog log = ChainLog.open("jdbc:sqlite:" + database, LogOptions.defaults())) {
            assertThat(log.size()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "csv: rows.csv, csv: none.csv, none.csv",
        "name: dkd, name: dkb, 4:14: 'loss.name' is 'dkb'",
        "hidden: [4], hidden: [0], 3:10: 'hidden' holds 0.0",
        "epochs: 12, epochs: twelve, 5:20: 'training.epochs' is 'twelve'",
        "epochs: 12, epoks: 12, epoks' is not known",
        "temperature: 2, temperature: -2, temperature is -2.0",
        "'out: made', '', is missing",
        "csv: rows.csv, 'csv: rows.csv, csv: rows.csv', stands there twice",
        "'data: {csv: rows.csv}', 'data: {}', name one of csv",
        "'student: {', 'student: [', not YAML"
    })
    void whatIsWrongIsNamedBeforeTrainingBegins(String what, String by, String named) throws IOException {
        assertThat(CONFIG).contains(what);

        Ran ran = kd("distill", config(CONFIG.replace(what, by)));

        assertThat(ran.code()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err()).contains(named).doesNotContain("should not happen", "epoch 1 of");
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
