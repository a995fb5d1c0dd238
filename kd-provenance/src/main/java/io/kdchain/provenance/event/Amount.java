package io.kdchain.provenance.event;

import java.math.BigDecimal;

/**
 * An amount of money.
 *
 * @param amount 0 or more, in units of the currency
 * @param currency ISO 4217 code
 */
public record Amount(BigDecimal amount, String currency) {

    public Amount {
        Checks.notNegative("amount", amount);
    }
}
