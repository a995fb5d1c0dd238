package io.kdchain.core.audit;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Confidence intervals by drawing rows anew, with replacement (Efron 1979): percentiles of the statistic over the
 * drawings. A statistic of two models sees the same drawn rows of both, so that what they have in common falls out of
 * their difference. Same seed, same interval.
 *
 * @param draws how many drawings, 100 or more
 * @param level confidence, above 0 and below 1
 * @param seed of the drawings
 */
public record PairedBootstrap(int draws, double level, long seed) {

    /** Enough for ends of a 95 % interval that hardly move with the seed. */
    public static final int DEFAULT_DRAWS = 2000;

    public static final double DEFAULT_LEVEL = 0.95;

    public PairedBootstrap {
        if (draws < 100 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "%d draws at level %s; at least 100 draws and a level between 0 and 1 are needed"
                            .formatted(draws, level));
        }
    }

    public static PairedBootstrap standard(long seed) {
        return new PairedBootstrap(DEFAULT_DRAWS, DEFAULT_LEVEL, seed);
    }

    /**
     * The interval of a statistic.
     *
     * @param rows how many rows there are
     * @param statistic from places of rows, some of them several times, to a number; NaN where it cannot be computed on
     *     them, and such drawings do not count
     */
    public Interval of(int rows, ToDoubleFunction<int[]> statistic) {
        if (rows < 1) {
            throw new IllegalArgumentException("there are no rows to draw from");
        }
        int[] all = new int[rows];
        Arrays.setAll(all, i -> i);
        double value = statistic.applyAsDouble(all);
        Random random = new Random(seed);
        double[] drawn = new double[draws];
        int[] places = new int[rows];
        for (int draw = 0; draw < draws; draw++) {
            for (int i = 0; i < rows; i++) {
                places[i] = random.nextInt(rows);
            }
            drawn[draw] = statistic.applyAsDouble(places);
        }
        double[] sorted = Arrays.stream(drawn).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0 || !Double.isFinite(value)) {
            // nothing is known: the widest interval that a number can have
            return new Interval(value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, level);
        }
        double tail = (1 - level) / 2;
        return new Interval(value, percentile(sorted, tail), percentile(sorted, 1 - tail), level);
    }

    private static double percentile(double[] sorted, double fraction) {
        double place = fraction * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /**
     * About how many rows would give an interval of this half width, by the square root law from what these rows gave.
     *
     * @param interval measured on {@code rows} rows
     * @param halfWidth that is wanted, above 0
     */
    public static long rowsNeeded(Interval interval, int rows, double halfWidth) {
        if (!(halfWidth > 0)) {
            throw new IllegalArgumentException("the half width is %s; it must be above 0".formatted(halfWidth));
        }
        double ratio = interval.halfWidth() / halfWidth;
        return Double.isFinite(ratio) ? (long) Math.ceil(rows * ratio * ratio) : Long.MAX_VALUE;
    }
}
