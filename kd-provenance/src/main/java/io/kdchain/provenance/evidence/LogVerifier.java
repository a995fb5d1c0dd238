package io.kdchain.provenance.evidence;

import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.MerkleProofs;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.sign.KeyHistory;
import io.kdchain.provenance.sign.Objection;
import io.kdchain.provenance.sign.SignatureFault;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.EntryIndex;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.GrowingTree;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a whole log: derives everything that follows from the envelopes again and compares it with what is stored. */
public final class LogVerifier {
    private final EventStore store;
    private final Trust trust;

    /** Checks this store against these keys. */
    public LogVerifier(EventStore store, Trust trust) {
        this.store = store;
        this.trust = trust;
    }

    /**
     * Checks the log.
     *
     * @param since a checkpoint seen before, which the log must have grown from; null means none
     */
    public VerificationReport verify(@Nullable Checkpoint since) {
        Run run = new Run();
        try {
            run.all(since);
        } catch (StoreException e) {
            run.problem(null, "storage", String.valueOf(e.getMessage()));
        }
        return run.report();
    }

    /** Number and hash of the last event of a recorder; the hash is null where the event cannot be read. */
    private record Counted(long seq, @Nullable Digest hash) {}

    /** One check. */
    private final class Run {
        private final List<VerificationReport.Problem> problems = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final Map<Long, Bytes> roots = new HashMap<>();
        private final Set<String> ids = new HashSet<>();
        private final Map<String, Counted> counters = new HashMap<>();
        private final Map<Long, Checkpoint> checkpoints = new HashMap<>();
        private final KeyHistory keys =
                new KeyHistory(trust.roots(store.setting(LogKeys.ORIGIN).orElse("")));

        void all(@Nullable Checkpoint since) {
            store.faults().forEach(fault -> problem(null, "storage", fault));
            readCheckpoints();
            Set<Long> sizes = new HashSet<>(checkpoints.keySet());
            if (since != null) {
                sizes.add(since.size());
            }
            GrowingTree tree = new GrowingTree(0, (level, index) -> {
                throw new IllegalStateException("Subtree %d at level %d was not grown.".formatted(index, level));
            });
            for (long index = 0; index < store.size(); index++) {
                Optional<StoredEvent> entry = store.read(index);
                if (entry.isEmpty()) {
                    problem(index, "entry", "Entry %d is missing.".formatted(index));
                    return;
                }
                tree.append(leaf(index, entry.get()));
                tree.drain().forEach(this::compare);
                if (sizes.contains(index + 1)) {
                    roots.put(index + 1, tree.root());
                }
            }
            checkRoots(since);
        }

        private void readCheckpoints() {
            LogKeys logKeys;
            try {
                logKeys = LogKeys.of(store, trust).orElse(null);
            } catch (IllegalArgumentException e) {
                problem(null, "checkpoint", "kd_setting: %s".formatted(e.getMessage()));
                return;
            }
            List<StoredCheckpoint> stored = store.checkpoints();
            if (logKeys == null) {
                if (stored.isEmpty()) {
                    notes.add("The log has no key of its own: nothing proves that entries were not left out.");
                } else {
                    problem(null, "checkpoint", "kd_setting: the log has checkpoints and states no key.");
                }
                return;
            }
            if (!logKeys.pinned()) {
                notes.add(
                        "The key of log '%s' was taken from the log itself; give it from outside to be sure whose it is."
                                .formatted(logKeys.origin()));
            }
            for (StoredCheckpoint checkpoint : stored) {
                try {
                    checkpoints.put(checkpoint.size(), logKeys.verify(checkpoint));
                } catch (MalformedNoteException e) {
                    problem(
                            null,
                            "checkpoint",
                            "Checkpoint of %d entries does not hold: %s.".formatted(checkpoint.size(), e.getMessage()));
                }
            }
            long covered = stored.isEmpty() ? 0 : stored.get(stored.size() - 1).size();
            if (covered < store.size()) {
                problem(
                        covered,
                        "checkpoint",
                        "Entry %d and those after it are under no checkpoint.".formatted(covered));
            }
        }

        /** Checks an entry by itself, and says which leaf the tree has for it. */
        private Bytes leaf(long index, StoredEvent entry) {
            Bytes derived = Bytes.of(MerkleHash.leaf(
                    StoredEvent.content(entry.recordedAt(), entry.envelope().toArray())));
            if (entry.envelope().size() == 0) {
                problem(index, "entry", "The content of entry %d was erased.".formatted(index));
                countUnread(entry);
                return entry.leafHash();
            }
            if (!derived.equals(entry.leafHash())) {
                boolean contentStands = proven(index, derived);
                problem(
                        index,
                        "entry",
                        contentStands
                                ? "The leaf hash of entry %d was changed.".formatted(index)
                                : "Entry %d was changed after it was appended.".formatted(index));
                if (!contentStands) {
                    countUnread(entry);
                    return entry.leafHash();
                }
            }
            try {
                SignedEvent signed = SignedEvent.parse(entry.envelope().toArray());
                judge(index, entry, signed);
            } catch (MalformedEventException e) {
                problem(index, "entry", "Entry %d is no event: %s".formatted(index, e.getMessage()));
            }
            return derived;
        }

        private void judge(long index, StoredEvent entry, SignedEvent signed) {
            Event event = signed.event();
            Optional<Objection> objection = keys.check(index, signed);
            if (objection.isPresent()) {
                problem(
                        index,
                        objection.get().reason() == SignatureFault.ROOT_NOT_TRUSTED ? "trust" : "entry",
                        "Entry %d, %s: %s"
                                .formatted(
                                        index,
                                        objection.get().reason().code(),
                                        objection.get().detail()));
            } else {
                keys.apply(index, event);
                count(index, signed);
            }
            if (!ids.add(event.id().toString())) {
                problem(index, "entry", "Entry %d has the id %s of an earlier one.".formatted(index, event.id()));
            }
            EntryIndex derived = EntryIndex.of(event);
            if (!derived.equals(entry.index())) {
                problem(
                        index,
                        "index",
                        "How entry %d is found (its index rows: chain, recorder, seq, edges) is not what follows from it."
                                .formatted(index));
            }
        }

        /** Holds the counter of a recorder against the one of its event before; only signed events count. */
        private void count(long index, SignedEvent signed) {
            Event event = signed.event();
            PartyId recorder = event.observedBy() == null ? event.actor() : event.observedBy();
            Counted now = new Counted(event.seq(), signed.hash());
            Counted before = counters.put(event.chain() + "\n" + recorder, now);
            long expected = before == null ? 0 : before.seq() + 1;
            if (event.seq() < expected) {
                problem(
                        index,
                        "entry",
                        "Entry %d is number %d of '%s' in chain '%s', who had counted up to %d: it was put there, or moved."
                                .formatted(index, event.seq(), recorder, event.chain(), expected - 1));
            } else if (event.seq() > expected) {
                notes.add(
                        "'%s' counted events %d to %d of chain '%s' that are not in the log; they were withheld or lost."
                                .formatted(recorder, expected, event.seq() - 1, event.chain()));
            } else if (before != null && before.hash() != null && !before.hash().equals(event.prev())) {
                problem(
                        index,
                        "entry",
                        "Entry %d names %s as the previous event of '%s' in chain '%s', which is %s."
                                .formatted(index, event.prev(), recorder, event.chain(), before.hash()));
            }
        }

        /** An entry that can no longer be read was counted all the same. */
        private void countUnread(StoredEvent entry) {
            EntryIndex place = entry.index();
            if (place != null) {
                counters.merge(
                        place.chain() + "\n" + place.recorder(),
                        new Counted(place.seq(), null),
                        (known, unread) -> unread.seq() > known.seq() ? unread : known);
            }
        }

        private boolean proven(long index, Bytes leaf) {
            Checkpoint last = checkpoints.values().stream()
                    .max(Comparator.comparingLong(Checkpoint::size))
                    .orElse(null);
            if (last == null || index >= last.size() || last.size() > store.size()) {
                return false;
            }
            try {
                return MerkleProofs.includes(
                        index,
                        last.size(),
                        leaf.toArray(),
                        MerkleTree.inclusionProof(index, last.size(), store),
                        last.root().toArray());
            } catch (StoreException e) {
                return false;
            }
        }

        private void compare(GrowingTree.Node node) {
            if (node.level() == 0) {
                return;
            }
            String name = "Node %d at level %d of the tree (kd_node)".formatted(node.index(), node.level());
            try {
                if (!Bytes.of(store.node(node.level(), node.index())).equals(node.hash())) {
                    problem(null, "tree", name + " was changed.");
                }
            } catch (StoreException e) {
                problem(null, "tree", name + " is missing.");
            }
        }

        private void checkRoots(@Nullable Checkpoint since) {
            checkpoints.values().stream()
                    .sorted(Comparator.comparingLong(Checkpoint::size))
                    .forEach(checkpoint -> checkRoot(checkpoint, "Checkpoint of %d entries"));
            if (since != null && since.size() > 0) {
                checkRoot(since, "The given checkpoint of %d entries");
            }
        }

        private void checkRoot(Checkpoint checkpoint, String name) {
            String named = name.formatted(checkpoint.size());
            if (checkpoint.size() > store.size()) {
                problem(
                        null,
                        "checkpoint",
                        "%s: the log has %d entries; it was cut short.".formatted(named, store.size()));
            } else if (!checkpoint.root().equals(roots.get(checkpoint.size()))) {
                problem(null, "checkpoint", "%s has another root than the entries give.".formatted(named));
            }
        }

        void problem(@Nullable Long index, String where, String message) {
            problems.add(new VerificationReport.Problem(index, where, message));
        }

        VerificationReport report() {
            List<VerificationReport.Problem> sorted = new ArrayList<>(problems);
            sorted.sort(Comparator.comparing(
                    VerificationReport.Problem::index, Comparator.nullsLast(Comparator.naturalOrder())));
            return new VerificationReport(store.size(), sorted, notes);
        }
    }
}
