package io.kdchain.provenance.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A harm was reported.
 *
 * @param outputs outputs, or other entities, that harmed
 * @param claimant who was harmed
 * @param occurredAt when the damage arose
 * @param items heads of damage
 */
public record IncidentReported(List<EntityId> outputs, PartyId claimant, Instant occurredAt, List<Item> items)
        implements EventBody {

    public IncidentReported {
        outputs = List.copyOf(outputs);
        items = List.copyOf(items);
    }

    /**
     * A head of damage.
     *
     * @param id unique within the incident
     * @param kind what was harmed
     * @param amount the loss; null means not stated
     * @param currency ISO 4217 code; null means not stated
     * @param severity null means not stated
     * @param aggravated whether it arose after a notice or warning; null means no
     * @param proven whether damage and causation are proven; null means yes
     * @param nonEconomic whether the loss is not economic, such as pain; null means no
     */
    public record Item(
            String id,
            DamageKind kind,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            @Nullable Severity severity,
            @Nullable Boolean aggravated,
            @Nullable Boolean proven,
            @Nullable Boolean nonEconomic) {

        /** A head of economic loss. */
        public Item(
                String id,
                DamageKind kind,
                @Nullable BigDecimal amount,
                @Nullable String currency,
                @Nullable Severity severity,
                @Nullable Boolean aggravated,
                @Nullable Boolean proven) {
            this(id, kind, amount, currency, severity, aggravated, proven, null);
        }
    }
}
