package io.kdchain.provenance.event;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What holds between the fields of a body. */
final class Checks {
    private Checks() {}

    static void notNegative(String field, BigDecimal value) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException("%s is %s; it must be 0 or more.".formatted(field, value));
        }
    }

    static void atLeast(String field, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException("%s is %d; it must be %d or more.".formatted(field, value, least));
        }
    }

    static void fraction(String field, BigDecimal value) {
        if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("%s is %s; it must be between 0 and 1.".formatted(field, value));
        }
    }

    static void range(
            String lowName,
            @Nullable BigDecimal low,
            String midName,
            BigDecimal mid,
            String highName,
            @Nullable BigDecimal high) {
        if (low != null) {
            fraction(lowName, low);
            if (low.compareTo(mid) > 0) {
                throw new IllegalArgumentException("%s %s is above %s %s.".formatted(lowName, low, midName, mid));
            }
        }
        if (high != null) {
            fraction(highName, high);
            if (high.compareTo(mid) < 0) {
                throw new IllegalArgumentException("%s %s is below %s %s.".formatted(highName, high, midName, mid));
            }
        }
    }

    static void sumAtMostOne(String what, List<BigDecimal> values) {
        BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("%s sum to %s; they must sum to at most 1.".formatted(what, sum));
        }
    }

    static void exactlyOne(String what, @Nullable Object... values) {
        long given = Arrays.stream(values).filter(Objects::nonNull).count();
        if (given != 1) {
            throw new IllegalArgumentException("Exactly one of %s must be given; %d are.".formatted(what, given));
        }
    }

    static void some(String what, @Nullable Object... values) {
        if (Arrays.stream(values).allMatch(Objects::isNull)) {
            throw new IllegalArgumentException("It must name %s.".formatted(what));
        }
    }
}
