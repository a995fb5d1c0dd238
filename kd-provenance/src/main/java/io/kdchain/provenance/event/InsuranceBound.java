package io.kdchain.provenance.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An insurer covers a party.
 *
 * @param insurer who pays
 * @param insured who is covered
 * @param policy id of the policy
 * @param cover the most that is paid
 * @param deductible what the insured bears first, in the currency of the cover; null means nothing
 * @param grade safety grade; null means not stated
 * @param from start
 * @param until end
 * @param perils perils covered; empty means not stated
 */
public record InsuranceBound(
        PartyId insurer,
        PartyId insured,
        String policy,
        Amount cover,
        @Nullable BigDecimal deductible,
        @Nullable String grade,
        Instant from,
        @EndOfDay Instant until,
        List<String> perils)
        implements EventBody {

    public InsuranceBound {
        perils = List.copyOf(perils);
    }
}
