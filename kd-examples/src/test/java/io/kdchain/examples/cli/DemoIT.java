package io.kdchain.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.examples.medical.DiagnosisChain;
import io.kdchain.examples.medical.Mistake;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Fraction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoIT {
    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private Optional<Attribution> demo(Path out, long seed, Mistake mistake) throws IOException {
        PrintWriter stream = new PrintWriter(told, true, StandardCharsets.UTF_8);
        return new Demo(
                        out,
                        seed,
                        Locale.ENGLISH,
                        stream,
                        stream,
                        false,
                        DiskCheck.ofThisMachine(),
                        (DiagnosisChain chain) -> chain.mistake(mistake))
                .run();
    }

    private static String run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(Kd.run(args, stream, stream))
                .as(out.toString(StandardCharsets.UTF_8))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "TEACHER_LABELS, radnet",
        "LOSS, smallai",
        "DEPLOYMENT_SCALING, clinic-cloud",
    })
    void theVerdictMovesWithTheMistake(Mistake mistake, String liable) throws IOException {
        Attribution verdict = demo(folder.resolve("demo"), 1, mistake).orElseThrow();

        assertThat(verdict.established()).isTrue();
        assertThat(verdict.shareOf(liable)).isEqualTo(Fraction.ONE);
    }

    @Test
    void theSameSeedGivesTheSameVerdictAndALogThatAStrangerVerifies() throws IOException {
        Path first = folder.resolve("first");

        Attribution one = demo(first, 1, Mistake.CALIBRATION).orElseThrow();
        Attribution two = demo(folder.resolve("second"), 1, Mistake.CALIBRATION).orElseThrow();

        assertThat(one.shareOf("edgechip")).isEqualTo(Fraction.ONE);
        assertThat(two.digest()).isEqualTo(one.digest());
        assertThat(first.resolve(Demo.REPORT_NAME))
                .content(StandardCharsets.UTF_8)
                .contains("edgechip", "<svg");
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("[ 1/12]", "[12/12]");

        String log = "jdbc:sqlite:" + first.resolve(DiagnosisChain.LOG_NAME);
        String trust = first.resolve(DiagnosisChain.TRUST_NAME).toString();
        assertThat(run("log", "verify", "--log", log, "--trust", trust)).contains("verify");
        String output = new ObjectMapper()
                .readTree(run("log", "slice", "--log", log, one.incident(), "--json"))
                .path("about")
                .path(0)
                .asText();
        assertThat(output).isEqualTo(one.incident());
        assertThat(run("log", "slice", "--log", log, one.incident())).contains("IncidentReported");
        assertThat(run("log", "slice", "--log", log, one.incident(), "--dot")).startsWith("digraph");
        assertThat(run("attribute", "--log", log, "--trust", trust, "--incident", one.incident(), "--json"))
                .contains(one.digest());
    }

    @Test
    void aFolderWithOtherThingsIsLeftAsItIs() throws IOException {
        Path out = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(out.resolve("thesis.txt"), "years of work");

        assertThat(Kd.run(new String[] {"demo", "--out", out.toString()}, System.out, new PrintStream(told)))
                .isEqualTo(2);
        assertThat(out.resolve("thesis.txt")).hasContent("years of work");
        assertThat(out.toFile().list()).containsExactly("thesis.txt");
    }
}
