package io.kdchain.core.distill;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which optimiser, with which settings.
 *
 * @param learningRate above 0; a schedule multiplies it
 * @param momentum of SGD, 0 up to but not 1; 0 for the others
 * @param weightDecay 0 or more
 */
public record OptimiserSetting(Kind kind, double learningRate, double momentum, double weightDecay) {

    /** A published optimiser. */
    public enum Kind {
        /** Stochastic gradient descent; momentum as PyTorch has it: v = m v + g, the first v = g; w = w - rate v. */
        SGD,
        /** Kingma and Ba 2015 (arXiv 1412.6980), weight decay added to the gradient. */
        ADAM,
        /** Loshchilov and Hutter 2019 (arXiv 1711.05101), weight decay apart from the gradient. */
        ADAMW
    }

    public OptimiserSetting {
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "learningRate is %s; it must be finite and above 0".formatted(learningRate));
        }
        if (!(momentum >= 0 && momentum < 1) || (momentum > 0 && kind != Kind.SGD)) {
            throw new IllegalArgumentException(
                    "momentum is %s for %s; it must be from 0 up to but not 1, and only SGD has any"
                            .formatted(momentum, kind));
        }
        if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "weightDecay is %s; it must be finite and 0 or more".formatted(weightDecay));
        }
    }

    public static OptimiserSetting sgd(double learningRate, double momentum, double weightDecay) {
        return new OptimiserSetting(Kind.SGD, learningRate, momentum, weightDecay);
    }

    public static OptimiserSetting adam(double learningRate, double weightDecay) {
        return new OptimiserSetting(Kind.ADAM, learningRate, 0, weightDecay);
    }

    public static OptimiserSetting adamW(double learningRate, double weightDecay) {
        return new OptimiserSetting(Kind.ADAMW, learningRate, 0, weightDecay);
    }

    /** A new state for this array, which it changes from step to step; it lives as long as the array's manager. */
    public Optimiser start(NDArray weight) {
        return kind == Kind.SGD ? new Sgd(weight, this) : new Adam(weight, this);
    }

    /** The same at another learning rate, above 0. */
    public OptimiserSetting withLearningRate(double newLearningRate) {
        return new OptimiserSetting(kind, newLearningRate, momentum, weightDecay);
    }

    /** The same with another weight decay, 0 or more. */
    public OptimiserSetting withWeightDecay(double newWeightDecay) {
        return new OptimiserSetting(kind, learningRate, momentum, newWeightDecay);
    }

    /** The settings by name, as an event records them; momentum where the kind has one. */
    public Map<String, String> describe() {
        Map<String, String> all = new TreeMap<>(Map.of(
                "optimiser", kind.name().toLowerCase(Locale.ROOT),
                "learningRate", Double.toString(learningRate),
                "weightDecay", Double.toString(weightDecay)));
        if (kind == Kind.SGD) {
            all.put("momentum", Double.toString(momentum));
        }
        return all;
    }
}
