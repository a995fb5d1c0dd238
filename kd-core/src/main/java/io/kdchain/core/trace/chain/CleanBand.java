package io.kdchain.core.trace.chain;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far each signal goes on chains without a defect: beyond it a signal means something. Fixed before a chain is
 * traced, from other chains of its kind.
 *
 * <p>A chain is looked at in some forty ways, and accused if one of them stands out; a limit for each alone would
 * accuse many chains by chance. So the limits of a family of signals are fixed together. Each signal is brought to a
 * scale of its own: square roots, since most are counts or squared differences, above their upper quartile in units of
 * the mean excess over it. The largest over the family is the number by which a clean chain stands out, each chain held
 * against the scale of the others. The limit is their conformal quantile (Vovk et al. 2005; Lei et al. 2018, arXiv
 * 1604.04173), of n numbers the one at rank (n + 1)(1 - rate), rounded up: a further clean chain exceeds it with a
 * probability of at most the rate, whatever the signals' distributions and however they depend on each other. (Exactly
 * so for scales fixed on chains apart; those of the others cost no chains and differ little.) The price: a signal that
 * hardly ever moves, and then far, widens the limits of its family. Immutable.
 */
public final class CleanBand {

    /** Of clean chains, at most this fraction is to be accused. */
    public static final double DEFAULT_RATE = 0.03;

    private static final double QUARTILE = 0.75;

    /** Of the smallest size that makes sense, a scale is at least this part: a signal that hardly moves is no finer. */
    private static final double FINEST = 0.25;

    private final Map<String, Double> limits;

    private CleanBand(Map<String, Double> limits) {
        this.limits = Map.copyOf(limits);
    }

    /** At the {@link #DEFAULT_RATE}; the same as {@link #of(List, double)}. */
    public static CleanBand of(List<Map<String, Double>> clean) {
        return of(clean, DEFAULT_RATE);
    }

    /**
     * From the signals of chains without a defect, all of the same kind.
     *
     * @param rate fraction of further clean chains that may be outside in some signal of a family, above 0 and below 1;
     *     1 / rate - 1 chains are the fewest that can show it
     */
    public static CleanBand of(List<Map<String, Double>> clean, double rate) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("the rate is %s; it must be above 0 and below 1".formatted(rate));
        }
        int rank = (int) Math.ceil((clean.size() + 1) * (1 - rate));
        if (clean.size() < 2 || rank > clean.size()) {
            throw new IllegalArgumentException("%d clean chains are given; for a rate of %s a band needs %d or more"
                    .formatted(clean.size(), rate, (int) Math.max(2, Math.ceil(1 / rate - 1))));
        }
        for (Map<String, Double> signals : clean) {
            if (!signals.keySet().equals(clean.get(0).keySet())) {
                throw new IllegalArgumentException("the clean chains have the signals %s and %s; trace all alike"
                        .formatted(clean.get(0).keySet(), signals.keySet()));
            }
        }
        Map<String, double[]> outstanding = new TreeMap<>();
        Map<String, Scale> scales = new TreeMap<>();
        for (String name : clean.get(0).keySet()) {
            double[] roots = clean.stream()
                    .mapToDouble(signals -> Math.sqrt(signals.getOrDefault(name, Double.NaN)))
                    .toArray();
            double finest = FINEST * Math.sqrt(Signals.least(name));
            scales.put(name, Scale.of(roots, finest));
            double[] family = outstanding.computeIfAbsent(family(name), any -> new double[roots.length]);
            for (int i = 0; i < roots.length; i++) {
                family[i] =
                        Math.max(family[i], Scale.of(without(roots, i), finest).place(roots[i]));
            }
        }
        Map<String, Double> limits = new TreeMap<>();
        scales.forEach((name, scale) -> {
            double[] family =
                    outstanding.getOrDefault(family(name), new double[0]).clone();
            Arrays.sort(family);
            double root = scale.start() + family[rank - 1] * scale.unit();
            limits.put(name, Math.max(Signals.least(name), root * root));
        });
        return new CleanBand(limits);
    }

    private static String family(String name) {
        int point = name.indexOf('.');
        return point < 0 ? name : name.substring(0, point);
    }

    private static double[] without(double[] all, int place) {
        double[] others = new double[all.length - 1];
        System.arraycopy(all, 0, others, 0, place);
        System.arraycopy(all, place + 1, others, place, others.length - place);
        return others;
    }

    /** The upper quartile and the mean excess over it: what an exponential tail is described by. */
    private record Scale(double start, double unit) {

        static Scale of(double[] values, double finest) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            double place = QUARTILE * (sorted.length - 1);
            int below = (int) place;
            int above = Math.min(below + 1, sorted.length - 1);
            double start = sorted[below] + (place - below) * (sorted[above] - sorted[below]);
            double excess = Arrays.stream(sorted)
                            .filter(value -> value > start)
                            .average()
                            .orElse(start)
                    - start;
            return new Scale(start, Math.max(finest, excess));
        }

        double place(double value) {
            return (value - start) / unit;
        }
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
