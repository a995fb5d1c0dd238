package io.kdchain.rules.governance;

import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An incident, or a drill of one, as it was opened.
 *
 * <p>A drill is opened by a measure {@code drill} and never by a report. So nothing can attribute it, no duty, term or
 * obligation begins with it, and what is done in it shows no step of a real incident.
 *
 * @param id its entity
 * @param drill whether it is only practised
 * @param opened the entry that opened it: for an incident the earliest report
 * @param occurredAt when the damage arose, as reported; for a drill when it was opened
 * @param claimant who was harmed; null for a drill
 * @param outputs what did the harm; empty for a drill
 * @param kinds kinds of damage reported; empty for a drill, in which every kind is practised
 */
public record IncidentCase(
        EntityId id,
        boolean drill,
        LogEntry opened,
        Instant occurredAt,
        @Nullable PartyId claimant,
        List<EntityId> outputs,
        Set<DamageKind> kinds) {
    public IncidentCase {
        outputs = List.copyOf(outputs);
        kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    }

    /** When the log recorded the report; for a drill, when it was opened. */
    public Instant reportedAt() {
        return opened.recordedAt();
    }
}
