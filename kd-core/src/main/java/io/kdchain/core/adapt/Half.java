package io.kdchain.core.adapt;

/**
 * IEEE 754 binary16: 1 sign bit, 5 of exponent, 10 of fraction. Rounds to the nearest, ties to even; what is too large
 * becomes the largest finite number, 65504, as accelerators with saturating conversion have it.
 */
final class Half {

    static final double MAX = 65504;

    /** Numbers below 2^-14 have no leading 1 and lie 2^-24 apart. */
    private static final double SMALLEST_NORMAL = 0x1p-14;

    private static final double SUBNORMAL_STEP = 0x1p-24;
    private static final int FRACTION_BITS = 10;
    private static final int BIAS = 15;

    private Half() {}

    /** The nearest number of the format. */
    static double round(double value) {
        double size = Math.abs(value);
        if (size >= MAX) {
            return Math.copySign(MAX, value);
        }
        double step = size < SMALLEST_NORMAL ? SUBNORMAL_STEP : Math.scalb(1.0, Math.getExponent(size) - FRACTION_BITS);
        return Math.copySign(Math.rint(size / step) * step, value);
    }

    /** The bits of a number of the format. */
    static short bits(double value) {
        double size = Math.abs(round(value));
        int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
        if (size < SMALLEST_NORMAL) {
            return (short) (sign | (int) (size / SUBNORMAL_STEP));
        }
        int exponent = Math.getExponent(size);
        int fraction = (int) Math.scalb(size, FRACTION_BITS - exponent) & 0x3ff;
        return (short) (sign + ((exponent + BIAS) << FRACTION_BITS) + fraction);
    }

    /** The number that these bits mean; refuses infinities and what is no number. */
    static double value(short bits) {
        int exponent = (bits >> FRACTION_BITS) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0x1f) {
            throw new IllegalArgumentException("the half %04x is no finite number".formatted(bits & 0xffff));
        }
        double size = exponent == 0 ? fraction * SUBNORMAL_STEP : Math.scalb(1 + fraction / 1024.0, exponent - BIAS);
        return bits < 0 ? -size : size;
    }
}
