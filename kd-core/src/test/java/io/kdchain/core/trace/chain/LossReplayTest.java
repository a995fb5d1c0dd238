package io.kdchain.core.trace.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.Reduction;
import io.kdchain.core.loss.ScaleT2;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the golden values of the losses, and on a made-up record. */
class LossReplayTest {

    private static final PreparedRows ROWS = PreparedRows.fitted(new Dataset(
            List.of("x"),
            "y",
            List.of("0", "1"),
            List.of(
                    new Row("a", new double[] {0}, 0),
                    new Row("b", new double[] {1}, 1),
                    new Row("c", new double[] {2}, 1),
                    new Row("d", new double[] {3}, 0))));

    private record Line(double slope) implements TracedModel {
        @Override
        public double[][] logits(float[][] inputs) {
            double[][] out = new double[inputs.length][];
            for (int i = 0; i < out.length; i++) {
                out[i] = new double[] {slope * inputs[i][0], 1};
            }
            return out;
        }

        @Override
        public ContentDigest digest() {
            return ContentDigest.ofText("line " + slope);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hinton_mdistiller, 4, 0.1, 0.9, BATCH_MEAN, YES",
        "hinton_half, 2, 0.5, 0.5, BATCH_MEAN, YES",
        "hinton_T1, 1, 0, 1, BATCH_MEAN, YES",
        "hinton_no_T2, 4, 0, 1, BATCH_MEAN, NO",
        "hinton_elementmean, 4, 0, 1, ELEMENT_MEAN, YES"
    })
    void theLossIsThatOfTheGoldenFile(
            String id, double temperature, double hard, double soft, Reduction reduction, ScaleT2 scale)
            throws IOException {
        JsonObject file = golden();
        JsonObject one = file.getAsJsonArray("cases").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(entry -> entry.get("id").getAsString().equals(id))
                .findFirst()
                .orElseThrow();
        JsonObject params = one.getAsJsonObject("params");
        var loss = new HintonLoss(
                params.has("T") ? params.get("T").getAsDouble() : temperature, hard, soft, reduction, scale);

        assertThat(LossReplay.loss(loss, matrix(file, "ls"), matrix(file, "lt"), labels(file)))
                .isEqualTo(one.getAsJsonObject("f64").get("loss").getAsDouble(), within(1e-12));
    }

    @Test
    void aFaithfulRecordIsReplayedAndAnotherTemperatureIsFoundOut() {
        HintonLoss stated = HintonLoss.standard();
        var actual = new HintonLoss(1, 0.1, 0.9, Reduction.BATCH_MEAN, ScaleT2.YES);

        assertThat(replay(stated, List.of(0, 2)).largestDifference(stated)).isZero();
        LossReplay other = replay(actual, List.of(0, 2));
        assertThat(other.largestDifference(stated)).isGreaterThan(LossReplay.TOLERANCE);
        assertThat(other.explanation(stated))
                .hasValueSatisfying(text -> assertThat(text).contains("temperature 1.0", "BATCH_MEAN"));
    }

    @Test
    void aLossOfOtherRowsIsExplainedByNoSetting() {
        double recorded = LossReplay.loss(
                HintonLoss.standard(),
                new Line(1).logits(ROWS.inputs(new int[] {0, 2})),
                new Line(3).logits(ROWS.inputs(new int[] {1, 3})),
                new int[] {0, 1});
        var replay = new LossReplay(
                ROWS,
                new Line(3),
                new Distilled(new Line(1), List.of(new StepRecord(1, List.of(0, 2), new Line(1), recorded))));

        assertThat(replay.largestDifference(HintonLoss.standard())).isGreaterThan(LossReplay.TOLERANCE);
        assertThat(replay.explanation(HintonLoss.standard())).isEmpty();
    }

    @Test
    void aRecordOfRowsThatDoNotExistIsRefused() {
        assertThatThrownBy(() -> replay(HintonLoss.standard(), List.of(0, 9))).hasMessageContaining("names row 9 of 4");
        assertThatThrownBy(() -> new StepRecord(0, List.of(0), new Line(1), 1)).hasMessageContaining("step 0");
    }

    private static LossReplay replay(HintonLoss actual, List<Integer> rows) {
        int[] places = rows.stream().mapToInt(i -> Math.min(i, 3)).toArray();
        int[] labels = {ROWS.labels()[places[0]], ROWS.labels()[places[1]]};
        double loss = LossReplay.loss(
                actual, new Line(1).logits(ROWS.inputs(places)), new Line(3).logits(ROWS.inputs(places)), labels);
        return new LossReplay(
                ROWS, new Line(3), new Distilled(new Line(1), List.of(new StepRecord(1, rows, new Line(1), loss))));
    }

    private static JsonObject golden() throws IOException {
        try (var in = Objects.requireNonNull(
                LossReplayTest.class.getResourceAsStream("/io/kdchain/core/conformance/losses.json"))) {
            return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        }
    }

    private static double[][] matrix(JsonObject file, String name) {
        JsonObject tensor = file.getAsJsonObject("inputs").getAsJsonObject(name);
        int rows = tensor.getAsJsonArray("shape").get(0).getAsInt();
        JsonArray data = tensor.getAsJsonArray("data");
        double[][] out = new double[rows][data.size() / rows];
        for (int i = 0; i < data.size(); i++) {
            out[i / out[0].length][i % out[0].length] = data.get(i).getAsDouble();
        }
        return out;
    }

    private static int[] labels(JsonObject file) {
        return file.getAsJsonObject("inputs").getAsJsonObject("y").getAsJsonArray("data").asList().stream()
                .mapToInt(JsonElement::getAsInt)
                .toArray();
    }
}
