package io.kdchain.core.distill;

/**
 * A number that changes over a training.
 *
 * @param from at the beginning, finite
 * @param to at the end, finite
 */
public record Schedule(Form form, double from, double to) {

    /** How the number goes from one to the other. */
    public enum Form {
        /** It does not change. */
        CONSTANT,
        /** In a straight line. */
        LINEAR,
        /** Along half a cosine: slowly, fast, slowly (Loshchilov and Hutter 2017, arXiv 1608.03983). */
        COSINE
    }

    public Schedule {
        if (!Double.isFinite(from) || !Double.isFinite(to) || (form == Form.CONSTANT && from != to)) {
            throw new IllegalArgumentException(
                    "the schedule %s goes from %s to %s; both must be finite, and the same if it is constant"
                            .formatted(form, from, to));
        }
    }

    public static Schedule constant(double value) {
        return new Schedule(Form.CONSTANT, value, value);
    }

    public static Schedule linear(double from, double to) {
        return new Schedule(Form.LINEAR, from, to);
    }

    public static Schedule cosine(double from, double to) {
        return new Schedule(Form.COSINE, from, to);
    }

    /**
     * The number at this point.
     *
     * @param progress 0 at the first step, 1 at the last
     */
    public double at(double progress) {
        return switch (form) {
            case CONSTANT -> from;
            case LINEAR -> from + (to - from) * progress;
            case COSINE -> to + (from - to) * (1 + StrictMath.cos(StrictMath.PI * progress)) / 2;
        };
    }

    /** The number if it never changes, else the form and both ends. */
    @Override
    public String toString() {
        return form == Form.CONSTANT ? Double.toString(from) : "%s %s to %s".formatted(form, from, to);
    }
}
