package io.kdchain.core.distill;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a network is trained: all that, with the samples, decides the result.
 *
 * @param network the network
 * @param epochs passes over the samples, 1 or more
 * @param batchSize samples a step, 1 or more; the last step of an epoch may have fewer
 * @param optimiser what turns a gradient into a step
 * @param seed decides the initial weights and the order of samples
 * @param course what goes beyond these
 */
public record TrainingRecipe(
        Architecture network, int epochs, int batchSize, OptimiserSetting optimiser, long seed, Course course) {

    public TrainingRecipe {
        if (epochs < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "epochs is %d and batchSize %d; both must be 1 or more".formatted(epochs, batchSize));
        }
    }

    /**
     * By AdamW on the plain course.
     *
     * @param learningRate above 0
     * @param weightDecay apart from the gradient, 0 or more
     */
    public TrainingRecipe(
            Architecture network, int epochs, int batchSize, double learningRate, double weightDecay, long seed) {
        this(network, epochs, batchSize, OptimiserSetting.adamW(learningRate, weightDecay), seed, Course.PLAIN);
    }

    /** The same recipe with another seed. */
    public TrainingRecipe withSeed(long otherSeed) {
        return new TrainingRecipe(network, epochs, batchSize, optimiser, otherSeed, course);
    }

    /** The settings by name, as an event records them. */
    public Map<String, String> describe() {
        Map<String, String> all = new TreeMap<>(Map.of(
                "network", network.toString(),
                "epochs", Integer.toString(epochs),
                "batchSize", Integer.toString(batchSize),
                "seed", Long.toString(seed)));
        all.putAll(optimiser.describe());
        all.putAll(course.describe());
        return all;
    }
}
