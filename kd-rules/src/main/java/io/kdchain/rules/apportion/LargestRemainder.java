package io.kdchain.rules.apportion;

import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rounds shares of a sum once, so that the parts add up to the sum: each gets the whole units of its share, the units
 * left go to the largest remainders, ties to the key that comes first.
 */
public final class LargestRemainder {
    private LargestRemainder() {}

    /**
     * The sum split by these shares.
     *
     * @param loss what is split, in the smallest unit of its currency
     * @param shares 0 or more each; together 0 or 1
     * @throws IllegalArgumentException if a share is negative or they do not add up
     */
    public static SortedMap<String, Money> split(Money loss, SortedMap<String, Fraction> shares) {
        Fraction sum = shares.values().stream().reduce(Fraction.ZERO, Fraction::plus);
        if ((!sum.isZero() && !sum.equals(Fraction.ONE))
                || shares.values().stream().anyMatch(s -> s.signum() < 0)) {
            throw new IllegalArgumentException(
                    "The shares %s sum to %s; shares are 0 or more and sum to 1, or to 0 where nobody is liable."
                            .formatted(shares, sum));
        }
        int scale = loss.amount().scale();
        Fraction units = new Fraction(loss.amount().unscaledValue(), BigInteger.ONE);
        SortedMap<String, BigInteger> whole = new TreeMap<>();
        SortedMap<String, Fraction> remainder = new TreeMap<>();
        BigInteger given = BigInteger.ZERO;
        for (Map.Entry<String, Fraction> share : shares.entrySet()) {
            Fraction exact = share.getValue().times(units);
            BigInteger floor = exact.numerator().divide(exact.denominator());
            whole.put(share.getKey(), floor);
            remainder.put(share.getKey(), exact.minus(new Fraction(floor, BigInteger.ONE)));
            given = given.add(floor);
        }
        int left = sum.isZero() ? 0 : units.numerator().subtract(given).intValueExact();
        List<String> byRemainder = new ArrayList<>(remainder.keySet());
        byRemainder.sort(Comparator.comparing((String key) -> remainder.getOrDefault(key, Fraction.ZERO))
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
        for (String key : byRemainder.subList(0, left)) {
            whole.merge(key, BigInteger.ONE, BigInteger::add);
        }
        SortedMap<String, Money> amounts = new TreeMap<>();
        whole.forEach((key, value) -> amounts.put(key, new Money(new BigDecimal(value, scale), loss.currency())));
        return amounts;
    }
}
