package io.kdchain.core.trace.chain;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far each signal goes on chains without a defect: beyond it a signal means something. Fixed before a chain is
 * traced, from other chains of its kind. Signals are of 0 or more and skewed, most of them counts or squared
 * differences; their square roots are nearly even, so that limits are taken of those: mean and three standard
 * deviations, widened until no clean chain goes beyond the limit fixed without it, and once more since many signals are
 * looked at together. Immutable.
 */
public final class CleanBand {

    /** Fewer chains say nothing of their spread. */
    public static final int LEAST_CHAINS = 5;

    private static final double DEVIATIONS = 3;

    /** For looking at some thirty signals of a chain at once. */
    private static final double FAMILY = 1.1;

    private final Map<String, Double> limits;

    private CleanBand(Map<String, Double> limits) {
        this.limits = Map.copyOf(limits);
    }

    /** From the signals of chains without a defect, at least {@link #LEAST_CHAINS} of the same kind. */
    public static CleanBand of(List<Map<String, Double>> clean) {
        if (clean.size() < LEAST_CHAINS) {
            throw new IllegalArgumentException(
                    "%d clean chains are given; a band needs %d or more".formatted(clean.size(), LEAST_CHAINS));
        }
        for (Map<String, Double> signals : clean) {
            if (!signals.keySet().equals(clean.get(0).keySet())) {
                throw new IllegalArgumentException("the clean chains have the signals %s and %s; trace all alike"
                        .formatted(clean.get(0).keySet(), signals.keySet()));
            }
        }
        Map<String, Double> limits = new TreeMap<>();
        for (String name : clean.get(0).keySet()) {
            double[] roots = clean.stream()
                    .mapToDouble(signals -> Math.sqrt(signals.getOrDefault(name, Double.NaN)))
                    .toArray();
            double least = Math.sqrt(Signals.least(name));
            double widening = 1;
            for (int i = 0; i < roots.length; i++) {
                widening = Math.max(widening, roots[i] / limit(roots, i, least));
            }
            double root = FAMILY * widening * limit(roots, roots.length, least);
            limits.put(name, root * root);
        }
        return new CleanBand(limits);
    }

    /** A band whose limits were fixed before and kept. */
    public static CleanBand ofLimits(Map<String, Double> limits) {
        limits.forEach((name, limit) -> {
            if (!(limit > 0 && limit < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "the limit of '%s' is %s; it must be finite and above 0".formatted(name, limit));
            }
        });
        return new CleanBand(limits);
    }

    /** Mean and deviations of all but one. */
    private static double limit(double[] roots, int without, double least) {
        int count = without < roots.length ? roots.length - 1 : roots.length;
        double mean = 0;
        for (int i = 0; i < roots.length; i++) {
            mean += i == without ? 0 : roots[i] / count;
        }
        double variance = 0;
        for (int i = 0; i < roots.length; i++) {
            variance += i == without ? 0 : (roots[i] - mean) * (roots[i] - mean) / (count - 1);
        }
        return Math.max(least, mean + DEVIATIONS * Math.sqrt(variance));
    }

    /** The limit of a signal; refuses one that the band was not fixed for. */
    public double limit(String signal) {
        Double limit = limits.get(signal);
        if (limit == null) {
            throw new IllegalArgumentException(
                    "the band has no limit for the signal '%s'; fix it on chains of the same kind".formatted(signal));
        }
        return limit;
    }

    /** How many times its limit a signal is, in square roots; above 1 it is outside. */
    double ratio(String signal, double value) {
        return Math.sqrt(value / limit(signal));
    }

    /** All limits by name. */
    public Map<String, Double> limits() {
        return new TreeMap<>(limits);
    }
}
