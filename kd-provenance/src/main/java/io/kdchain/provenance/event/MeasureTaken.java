package io.kdchain.provenance.event;

import java.util.List;

/**
 * A party did something about a harm or a risk.
 *
 * @param measure what
 * @param about concerning what
 */
public record MeasureTaken(Measure measure, List<EntityId> about) implements EventBody {

    public MeasureTaken {
        about = List.copyOf(about);
    }

    /** What is done about a harm or a risk. */
    public enum Measure implements Coded {
        TAKEDOWN,
        DISCONNECT,
        FORWARD_NOTICE,
        SEAL_DATA,
        NOTIFY_USERS,
        NOTIFY_AUTHORITY,
        ACTIVATE_PLAN,
        RECALL,
        WARN,
        RECTIFY_MODEL,
        PRESERVE_EVIDENCE,
        EXPLAIN,
        COOPERATE,
        CEASE,
        CORRECT,
        APOLOGISE,
        RE_DECIDE,
        DELETE_WEIGHTS,
        DRILL;
    }
}
