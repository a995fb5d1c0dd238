package io.kdchain.examples.cli;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.Finding;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.federation.Federation;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.rules.governance.EntrySource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The entries of several logs that stand, each event once, as the log has it that recorded it first. */
final class FederatedEntries implements EntrySource {
    private final Federation logs;
    private final Set<Long> rejected = new TreeSet<>();
    private final Set<Finding> contradictions = new LinkedHashSet<>();

    FederatedEntries(Federation logs) {
        this.logs = logs;
    }

    @Override
    public List<LogEntry> ofTypes(Set<String> types) {
        List<Long> places = new ArrayList<>();
        types.forEach(type -> places.addAll(logs.find(EdgeKind.TYPE, type)));
        return standing(List.of(), places);
    }

    @Override
    public List<LogEntry> makersOf(EntityId entity) {
        return standing(List.of(entity), logs.find(EdgeKind.GENERATES, entity.key())).stream()
                .filter(entry -> entry.event().generates().stream().anyMatch(made -> made.matches(entity)))
                .toList();
    }

    @Override
    public boolean sameLog(long index, long other) {
        return Federation.memberOf(index) == Federation.memberOf(other);
    }

    private List<LogEntry> standing(List<EntityId> about, Collection<Long> places) {
        Evidence evidence = logs.evidence(new Slice(about, new TreeSet<>(places), new TreeSet<>(), Set.of(), Set.of()));
        evidence.rejected().stream().map(RejectedEntry::index).forEach(rejected::add);
        evidence.findings().stream().filter(OpenLogs::isContradiction).forEach(contradictions::add);
        return evidence.admitted();
    }

    /** Places of entries that were asked for and prove nothing. */
    Set<Long> rejected() {
        return rejected;
    }

    /** Where the logs contradicted each other in what was asked for. */
    Set<Finding> contradictions() {
        return contradictions;
    }
}
