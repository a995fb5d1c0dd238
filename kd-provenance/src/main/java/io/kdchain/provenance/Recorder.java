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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records what one party does in one chain: counts, links, signs and appends. One recorder for one party and chain at a
 * time. Safe for concurrent use.
 */
public final class Recorder {
    private final ChainLog log;
    private final String chain;
    private final PartyId recorder;
    private final Signer signer;
    private long nextSeq;
    private @Nullable Digest last;

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

    /** Appends what the party does itself. */
    public LogEntry record(
            EventBody body, Instant at, List<EntityId> uses, List<EntityId> generates, List<EventId> refs) {
        return append(prepare(body, at, uses, generates, refs));
    }

    /** Appends what the party saw another one do; the other has not signed it. */
    public synchronized LogEntry observe(
            PartyId actor,
            EventBody body,
            Instant at,
            List<EntityId> uses,
            List<EntityId> generates,
            List<EventId> refs) {
        return append(make(actor, recorder, body, at, uses, generates, refs));
    }

    /**
     * Makes and counts an event without appending it: for {@link ChainLog#append} later, or never, which then shows as
     * a gap.
     */
    public synchronized SignedEvent prepare(
            EventBody body, Instant at, List<EntityId> uses, List<EntityId> generates, List<EventId> refs) {
        return make(recorder, null, body, at, uses, generates, refs);
    }

    synchronized SignedEvent register(EventBody body, Instant at, @Nullable Signer registrar) {
        return registrar == null
                ? make(recorder, null, body, at, List.of(), List.of(), List.of())
                : make(recorder, null, body, at, List.of(), List.of(), List.of(), signer, registrar);
    }

    private LogEntry append(SignedEvent signed) {
        return log.append(signed.envelope().toBytes());
    }

    private SignedEvent make(
            PartyId actor,
            @Nullable PartyId observer,
            EventBody body,
            Instant at,
            List<EntityId> uses,
            List<EntityId> generates,
            List<EventId> refs) {
        return make(actor, observer, body, at, uses, generates, refs, signer);
    }

    private SignedEvent make(
            PartyId actor,
            @Nullable PartyId observer,
            EventBody body,
            Instant at,
            List<EntityId> uses,
            List<EntityId> generates,
            List<EventId> refs,
            Signer... signers) {
        log.last(chain, recorder).ifPresent(previous -> {
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
        Event event = new Event(
                log.nextId(at),
                body.type(),
                EventTypes.VERSION,
                chain,
                actor,
                observer,
                at,
                uses,
                generates,
                nextSeq,
                last,
                refs,
                body);
        SignedEvent signed = SignedEvent.sign(event, signers);
        nextSeq++;
        last = signed.hash();
        return signed;
    }
}
