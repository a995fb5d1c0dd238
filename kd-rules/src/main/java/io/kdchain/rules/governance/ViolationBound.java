package io.kdchain.rules.governance;

import io.kdchain.rules.verdict.Fraction;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalInt;

/**
 * The one-sided upper confidence bound of Clopper and Pearson (1934) on a rate, from counted tests: the rate U at which
 * so few violations or fewer would come with no more than the probability {@code error}. It is never computed as a
 * floating-point number: whether U lies below a rate is decided by the binomial distribution at that rate, between
 * bounds that are surely right, and in whole numbers where these do not tell.
 *
 * @param violations how many of the tests were violations; 0 to {@code tests}
 * @param tests how many tests; 1 to 10 million
 * @param error probability of a bound that is too low; above 0, below 1/2
 */
record ViolationBound(long violations, long tests, Fraction error) {
    static final int MOST_TESTS = 10_000_000;

    private static final int DIGITS = 60;
    private static final Fraction HALF = Fraction.of(1, 2);

    ViolationBound {
        if (tests < 1 || tests > MOST_TESTS) {
            throw new IllegalArgumentException(
                    "tests is %d; a bound needs 1 to %d tests.".formatted(tests, MOST_TESTS));
        }
        if (violations < 0 || violations > tests) {
            throw new IllegalArgumentException(
                    "violations is %d of %d tests; it is 0 to the number of tests.".formatted(violations, tests));
        }
        if (error.signum() <= 0 || error.compareTo(HALF) >= 0) {
            throw new IllegalArgumentException("error is %s; it lies between 0 and 1/2.".formatted(error));
        }
    }

    /** Whether the bound lies below, at or above a rate: -1, 0 or 1. */
    int against(Fraction rate) {
        if (violations == tests) {
            return Fraction.ONE.compareTo(rate);
        }
        if (rate.compareTo(Fraction.ONE) >= 0) {
            return -1;
        }
        // at the observed rate half of the distribution lies at or below what was observed, and that is more than error
        if (rate.signum() <= 0 || Fraction.of(violations, tests).compareTo(rate) >= 0) {
            return 1;
        }
        return between(rate).orElseGet(() -> exactly(rate));
    }

    /** The bound, rounded up. */
    BigDecimal roundedUp(int decimals) {
        BigInteger scale = BigInteger.TEN.pow(decimals);
        BigInteger below = BigInteger.ZERO;
        BigInteger notBelow = scale;
        while (notBelow.subtract(below).compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = below.add(notBelow).shiftRight(1);
            if (against(new Fraction(middle, scale)) <= 0) {
                notBelow = middle;
            } else {
                below = middle;
            }
        }
        return new BigDecimal(notBelow, decimals);
    }

    /** The comparison by rounded sums, of which one is surely too low and one surely too high. */
    private OptionalInt between(Fraction rate) {
        if (sum(rate, RoundingMode.FLOOR).compareTo(rounded(error, RoundingMode.CEILING)) > 0) {
            return OptionalInt.of(1);
        }
        return sum(rate, RoundingMode.CEILING).compareTo(rounded(error, RoundingMode.FLOOR)) < 0
                ? OptionalInt.of(-1)
                : OptionalInt.empty();
    }

    /** Probability of so few violations or fewer at a rate; every step is rounded to the same side. */
    private BigDecimal sum(Fraction rate, RoundingMode side) {
        MathContext context = new MathContext(DIGITS, side);
        BigInteger hit = rate.numerator();
        BigInteger miss = rate.denominator().subtract(hit);
        BigDecimal term = power(rounded(new Fraction(miss, rate.denominator()), side), tests, context);
        BigDecimal sum = term;
        for (long i = 0; i < violations; i++) {
            term = term.multiply(new BigDecimal(hit.multiply(BigInteger.valueOf(tests - i))), context)
                    .divide(new BigDecimal(miss.multiply(BigInteger.valueOf(i + 1))), context);
            sum = sum.add(term, context);
        }
        return sum;
    }

    private static BigDecimal power(BigDecimal base, long exponent, MathContext context) {
        BigDecimal power = BigDecimal.ONE;
        for (int bit = Long.SIZE - Long.numberOfLeadingZeros(exponent) - 1; bit >= 0; bit--) {
            power = power.multiply(power, context);
            if ((exponent >> bit & 1) == 1) {
                power = power.multiply(base, context);
            }
        }
        return power;
    }

    private static BigDecimal rounded(Fraction fraction, RoundingMode side) {
        return new BigDecimal(fraction.numerator())
                .divide(new BigDecimal(fraction.denominator()), new MathContext(DIGITS, side));
    }

    /** The comparison in whole numbers: both sides times the denominators. */
    int exactly(Fraction rate) {
        BigInteger hit = rate.numerator();
        BigInteger miss = rate.denominator().subtract(hit);
        BigInteger term = miss.pow((int) violations);
        BigInteger sum = term;
        for (long i = 0; i < violations; i++) {
            term = term.multiply(hit.multiply(BigInteger.valueOf(tests - i)))
                    .divide(miss.multiply(BigInteger.valueOf(i + 1)));
            sum = sum.add(term);
        }
        return sum.multiply(miss.pow((int) (tests - violations)))
                .multiply(error.denominator())
                .compareTo(rate.denominator().pow((int) tests).multiply(error.numerator()));
    }
}
