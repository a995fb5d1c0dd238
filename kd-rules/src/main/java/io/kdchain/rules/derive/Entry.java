package io.kdchain.rules.derive;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A recorded event as facts are derived from it.
 *
 * @param index log index
 * @param id id of the event
 * @param type its type
 * @param actor who acted and signed
 * @param at when the actor says that it acted
 * @param recordedAt when the log took it
 * @param uses entities that went in
 * @param generates entities that came out
 * @param refs ids of the events that it answers
 * @param body what it says
 * @param standing what it proves
 * @param observedBy who saw the act, where that is not the actor; null means nobody else
 */
record Entry(
        long index,
        String id,
        String type,
        String actor,
        Instant at,
        Instant recordedAt,
        List<String> uses,
        List<String> generates,
        List<String> refs,
        Body body,
        Standing standing,
        @Nullable String observedBy) {
    Entry {
        uses = List.copyOf(uses);
        generates = List.copyOf(generates);
        refs = List.copyOf(refs);
    }

    /** By its place: no two entries of a log share one. */
    @Override
    public int hashCode() {
        return Long.hashCode(index);
    }

    /** What an event proves. */
    enum Standing {
        /** All that it says. */
        ADMITTED,
        /** Only against its author, who changed it. */
        ADMISSION,
        /** Nothing. */
        REJECTED
    }

    boolean is(String name) {
        return type.equals(name);
    }

    boolean isOneOf(Set<String> names) {
        return names.contains(type);
    }

    boolean isAdmitted() {
        return standing == Standing.ADMITTED;
    }

    boolean isRejected() {
        return standing == Standing.REJECTED;
    }

    boolean generates(String entity) {
        return Entities.contains(generates, entity);
    }

    boolean uses(String entity) {
        return Entities.contains(uses, entity);
    }

    /** Who recorded and signed: who saw the act, else the actor itself. */
    String recorder() {
        return observedBy == null ? actor : observedBy;
    }

    /** Who stands behind a statement: the source that it names, else who recorded it. */
    String source() {
        String by = body.text("by");
        return by.isEmpty() ? actor : by;
    }

    Entry withBody(Body other) {
        return new Entry(index, id, type, actor, at, recordedAt, uses, generates, refs, other, standing, observedBy);
    }

    Entry withStanding(Standing other) {
        return new Entry(index, id, type, actor, at, recordedAt, uses, generates, refs, body, other, observedBy);
    }

    Entry withActor(String other) {
        return new Entry(index, id, type, other, at, recordedAt, uses, generates, refs, body, standing, observedBy);
    }

    Entry withTimes(Instant actedAt, Instant takenAt) {
        return new Entry(index, id, type, actor, actedAt, takenAt, uses, generates, refs, body, standing, observedBy);
    }
}
