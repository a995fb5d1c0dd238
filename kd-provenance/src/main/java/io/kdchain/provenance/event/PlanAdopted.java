package io.kdchain.provenance.event;

import org.jspecify.annotations.Nullable;

/**
 * A party adopted a plan.
 *
 * @param kind kind of plan
 * @param of what or whom the plan is for; null means the actor
 * @param version null means not stated
 */
public record PlanAdopted(
        Kind kind, @Nullable String of, @Nullable String version) implements EventBody {

    /** What is planned. */
    public enum Kind implements Coded {
        EMERGENCY_RESPONSE,
        DATA_SECURITY,
        MONITORING;
    }
}
