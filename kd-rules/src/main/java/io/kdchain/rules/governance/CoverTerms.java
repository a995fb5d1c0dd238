package io.kdchain.rules.governance;

import io.kdchain.rules.verdict.Fraction;
import org.jspecify.annotations.Nullable;

/**
 * What a grade means for an insurance, as factors of its base terms.
 *
 * @param grade the grade
 * @param limit of the base limit; 0 or more
 * @param deductible of the base deductible; 0 or more
 * @param coinsurance share of each payment that the insured bears; 0 to 1
 * @param premium of the base premium; null means that no cover is offered
 */
public record CoverTerms(
        ContentGrade grade,
        Fraction limit,
        Fraction deductible,
        Fraction coinsurance,
        @Nullable Fraction premium) {
    public CoverTerms {
        if (limit.signum() < 0 || deductible.signum() < 0) {
            throw new IllegalArgumentException(
                    "Grade %s has limit %s and deductible %s; both are 0 or more.".formatted(grade, limit, deductible));
        }
        if (coinsurance.signum() < 0 || coinsurance.compareTo(Fraction.ONE) > 0) {
            throw new IllegalArgumentException(
                    "Grade %s has coinsurance %s; it is 0 to 1.".formatted(grade, coinsurance));
        }
        if (premium != null && premium.signum() <= 0) {
            throw new IllegalArgumentException(
                    "Grade %s has premium %s; it is above 0, or none where no cover is offered."
                            .formatted(grade, premium));
        }
    }

    /** Whether cover is offered. */
    public boolean offered() {
        return premium != null;
    }
}
