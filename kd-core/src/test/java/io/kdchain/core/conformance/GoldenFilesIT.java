package io.kdchain.core.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GoldenFilesIT {

    private static final String METRICS = resource("metrics.json");
    private static final String TRACE = resource("trace.json");

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(GoldenFilesIT.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConformanceResult metrics(String text) {
        return GoldenMetrics.read(text.getBytes(StandardCharsets.UTF_8), "metrics.json")
                .check();
    }

    private static ConformanceResult trace(String text) {
        return GoldenTraces.read(text.getBytes(StandardCharsets.UTF_8), "trace.json")
                .check();
    }

    @Test
    void everyMetricIsWhatOthersComputed() {
        ConformanceResult result = metrics(METRICS);

        assertThat(result.failures()).isEmpty();
        assertThat(result.passed()).isEqualTo(55);
    }

    @Test
    void aWrongMetricFailsByName() {
        String changed = METRICS.replace("\"error_inheritance\":0.625", "\"error_inheritance\":0.626");

        assertThat(metrics(changed).failures())
                .singleElement()
                .asString()
                .startsWith("pair.error_inheritance is [0.625]");
    }

    @Test
    void anUnknownMetricIsRefusedByName() {
        assertThatThrownBy(() -> metrics(METRICS.replace("\"churn\"", "\"flux\"")))
                .hasMessageContaining("pair.flux");
        assertThatThrownBy(() -> metrics(METRICS.replace("\"classes\":6", "\"classes\":7")))
                .hasMessageContaining("teacher_logits");
    }

    @Test
    void everyTrainingGoesAsOthersComputed() {
        ConformanceResult result = trace(TRACE);

        assertThat(result.failures()).isEmpty();
        assertThat(result.passed()).isEqualTo(4);
    }

    @Test
    void anotherMomentumGivesAnotherTraining() {
        String changed = TRACE.replaceFirst("\"momentum\": ?0.9", "\"momentum\":0.91");

        assertThat(trace(changed).failures())
                .singleElement()
                .asString()
                .startsWith("sgd_momentum: f64 loss of step 2 is");
    }

    @Test
    void anUnknownOptimiserOrSettingIsRefusedByName() {
        assertThatThrownBy(() -> trace(TRACE.replaceAll("\"opt\": ?\"adamw\"", "\"opt\":\"lion\"")))
                .hasMessageContaining("lion");
        assertThatThrownBy(() -> trace(TRACE.replaceAll("\"momentum\"", "\"nesterov\"")))
                .hasMessageContaining("nesterov");
    }
}
