package io.kdchain.provenance.event;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model was examined for bias.
 *
 * @param model the model
 * @param attribute attribute of persons; null means not stated
 * @param metric what was measured; null means not stated
 * @param gap difference between groups; null means not stated
 * @param threshold what is tolerated; null means not stated
 * @param passed the result
 * @param disclosedTo who was told
 */
public record BiasAudited(
        EntityId model,
        @Nullable String attribute,
        @Nullable String metric,
        @Nullable BigDecimal gap,
        @Nullable BigDecimal threshold,
        boolean passed,
        List<PartyId> disclosedTo)
        implements EventBody {

    public BiasAudited {
        disclosedTo = List.copyOf(disclosedTo);
    }
}
