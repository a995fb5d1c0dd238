package io.kdchain.provenance.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider was assessed.
 *
 * @param provider who was assessed
 * @param scheme null means not stated
 * @param score null means not stated
 * @param grade the result
 * @param validUntil end; null means none
 * @param findings what was found
 */
public record ProviderAssessed(
        PartyId provider,
        @Nullable String scheme,
        @Nullable BigDecimal score,
        Grade grade,
        @EndOfDay @Nullable Instant validUntil,
        List<String> findings)
        implements EventBody {

    public ProviderAssessed {
        findings = List.copyOf(findings);
    }

    /** Result of an assessment. */
    public enum Grade implements Coded {
        PASSED,
        CONDITIONAL,
        FAILED;
    }
}
