package io.kdchain.core.distill;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a training goes beyond its plain settings.
 *
 * @param learningRate factor on the learning rate over the training, 0 or more
 * @param warmUpSteps over so many steps the learning rate grows from 0 in a straight line; 0 means none
 * @param maxGradientNorm a longer gradient is cut to this Euclidean length; infinite means none is
 * @param patience after so many epochs without a better loss the training ends, with the weights of the best; 0 means
 *     that it never does
 */
public record Course(Schedule learningRate, int warmUpSteps, double maxGradientNorm, int patience) {

    /** The same learning rate from the first to the last step, whatever the gradient. */
    public static final Course PLAIN = new Course(Schedule.constant(1), 0, Double.POSITIVE_INFINITY, 0);

    public Course {
        if (learningRate.from() < 0 || learningRate.to() < 0) {
            throw new IllegalArgumentException(
                    "the factor on the learning rate is %s; it must be 0 or more".formatted(learningRate));
        }
        if (warmUpSteps < 0 || patience < 0) {
            throw new IllegalArgumentException(
                    "warmUpSteps is %d and patience %d; both must be 0 or more".formatted(warmUpSteps, patience));
        }
        if (!(maxGradientNorm > 0)) {
            throw new IllegalArgumentException("maxGradientNorm is %s; it must be above 0".formatted(maxGradientNorm));
        }
    }

    /** The factor on the learning rate at this step, from 1. */
    double rate(long step, double progress) {
        double warm = warmUpSteps == 0 ? 1 : Math.min(1, (double) step / warmUpSteps);
        return warm * learningRate.at(progress);
    }

    /** What differs from {@link #PLAIN}, by name, as an event records it. */
    Map<String, String> describe() {
        Map<String, String> all = new TreeMap<>();
        if (!learningRate.equals(PLAIN.learningRate)) {
            all.put("learningRate.schedule", learningRate.toString());
        }
        if (warmUpSteps > 0) {
            all.put("warmUpSteps", Integer.toString(warmUpSteps));
        }
        if (maxGradientNorm != PLAIN.maxGradientNorm) {
            all.put("maxGradientNorm", Double.toString(maxGradientNorm));
        }
        if (patience > 0) {
            all.put("patience", Integer.toString(patience));
        }
        return all;
    }
}
