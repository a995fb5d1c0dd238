package io.kdchain.core.trace.chain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How far each signal goes on chains without a defect: beyond it a signal means something. Fixed before a chain is
 * traced, from other chains of its kind.
 *
 * <p>A chain is looked at in some forty ways, and accused if one of them stands out; a limit for each alone would
 * accuse many chains by chance. So the limits of a family of signals are fixed together. Each signal is brought to a
 * scale of its own, on which chance moves it about as much wherever it stands: square roots, since most are counts or
 * squared differences; of fractions, which end at 1, the arcsine of the root (Bartlett 1947, Biometrics 3). There it is
 * measured above its upper quartile, in units of its tail. The largest over the family is the number by which a clean
 * chain stands out, each chain held against the scale of the others. The limit is their conformal quantile (Vovk et al.
 * 2005; Lei et al. 2018, arXiv 1604.04173), of n numbers the one at rank (n + 1)(1 - rate), rounded up: a further clean
 * chain exceeds it with a probability of at most the rate, whatever the signals' distributions and however they depend
 * on each other. (Exactly so for scales fixed on chains apart; those of the others cost no chains and differ little.)
 *
 * <p>A signal that hardly ever moves, and then far, must not widen the limits of all: the unit of a tail is at least
 * what makes its largest value as common as the largest of an exponential tail. And a fraction that clean chains fill
 * so far that its limit would be 1 or more can accuse nobody: it is {@link #silent()}, and where it would set the
 * limits of its family, it takes no part in it and costs the others nothing of the rate. Immutable.
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
        Map<String, Scale> scales = new TreeMap<>();
        Map<String, double[]> places = new TreeMap<>();
        for (String name : clean.get(0).keySet()) {
            double[] levels = clean.stream()
                    .mapToDouble(signals -> level(name, signals.getOrDefault(name, Double.NaN)))
                    .toArray();
            double finest = FINEST * level(name, Signals.least(name));
            scales.put(name, Scale.of(levels, finest));
            places.put(
                    name,
                    IntStream.range(0, levels.length)
                            .mapToDouble(
                                    i -> Scale.of(without(levels, i), finest).place(levels[i]))
                            .toArray());
        }
        Map<String, Double> limits = new TreeMap<>();
        Set<String> silent = new TreeSet<>();
        boolean changed;
        do {
            Map<String, Standing> setting = standings(places, silent, rank);
            changed = false;
            for (Map.Entry<String, Scale> entry : scales.entrySet()) {
                String name = entry.getKey();
                Standing standing = setting.get(family(name));
                double level = entry.getValue().start()
                        + (standing == null ? 0 : standing.place())
                                * entry.getValue().unit();
                boolean unreachable = Signals.isFraction(name) && level >= Math.PI / 2;
                limits.put(name, unreachable ? 1 : Math.max(Signals.least(name), value(name, level)));
                // only what sets the limit of its family is taken out of it, and then the others are looked at again
                if (unreachable && standing != null && standing.signal().equals(name)) {
                    changed |= silent.add(name);
                }
            }
        } while (changed);
        return new CleanBand(limits);
    }

    /** The signal by which the clean chain at the rank stands out, and by how much. */
    private record Standing(String signal, double place) {}

    /** For each family, over the signals that are not silent. */
    private static Map<String, Standing> standings(Map<String, double[]> places, Set<String> silent, int rank) {
        Map<String, Standing[]> largest = new TreeMap<>();
        places.forEach((name, ofName) -> {
            if (!silent.contains(name)) {
                Standing[] family = largest.computeIfAbsent(family(name), any -> new Standing[ofName.length]);
                for (int i = 0; i < family.length; i++) {
                    if (family[i] == null || ofName[i] > family[i].place()) {
                        family[i] = new Standing(name, ofName[i]);
                    }
                }
            }
        });
        Map<String, Standing> atRank = new TreeMap<>();
        largest.forEach((family, all) -> {
            Arrays.sort(all, Comparator.comparingDouble(Standing::place));
            atRank.put(family, all[rank - 1]);
        });
        return atRank;
    }

    /** Where a value stands on the scale on which chance moves it alike everywhere. */
    private static double level(String name, double value) {
        double root = Math.sqrt(value);
        return Signals.isFraction(name) ? StrictMath.asin(Math.min(1, root)) : root;
    }

    private static double value(String name, double level) {
        double root = Signals.isFraction(name) ? StrictMath.sin(level) : level;
        return root * root;
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

    /**
     * The upper quartile and what the tail above it is measured in: the mean excess, which describes an exponential
     * one, or if that is more, the largest excess in parts of what it is for an exponential tail of as many values: 1 +
     * 1/2 + 1/3 and so on (Renyi 1953, Acta Mathematica Hungarica 4).
     */
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
            double expected = IntStream.rangeClosed(1, sorted.length - below - 1)
                    .mapToDouble(i -> 1.0 / i)
                    .sum();
            double largest = sorted[sorted.length - 1] - start;
            return new Scale(start, Math.max(finest, Math.max(excess, expected == 0 ? 0 : largest / expected)));
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

    /** Fractions whose limit is 1, so that they accuse nobody: clean chains, too, go as far as they can. */
    public Set<String> silent() {
        return limits.entrySet().stream()
                .filter(limit -> Signals.isFraction(limit.getKey()) && limit.getValue() >= 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
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
