package io.kdchain.core.record;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Measured numbers as the exact decimals of an event. */
final class Decimals {

    /** What a measurement on some hundred rows can mean, and the same text on every machine. */
    private static final int DIGITS = 6;

    private Decimals() {}

    /** Six digits after the point, rounded to the nearest. */
    static BigDecimal of(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("%s cannot be recorded; only finite numbers can".formatted(value));
        }
        return new BigDecimal(value).setScale(DIGITS, RoundingMode.HALF_EVEN);
    }
}
