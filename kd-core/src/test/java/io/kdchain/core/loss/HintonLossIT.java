package io.kdchain.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HintonLossIT {

    private static final JsonObject GOLDEN = golden();

    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
    private final NDArray student = array("ls");
    private final NDArray teacher = array("lt");
    private final NDArray labels = manager.create(longs());

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<JsonObject> cases() {
        return GOLDEN.getAsJsonArray("cases").asList().stream().map(JsonElement::getAsJsonObject);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossAndGradientAreTheGoldenOnes(JsonObject golden) {
        JsonObject params = golden.getAsJsonObject("params");
        HintonLoss loss = new HintonLoss(
                params.get("T").getAsDouble(),
                params.get("w_ce").getAsDouble(),
                params.get("w_kd").getAsDouble(),
                params.has("reduction") ? Reduction.ELEMENT_MEAN : Reduction.BATCH_MEAN,
                params.has("t2") ? ScaleT2.NO : ScaleT2.YES);
        JsonObject expected = golden.getAsJsonObject("f64");

        LossValue value = loss.value(student, teacher, labels);
        double[] gradient = loss.gradient(student, teacher, labels).toDoubleArray();

        assertThat(value.total()).isEqualTo(expected.get("loss").getAsDouble(), within(1e-12));
        JsonObject parts = expected.getAsJsonObject("parts");
        assertThat(value.hard()).isEqualTo(parts.get("ce").getAsDouble(), within(1e-12));
        assertThat(value.soft()).isEqualTo(parts.get("kd").getAsDouble(), within(1e-12));
        assertThat(gradient)
                .containsExactly(doubles(expected.getAsJsonObject("grad").getAsJsonArray("s")), within(1e-11));
        HintonLoss.Graded both = loss.graded(student, teacher, labels);
        assertThat(both.value()).isEqualTo(value);
        assertThat(both.gradient().toDoubleArray()).containsExactly(gradient);
    }

    @ParameterizedTest
    @EnumSource(value = Reduction.class, mode = EnumSource.Mode.EXCLUDE, names = "TOKEN_MEAN")
    void gradientIsTheSlopeOfTheValue(Reduction reduction) {
        for (ScaleT2 scale : ScaleT2.values()) {
            var loss = new HintonLoss(2.5, 0.3, 0.7, reduction, scale);
            double[] gradient = loss.gradient(student, teacher, labels).toDoubleArray();
            double[] logits = student.toDoubleArray();
            double step = 1e-5;
            for (int i = 0; i < logits.length; i++) {
                double up = shifted(loss, logits, i, step);
                double down = shifted(loss, logits, i, -step);

                assertThat(gradient[i]).isEqualTo((up - down) / (2 * step), within(1e-8));
            }
        }
    }

    @Test
    void gradientIsThatOfTheEngine() {
        var loss = new HintonLoss(3, 0.4, 0.6, Reduction.BATCH_MEAN, ScaleT2.YES);
        NDArray analytic = loss.gradient(student, teacher, labels);
        student.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray hard = student.logSoftmax(1)
                    .mul(labels.oneHot(5, student.getDataType()))
                    .sum()
                    .neg()
                    .div(6);
            NDArray log = student.div(3).logSoftmax(1);
            NDArray target = teacher.div(3).softmax(1);
            NDArray soft = target.mul(target.log().sub(log)).sum().div(6).mul(9);
            collector.backward(hard.mul(0.4).add(soft.mul(0.6)));
        }

        assertThat(analytic.toDoubleArray())
                .containsExactly(student.getGradient().toDoubleArray(), within(1e-14));
    }

    @Test
    void atHighTemperatureTheGradientIsThatOfMatchingCentredLogits() {
        NDArray s = student.sub(student.mean(new int[] {1}, true));
        NDArray t = teacher.sub(teacher.mean(new int[] {1}, true));
        var loss = new HintonLoss(1e5, 0, 1, Reduction.BATCH_MEAN, ScaleT2.YES);

        double[] limit = s.sub(t).div(6 * 5).toDoubleArray();

        assertThat(loss.gradient(s, t, labels).toDoubleArray()).containsExactly(limit, within(1e-5));
    }

    @Test
    void aStudentThatEqualsItsTeacherHasNoSoftLoss() {
        LossValue value = HintonLoss.standard().value(teacher, teacher, labels);

        assertThat(value.soft()).isEqualTo(0, within(1e-15));
        assertThat(value.total()).isEqualTo(0.1 * value.hard(), within(1e-15));
    }

    @Test
    void hugeLogitsGiveFiniteNumbers() {
        LossValue value = HintonLoss.standard().value(student.mul(1e4), teacher.mul(-1e4), labels);

        assertThat(value.total()).isFinite().isPositive();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        HintonLoss loss = HintonLoss.standard();

        assertThatThrownBy(() -> loss.value(student, teacher.get("1:"), labels)).hasMessageContaining("(5, 5)");
        assertThatThrownBy(() -> loss.gradient(student, teacher, labels.get("1:")))
                .hasMessageContaining("labels");
        assertThatThrownBy(() -> new HintonLoss(0, 1, 1, Reduction.SUM, ScaleT2.NO))
                .hasMessageContaining("temperature is 0.0");
        assertThatThrownBy(() -> new HintonLoss(1, -1, 1, Reduction.SUM, ScaleT2.NO))
                .hasMessageContaining("hardWeight is -1.0");
        assertThatThrownBy(() -> new HintonLoss(1, 0, 0, Reduction.SUM, ScaleT2.NO))
                .hasMessageContaining("nothing to learn");
    }

    @Test
    void settingsAreDescribedByName() {
        assertThat(HintonLoss.standard().describe())
                .containsEntry("loss.temperature", "4.0")
                .containsEntry("loss.reduction", "BATCH_MEAN")
                .containsEntry("loss.scaleT2", "YES");
    }

    private double shifted(HintonLoss loss, double[] logits, int index, double by) {
        double[] moved = logits.clone();
        moved[index] += by;
        return loss.value(manager.create(moved, student.getShape()), teacher, labels)
                .total();
    }

    private NDArray array(String name) {
        JsonObject input = GOLDEN.getAsJsonObject("inputs").getAsJsonObject(name);
        JsonArray shape = input.getAsJsonArray("shape");
        return manager.create(
                doubles(input.getAsJsonArray("data")),
                new Shape(shape.get(0).getAsLong(), shape.get(1).getAsLong()));
    }

    private static long[] longs() {
        return GOLDEN.getAsJsonObject("inputs").getAsJsonObject("y").getAsJsonArray("data").asList().stream()
                .mapToLong(JsonElement::getAsLong)
                .toArray();
    }

    private static double[] doubles(JsonArray array) {
        return array.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
    }

    @Test
    void aCollectionOfGarbageBetweenLossAndGradientChangesNothing() {
        HintonLoss loss = new HintonLoss(3, 0.3, 0.7, Reduction.BATCH_MEAN, ScaleT2.YES);
        double[] expected = loss.gradient(student, teacher, labels).toDoubleArray();
        student.setRequiresGradient(true);

        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray total = loss.terms(LossInput.of(student, teacher, labels)).total();
            List<ByteBuffer> over = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                System.gc();
                // takes what the collection freed, and writes over it
                for (int k = 0; k < 2000; k++) {
                    over.add(ByteBuffer.allocateDirect(Double.BYTES).putDouble(Double.NaN));
                }
            }
            collector.backward(total);
            assertThat(over).isNotEmpty();
        }

        double[] found = student.getGradient().toDoubleArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isEqualTo(expected[i], within(1e-12));
        }
    }

    private static JsonObject golden() {
        var stream = Objects.requireNonNull(HintonLossIT.class.getResourceAsStream("hinton.json"));
        return JsonParser.parseReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                .getAsJsonObject();
    }
}
