package io.kdchain.provenance.evidence;

import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.merkle.MerkleProofs;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.merkle.NodeSource;
import io.kdchain.provenance.sign.KeyHistory;
import io.kdchain.provenance.sign.Objection;
import io.kdchain.provenance.sign.SignatureFault;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryIndex;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.GrowingTree;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Checks a whole log: derives everything that follows from the envelopes again and compares it with what is stored. */
public final class LogVerifier {
    /** More problems than anyone reads are counted, not listed. */
    private static final int MAX_PROBLEMS = 1000;
    /** Entries, and checkpoints, read in one go. */
    private static final int AT_ONCE = 1000;
    /** Entries between two reports of progress; at some ten thousand a second that is often enough. */
    private static final int PROGRESS_STEP = 10_000;

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
        return verify(new Run(since, checked -> {}));
    }

    /**
     * Checks the log, however long: what is kept in memory does not grow with it.
     *
     * @param since a checkpoint seen before, which this log must have signed and must have grown from; null means none
     * @param progress told now and then how many entries were checked
     */
    public VerificationReport verify(@Nullable SignedNote since, LongConsumer progress) {
        Run run = new Run(since == null ? null : Checkpoint.parse(since.text()), progress);
        if (since != null) {
            run.checkSigner(since);
        }
        return verify(run);
    }

    private static VerificationReport verify(Run run) {
        try {
            run.all();
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
        private final Map<String, Counted> counters = new HashMap<>();
        private final KeyHistory keys =
                new KeyHistory(trust.roots(store.setting(LogKeys.ORIGIN).orElse("")));
        private final @Nullable Checkpoint since;
        private final LongConsumer progress;
        private long further;
        private @Nullable LogKeys logKeys;
        private @Nullable WitnessCheck witnesses;
        private @Nullable Checkpoint last;
        /** Checkpoints read and not yet reached by the entries. */
        private Deque<StoredCheckpoint> ahead = new ArrayDeque<>();
        /** Size of the last checkpoint that was read; less than any while none was. */
        private long readUpTo = -1;

        Run(@Nullable Checkpoint since, LongConsumer progress) {
            this.since = since;
            this.progress = progress;
        }

        /** That the given checkpoint is one of this log. */
        void checkSigner(SignedNote given) {
            try {
                LogKeys signers = LogKeys.of(store, trust).orElse(null);
                Checkpoint checkpoint = Checkpoint.parse(given.text());
                if (signers == null) {
                    problem(null, "checkpoint", "The given checkpoint is signed, and the log states no key.");
                } else if (!checkpoint.origin().equals(signers.origin())) {
                    problem(
                            null,
                            "checkpoint",
                            "The given checkpoint is one of log '%s'; this is '%s'."
                                    .formatted(checkpoint.origin(), signers.origin()));
                } else if (given.verifiedBy(signers.keys()).isEmpty()) {
                    problem(
                            null,
                            "checkpoint",
                            "The given checkpoint of %d entries carries no valid signature of log '%s'."
                                    .formatted(checkpoint.size(), signers.origin()));
                }
            } catch (IllegalArgumentException e) {
                // what the log states is no key: told where its checkpoints are read
                return;
            }
        }

        void all() {
            store.faults().forEach(fault -> problem(null, "storage", fault));
            long size = store.size();
            openCheckpoints(size);
            GrowingTree tree = new GrowingTree(0, (level, index) -> {
                throw new IllegalStateException("Subtree %d at level %d was not grown.".formatted(index, level));
            });
            checkCheckpoints(0, tree);
            for (long from = 0; from < size; from += AT_ONCE) {
                int count = (int) Math.min(AT_ONCE, size - from);
                Map<Long, StoredEvent> entries = store.readAll(
                        LongStream.range(from, from + count).boxed().toList());
                for (long index = from; index < from + count; index++) {
                    StoredEvent entry = entries.get(index);
                    if (entry == null) {
                        problem(index, "entry", "Entry %d is missing.".formatted(index));
                        return;
                    }
                    tree.append(leaf(index, entry));
                    checkCheckpoints(index + 1, tree);
                }
                compare(tree.drain());
                if ((from + count) % PROGRESS_STEP == 0) {
                    progress.accept(from + count);
                }
            }
            for (StoredCheckpoint rest = next(); rest != null; rest = next()) {
                ahead.remove();
                Checkpoint checkpoint = logKeys == null ? null : verified(logKeys, rest);
                if (checkpoint != null && checkpoint.size() > store.size()) {
                    cutShort("Checkpoint", checkpoint);
                }
            }
            if (since != null && since.size() > size) {
                cutShort("The given checkpoint", since);
            }
            WitnessCheck seen = witnesses;
            if (seen != null) {
                notes.addAll(seen.notes(size));
                seen.problems().forEach(message -> problem(null, "witness", message));
            }
        }

        private void cutShort(String what, Checkpoint checkpoint) {
            problem(
                    null,
                    "checkpoint",
                    "%s of %d entries: the log has %d entries; it was cut short."
                            .formatted(what, checkpoint.size(), store.size()));
        }

        /** Says under which keys checkpoints are checked, and what no checkpoint covers. */
        private void openCheckpoints(long size) {
            LogKeys stated;
            try {
                stated = LogKeys.of(store, trust).orElse(null);
            } catch (IllegalArgumentException e) {
                problem(null, "checkpoint", "kd_setting: %s".formatted(e.getMessage()));
                return;
            }
            if (trust.isEmpty()) {
                notes.add(
                        "No key was given from outside: this shows only that the log agrees with itself, not whose it is, nor that it was not written anew as a whole.");
            }
            StoredCheckpoint newest = store.lastCheckpoint().orElse(null);
            if (stated == null) {
                if (newest == null) {
                    notes.add("The log has no key of its own: nothing proves that entries were not left out.");
                } else {
                    problem(null, "checkpoint", "kd_setting: the log has checkpoints and states no key.");
                }
                return;
            }
            if (!stated.pinned()) {
                notes.add(
                        "The key of log '%s' was taken from the log itself; give it from outside to be sure whose it is."
                                .formatted(stated.origin()));
            }
            try {
                witnesses = new WitnessCheck(trust, stated);
            } catch (IllegalArgumentException e) {
                problem(null, "witness", "The trusted policy does not fit this log. %s".formatted(e.getMessage()));
            }
            logKeys = stated;
            long covered = newest == null ? 0 : newest.size();
            if (covered < size) {
                problem(
                        covered,
                        "checkpoint",
                        "Entry %d and those after it are under no checkpoint.".formatted(covered));
            }
        }

        /** The next checkpoint that the entries have not reached; null means none. */
        private @Nullable StoredCheckpoint next() {
            if (ahead.isEmpty()) {
                ahead = new ArrayDeque<>(store.checkpoints(readUpTo, AT_ONCE));
                if (!ahead.isEmpty()) {
                    readUpTo = ahead.getLast().size();
                }
            }
            return ahead.peek();
        }

        /** Checks the checkpoints kept under this size against the tree of as many entries. */
        private void checkCheckpoints(long size, GrowingTree tree) {
            LogKeys signers = logKeys;
            if (signers != null) {
                for (StoredCheckpoint stored = next(); stored != null && stored.size() <= size; stored = next()) {
                    ahead.remove();
                    Checkpoint checkpoint = verified(signers, stored);
                    if (checkpoint != null) {
                        checkRoot(checkpoint, "Checkpoint", tree);
                    }
                }
            }
            if (since != null && since.size() == size && size > 0 && checkRoot(since, "The given checkpoint", tree)) {
                notes.add("The log has grown from the given checkpoint of %d entries: its root is that of the first %d."
                        .formatted(size, size));
            }
        }

        private @Nullable Checkpoint verified(LogKeys signers, StoredCheckpoint stored) {
            try {
                Checkpoint checkpoint = signers.verify(stored);
                WitnessCheck seeing = witnesses;
                if (seeing != null) {
                    seeing.see(stored);
                }
                return checkpoint;
            } catch (MalformedNoteException e) {
                problem(
                        null,
                        "checkpoint",
                        "Checkpoint of %d entries does not hold: %s.".formatted(stored.size(), e.getMessage()));
                return null;
            }
        }

        private boolean checkRoot(Checkpoint checkpoint, String what, GrowingTree tree) {
            boolean same = checkpoint.root().equals(tree.root());
            if (!same) {
                problem(
                        null,
                        "checkpoint",
                        "%s of %d entries has another root than the entries give.".formatted(what, checkpoint.size()));
            }
            return same;
        }

        /** Checks an entry by itself, and says which leaf the tree has for it. */
        private Bytes leaf(long index, StoredEvent entry) {
            Bytes derived =
                    StoredEvent.leaf(entry.recordedAt(), entry.envelope().toArray());
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
            // by the index, which is itself compared with what follows from each entry
            List<Long> same = store.find(EdgeKind.EVENT, event.id().toString());
            if (!same.isEmpty() && same.get(0) < index) {
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
            Checkpoint newest = newest();
            if (newest == null || index >= newest.size() || newest.size() > store.size()) {
                return false;
            }
            try {
                return MerkleProofs.includes(
                        index,
                        newest.size(),
                        leaf.toArray(),
                        MerkleTree.inclusionProof(index, newest.size(), store),
                        newest.root().toArray());
            } catch (StoreException e) {
                return false;
            }
        }

        /** The last checkpoint, if it holds; whether it does is told where it is checked. */
        private @Nullable Checkpoint newest() {
            LogKeys signers = logKeys;
            if (last == null && signers != null) {
                try {
                    last = store.lastCheckpoint().map(signers::verify).orElse(null);
                } catch (MalformedNoteException e) {
                    return null;
                }
            }
            return last;
        }

        /** Holds what the log has of its tree against what follows from the entries. */
        private void compare(List<GrowingTree.Node> grown) {
            Map<NodeSource.Place, byte[]> stored =
                    store.nodes(grown.stream().map(Run::place).toList());
            for (GrowingTree.Node node : grown) {
                byte[] hash = stored.get(place(node));
                if (hash == null || !Bytes.of(hash).equals(node.hash())) {
                    problem(
                            null,
                            "tree",
                            "Node %d at level %d of the tree (kd_tile) %s."
                                    .formatted(
                                            node.index(), node.level(), hash == null ? "is missing" : "was changed"));
                }
            }
        }

        private static NodeSource.Place place(GrowingTree.Node node) {
            return new NodeSource.Place(node.level(), node.index());
        }

        void problem(@Nullable Long index, String where, String message) {
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(new VerificationReport.Problem(index, where, message));
            } else {
                further++;
            }
        }

        VerificationReport report() {
            if (further > 0) {
                notes.add("%d further problems are not listed.".formatted(further));
            }
            List<VerificationReport.Problem> sorted = new ArrayList<>(problems);
            sorted.sort(Comparator.comparing(
                    VerificationReport.Problem::index, Comparator.nullsLast(Comparator.naturalOrder())));
            return new VerificationReport(store.size(), sorted, notes);
        }
    }
}
