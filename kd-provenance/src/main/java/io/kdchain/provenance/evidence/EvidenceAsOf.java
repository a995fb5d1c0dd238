package io.kdchain.provenance.evidence;

import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.slice.CausalSlicer;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EdgeSource;
import io.kdchain.provenance.store.EntryIndex;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.StoredEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a log shows as of a moment: entries recorded later neither count nor lead to others. Whether the others stand is
 * judged by the log as it is now.
 *
 * <p>Of the entries under the checkpoint only a time that the log committed itself to takes one out of sight: whoever
 * changes it below the log does not hide the entry, which is then shown and rejected. Entries that no checkpoint holds
 * yet have no such time; who writes to the log below its hands can hide them from a moment.
 */
public final class EvidenceAsOf implements EvidenceSource {
    private final EventReader log;
    private final Trust trust;
    private final Instant moment;

    /**
     * A log as of a moment.
     *
     * @param trust whose keys are trusted
     * @param moment by the clock of the log; what was recorded at that very moment counts
     */
    public EvidenceAsOf(EventReader log, Trust trust, Instant moment) {
        this.log = log;
        this.trust = trust;
        this.moment = moment;
    }

    @Override
    public Slice slice(Collection<EntityId> about) {
        return new CausalSlicer(new Edges(anchor())).cut(about);
    }

    @Override
    public Evidence evidence(Slice slice) {
        Anchor anchor = anchor();
        return new EvidenceVerifier(log, trust)
                .verify(new Slice(
                        slice.about(),
                        known(slice.causal(), anchor),
                        known(slice.related(), anchor),
                        slice.external(),
                        slice.unknown()));
    }

    @Override
    public List<Long> find(EdgeKind kind, String key) {
        return List.copyOf(known(log.find(kind, key), anchor()));
    }

    private Anchor anchor() {
        return Anchor.of(log, trust);
    }

    private NavigableSet<Long> known(Collection<Long> indexes, Anchor anchor) {
        NavigableSet<Long> known = new TreeSet<>();
        NavigableMap<Long, StoredEvent> later = new TreeMap<>();
        log.readAll(indexes).forEach((index, entry) -> {
            if (entry.recordedAt().isAfter(moment)) {
                later.put(index, entry);
            } else {
                known.add(index);
            }
        });
        NavigableMap<Long, Bytes> leaves = new TreeMap<>();
        later.forEach((index, entry) -> leaves.put(index, entry.leafHash()));
        anchor.prepare(leaves);
        later.forEach((index, entry) -> {
            if (anchor.objection(index, entry).isPresent()) {
                known.add(index);
            }
        });
        return known;
    }

    /** The edges between entries that were recorded by then. */
    private final class Edges implements EdgeSource {
        private final Anchor anchor;

        Edges(Anchor anchor) {
            this.anchor = anchor;
        }

        @Override
        public Map<String, List<Long>> findAll(EdgeKind kind, Collection<String> keys) {
            Map<String, List<Long>> found = new HashMap<>(log.findAll(kind, keys));
            TreeSet<Long> all = new TreeSet<>();
            found.values().forEach(all::addAll);
            NavigableSet<Long> known = known(all, anchor);
            found.replaceAll(
                    (key, indexes) -> indexes.stream().filter(known::contains).toList());
            found.values().removeIf(List::isEmpty);
            return found;
        }

        @Override
        public Map<Long, EntryIndex> indexes(Collection<Long> indexes) {
            return log.indexes(known(indexes, anchor));
        }
    }
}
