package io.kdchain.provenance.evidence;

import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EntryQuery;
import io.kdchain.provenance.store.EventStore;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Goes through all that a party recorded, a page at a time, and tells what is missing. */
public final class CompletenessCheck {
    private static final int PAGE = 1000;
    private static final Set<Finding.Code> TELLING = EnumSet.of(
            Finding.Code.COUNTED_TWICE,
            Finding.Code.LINK_BROKEN,
            Finding.Code.OUT_OF_ORDER,
            Finding.Code.NO_CHECKPOINT);
    /** Findings that concern every entry alike. */
    private static final Set<Finding.Code> OF_THE_LOG =
            EnumSet.of(Finding.Code.CHECKPOINT_INVALID, Finding.Code.NOT_WITNESSED, Finding.Code.LOG_KEY_NOT_TRUSTED);

    private final EventStore store;
    private final Trust trust;

    /** Checks this store under these keys. */
    public CompletenessCheck(EventStore store, Trust trust) {
        this.store = store;
        this.trust = trust;
    }

    /**
     * Checks what a party counted.
     *
     * @param chain in which chain; null means in each
     * @return one for each chain in which the party recorded something, by chain
     */
    public List<Completeness> of(PartyId party, @Nullable String chain) {
        Map<String, Counted> chains = new TreeMap<>();
        EntryQuery query = EntryQuery.all().party(party).limit(PAGE);
        if (chain != null) {
            query = query.chain(chain);
        }
        EvidenceVerifier verifier = new EvidenceVerifier(store, trust);
        for (List<Long> page = store.find(query); !page.isEmpty(); ) {
            add(party, verifier.verify(page(page)), chains);
            query = query.after(page.get(page.size() - 1));
            page = store.find(query);
        }
        Long size = Anchor.of(store, trust).size();
        return chains.entrySet().stream()
                .map(entry -> entry.getValue().told(party, entry.getKey(), size))
                .toList();
    }

    private static Slice page(List<Long> indexes) {
        return new Slice(List.of(), new TreeSet<>(), new TreeSet<>(indexes), Set.of(), Set.of());
    }

    private static void add(PartyId party, Evidence evidence, Map<String, Counted> chains) {
        Map<Long, String> chainOf = new TreeMap<>();
        List<LogEntry> standing = new ArrayList<>(evidence.admitted());
        standing.addAll(evidence.notUnderstood());
        for (LogEntry entry : standing) {
            Event event = entry.event();
            if (recorder(event).equals(party)) {
                chainOf.put(entry.index(), event.chain());
                counted(chains, event.chain()).add(event.seq(), entry.index());
            }
        }
        for (RejectedEntry entry : evidence.rejected()) {
            Event event = entry.untrusted();
            if (event != null && recorder(event).equals(party)) {
                chainOf.put(entry.index(), event.chain());
                counted(chains, event.chain()).rejected.add(entry);
            }
        }
        for (Finding finding : evidence.findings()) {
            String chain = finding.index() == null ? null : chainOf.get(finding.index());
            if (chain != null && TELLING.contains(finding.code())) {
                counted(chains, chain).findings.add(finding);
            } else if (OF_THE_LOG.contains(finding.code())) {
                chains.values().forEach(counted -> counted.findings.add(finding));
            }
        }
    }

    private static Counted counted(Map<String, Counted> chains, String chain) {
        return chains.computeIfAbsent(chain, name -> new Counted());
    }

    private static PartyId recorder(Event event) {
        return event.observedBy() == null ? event.actor() : event.observedBy();
    }

    /** What was met in one chain: stretches grow together, so that an honest million is one. */
    private static final class Counted {
        private final TreeMap<Long, Completeness.Run> runs = new TreeMap<>();
        private final List<RejectedEntry> rejected = new ArrayList<>();
        private final Set<Finding> findings = new LinkedHashSet<>();

        void add(long seq, long index) {
            Map.Entry<Long, Completeness.Run> below = runs.floorEntry(seq);
            if (below != null && below.getValue().lastSeq() >= seq) {
                return;
            }
            Completeness.Run run = new Completeness.Run(seq, seq, index, index);
            if (below != null && below.getValue().lastSeq() == seq - 1) {
                run = new Completeness.Run(
                        below.getValue().firstSeq(), seq, below.getValue().firstIndex(), index);
            }
            Completeness.Run above = runs.remove(seq + 1);
            if (above != null) {
                run = new Completeness.Run(run.firstSeq(), above.lastSeq(), run.firstIndex(), above.lastIndex());
            }
            runs.put(run.firstSeq(), run);
        }

        Completeness told(PartyId party, String chain, @Nullable Long checkpointSize) {
            List<Gap> missing = new ArrayList<>();
            long next = 0;
            for (Completeness.Run run : runs.values()) {
                if (run.firstSeq() > next) {
                    missing.add(new Gap(party, chain, next, run.firstSeq() - 1));
                }
                next = run.lastSeq() + 1;
            }
            return new Completeness(
                    party, chain, List.copyOf(runs.values()), missing, rejected, List.copyOf(findings), checkpointSize);
        }
    }
}
