package io.kdchain.core.distill;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a network is trained: all that, with the samples, decides the result.
 *
 * @param network the network
 * @param epochs passes over the samples, 1 or more
 * @param batchSize samples a step, 1 or more; the last step of an epoch may have fewer
 * @param learningRate of AdamW, above 0
 * @param weightDecay of AdamW, decoupled, 0 or more
 * @param seed decides the initial weights and the order of samples
 * @param course what goes beyond these
 */
public record TrainingRecipe(
        Architecture network,
        int epochs,
        int batchSize,
        double learningRate,
        double weightDecay,
        long seed,
        Course course) {

    public TrainingRecipe {
        if (epochs < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "epochs is %d and batchSize %d; both must be 1 or more".formatted(epochs, batchSize));
        }
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "learningRate is %s; it must be finite and above 0".formatted(learningRate));
        }
        if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "weightDecay is %s; it must be finite and 0 or more".formatted(weightDecay));
        }
    }

    /** On the plain course. */
    public TrainingRecipe(
            Architecture network, int epochs, int batchSize, double learningRate, double weightDecay, long seed) {
        this(network, epochs, batchSize, learningRate, weightDecay, seed, Course.PLAIN);
    }

    /** The same recipe with another seed. */
    public TrainingRecipe withSeed(long otherSeed) {
        return new TrainingRecipe(network, epochs, batchSize, learningRate, weightDecay, otherSeed, course);
    }

    /** The settings by name, as an event records them. */
    public Map<String, String> describe() {
        Map<String, String> all = new TreeMap<>(Map.of(
                "network", network.toString(),
                "optimiser", "adamw",
                "epochs", Integer.toString(epochs),
                "batchSize", Integer.toString(batchSize),
                "learningRate", Double.toString(learningRate),
                "weightDecay", Double.toString(weightDecay),
                "seed", Long.toString(seed)));
        all.putAll(course.describe());
        return all;
    }
}
