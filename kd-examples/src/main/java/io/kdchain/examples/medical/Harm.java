package io.kdchain.examples.medical;

import io.kdchain.core.data.Row;
import io.kdchain.core.trace.Localisation;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.PartyId;
import java.time.Instant;
import java.util.List;

/**
 * A patient whose malignant finding was served as benign, and why.
 *
 * @param incident id of the reported incident
 * @param output the wrong answer
 * @param patient the patient's row, with the right label
 * @param claimant who claims
 * @param servedAt when the answer was served
 * @param occurredAt when the damage arose
 * @param reportedAt when it was reported
 * @param items the damage
 * @param harmed how many patients of the test set were served as benign though malignant, 1 or more
 * @param cause what the tracer found
 */
public record Harm(
        EntityId incident,
        EntityId output,
        Row patient,
        PartyId claimant,
        Instant servedAt,
        Instant occurredAt,
        Instant reportedAt,
        List<IncidentReported.Item> items,
        int harmed,
        Localisation cause) {

    public Harm {
        items = List.copyOf(items);
    }
}
