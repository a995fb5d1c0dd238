package io.kdchain.core.audit;

import java.util.function.ToDoubleFunction;

/**
 * A number that was measured on rows drawn from many, how sure it is, and how many rows would make it as sure as
 * wanted.
 *
 * @param name in records, such as {@code fidelity.agreement}
 * @param interval the number; its value is NaN where these rows do not show it
 * @param rows that it was measured on, 1 or more
 * @param precision wanted half width of the interval, above 0
 * @param rowsNeeded about how many rows give that; {@link Long#MAX_VALUE} where these do not even tell how many
 */
public record Measurement(String name, Interval interval, int rows, double precision, long rowsNeeded) {

    /**
     * Measures.
     *
     * @param statistic from places of rows to the number, NaN where they do not show it
     */
    static Measurement of(
            String name, int rows, ToDoubleFunction<int[]> statistic, PairedBootstrap bootstrap, double precision) {
        Interval interval = bootstrap.of(rows, statistic);
        return new Measurement(name, interval, rows, precision, PairedBootstrap.rowsNeeded(interval, rows, precision));
    }

    /** What a number is against a limit. */
    public enum Finding {
        /** All of the interval is on the right side of the limit. */
        WITHIN,
        /** All of it is on the wrong side. */
        BEYOND,
        /** The limit lies within the interval: these rows are too few to tell. */
        CANNOT_TELL
    }

    /** Whether the interval is as narrow as wanted. */
    public boolean sure() {
        return interval.halfWidth() <= precision;
    }

    /** Whether the number is this limit or less. */
    public Finding atMost(double limit) {
        if (interval.upper() <= limit) {
            return Finding.WITHIN;
        }
        return interval.isAbove(limit) ? Finding.BEYOND : Finding.CANNOT_TELL;
    }

    /** Whether the number is this limit or more. */
    public Finding atLeast(double limit) {
        if (interval.lower() >= limit) {
            return Finding.WITHIN;
        }
        return interval.isBelow(limit) ? Finding.BEYOND : Finding.CANNOT_TELL;
    }

    /**
     * About how many rows would tell the number from a limit: those that make the interval as narrow as the number is
     * far from it, where a distance below 0.01 counts as that. {@link Long#MAX_VALUE} where these rows do not tell.
     */
    public long rowsToTell(double limit) {
        double distance = Math.abs(interval.value() - limit);
        return Double.isFinite(distance)
                ? PairedBootstrap.rowsNeeded(interval, rows, Math.max(distance, 0.01))
                : Long.MAX_VALUE;
    }
}
