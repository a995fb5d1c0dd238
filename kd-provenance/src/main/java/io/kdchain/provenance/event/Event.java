package io.kdchain.provenance.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a party did to data, a model or an output. Events are the only evidence an attribution may use.
 *
 * @param id unique within the log
 * @param type name of the type of the body
 * @param version version of the schema of the type; 1 or more
 * @param chain the service chain it belongs to
 * @param actor the party who acts and signs
 * @param observedBy who saw and recorded the act, where that is not the actor; null means the actor itself
 * @param at when the party says that it acted, UTC, in milliseconds
 * @param uses entities consumed
 * @param generates entities produced
 * @param seq the actor's own counter in this chain; 0 is its first
 * @param prev hash of the actor's previous event in this chain; null for the first
 * @param refs earlier events that this one answers
 * @param body what it says
 */
public record Event(
        EventId id,
        String type,
        int version,
        String chain,
        PartyId actor,
        @Nullable PartyId observedBy,
        Instant at,
        List<EntityId> uses,
        List<EntityId> generates,
        long seq,
        @Nullable Digest prev,
        List<EventId> refs,
        EventBody body) {
    private static final int MAX_CHAIN_LENGTH = 128;
    /** The first and the last moment that text of four-digit years can say. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    public Event {
        uses = List.copyOf(uses);
        generates = List.copyOf(generates);
        refs = List.copyOf(refs);
        Names.check("Chain", chain, MAX_CHAIN_LENGTH);
        if (!type.equals(body.type())) {
            throw new IllegalArgumentException(
                    "Event %s is a %s but its body is a %s.".formatted(id, type, body.type()));
        }
        Checks.atLeast("version", version, 1);
        Checks.atLeast("seq", seq, 0);
        if ((seq == 0) != (prev == null)) {
            throw new IllegalArgumentException(
                    "Event %s has seq %d and prev %s; the first event, and no other, has no previous one."
                            .formatted(id, seq, prev));
        }
        if (at.isBefore(FIRST) || at.isAfter(LAST)) {
            throw new IllegalArgumentException("Event %s is dated %s; the year must be 1 to 9999.".formatted(id, at));
        }
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether this release knows type and version. */
    public boolean isUnderstood() {
        return !(body instanceof UnknownBody);
    }
}
