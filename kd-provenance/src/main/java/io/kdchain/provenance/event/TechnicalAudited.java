package io.kdchain.provenance.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model or deployment was audited.
 *
 * @param subject what
 * @param auditor who audited
 * @param scope what was examined
 * @param findings what was found
 */
public record TechnicalAudited(EntityId subject, PartyId auditor, List<Scope> scope, List<Finding> findings)
        implements EventBody {

    public TechnicalAudited {
        scope = List.copyOf(scope);
        findings = List.copyOf(findings);
    }

    /** What a technical audit examines. */
    public enum Scope implements Coded {
        SAFETY,
        COMPLIANCE,
        ETHICS;
    }

    /**
     * A shortcoming and by when it has to be set right.
     *
     * @param id unique within the log
     * @param severity null means not stated
     * @param description null means not stated
     * @param rectifyBy deadline
     * @param addressee who has to act; null means the actor that generated the subject
     */
    public record Finding(
            String id,
            @Nullable String severity,
            @Nullable String description,
            @EndOfDay Instant rectifyBy,
            @Nullable PartyId addressee) {}
}
