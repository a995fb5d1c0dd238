package io.kdchain.core.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kdchain.core.Clouds;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.MlpDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Int8QuantiserTest {

    private final Dataset data = Clouds.of(60, 2);
    private final float[][] inputs = Samples.of(data, Standardisation.fit(data)).inputs();
    private final Mlp network = random(MlpDefinition.of(Clouds.FEATURES, 12, 5, 3), 9);

    @Property(tries = 60, seed = "3")
    void onItsCalibrationRowsAnAdaptedNetworkStaysNearTheFloatOne(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int hidden) {
        Mlp floats = random(MlpDefinition.of(Clouds.FEATURES, hidden, 2), seed);
        Int8Mlp adapted = Int8Quantiser.quantise(floats, inputs);
        double largest = 0;
        for (float[] input : inputs) {
            for (double logit : floats.logits(input)) {
                largest = Math.max(largest, Math.abs(logit));
            }
        }
        for (float[] input : inputs) {
            assertThat(adapted.logits(input)).containsExactly(floats.logits(input), within(0.05 * largest + 0.1));
        }
    }

    @Test
    void theArtefactIsDerivedAgainBitForBitAndReadBack() {
        Int8Mlp adapted = Int8Quantiser.quantise(network, inputs);

        assertThat(Int8Quantiser.quantise(Mlp.fromBytes(network.toBytes(), "x"), inputs)
                        .toBytes())
                .isEqualTo(adapted.toBytes());
        Int8Mlp read = Int8Mlp.fromBytes(adapted.toBytes(), "x");
        assertThat(read).isEqualTo(adapted).hasSameHashCodeAs(adapted).hasToString(adapted.toString());
        assertThat(read.logits(inputs)).isDeepEqualTo(adapted.logits(inputs));
        assertThat(adapted.logits(inputs)[5]).isEqualTo(adapted.logits(inputs[5]));
    }

    @Test
    void oneWeightIsRoundedAsTheFormulaSays() {
        // inputs span [-1, 1.55]: scale 0.01, zero point -28; folded weights 0.0127 and -0.005: scale 0.0001
        var one = new Mlp(
                MlpDefinition.of(1, 2), List.of(new float[] {1.27f, -0.5f}), List.of(new float[] {0.25f, -0.1f}));
        Int8Mlp adapted = Int8Quantiser.quantise(one, new float[][] {{-1}, {1.55f}});

        assertThat(adapted.logits(new float[] {1})).containsExactly(new double[] {1.52, -0.6}, within(1e-6));
        assertThat(adapted.logits(new float[] {0.004f}))
                .as("rounded to the nearest step, which is 0")
                .containsExactly(new double[] {0.25, -0.1}, within(1e-6));
    }

    @Test
    void whatCalibrationDidNotSeeIsClamped() {
        Int8Mlp adapted = Int8Quantiser.quantise(network, inputs);
        float[] far = {900, 900, 900, 900, 900, 900};
        float[] farther = {9000, 9000, 9000, 9000, 9000, 9000};

        assertThat(adapted.logits(far)).isEqualTo(adapted.logits(farther));
        assertThat(adapted.saturation(new float[][] {far})).isEqualTo(1);
        assertThat(adapted.saturation(inputs)).isZero();
    }

    @Test
    void aNetworkTakesTheGridsOfAnother() {
        Int8Mlp adapted = Int8Quantiser.quantise(network, inputs);

        assertThat(Int8Quantiser.quantise(network, adapted)).isEqualTo(adapted);
        assertThat(Int8Quantiser.quantise(random(network.definition(), 10), adapted))
                .isNotEqualTo(adapted);
        assertThatThrownBy(() -> Int8Quantiser.quantise(random(MlpDefinition.of(2, 2), 1), adapted))
                .hasMessageContaining("2-2");
    }

    @Test
    void extremeButFiniteWeightsNeverOverflow() {
        var extreme = new Mlp(
                MlpDefinition.of(2, 2, 2),
                List.of(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, 0}, new float[] {1, 0, 0, 1}),
                List.of(new float[] {Float.MAX_VALUE, 1}, new float[] {0, 3}));
        Int8Mlp adapted = Int8Quantiser.quantise(extreme, new float[][] {{1, -1}, {0, 0}});

        assertThat(Arrays.stream(adapted.logits(new float[] {1, -1}))).allMatch(Double::isFinite);
        assertThat(adapted.logits(new float[] {0, 0})[1]).isEqualTo(4, within(0.2));
    }

    @Test
    void calibrationRowsAreDrawnByTheSeed() {
        var recipe = new CalibrationRecipe(20, 4);

        assertThat(recipe.draw(data).rows()).hasSize(20).isSubsetOf(data.rows());
        assertThat(recipe.draw(data))
                .isEqualTo(recipe.draw(data))
                .isNotEqualTo(recipe.withSeed(5).draw(data));
        assertThat(new CalibrationRecipe(1000, 4).draw(data)).isEqualTo(data);
        assertThat(recipe.describe()).containsEntry("calibration.rows", "20").containsEntry("calibration.seed", "4");
        assertThatThrownBy(() -> new CalibrationRecipe(0, 1)).hasMessageContaining("rows is 0");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Int8Mlp adapted = Int8Quantiser.quantise(network, inputs);

        assertThatThrownBy(() -> Int8Quantiser.quantise(network, new float[0][]))
                .hasMessageContaining("no calibration row");
        assertThatThrownBy(() -> adapted.logits(new float[1])).hasMessageContaining("1 features");
        assertThatThrownBy(() -> Int8Mlp.fromBytes(network.toBytes(), "float.safetensors"))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("'mlp-int8' was expected");
    }

    private static Mlp random(MlpDefinition definition, long seed) {
        var random = new Random(seed);
        List<float[]> weights = new ArrayList<>();
        List<float[]> biases = new ArrayList<>();
        for (int layer = 0; layer < definition.layers(); layer++) {
            int in = definition.layerSizes().get(layer);
            int out = definition.layerSizes().get(layer + 1);
            weights.add(gaussian(random, in * out));
            biases.add(gaussian(random, out));
        }
        return new Mlp(definition, weights, biases);
    }

    private static float[] gaussian(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
