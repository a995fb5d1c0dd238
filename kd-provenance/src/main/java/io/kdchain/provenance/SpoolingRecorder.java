package io.kdchain.provenance;

import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what one party does in one chain even while the log cannot be reached. Each event is counted, signed and
 * durable in a file before it goes to the log; what the log cannot take now waits there, at most as many events as the
 * caller allows, and is appended later in order. Its lateness shows: {@code at} says when the party acted, the log's
 * own {@code recordedAt} when it came in, and rules judge by the second.
 *
 * <p>Who would rather fail uses a {@link Recorder}. One spool serves one party and chain, and nobody else may count
 * there, as two counters cannot be told from a party that says two things. The first event of a new spool needs the
 * log, which alone knows how far the party has counted.
 *
 * <p>Safe for concurrent use; calls wait for each other. A call blocks for one write to disk, and while the log answers
 * for one commit; after a failure the log is left alone for a pause, so that callers do not all wait for it. Nothing
 * happens in the background: {@link #forward()} is called by {@link #record}, and by whoever wants to sooner.
 *
 * <p>A {@link LogListener} is told of an event while the recorder appends it, in the same thread. Whether that event
 * stays counted is then still open, so nothing can be counted after it, and every call of the listener on this recorder
 * but {@link #waiting()} is refused.
 */
public final class SpoolingRecorder implements AutoCloseable {
    /**
     * How long the log is left alone after it could not be reached: callers soon see it again, and do not hammer it.
     */
    public static final Duration DEFAULT_PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SpoolingRecorder.class);

    private final Spool spool;
    private final Supplier<ChainLog> opener;
    private final LogOptions options;
    private final String chain;
    private final PartyId party;
    private final Signer signer;
    private final int capacity;
    private final Duration pause;
    private @Nullable ChainLog log;
    private @Nullable Instant triedAt;
    private int waiting;
    /** Whether a call is at work; only a listener of the log, which is told in its thread, can see that. */
    private boolean busy;

    /**
     * How a recorder with a spool is set up.
     *
     * @param file the spool, made if missing; with {@code .lock} and {@code .tmp} beside it
     * @param capacity the most events that may wait; 1 or more
     * @param opener opens the log; called again after a failure, and what it opens is closed by this recorder
     * @param options clock and ids of new events
     * @param chain the chain
     * @param party who records, registered in the log
     * @param signer its key
     * @param pause how long the log is left alone after it could not be reached
     */
    public record Settings(
            Path file,
            int capacity,
            Supplier<ChainLog> opener,
            LogOptions options,
            String chain,
            PartyId party,
            Signer signer,
            Duration pause) {
        public Settings {
            if (capacity < 1) {
                throw new IllegalArgumentException(
                        "A spool for %d events holds none; capacity must be 1 or more.".formatted(capacity));
            }
        }

        /** The machine's clock, random ids and the default pause. */
        public static Settings of(
                Path file, int capacity, Supplier<ChainLog> opener, String chain, PartyId party, Signer signer) {
            return new Settings(file, capacity, opener, LogOptions.defaults(), chain, party, signer, DEFAULT_PAUSE);
        }

        /** The same with other clock and ids. */
        public Settings options(LogOptions other) {
            return new Settings(file, capacity, opener, other, chain, party, signer, pause);
        }

        /** The same with another pause. */
        public Settings pause(Duration other) {
            return new Settings(file, capacity, opener, options, chain, party, signer, other);
        }
    }

    private SpoolingRecorder(Settings settings, Spool spool) {
        this.spool = spool;
        this.opener = settings.opener();
        this.options = settings.options();
        this.chain = settings.chain();
        this.party = settings.party();
        this.signer = settings.signer();
        this.capacity = settings.capacity();
        this.pause = settings.pause();
        this.waiting = spool.events().size();
    }

    /**
     * Opens a spool; what waited in it before still waits.
     *
     * @throws StoreException if the file cannot be used, is in use, or belongs to another party or chain
     */
    public static SpoolingRecorder open(Settings settings) {
        Spool spool = Spool.open(settings.file(), "'%s'".formatted(settings.party()));
        SignedEvent last = spool.last();
        if (last != null
                && !(last.event().chain().equals(settings.chain())
                        && recorder(last.event()).equals(settings.party()))) {
            spool.close();
            throw new StoreException(
                    "Spool %s is that of '%s' in chain '%s', not of '%s' in chain '%s'. Name another file."
                            .formatted(
                                    settings.file(),
                                    recorder(last.event()),
                                    last.event().chain(),
                                    settings.party(),
                                    settings.chain()));
        }
        return new SpoolingRecorder(settings, spool);
    }

    /**
     * Records an event: durable in the spool when this returns, and in the log if that answers.
     *
     * @throws SpoolFullException if too many events wait; nothing was recorded
     * @throws AppendRefusedException if the log refuses the event; nothing was recorded
     * @throws StoreException if the spool cannot be written, or is new and the log cannot be reached
     * @throws IllegalStateException if a listener of the log calls while this recorder appends; nothing was recorded
     */
    public synchronized SignedEvent record(EventDraft draft) {
        return alone("record an event", () -> recordAlone(draft));
    }

    private SignedEvent recordAlone(EventDraft draft) {
        if (waiting >= capacity) {
            tryForward();
            if (waiting >= capacity) {
                throw new SpoolFullException(
                        "%d events wait for the log, and no more may. Nothing was recorded; bring the log back, or allow more."
                                .formatted(waiting));
            }
        }
        SignedEvent signed = sign(draft);
        spool.add(signed);
        waiting++;
        try {
            tryForward();
        } catch (AppendRefusedException e) {
            if (waiting != 1) {
                // an earlier one was refused: this one is kept behind it, and forward() says what is wrong
                LOG.warn("An event in the spool of '{}' is refused by the log: {}", party, e.getMessage());
                return signed;
            }
            List<SignedEvent> before = new ArrayList<>(spool.events());
            before.remove(before.size() - 1);
            spool.keep(before);
            waiting = 0;
            throw e;
        }
        return signed;
    }

    /** How many events wait for the log. */
    public synchronized int waiting() {
        return waiting;
    }

    /**
     * Appends what waits, in order, as far as the log takes it.
     *
     * @return how many events still wait; 0 if all are in the log
     * @throws AppendRefusedException if the log refuses one, which it will not take later either: its key was revoked
     *     meanwhile, or somebody else counted for the party. What waits stays in the spool, whose file holds signed
     *     envelopes, one a line
     * @throws IllegalStateException if a listener of the log calls while this recorder appends
     */
    public synchronized int forward() {
        return alone("forward what waits", () -> {
            triedAt = null;
            tryForward();
            return waiting;
        });
    }

    /** Does what must not happen within itself. */
    private <T> T alone(String what, Supplier<T> work) {
        if (busy) {
            throw new IllegalStateException(
                    "A listener of the log cannot %s with the spool of '%s' in chain '%s' while that appends the event the listener is told of. Hand it over to another thread, without waiting for it."
                            .formatted(what, party, chain));
        }
        busy = true;
        try {
            return work.get();
        } finally {
            busy = false;
        }
    }

    private void tryForward() {
        Instant now = options.clock().instant();
        if (waiting == 0 || (triedAt != null && now.isBefore(triedAt.plus(pause)))) {
            return;
        }
        try {
            ChainLog open = reach();
            List<SignedEvent> events = spool.events();
            for (SignedEvent event : events.subList(events.size() - waiting, events.size())) {
                // after a crash the log may hold what the spool still counts as waiting
                if (open.find(EdgeKind.EVENT, event.event().id().toString()).isEmpty()) {
                    open.append(event.envelope().toBytes());
                }
                waiting--;
            }
            triedAt = null;
            if (events.size() > 1) {
                spool.keep(events.subList(events.size() - 1, events.size()));
            }
        } catch (StoreException e) {
            triedAt = now;
            leave();
            LOG.warn("The log cannot be reached; {} events of '{}' wait: {}", waiting, party, e.getMessage());
        }
    }

    private ChainLog reach() {
        ChainLog open = log;
        if (open == null) {
            open = opener.get();
            log = open;
        }
        return open;
    }

    /** A log that failed is opened anew next time. */
    private void leave() {
        ChainLog failed = log;
        log = null;
        if (failed != null) {
            try {
                failed.close();
            } catch (StoreException e) {
                LOG.warn("A log that could not be reached could not be closed either: {}", e.getMessage());
            }
        }
    }

    private SignedEvent sign(EventDraft draft) {
        long seq = 0;
        Digest prev = null;
        SignedEvent last = spool.last();
        if (last != null) {
            seq = last.event().seq() + 1;
            prev = last.hash();
        } else {
            Committer.Link link = reach().committer().last(chain, party).orElse(null);
            if (link != null && link.hash() == null) {
                throw new StoreException(
                        "Event %d of '%s' in chain '%s' is not what was appended, so nothing can follow it. Run 'kd log verify'."
                                .formatted(link.seq(), party, chain));
            }
            if (link != null) {
                seq = link.seq() + 1;
                prev = link.hash();
            }
        }
        Instant at = draft.at() == null ? options.clock().instant() : draft.at();
        return Recorder.sign(
                draft, chain, party, at, draft.id() == null ? options.ids().next(at) : draft.id(), seq, prev, signer);
    }

    private static PartyId recorder(Event event) {
        return event.observedBy() == null ? event.actor() : event.observedBy();
    }

    /**
     * Closes spool and log. What waits stays in the file.
     *
     * @throws IllegalStateException if a listener of the log calls while this recorder appends; it stays open
     */
    @Override
    public synchronized void close() {
        alone("close", () -> {
            leave();
            spool.close();
            return waiting;
        });
    }
}
