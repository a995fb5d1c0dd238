package io.kdchain.core.audit;

/**
 * A measured number with its confidence interval.
 *
 * @param value as measured on all rows
 * @param lower end of the interval
 * @param upper end of the interval
 * @param level confidence, above 0 and below 1
 */
public record Interval(double value, double lower, double upper, double level) {

    public Interval {
        if (lower > upper || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "[%s, %s] at level %s is no interval; the lower end comes first, the level is between 0 and 1"
                            .formatted(lower, upper, level));
        }
    }

    /** Whether the interval leaves out this number on this side: all of it is above. */
    public boolean isAbove(double number) {
        return lower > number;
    }

    /** Whether all of it is below this number. */
    public boolean isBelow(double number) {
        return upper < number;
    }

    /** Half the distance of its ends. */
    public double halfWidth() {
        return (upper - lower) / 2;
    }
}
