package io.kdchain.core.trace;

import java.math.BigDecimal;

/**
 * How much of a wrong answer comes from one stage.
 *
 * @param contribution 0 to 1, four digits after the point
 * @param lower smallest value over the references, 0 to 1, four digits
 * @param upper largest value over the references, 0 to 1, four digits
 */
public record StageContribution(Stage stage, BigDecimal contribution, BigDecimal lower, BigDecimal upper) {

    public StageContribution {
        boolean ordered = lower.signum() >= 0
                && lower.compareTo(contribution) <= 0
                && contribution.compareTo(upper) <= 0
                && upper.compareTo(BigDecimal.ONE) <= 0;
        if (!ordered) {
            throw new IllegalArgumentException(
                    "stage %s has contribution %s in [%s, %s]; 0 <= lower <= contribution <= upper <= 1 must hold"
                            .formatted(stage.label(), contribution, lower, upper));
        }
    }
}
