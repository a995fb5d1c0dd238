package io.kdchain.rules.verdict;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;

/**
 * A sum of money in the smallest units of its currency.
 *
 * @param amount 0 or more, with as many decimals as the currency has
 * @param currency ISO 4217
 */
public record Money(BigDecimal amount, Currency currency) {
    public Money {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("amount is %s; a sum is 0 or more.".formatted(amount.toPlainString()));
        }
        int digits = Math.max(0, currency.getDefaultFractionDigits());
        if (amount.stripTrailingZeros().scale() > digits) {
            throw new IllegalArgumentException("amount %s has more decimals than %s allows (%d)."
                    .formatted(amount.toPlainString(), currency.getCurrencyCode(), digits));
        }
        amount = amount.setScale(digits);
    }

    /**
     * A sum of money.
     *
     * @throws IllegalArgumentException if the code is no ISO 4217 currency or the amount does not fit it
     */
    public static Money of(String amount, String currencyCode) {
        Currency currency;
        try {
            currency = Currency.getInstance(currencyCode);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'%s' is no ISO 4217 currency code, such as CNY or EUR.".formatted(currencyCode), e);
        }
        try {
            return new Money(new BigDecimal(amount), currency);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is no amount, such as 180000 or 99.50.".formatted(amount), e);
        }
    }

    /** {@code 180000.00 CNY}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %s", amount.toPlainString(), currency.getCurrencyCode());
    }
}
