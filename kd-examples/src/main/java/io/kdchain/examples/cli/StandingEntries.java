package io.kdchain.examples.cli;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EntryPage;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryQuery;
import io.kdchain.rules.governance.EntrySource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** The entries of a log that stand, a page at a time; remembers which of those that were asked for do not. */
final class StandingEntries implements EntrySource {
    private static final int PAGE = 1000;

    private final ChainLog log;
    private final NavigableSet<Long> rejected = new TreeSet<>();

    StandingEntries(ChainLog log) {
        this.log = log;
    }

    @Override
    public List<LogEntry> ofTypes(Set<String> types) {
        List<LogEntry> entries = new ArrayList<>();
        EntryQuery query = EntryQuery.all().types(types).limit(PAGE);
        EntryPage page = log.list(query);
        entries.addAll(standing(page.evidence()));
        while (page.next() != null) {
            page = log.list(query.after(page.next()));
            entries.addAll(standing(page.evidence()));
        }
        return entries;
    }

    @Override
    public List<LogEntry> makersOf(EntityId entity) {
        List<Long> places = log.find(EdgeKind.GENERATES, entity.key());
        Slice slice = new Slice(List.of(entity), new TreeSet<>(places), new TreeSet<>(), Set.of(), Set.of());
        return standing(log.evidence(slice)).stream()
                .filter(entry -> entry.event().generates().stream().anyMatch(made -> made.matches(entity)))
                .toList();
    }

    private List<LogEntry> standing(Evidence evidence) {
        evidence.rejected().stream().map(RejectedEntry::index).forEach(rejected::add);
        return evidence.admitted();
    }

    /** Places of entries that were asked for and prove nothing. */
    Set<Long> rejected() {
        return rejected;
    }
}
