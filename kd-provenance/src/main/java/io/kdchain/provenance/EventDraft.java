package io.kdchain.provenance;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.PartyId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded, before it is counted and signed. Each method gives another draft; this one stays as it is.
 *
 * @param body what happened
 * @param version version of the schema of its type
 * @param actor who did it; null means the recorder itself
 * @param at when, as the recorder says; null means the moment of recording, by the clock of the log
 * @param uses entities consumed
 * @param generates entities produced
 * @param refs earlier events that it answers
 * @param id id of the event; null means a new one. Whoever may record the same thing again after a failure gives it an
 *     id, and the log takes it once
 */
public record EventDraft(
        EventBody body,
        int version,
        @Nullable PartyId actor,
        @Nullable Instant at,
        List<EntityId> uses,
        List<EntityId> generates,
        List<EventId> refs,
        @Nullable EventId id) {
    public EventDraft {
        uses = List.copyOf(uses);
        generates = List.copyOf(generates);
        refs = List.copyOf(refs);
    }

    /** The recorder's own act, now. */
    public static EventDraft of(EventBody body) {
        return new EventDraft(body, EventTypes.VERSION, null, null, List.of(), List.of(), List.of(), null);
    }

    /** What an event says, to be counted and signed by another than its actor, as what that one saw. */
    public static EventDraft of(Event event) {
        return new EventDraft(
                event.body(),
                event.version(),
                event.actor(),
                event.at(),
                event.uses(),
                event.generates(),
                event.refs(),
                event.id());
    }

    /** The act of another party, which the recorder saw; the other does not sign it, and it weighs less. */
    public EventDraft by(PartyId other) {
        return new EventDraft(body, version, other, at, uses, generates, refs, id);
    }

    /** The same at another time. */
    public EventDraft at(Instant time) {
        return new EventDraft(body, version, actor, time, uses, generates, refs, id);
    }

    /** The same, consuming these entities, such as {@code deployment:ct-assist}. */
    public EventDraft uses(String... entities) {
        return new EventDraft(body, version, actor, at, parse(entities), generates, refs, id);
    }

    /** The same, producing these entities, such as {@code output:4711}. */
    public EventDraft generates(String... entities) {
        return new EventDraft(body, version, actor, at, uses, parse(entities), refs, id);
    }

    /** The same, answering these events. */
    public EventDraft answers(EventId... events) {
        return new EventDraft(body, version, actor, at, uses, generates, List.of(events), id);
    }

    /** The same with a new id. */
    EventDraft withoutId() {
        return new EventDraft(body, version, actor, at, uses, generates, refs, null);
    }

    private static List<EntityId> parse(String... entities) {
        return Arrays.stream(entities).map(EntityId::parse).toList();
    }
}
