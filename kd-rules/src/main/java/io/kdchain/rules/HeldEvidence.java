package io.kdchain.rules;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.EvidenceSource;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EdgeKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Evidence that was verified before, as a source that knows nothing else. */
final class HeldEvidence implements EvidenceSource {
    private final Evidence held;
    private final List<Event> events = new ArrayList<>();

    HeldEvidence(Evidence held) {
        this.held = held;
        held.admitted().stream().map(LogEntry::event).forEach(events::add);
        for (RejectedEntry rejected : held.rejected()) {
            Event untrusted = rejected.untrusted();
            if (untrusted != null) {
                events.add(untrusted);
            }
        }
    }

    @Override
    public Slice slice(Collection<EntityId> about) {
        Set<String> unknown = new TreeSet<>();
        for (EntityId entity : about) {
            boolean known = events.stream()
                    .anyMatch(e -> e.generates().stream().anyMatch(g -> g.matches(entity))
                            || e.uses().stream().anyMatch(u -> u.matches(entity)));
            if (!known) {
                unknown.add(entity.key());
            }
        }
        Slice slice = held.slice();
        return new Slice(List.copyOf(about), slice.causal(), slice.related(), slice.external(), unknown);
    }

    @Override
    public Evidence evidence(Slice slice) {
        return held;
    }

    /** Who acted; other edges are not looked for. */
    @Override
    public List<Long> find(EdgeKind kind, String key) {
        return held.admitted().stream()
                .filter(e ->
                        kind == EdgeKind.ACTOR && e.event().actor().toString().equals(key))
                .map(LogEntry::index)
                .toList();
    }
}
