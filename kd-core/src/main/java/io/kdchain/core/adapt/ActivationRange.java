package io.kdchain.core.adapt;

/**
 * The affine int8 grid of one channel of activations: {@code x = scale (q - zeroPoint)}, q from -128 to 127. The grid
 * holds 0 exactly and spans what calibration saw; what lies outside is clamped to its ends.
 *
 * @param scale above 0
 * @param zeroPoint -128 to 127
 */
record ActivationRange(double scale, int zeroPoint) {

    static final int MIN = -128;
    static final int MAX = 127;

    /**
     * A channel that calibration saw only at 0 gets this scale: single precision's epsilon, as PyTorch's observers have
     * it.
     */
    private static final double SMALLEST_SCALE = 0x1p-23;

    ActivationRange {
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY) || zeroPoint < MIN || zeroPoint > MAX) {
            throw new IllegalArgumentException(
                    "an activation range has scale %s and zero point %d; scale must be finite and above 0, the zero point fit a byte"
                            .formatted(scale, zeroPoint));
        }
    }

    /** The grid over what was seen, widened to hold 0. */
    static ActivationRange over(double min, double max) {
        double low = Math.min(0, min);
        double high = Math.max(0, max);
        double scale = Math.max((high - low) / (MAX - MIN), SMALLEST_SCALE);
        return new ActivationRange(scale, clamp(Math.rint(MIN - low / scale)));
    }

    /** The lowest number on the grid. */
    double low() {
        return scale * (MIN - zeroPoint);
    }

    /** The highest number on the grid. */
    double high() {
        return scale * (MAX - zeroPoint);
    }

    /** The distance from the zero point, in steps: -255 to 255. */
    int steps(double value) {
        return clamp(Math.rint(value / scale) + zeroPoint) - zeroPoint;
    }

    private static int clamp(double q) {
        return (int) Math.max(MIN, Math.min(MAX, q));
    }
}
