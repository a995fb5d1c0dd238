package io.kdchain.core.monitor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Streams whose truth is known, for measuring what the monitors promise. */
final class MonitorStreams {
    private MonitorStreams() {}

    /** Fifths of a skewed distribution over classes; the reference of each stream is drawn anew. */
    static final double[] CLASSES = {0.45, 0.25, 0.15, 0.1, 0.05};

    /**
     * Outputs until the alert of a stream that changes after a while.
     *
     * @param shift how much of the first class's share goes to the last from {@code changeAt} on
     * @return -1 if none was raised within {@code length}
     */
    static long drift(
            long seed, double rate, int reference, int window, int draws, long length, long changeAt, double shift) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 0; i < reference; i++) {
            counts.merge("c" + draw(random, CLASSES), 1L, Long::sum);
        }
        double[] changed = CLASSES.clone();
        changed[0] -= shift;
        changed[4] += shift;
        DriftMonitor monitor = DriftMonitor.against(counts, seed)
                .falseAlarmRate(rate)
                .window(window)
                .draws(draws)
                .build();
        for (long i = 0; i < length; i++) {
            monitor.served("c" + draw(random, i < changeAt ? CLASSES : changed));
            if (monitor.alert().isPresent()) {
                return i + 1;
            }
        }
        return -1;
    }

    /**
     * As {@link #drift}, of three groups whose rates move together; from {@code changeAt} on one fares worse.
     *
     * @param gap between the best and the worst group before the change
     * @param after the same after it
     */
    static long bias(
            long seed,
            double rate,
            double tolerance,
            int window,
            long length,
            long changeAt,
            double gap,
            double after) {
        SplittableRandom random = new SplittableRandom(seed);
        BiasMonitor monitor = BiasMonitor.between(List.of("a", "b", "c"), tolerance)
                .falseAlarmRate(rate)
                .window(window)
                .build();
        for (long i = 0; i < length; i++) {
            // what all have in common moves from window to window
            long numbered = i / window;
            double common = 0.5 + 0.2 * Math.sin((double) numbered);
            double apart = i < changeAt ? gap : after;
            double draw = random.nextDouble();
            String group = draw < 0.5 ? "a" : draw < 0.8 ? "b" : "c";
            double favourable = common - (group.equals("c") ? apart : group.equals("b") ? apart / 2 : 0);
            monitor.served(group, random.nextDouble() < favourable);
            if (monitor.alert().isPresent()) {
                return i + 1;
            }
        }
        return -1;
    }

    private static int draw(SplittableRandom random, double[] shares) {
        double at = random.nextDouble();
        int one = 0;
        while (one < shares.length - 1 && at >= shares[one]) {
            at -= shares[one];
            one++;
        }
        return one;
    }

    /** How many of these streams raised the alert. */
    static long raised(long[] outputs) {
        return Arrays.stream(outputs).filter(one -> one >= 0).count();
    }

    /** Most alerts that {@code streams} of rate α show with chance 0.999, by the normal approximation. */
    static double most(int streams, double rate) {
        return streams * rate + 3.1 * Math.sqrt(streams * rate * (1 - rate));
    }
}
