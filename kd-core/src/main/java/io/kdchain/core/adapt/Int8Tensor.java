package io.kdchain.core.adapt;

import java.util.Arrays;

/** Numbers on one int8 grid: {@code x = scale (q - zeroPoint)}, rounded half to even. Immutable. */
public final class Int8Tensor {

    private static final int SYMMETRIC_MAX = 127;

    private final double scale;
    private final int zeroPoint;
    private final byte[] values;

    private Int8Tensor(double scale, int zeroPoint, byte[] values) {
        this.scale = scale;
        this.zeroPoint = zeroPoint;
        this.values = values;
    }

    /** Above 0. */
    public double scale() {
        return scale;
    }

    /** -128 to 127. */
    public int zeroPoint() {
        return zeroPoint;
    }

    /** A copy of the steps q. */
    public byte[] values() {
        return values.clone();
    }

    /** Zero point 0, scale max|x| / 127, steps from -127 to 127. */
    public static Int8Tensor symmetric(double[] numbers) {
        requireFinite(numbers);
        double max = Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
        double scale = max == 0 ? 1 : max / SYMMETRIC_MAX;
        byte[] q = new byte[numbers.length];
        for (int i = 0; i < q.length; i++) {
            q[i] = (byte) Math.max(-SYMMETRIC_MAX, Math.min(SYMMETRIC_MAX, Math.rint(numbers[i] / scale)));
        }
        return new Int8Tensor(scale, 0, q);
    }

    /** Over the range of the numbers widened to hold 0, steps from -128 to 127. */
    public static Int8Tensor affine(double[] numbers) {
        requireFinite(numbers);
        ActivationRange range = ActivationRange.over(
                Arrays.stream(numbers).min().orElseThrow(),
                Arrays.stream(numbers).max().orElseThrow());
        byte[] q = new byte[numbers.length];
        for (int i = 0; i < q.length; i++) {
            q[i] = (byte) (range.steps(numbers[i]) + range.zeroPoint());
        }
        return new Int8Tensor(range.scale(), range.zeroPoint(), q);
    }

    /** What the steps stand for. */
    public double[] dequantised() {
        double[] numbers = new double[values.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (values[i] - zeroPoint) * scale;
        }
        return numbers;
    }

    /** Largest distance from the numbers it was made of. */
    public double largestError(double[] original) {
        double[] now = dequantised();
        double largest = 0;
        for (int i = 0; i < now.length; i++) {
            largest = Math.max(largest, Math.abs(original[i] - now[i]));
        }
        return largest;
    }

    /** Signal to quantisation noise, 10 log10(sum x^2 / sum (x - x')^2), in decibel; infinite without noise. */
    public double signalToNoiseDecibel(double[] original) {
        double[] now = dequantised();
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < now.length; i++) {
            signal += original[i] * original[i];
            noise += (original[i] - now[i]) * (original[i] - now[i]);
        }
        return 10 * StrictMath.log10(signal / noise);
    }

    private static void requireFinite(double[] numbers) {
        if (numbers.length == 0 || !Arrays.stream(numbers).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "%d numbers; at least one is needed, and all must be finite".formatted(numbers.length));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Int8Tensor that
                && scale == that.scale
                && zeroPoint == that.zeroPoint
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + Double.hashCode(scale);
    }

    @Override
    public String toString() {
        return "Int8Tensor[%d numbers, scale %s, zero point %d]".formatted(values.length, scale, zeroPoint);
    }
}
