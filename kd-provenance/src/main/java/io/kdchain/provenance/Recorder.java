package io.kdchain.provenance;

import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records what one party does in one chain: counts, links, signs and appends. One recorder for one party and chain at a
 * time.
 *
 * <p>Safe for concurrent use: events are counted and signed in the order of the calls. A call returns when the event is
 * durable in the log; it blocks for the signatures of those before it (some ten microseconds each) and for one commit,
 * which all calls that wait share. What the log did not take is not counted, so that a failure leaves no gap: an event
 * that was to follow it is counted and signed anew.
 */
public final class Recorder {
    private final ChainLog log;
    private final String chain;
    private final PartyId recorder;
    private final Signer signer;
    private long nextSeq;
    private @Nullable Digest last;
    /** Count and hash after the last event that was only prepared. */
    private long preparedSeq;

    private @Nullable Digest prepared;
    /** The last submission, on which the next one builds; null means none since the last beginning. */
    private @Nullable Submission inFlight;
    /** How often the count began again. */
    private long beginning;

    Recorder(ChainLog log, String chain, PartyId recorder, Signer signer) {
        this.log = log;
        this.chain = chain;
        this.recorder = recorder;
        this.signer = signer;
    }

    /** The party that records. */
    public PartyId party() {
        return recorder;
    }

    /** The chain. */
    public String chain() {
        return chain;
    }

    /** Appends an event, which is then durable. */
    public LogEntry record(EventDraft draft) {
        return recordAll(List.of(draft)).get(0);
    }

    /** Appends several events, all or none. */
    public List<LogEntry> recordAll(List<EventDraft> drafts) {
        if (drafts.isEmpty()) {
            return List.of();
        }
        while (true) {
            Submission submission;
            long begun;
            try {
                synchronized (this) {
                    submission = submit(drafts);
                    begun = beginning;
                }
            } catch (RuntimeException e) {
                // the listener may record as well: it is told when nobody is kept waiting
                log.tellFailed(drafts.size(), e);
                throw e;
            }
            try {
                List<LogEntry> entries = log.await(submission);
                if (!submission.isOrphan()) {
                    letGo(submission);
                    return entries;
                }
            } catch (RuntimeException e) {
                // what was not appended must not show as withheld; should it have been after all, the next event looks
                beginAgain(begun);
                throw e;
            }
            // it followed one that the log did not take: count it anew
            beginAgain(begun);
        }
    }

    /** Counts, signs and puts in line; in the order of the calls, so that each event names the one before. */
    private Submission submit(List<EventDraft> drafts) {
        long seqBefore = nextSeq;
        Digest lastBefore = last;
        try {
            List<Candidate> candidates = new ArrayList<>();
            goOn();
            for (EventDraft draft : drafts) {
                candidates.add(Candidate.of(make(draft, signer), List.of(signer)));
            }
            Submission submission = new Submission(candidates, inFlight);
            log.committer().submit(submission);
            inFlight = submission;
            return submission;
        } catch (RuntimeException e) {
            nextSeq = seqBefore;
            last = lastBefore;
            throw e;
        }
    }

    /** Keeps no events that are durable: nothing that follows them can be lost by them. */
    private synchronized void letGo(Submission submission) {
        if (inFlight == submission) {
            inFlight = null;
        }
    }

    /** Goes back to what is sure, once for all that were counted since the last time. */
    private synchronized void beginAgain(long begun) {
        if (begun == beginning) {
            beginning++;
            nextSeq = preparedSeq;
            last = prepared;
            inFlight = null;
        }
    }

    /** Appends what the party does itself. */
    public LogEntry record(
            EventBody body, Instant at, List<EntityId> uses, List<EntityId> generates, List<EventId> refs) {
        return record(draft(null, body, at, uses, generates, refs));
    }

    /** Appends what the party saw another one do; the other has not signed it. */
    public LogEntry observe(
            PartyId actor,
            EventBody body,
            Instant at,
            List<EntityId> uses,
            List<EntityId> generates,
            List<EventId> refs) {
        return record(draft(actor, body, at, uses, generates, refs));
    }

    /**
     * Makes and counts an event without appending it: for {@link ChainLog#append} later, or never, which then shows as
     * a gap.
     */
    public synchronized SignedEvent prepare(EventDraft draft) {
        goOn();
        return prepared(make(draft, signer));
    }

    /** As {@link #prepare(EventDraft)}. */
    public SignedEvent prepare(
            EventBody body, Instant at, List<EntityId> uses, List<EntityId> generates, List<EventId> refs) {
        return prepare(draft(null, body, at, uses, generates, refs));
    }

    synchronized SignedEvent register(EventBody body, Instant at, @Nullable Signer registrar) {
        EventDraft draft = EventDraft.of(body).at(at);
        goOn();
        return prepared(registrar == null ? make(draft, signer) : make(draft, signer, registrar));
    }

    private SignedEvent prepared(SignedEvent signed) {
        preparedSeq = nextSeq;
        prepared = last;
        return signed;
    }

    private static EventDraft draft(
            @Nullable PartyId actor,
            EventBody body,
            Instant at,
            List<EntityId> uses,
            List<EntityId> generates,
            List<EventId> refs) {
        return new EventDraft(body, EventTypes.VERSION, actor, at, uses, generates, refs, null);
    }

    /** Goes on after what the log holds of the party, should another have counted for it. */
    private void goOn() {
        log.committer().last(chain, recorder).ifPresent(previous -> {
            if (previous.seq() >= nextSeq) {
                if (previous.hash() == null) {
                    throw new StoreException(
                            "Event %d of '%s' in chain '%s' is not what was appended, so nothing can follow it. Run 'kd log verify'."
                                    .formatted(previous.seq(), recorder, chain));
                }
                nextSeq = previous.seq() + 1;
                last = previous.hash();
            }
        });
    }

    private SignedEvent make(EventDraft draft, Signer... signers) {
        Instant at = draft.at() == null ? log.now() : draft.at();
        SignedEvent signed = sign(
                draft, chain, recorder, at, draft.id() == null ? log.nextId(at) : draft.id(), nextSeq, last, signers);
        nextSeq++;
        last = signed.hash();
        return signed;
    }

    static SignedEvent sign(
            EventDraft draft,
            String chain,
            PartyId recorder,
            Instant at,
            EventId id,
            long seq,
            @Nullable Digest prev,
            Signer... signers) {
        PartyId actor = draft.actor() == null ? recorder : draft.actor();
        return SignedEvent.sign(
                new Event(
                        id,
                        draft.body().type(),
                        draft.version(),
                        chain,
                        actor,
                        actor.equals(recorder) ? null : recorder,
                        at,
                        draft.uses(),
                        draft.generates(),
                        seq,
                        prev,
                        draft.refs(),
                        draft.body()),
                signers);
    }
}
