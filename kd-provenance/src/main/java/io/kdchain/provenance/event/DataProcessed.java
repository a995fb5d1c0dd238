package io.kdchain.provenance.event;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Data was worked on.
 *
 * @param operation what was done
 * @param method null means not stated
 * @param by who did it; null means the actor
 * @param agreementRate agreement of annotators, 0 to 1; null means not stated
 * @param sampleChecked what sample was checked, as its author writes it; null means not stated
 */
@Act(role = Role.DATA_PROVIDER, stage = Stage.DATA)
public record DataProcessed(
        Operation operation,
        @Nullable String method,
        @Nullable PartyId by,
        @Nullable BigDecimal agreementRate,
        @Nullable String sampleChecked)
        implements EventBody {

    /** What is done to data. */
    public enum Operation implements Coded {
        LABEL,
        CLEAN,
        FILTER,
        AUGMENT,
        DEIDENTIFY,
        ANONYMISE;
    }
}
