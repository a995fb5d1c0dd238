package io.kdchain.provenance.evidence;

import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.merkle.MerkleHash;
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
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a log shows as of a moment: entries recorded later neither count nor lead to others. Whether the others stand is
 * judged by the log as it is now.
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
        return new CausalSlicer(new Edges()).cut(about);
    }

    @Override
    public Evidence evidence(Slice slice) {
        return new EvidenceVerifier(log, trust)
                .verify(new Slice(
                        slice.about(),
                        known(slice.causal()),
                        known(slice.related()),
                        slice.external(),
                        slice.unknown()));
    }

    @Override
    public List<Long> find(EdgeKind kind, String key) {
        return List.copyOf(known(log.find(kind, key)));
    }

    private NavigableSet<Long> known(Collection<Long> indexes) {
        Map<Long, StoredEvent> entries = log.readAll(indexes);
        NavigableSet<Long> known = new TreeSet<>();
        entries.forEach((index, entry) -> {
            if (!entry.recordedAt().isAfter(moment) || !isAsAppended(entry)) {
                known.add(index);
            }
        });
        return known;
    }

    /** The leaf holds the time of recording: who changes that below the log must not take the entry out of sight. */
    private static boolean isAsAppended(StoredEvent entry) {
        byte[] content =
                StoredEvent.content(entry.recordedAt(), entry.envelope().toArray());
        return Bytes.of(MerkleHash.leaf(content)).equals(entry.leafHash());
    }

    /** The edges between entries that were recorded by then. */
    private final class Edges implements EdgeSource {
        @Override
        public Map<String, List<Long>> findAll(EdgeKind kind, Collection<String> keys) {
            Map<String, List<Long>> found = new HashMap<>(log.findAll(kind, keys));
            TreeSet<Long> all = new TreeSet<>();
            found.values().forEach(all::addAll);
            NavigableSet<Long> known = known(all);
            found.replaceAll(
                    (key, indexes) -> indexes.stream().filter(known::contains).toList());
            found.values().removeIf(List::isEmpty);
            return found;
        }

        @Override
        public Map<Long, EntryIndex> indexes(Collection<Long> indexes) {
            return log.indexes(known(indexes));
        }
    }
}
