package io.kdchain.core.loss;

import java.util.Map;

/**
 * How logits become one divergence: softmax at a temperature, reduced over rows and classes, scaled.
 *
 * @param temperature T of softmax(z / T), above 0
 * @param reduction from rows x classes to one number
 * @param scaleT2 whether the result is multiplied by T^2
 */
public record Softening(double temperature, Reduction reduction, ScaleT2 scaleT2) {

    public Softening {
        Checks.positive("temperature", temperature);
    }

    /** Batch mean and T^2: the convention of Hinton et al. 2015. */
    public static Softening classification(double temperature) {
        return new Softening(temperature, Reduction.BATCH_MEAN, ScaleT2.YES);
    }

    /** Mean over tokens that have a label, no T^2: the convention of sequence models. */
    public static Softening tokens(double temperature) {
        return new Softening(temperature, Reduction.TOKEN_MEAN, ScaleT2.NO);
    }

    double scale() {
        return scaleT2 == ScaleT2.YES ? temperature * temperature : 1;
    }

    /** The settings by name, under that of a loss. */
    Map<String, String> describe(String loss, Object... more) {
        Map<String, String> all = Checks.describe(
                loss, "temperature", temperature, "reduction", reduction.name(), "scaleT2", scaleT2.name());
        all.putAll(Checks.describe(loss, more));
        return all;
    }
}
