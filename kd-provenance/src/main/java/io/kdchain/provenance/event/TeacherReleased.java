package io.kdchain.provenance.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A teacher model was released.
 *
 * @param intendedUses what it is for
 * @param qualification its qualification; null means none
 * @param distillationAllowed whether it may be distilled
 * @param knownLimitations what its developer knew it cannot do
 * @param metrics what was measured
 */
@Act(role = Role.TEACHER_DEVELOPER, stage = Stage.TEACHER)
public record TeacherReleased(
        List<String> intendedUses,
        @Nullable Qualification qualification,
        boolean distillationAllowed,
        List<String> knownLimitations,
        List<Metric> metrics)
        implements EventBody {

    public TeacherReleased {
        intendedUses = List.copyOf(intendedUses);
        knownLimitations = List.copyOf(knownLimitations);
        metrics = List.copyOf(metrics);
    }

    /**
     * A qualification of a model.
     *
     * @param scheme such as NMPA-III
     * @param number null means not stated
     * @param validUntil end; null means none
     */
    public record Qualification(
            String scheme,
            @Nullable String number,
            @EndOfDay @Nullable Instant validUntil) {}
}
