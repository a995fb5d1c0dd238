package io.kdchain.rules.judgment;

import io.kdchain.rules.verdict.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Insurance that the record shows.
 *
 * @param policy its number
 * @param insurer who pays
 * @param insured whose part is paid
 * @param cover the most that is paid
 * @param deductible what the insured bears itself; null for nothing
 * @param from begin of the cover
 * @param until end of the cover
 * @param perils kinds of damage that are covered; empty for all
 */
public record Policy(
        String policy,
        String insurer,
        String insured,
        Money cover,
        @Nullable Money deductible,
        Instant from,
        Instant until,
        List<String> perils) {
    public Policy {
        perils = List.copyOf(perils);
    }

    boolean inForceAt(Instant harm) {
        return !harm.isBefore(from) && !harm.isAfter(until);
    }
}
