package io.kdchain.provenance.exchange;

import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.EvidenceVerifier;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.LogKeys;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.slice.CausalSlicer;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The events of a log, or of a slice of it, that stand: what is given to other tools. */
public final class ExportSource {
    private final EventReader log;
    private final Evidence evidence;
    private final long treeSize;
    private final Bytes root;
    private final String note;

    private ExportSource(EventReader log, Trust trust, Slice slice) {
        this.log = log;
        this.evidence = new EvidenceVerifier(log, trust).verify(slice);
        StoredCheckpoint stored = log.lastCheckpoint().orElse(null);
        if (stored == null) {
            this.treeSize = log.size();
            this.root = Bytes.of(MerkleTree.root(treeSize, log));
            this.note = "";
        } else {
            Checkpoint checkpoint =
                    Checkpoint.parse(SignedNote.parse(stored.note().toArray()).text());
            this.treeSize = checkpoint.size();
            this.root = checkpoint.root();
            this.note = new String(stored.note().toArray(), StandardCharsets.UTF_8);
        }
    }

    /** A whole log. Every event is held in memory. */
    public static ExportSource all(EventReader log, Trust trust) {
        SortedSet<Long> every = new TreeSet<>();
        for (long index = 0; index < log.size(); index++) {
            every.add(index);
        }
        return new ExportSource(log, trust, new Slice(List.of(), new TreeSet<>(), every, Set.of(), Set.of()));
    }

    /**
     * The slice behind these entities.
     *
     * @throws BundleException if the log knows nothing of one of them
     */
    public static ExportSource about(EventReader log, Trust trust, Collection<EntityId> about) {
        Slice slice = new CausalSlicer(log).cut(about);
        if (!slice.unknown().isEmpty()) {
            throw new BundleException("The log knows nothing of %s. Maybe the id is misspelt."
                    .formatted(String.join(", ", slice.unknown())));
        }
        return new ExportSource(log, trust, slice);
    }

    /** The entries that stand, by index; those that prove nothing are left out. */
    public List<LogEntry> entries() {
        List<LogEntry> entries = new ArrayList<>(evidence.admitted());
        entries.addAll(evidence.notUnderstood());
        entries.sort(Comparator.comparingLong(LogEntry::index));
        return entries;
    }

    /** Number of entries that prove nothing and are left out. */
    public int rejected() {
        return evidence.rejected().size();
    }

    /** What the export is about; empty for a whole log. */
    public List<EntityId> about() {
        return evidence.about();
    }

    /** The envelope of an entry, as it was appended. */
    public Bytes envelope(long index) {
        return log.read(index).map(StoredEvent::envelope).orElseThrow();
    }

    /** Name of the log; empty if it has none. */
    public String origin() {
        return log.setting(LogKeys.ORIGIN).orElse("");
    }

    /** Number of entries under {@link #root()}. */
    public long treeSize() {
        return treeSize;
    }

    /** Root of the tree in base64: that of the last checkpoint, if there is one. */
    public String root() {
        return Base64.getEncoder().encodeToString(root.toArray());
    }

    /** The last checkpoint with its signatures; empty if the log signs none. */
    public String checkpoint() {
        return note;
    }

    /** A short name of what is exported. */
    String title() {
        return about().isEmpty()
                ? origin()
                : about().stream().map(EntityId::key).collect(Collectors.joining(", "));
    }
}
