package io.kdchain.provenance;

import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.KeyReader;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.LogKeys;
import io.kdchain.provenance.evidence.RejectReason;
import io.kdchain.provenance.sign.Objection;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.Checkpointer;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.Position;
import io.kdchain.provenance.store.StoreConflictException;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends what many threads submit: whatever waits travels in one transaction, under one checkpoint, with one flush of
 * the disk. Order and keys are checked here, one thread at a time; a submission that is refused takes no other with it.
 *
 * <p>Whoever comes to an idle log commits by itself. What gathers meanwhile is left to a thread that ends when it has
 * been idle for a while, so that a log that was let go holds none.
 */
final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    /** Events in one transaction: the gain of more is small, the wait of the first grows. */
    private static final int MAX_EVENTS = 1000;
    /** Recorders whose last event is remembered. */
    private static final int MAX_TAILS = 10_000;

    private static final long IDLE_NANOS = 1_000_000_000L;

    private final EventStore store;
    private final LogOptions options;
    private final Checkpointer checkpointer;
    private final ConcurrentLinkedQueue<Submission> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock committing = new ReentrantLock();
    private final AtomicReference<@Nullable Thread> helper = new AtomicReference<>();
    private final Map<Counter, Link> tails = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Counter, Link> eldest) {
            return size() > MAX_TAILS;
        }
    };
    private @Nullable KeyReader keys;
    /** Number of entries that {@link #keys} and {@link #tails} take account of. */
    private volatile long known;

    private boolean closed;

    /** Who counts in which chain. */
    private record Counter(String chain, String recorder) {}

    /**
     * The last event of a recorder.
     *
     * @param seq its counter
     * @param hash its hash; null means that it cannot be told, as the entry is not what was appended
     */
    record Link(long seq, @Nullable Digest hash) {}

    Committer(EventStore store, LogOptions options, Checkpointer checkpointer) {
        this.store = store;
        this.options = options;
        this.checkpointer = checkpointer;
    }

    /** Puts events in line; {@link #await} then sees them through. */
    void submit(Submission submission) {
        queue.add(submission);
    }

    /**
     * Waits until a submission is durable.
     *
     * @throws AppendRefusedException if it is refused
     * @throws StoreException if the store did not take it
     */
    List<LogEntry> await(Submission submission) {
        if (!submission.done().isDone() && committing.tryLock()) {
            try {
                while (!submission.done().isDone()) {
                    commitSome();
                }
            } finally {
                committing.unlock();
            }
            if (!queue.isEmpty()) {
                wakeHelper();
            }
        }
        try {
            return submission.done().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void wakeHelper() {
        Thread thread = helper.get();
        if (thread == null) {
            Thread started = new Thread(this::help, "kdchain-committer");
            started.setDaemon(true);
            if (helper.compareAndSet(null, started)) {
                started.start();
                return;
            }
            thread = helper.get();
        }
        LockSupport.unpark(thread);
    }

    private void help() {
        long idleSince = System.nanoTime();
        while (System.nanoTime() - idleSince < IDLE_NANOS) {
            if (queue.isEmpty()) {
                LockSupport.parkNanos(this, IDLE_NANOS);
            } else {
                committing.lock();
                try {
                    while (!queue.isEmpty()) {
                        commitSome();
                    }
                } finally {
                    committing.unlock();
                }
                idleSince = System.nanoTime();
            }
        }
        helper.set(null);
        if (!queue.isEmpty()) {
            wakeHelper();
        }
    }

    private void commitSome() {
        List<Submission> taken = take();
        try {
            commit(taken);
        } finally {
            // after an error nobody waits for ever
            for (Submission submission : taken) {
                if (!submission.done().isDone()) {
                    submission.fail(new IllegalStateException("The log stopped while it appended this event."));
                }
            }
        }
    }

    /** The next submissions for one transaction. One that changes keys goes alone: whoever follows is held to it. */
    private List<Submission> take() {
        List<Submission> taken = new ArrayList<>();
        int events = 0;
        for (Submission next = queue.peek(); next != null; next = queue.peek()) {
            events += next.candidates().size();
            boolean alone = next.changesKeys();
            if (!taken.isEmpty() && (alone || events > MAX_EVENTS)) {
                break;
            }
            queue.remove();
            taken.add(next);
            if (alone) {
                break;
            }
        }
        return taken;
    }

    private void commit(List<Submission> taken) {
        while (true) {
            Batch batch = new Batch();
            try {
                if (closed) {
                    throw new StoreException("The log is closed.");
                }
                batch.begin(taken);
                if (!batch.stored.isEmpty()) {
                    store.append(batch.first, batch.stored, checkpointer);
                    // in this order: whoever sees the new size finds the new tails
                    synchronized (tails) {
                        tails.putAll(batch.links);
                    }
                    known = batch.first + batch.stored.size();
                }
                batch.complete();
                return;
            } catch (StoreConflictException e) {
                LOG.debug("Another process appended first; the events are checked again.");
                forget();
            } catch (RuntimeException e) {
                forget();
                taken.forEach(submission -> submission.fail(copy(e)));
                return;
            }
        }
    }

    private static String idOf(Candidate candidate) {
        return candidate.signed().event().id().toString();
    }

    /** Several threads are told of one failure, each by an exception of its own. */
    private static RuntimeException copy(RuntimeException e) {
        return e instanceof StoreException failed
                ? new StoreException(String.valueOf(e.getMessage()), failed.sqlState(), e)
                : e;
    }

    private void forget() {
        keys = null;
        synchronized (tails) {
            tails.clear();
        }
    }

    /** What is about to be appended: checked against the log and against itself. */
    private final class Batch {
        private long first;
        private final List<StoredEvent> stored = new ArrayList<>();
        private final Set<EventId> ids = new HashSet<>();
        private final Map<Counter, Link> links = new HashMap<>();
        private final Map<Submission, List<LogEntry>> taken = new LinkedHashMap<>();
        private final Map<Submission, RuntimeException> refused = new LinkedHashMap<>();
        private final List<Submission> orphans = new ArrayList<>();
        /** Ids of these events that the log has already. */
        private Set<String> present = Set.of();

        void begin(List<Submission> submissions) {
            first = store.size();
            if (first != known) {
                // another process appended, maybe about keys
                forget();
                known = first;
            }
            Set<String> asked = new HashSet<>();
            for (Submission submission : submissions) {
                submission.candidates().forEach(candidate -> asked.add(idOf(candidate)));
            }
            present = store.known(asked);
            for (Submission submission : submissions) {
                Submission after = submission.after();
                if (after != null && isLost(after)) {
                    orphans.add(submission);
                    continue;
                }
                try {
                    new Attempt(this).add(submission);
                } catch (AppendRefusedException e) {
                    refused.put(submission, e);
                    if (submission.changesKeys()) {
                        keys = null;
                    }
                }
            }
        }

        private boolean isLost(Submission after) {
            return refused.containsKey(after)
                    || orphans.contains(after)
                    || after.isOrphan()
                    || after.done().isCompletedExceptionally();
        }

        /** Tells everyone, now that the others' events are durable. */
        void complete() {
            taken.forEach(Submission::complete);
            refused.forEach(Submission::fail);
            orphans.forEach(Submission::abandon);
        }
    }

    /** One submission within a batch: kept apart until all of it is found good. */
    private final class Attempt {
        private final Batch batch;
        private final List<StoredEvent> stored = new ArrayList<>();
        private final List<LogEntry> entries = new ArrayList<>();
        private final Set<EventId> ids = new HashSet<>();
        private final Map<Counter, Link> links = new HashMap<>();

        Attempt(Batch batch) {
            this.batch = batch;
        }

        void add(Submission submission) {
            submission.candidates().forEach(this::add);
            batch.stored.addAll(stored);
            batch.ids.addAll(ids);
            batch.links.putAll(links);
            batch.taken.put(submission, List.copyOf(entries));
        }

        private void add(Candidate candidate) {
            SignedEvent signed = candidate.signed();
            Event event = signed.event();
            long index = batch.first + batch.stored.size() + stored.size();
            checkOrder(candidate);
            KeyReader reader = keys();
            Optional<Objection> objection = reader.check(index, signed, candidate.memo());
            if (objection.isPresent()) {
                throw refusal(
                        RejectReason.of(objection.get().reason()),
                        "Event %s of '%s' is refused: %s"
                                .formatted(
                                        event.id(),
                                        event.actor(),
                                        objection.get().detail()));
            }
            reader.appended(index, signed);
            StoredEvent entry = StoredEvent.of(options.clock().instant(), candidate.envelope(), candidate.index());
            stored.add(entry);
            entries.add(new LogEntry(
                    index,
                    entry.recordedAt(),
                    event,
                    new Digest(HexFormat.of().formatHex(entry.leafHash().toArray())),
                    signed.envelope().signatures().get(0).keyId()));
        }

        private void checkOrder(Candidate candidate) {
            Event event = candidate.signed().event();
            if (batch.ids.contains(event.id()) || !ids.add(event.id()) || batch.present.contains(idOf(candidate))) {
                throw refusal(RejectReason.DUPLICATE, "Event %s is in the log already.".formatted(event.id()));
            }
            PartyId recorder = event.observedBy() == null ? event.actor() : event.observedBy();
            Counter counter = new Counter(event.chain(), recorder.value());
            Link previous = links.containsKey(counter) ? links.get(counter) : batch.links.get(counter);
            if (previous == null) {
                // whoever appended since the size was read takes this place, and all is checked again
                previous = tail(counter).or(() -> stored(counter)).orElse(null);
            }
            if (previous != null && event.seq() <= previous.seq()) {
                throw refusal(
                        RejectReason.DUPLICATE,
                        "Event %s is number %d of '%s' in chain '%s', who has counted up to %d. It is a replay, or the counter was used twice."
                                .formatted(event.id(), event.seq(), recorder, event.chain(), previous.seq()));
            }
            if (previous != null
                    && event.seq() == previous.seq() + 1
                    && previous.hash() != null
                    && !previous.hash().equals(event.prev())) {
                throw refusal(
                        RejectReason.CHAIN_BROKEN,
                        "Event %s names %s as the previous event of '%s' in chain '%s', which is %s."
                                .formatted(event.id(), event.prev(), recorder, event.chain(), previous.hash()));
            }
            links.put(counter, new Link(event.seq(), candidate.hash()));
        }

        private AppendRefusedException refusal(RejectReason reason, String message) {
            return new AppendRefusedException(reason, stored.size(), message);
        }
    }

    /** The last event of a recorder that is in the log. */
    Optional<Link> last(String chain, PartyId recorder) {
        Counter counter = new Counter(chain, recorder.value());
        // who appended below this log, or from another process, may have counted on
        Optional<Link> tail = store.size() == known ? tail(counter) : Optional.empty();
        return tail.or(() -> stored(counter));
    }

    private Optional<Link> tail(Counter counter) {
        synchronized (tails) {
            return Optional.ofNullable(tails.get(counter));
        }
    }

    private Optional<Link> stored(Counter counter) {
        return store.before(counter.chain(), counter.recorder(), Long.MAX_VALUE).map(this::link);
    }

    private Link link(Position position) {
        StoredEvent entry = store.read(position.index()).orElse(null);
        if (entry == null || !entry.leafFits()) {
            return new Link(position.seq(), null);
        }
        try {
            return new Link(
                    position.seq(),
                    SignedEvent.parse(entry.envelope().toArray()).hash());
        } catch (MalformedEventException e) {
            return new Link(position.seq(), null);
        }
    }

    private KeyReader keys() {
        KeyReader reader = keys;
        if (reader == null) {
            reader = new KeyReader(
                    store,
                    options.trust().roots(store.setting(LogKeys.ORIGIN).orElse("")),
                    (index, entry) -> entry.leafFits());
            keys = reader;
        }
        return reader;
    }

    /** Lets what is in hand end, and takes no more. */
    void close() {
        committing.lock();
        try {
            while (!queue.isEmpty()) {
                commitSome();
            }
            closed = true;
            Thread thread = helper.get();
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        } finally {
            committing.unlock();
        }
    }
}
