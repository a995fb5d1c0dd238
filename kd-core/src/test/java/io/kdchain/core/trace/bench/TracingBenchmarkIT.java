package io.kdchain.core.trace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.core.data.ContentDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole benchmark: bands fixed on 532 clean chains, then 225 chains with a defect, 200 clean and 50 with two, all
 * on seeds of their own. All of it is exact Java arithmetic, so that the table beside the package documentation comes
 * out again to the digit. Command: {@link TracingBenchmark#COMMAND}.
 */
class TracingBenchmarkIT {

    private static final Path TABLE = Path.of("src/main/java/io/kdchain/core/trace/chain/BENCHMARK.md");
    private static final Path BANDS = Path.of("src/test/resources/io/kdchain/core/trace/bench/bands.txt");

    @Test
    @Tag("long")
    void theTableBesideThePackageIsWhatComesOut() throws IOException {
        long start = System.nanoTime();
        Bench bench = new Bench().fixBands(TracingBenchmark.BAND_CHAINS, TracingBenchmark.BAND_SEED);
        String bands = TracingBenchmark.text(bench);
        var benchmark = new TracingBenchmark(bench);
        String table = benchmark.table();
        Path out = Files.createDirectories(Path.of("target", "tracing"));
        Files.writeString(out.resolve("bands.txt"), bands);
        Files.writeString(out.resolve("table.md"), table);
        Files.writeString(
                out.resolve("seconds.txt"),
                "%.0f s in all, %.2f s a chain with reference%n"
                        .formatted((System.nanoTime() - start) / 1e9, benchmark.secondsEach()));

        assertThat(bands).isEqualTo(Files.readString(BANDS));
        assertThat(Files.readString(TABLE)).contains(table);
    }

    @Test
    void aThirdOfTheKindsOfEachStageIsSetAsideByTheirDigests() {
        List<String> kinds = TracingBenchmark.lines("kinds.txt");
        List<String> heldOut = TracingBenchmark.lines("held-out.txt");

        assertThat(Defects.kinds()).containsExactlyInAnyOrderElementsOf(kinds);
        for (String stage : List.of("data", "teacher", "distillation", "adaptation", "deployment")) {
            List<String> smallest = kinds.stream()
                    .filter(kind -> kind.startsWith(stage + "/"))
                    .sorted(Comparator.comparing(
                            kind -> ContentDigest.ofText(kind).hex()))
                    .limit(3)
                    .toList();
            assertThat(heldOut).containsAll(smallest);
        }
        assertThat(new HashSet<>(heldOut)).hasSize(kinds.size() / 3);
        assertThat(TracingBenchmark.COMMAND.toLowerCase(Locale.ROOT)).contains("tracingbenchmarkit");
    }
}
