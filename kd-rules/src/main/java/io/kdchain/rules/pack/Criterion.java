package io.kdchain.rules.pack;

import java.math.BigDecimal;

/**
 * A criterion of the assessment of providers.
 *
 * @param id unique within its scheme
 * @param title what it asks
 * @param weight in the score; 1 to 100
 * @param required whether nobody passes without it
 * @param least score that is needed where it is required; 0 to 1
 * @param occasional whether it is left out of the score where there was no occasion for it
 * @param norm id of a norm or proposal behind it; empty for none
 * @param measure how it is computed
 */
public record Criterion(
        String id,
        Label title,
        int weight,
        boolean required,
        BigDecimal least,
        boolean occasional,
        String norm,
        Measure measure) {}
