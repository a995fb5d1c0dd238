package io.kdchain.rules.governance;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.LogEntry;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a playbook is carried out for an incident, as far as the record shows it.
 *
 * @param incident the incident
 * @param at the moment that is looked at
 * @param steps in the order of the playbook
 * @param closed the entry that closed it; null means that it is open
 * @param overlaps other incidents about the same outputs, each with those outputs
 * @param remarks what else there is to know, in the order of the entries
 */
public record IncidentStatus(
        IncidentCase incident,
        Instant at,
        List<StepStatus> steps,
        @Nullable LogEntry closed,
        SortedMap<EntityId, List<EntityId>> overlaps,
        List<Remark> remarks) {
    public IncidentStatus {
        steps = List.copyOf(steps);
        overlaps = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(overlaps)));
        remarks = List.copyOf(remarks);
    }

    /** Steps without which the incident is not to be closed, but for the closing itself. */
    public List<StepStatus> blocking() {
        return steps.stream()
                .filter(one -> one.blocksClosing() && !IncidentResponse.closes(one.step()))
                .toList();
    }

    /** Whether a required step is overdue. */
    public boolean isOverdue() {
        return steps.stream().anyMatch(one -> one.state() == StepStatus.State.OVERDUE);
    }
}
