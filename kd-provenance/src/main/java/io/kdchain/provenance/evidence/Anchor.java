package io.kdchain.provenance.evidence;

import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.CheckpointVerdict;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleProofs;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.merkle.MultiProof;
import io.kdchain.provenance.merkle.NodeSource;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The last checkpoint of a log that verifies, and whether entries are under it. */
final class Anchor {
    private final EventReader store;
    private final @Nullable Checkpoint checkpoint;
    private final List<Finding> findings;
    private final boolean broken;
    /** Leaves that are proven; those that no checkpoint covers do no harm. */
    private Map<Long, Bytes> proven = Map.of();

    private Map<NodeSource.Place, byte[]> fetched = Map.of();

    private Anchor(EventReader store, @Nullable Checkpoint checkpoint, List<Finding> findings, boolean broken) {
        this.store = store;
        this.checkpoint = checkpoint;
        this.findings = List.copyOf(findings);
        this.broken = broken;
    }

    static Anchor of(EventReader store, Trust trust) {
        List<Finding> findings = new ArrayList<>();
        try {
            LogKeys keys = LogKeys.of(store, trust).orElse(null);
            StoredCheckpoint last = store.lastCheckpoint().orElse(null);
            if (keys == null || last == null) {
                if (last != null) {
                    throw new IllegalArgumentException("the log states no key");
                }
                return new Anchor(store, null, findings, false);
            }
            if (!keys.pinned() && !trust.keys().isEmpty()) {
                findings.add(finding(
                        Finding.Code.LOG_KEY_NOT_TRUSTED,
                        "The key of log '%s' is not among those trusted; that nothing was left out rests on the log's word."
                                .formatted(keys.origin())));
            }
            Checkpoint checkpoint = keys.verify(last);
            if (trust.policy().quorum() != null) {
                CheckpointVerdict verdict = trust.policyFor(keys.keys())
                        .judge(SignedNote.parse(last.note().toArray()));
                if (!verdict.holds()) {
                    findings.add(finding(
                            Finding.Code.NOT_WITNESSED,
                            "The last checkpoint does not count under the trusted policy: %s That the log was not written anew rests on its word."
                                    .formatted(verdict.detail())));
                }
            }
            if (checkpoint.size() > store.size()) {
                throw new IllegalArgumentException("it covers %d entries and the log has %d; it was cut short"
                        .formatted(checkpoint.size(), store.size()));
            }
            return new Anchor(store, checkpoint, findings, false);
        } catch (MalformedNoteException | IllegalArgumentException e) {
            findings.add(finding(
                    Finding.Code.CHECKPOINT_INVALID,
                    "The last checkpoint does not hold: %s.".formatted(e.getMessage())));
            return new Anchor(store, null, findings, true);
        }
    }

    List<Finding> findings() {
        return findings;
    }

    /** Number of entries that the checkpoint covers; null means that there is none that holds. */
    @Nullable
    Long size() {
        return checkpoint == null ? null : checkpoint.size();
    }

    /**
     * Proves leaves together, in place of those before: what their proofs share is read and hashed once. Where one of
     * them does not stand none is proven so, and each is asked about by itself.
     *
     * @param leaves by index, as they follow from the content
     */
    void prepare(NavigableMap<Long, Bytes> leaves) {
        proven = Map.of();
        fetched = Map.of();
        NavigableMap<Long, byte[]> covered = new TreeMap<>();
        leaves.forEach((index, leaf) -> {
            if (covers(index)) {
                covered.put(index, leaf.toArray());
            }
        });
        if (checkpoint == null || covered.isEmpty()) {
            return;
        }
        try {
            List<byte[]> proof = MultiProof.prove(covered.navigableKeySet(), checkpoint.size(), store);
            boolean holds = MultiProof.open(covered, checkpoint.size(), proof)
                    .filter(tree -> Bytes.of(tree.root()).equals(checkpoint.root()))
                    .isPresent();
            if (holds) {
                proven = leaves;
            } else {
                fetched = store.nodes(MerkleTree.places(covered.keySet(), checkpoint.size()));
            }
        } catch (StoreException e) {
            // one is missing: they are asked for one by one, and each entry whose proof needs it says so
            proven = Map.of();
        }
    }

    private byte[] node(int level, long index) {
        byte[] hash = fetched.get(new NodeSource.Place(level, index));
        return hash == null ? store.node(level, index) : hash;
    }

    /** Whether a checkpoint covers the place at all. */
    boolean covers(long index) {
        return checkpoint != null && index < checkpoint.size();
    }

    /**
     * Why an entry is not what the log committed itself to.
     *
     * @return nothing if it is, or if the log commits itself to nothing there
     */
    Optional<String> objection(long index, StoredEvent entry) {
        Bytes leaf = StoredEvent.leaf(entry.recordedAt(), entry.envelope().toArray());
        return objection(index, leaf, leaf.equals(entry.leafHash()));
    }

    /** As {@link #objection(long, StoredEvent)}, with the leaf that follows from the content. */
    Optional<String> objection(long index, Bytes leaf, boolean leafFits) {
        if (!leafFits) {
            return Optional.of(
                    "Its bytes or its time are not those that were appended: the hash of the entry differs.");
        }
        if (broken) {
            return Optional.of("The last checkpoint of the log does not hold, so nothing proves the entry.");
        }
        if (checkpoint == null || index >= checkpoint.size() || leaf.equals(proven.get(index))) {
            return Optional.empty();
        }
        try {
            List<byte[]> proof = MerkleTree.inclusionProof(index, checkpoint.size(), this::node);
            return MerkleProofs.includes(
                            index,
                            checkpoint.size(),
                            leaf.toArray(),
                            proof,
                            checkpoint.root().toArray())
                    ? Optional.empty()
                    : Optional.of("Its inclusion proof does not lead to the root of the checkpoint of %d entries."
                            .formatted(checkpoint.size()));
        } catch (StoreException e) {
            return Optional.of("Its inclusion proof cannot be made: %s".formatted(e.getMessage()));
        }
    }

    private static Finding finding(Finding.Code code, String message) {
        return new Finding(code, null, null, message);
    }
}
