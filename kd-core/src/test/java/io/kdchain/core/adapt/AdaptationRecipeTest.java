package io.kdchain.core.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.MlpDefinition;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdaptationRecipeTest {

    private static final Mlp STUDENT = student();
    private static final float[][] INPUTS = inputs(STUDENT.definition().features());

    static List<AdaptationRecipe> recipes() {
        return List.of(
                new AdaptationRecipe.Int8(Granularity.PER_CHANNEL),
                new AdaptationRecipe.Int8(Granularity.PER_TENSOR),
                new AdaptationRecipe.HalfPrecision(),
                new AdaptationRecipe.Pruning(0.3));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void anArtefactIsDerivedAgainByteForByteAndFromNothingElse(AdaptationRecipe recipe) {
        AdaptedModel adapted = recipe.apply(STUDENT, INPUTS);
        float[] weights = STUDENT.weights(0);
        weights[0] += 0.5f;
        var other = new Mlp(
                STUDENT.definition(),
                List.of(weights, STUDENT.weights(1)),
                List.of(STUDENT.biases(0), STUDENT.biases(1)));

        assertThat(recipe.derives(adapted.digest(), Mlp.fromBytes(STUDENT.toBytes(), "student"), INPUTS))
                .isTrue();
        assertThat(recipe.derives(adapted.digest(), other, INPUTS)).isFalse();
        assertThat(recipes().stream().filter(each -> each.derives(adapted.digest(), STUDENT, INPUTS)))
                .containsExactly(recipe);
        assertThat(recipe.describe()).containsKey("adaptation");
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void anInputAloneIsAnsweredAsAmongOthers(AdaptationRecipe recipe) {
        AdaptedModel adapted = recipe.apply(STUDENT, INPUTS);

        assertThat(adapted.logits(INPUTS)[3]).isEqualTo(adapted.logits(INPUTS[3]));
        assertThat(adapted.definition()).isEqualTo(STUDENT.definition());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        HalfMlp half = HalfMlp.of(STUDENT);
        PrunedMlp pruned = PrunedMlp.of(STUDENT, 0.5);

        assertThat(HalfMlp.fromBytes(half.toBytes(), "h"))
                .isEqualTo(half)
                .hasSameHashCodeAs(half)
                .hasToString(half.toString());
        assertThat(PrunedMlp.fromBytes(pruned.toBytes(), "p"))
                .isEqualTo(pruned)
                .hasSameHashCodeAs(pruned)
                .hasToString(pruned.toString());
        assertThat(PrunedMlp.fromBytes(pruned.toBytes(), "p").logits(INPUTS)).isDeepEqualTo(pruned.logits(INPUTS));
        assertThat(HalfMlp.fromBytes(half.toBytes(), "h").logits(INPUTS)).isDeepEqualTo(half.logits(INPUTS));
        assertThatThrownBy(() -> HalfMlp.fromBytes(pruned.toBytes(), "p.bin"))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("p.bin");
    }

    @Test
    void oneScaleForALayerIsCoarserThanOneForAnOutput() {
        double[][] exact = STUDENT.logits(INPUTS);

        double perChannel = largestDifference(
                exact,
                Int8Quantiser.quantise(STUDENT, INPUTS, Granularity.PER_CHANNEL).logits(INPUTS));
        double perTensor = largestDifference(
                exact,
                Int8Quantiser.quantise(STUDENT, INPUTS, Granularity.PER_TENSOR).logits(INPUTS));

        assertThat(perTensor).isGreaterThan(perChannel).isLessThan(1);
    }

    @Test
    void perTensorRoundsOnTheGridOfTheWidestChannel() {
        // inputs span [0, 2.55] in one channel and [0, 0.255] in the other: the layer's scale is 0.01 for both;
        // folded weights 0.0127 and 0.001, scale 0.0001: steps 127 and 10
        var one =
                new Mlp(MlpDefinition.of(2, 2), List.of(new float[] {1.27f, 0.1f, 0, 0}), List.of(new float[] {0, 0}));
        Int8Mlp adapted = Int8Quantiser.quantise(one, new float[][] {{0, 0}, {2.55f, 0.255f}}, Granularity.PER_TENSOR);

        assertThat(adapted.logits(new float[] {1, 0})[0]).isEqualTo(1.27, within(1e-6));
        assertThat(adapted.logits(new float[] {0, 0.014f})[0])
                .as("0.014 is one step of 0.01")
                .isEqualTo(0.001, within(1e-8));
    }

    @ParameterizedTest
    @CsvSource({
        // IEEE 754 binary16
        "1, 3c00",
        "-2, c000",
        "65504, 7bff",
        "0.333251953125, 3555",
        "6.103515625e-5, 0400",
        "5.9604644775390625e-8, 0001",
        "0, 0000",
        "-0.0, 8000"
    })
    void halvesHaveTheBitsOfTheStandard(double value, String bits) {
        assertThat("%04x".formatted(Half.bits(value) & 0xffff)).isEqualTo(bits);
        assertThat(Half.value(Half.bits(value))).isEqualTo(value);
    }

    @Test
    void everyHalfIsItsOwnRoundingAndTiesGoToEven() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            if ((bits >> 10 & 0x1f) != 0x1f) {
                assertThat(Half.bits(Half.value((short) bits)) & 0xffff).isEqualTo(bits);
            }
        }
        assertThat(Half.round(2049))
                .as("between 2048 and 2050, whose last bits are 0 and 1")
                .isEqualTo(2048);
        assertThat(Half.round(2051)).isEqualTo(2052);
        assertThat(Half.round(1e9)).isEqualTo(65504);
        assertThat(Half.round(-1e9)).isEqualTo(-65504);
        assertThatThrownBy(() -> Half.value((short) 0x7c00)).hasMessageContaining("7c00");
    }

    @Test
    void theSmallestWeightsGoAndNoOthers() {
        var one = new Mlp(
                MlpDefinition.of(2, 2), List.of(new float[] {0.5f, -0.1f, 0.2f, -3}), List.of(new float[] {0.01f, 0}));

        PrunedMlp pruned = PrunedMlp.of(one, 0.5);

        assertThat(pruned.logits(new float[] {1, 1})).containsExactly(new double[] {0.51, -3}, within(1e-6));
        assertThat(pruned.sparsity()).isEqualTo(0.5);
        assertThat(pruned.fraction()).isEqualTo(0.5);
    }

    @Test
    void whatCannotBeAdaptedIsRefused() {
        var huge = new Mlp(MlpDefinition.of(1, 2), List.of(new float[] {1e5f, 0}), List.of(new float[] {0, 0}));

        assertThatThrownBy(() -> HalfMlp.of(huge)).hasMessageContaining("65504");
        assertThatThrownBy(() -> PrunedMlp.of(STUDENT, 1)).hasMessageContaining("below 1");
        assertThatThrownBy(() -> HalfMlp.of(STUDENT).logits(new float[1])).hasMessageContaining("1 features");
        assertThatThrownBy(() -> new AdaptationRecipe.Int8(Granularity.PER_TENSOR).apply(STUDENT, new float[0][]))
                .hasMessageContaining("no calibration row");
    }

    private static double largestDifference(double[][] one, double[][] other) {
        double largest = 0;
        for (int i = 0; i < one.length; i++) {
            for (int c = 0; c < one[i].length; c++) {
                largest = Math.max(largest, Math.abs(one[i][c] - other[i][c]));
            }
        }
        return largest;
    }

    private static Mlp student() {
        var random = new Random(3);
        float[][] values = new float[4][];
        int[] lengths = {8 * 4, 8, 8 * 3, 3};
        for (int i = 0; i < 4; i++) {
            values[i] = new float[lengths[i]];
            for (int j = 0; j < lengths[i]; j++) {
                // outputs of very different sizes, which is what one scale a layer loses
                values[i][j] = (float) (random.nextGaussian() * (j % 8 == 0 ? 1 : 0.1));
            }
        }
        return new Mlp(MlpDefinition.of(4, 8, 3), List.of(values[0], values[2]), List.of(values[1], values[3]));
    }

    private static float[][] inputs(int width) {
        var random = new Random(4);
        float[][] inputs = new float[40][width];
        for (float[] input : inputs) {
            for (int i = 0; i < width; i++) {
                input[i] = (float) random.nextGaussian();
            }
        }
        return inputs;
    }
}
