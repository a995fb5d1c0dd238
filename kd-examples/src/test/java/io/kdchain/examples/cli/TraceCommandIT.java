package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.core.adapt.Int8Quantiser;
import io.kdchain.core.data.CsvReader;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.Mlp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceCommandIT {

    private static final String CONFIG = """
            suspect:
              distillation: suspect.yaml
              adaptation: {method: int8, granularity: tensor}
            reference:
              distillation: good.yaml
              adaptation: {method: int8}
            audit: {csv: audit.csv, group: a, from: 1}
            bands: bands.txt
            cleanChains: 9
            """;

    @TempDir
    private Path folder = Path.of("");

    private void rows(String name, int count, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("a,b,c,class\n");
        for (int i = 0; i < count; i++) {
            for (int f = 0; f < 3; f++) {
                csv.append(String.format(Locale.ROOT, "%.4f,", random.nextGaussian() + 1.6 * (i % 2)));
            }
            csv.append(i % 2 == 0 ? "healthy\n" : "ill\n");
        }
        Files.writeString(folder.resolve(name), csv);
    }

    private static String distillation(String teacher, int seed, String out) {
        return """
                data: {csv: rows.csv}
                teacher: {hidden: [12], epochs: %s}
                student: {hidden: [4]}
                training: {epochs: 8, batchSize: 16, seed: %d}
                out: %s
                """.formatted(teacher, seed, out);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @BeforeEach
    void chains() throws IOException {
        rows("rows.csv", 160, 4);
        rows("audit.csv", 200, 5);
        write("good.yaml", distillation("10", 3, "good"));
        Ran made = kd("distill", write("suspect.yaml", distillation("10", 500, "made")));
        assertThat(made.code()).as(made.err()).isZero();
    }

    private JsonNode trace(String config) throws IOException {
        Ran ran = kd("trace", write("trace.yaml", config), "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        return new ObjectMapper().readTree(ran.out());
    }

    @Test
    void aServiceThatPreparesItsInputsOtherwiseIsNamedAndASoundChainIsNot() throws IOException {
        JsonNode sound = trace(CONFIG);
        var rows = CsvReader.plain().read(folder.resolve("rows.csv"));
        byte[] other = Standardisation.fit(rows.withRows(rows.rows().stream()
                        .map(row -> {
                            double[] moved = Arrays.stream(row.features())
                                    .map(x -> x + 9)
                                    .toArray();
                            return new Row(row.id(), moved, row.label());
                        })
                        .toList()))
                .toBytes();
        Files.write(folder.resolve("other.safetensors"), other);
        String wrong = CONFIG.replace("reference:", "  servedStandardisation: other.safetensors\nreference:");
        JsonNode found = trace(wrong);
        Ran told = kd("trace", write("trace.yaml", wrong), "--lang", "zh");

        assertThat(sound.get("verdict").asText()).isEqualTo("ABSTAINED");
        assertThat(sound.get("named")).isEmpty();
        assertThat(found.get("verdict").asText()).isEqualTo("LOCATED");
        assertThat(found.get("named").get(0).asText()).isEqualTo("deployment");
        assertThat(told.out()).contains("部署", "判断界限：取自").doesNotContain("Deployment");
        assertThat(told.err()).as("the bands are kept").doesNotContain("无缺陷链条");
        assertThat(kd("trace", folder.resolve("trace.yaml").toString(), "--lang", "en")
                        .out())
                .contains("Deployment")
                .contains("Bands: as kept in");
    }

    @Test
    void anAdaptedModelThatIsNotTheDeclaredOneConvictsTheAdaptation() throws IOException {
        // what was put on the hardware comes from another student
        Ran made = kd("distill", write("other.yaml", distillation("10", 9, "other")));
        assertThat(made.code()).isZero();
        Path wrong = folder.resolve("hardware.safetensors");
        var student = Mlp.fromBytes(Files.readAllBytes(folder.resolve("other/student.safetensors")), "other");
        Files.write(
                wrong,
                Int8Quantiser.quantise(student, new float[][] {{1, 1, 1}, {-1, -1, -1}})
                        .toBytes());

        JsonNode found = trace(CONFIG.replace("reference:", "  adapted: hardware.safetensors\nreference:"));

        assertThat(found.get("verdict").asText()).isEqualTo("CONVICTED");
        assertThat(found.get("named").get(0).asText()).isEqualTo("adaptation");
        assertThat(found.get("stages").get(0).get("contradictions").get(0).asText())
                .contains("adapting the recorded student again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cleanChains: 9 | cleanChains: 2 | 'cleanChains' is 2",
                "group: a | group: z | 'z' is no column",
                "bands: bands.txt | bands: suspect.yaml | holds no bands",
                "csv: audit.csv | csv: good.yaml | good.yaml",
                "method: int8} | method: int4} | it must be one of none, int8, half, pruning",
                "suspect: | accused: | 'accused' is not known"
            })
    void badInputIsNamed(String right, String wrong, String said) throws IOException {
        Ran ran = kd("trace", write("trace.yaml", CONFIG.replace(right, wrong)));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(said);
    }
}
