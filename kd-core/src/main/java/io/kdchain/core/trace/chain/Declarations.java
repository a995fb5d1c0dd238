package io.kdchain.core.trace.chain;

import io.kdchain.core.data.Dataset;
import io.kdchain.core.loss.HintonLoss;
import org.jspecify.annotations.Nullable;

/**
 * What the parties of a chain say that they did, as far as it can be checked exactly.
 *
 * @param source the rows as they were collected, under the ids of the training rows; null means not stated, or that the
 *     ids are not the same
 * @param loss what the student is said to minimise; null means not stated, or another loss
 * @param steps how many steps the distillation is said to have; 0 means not stated
 * @param adaptation the adaptation as it is said to be; null means not stated
 */
public record Declarations(
        @Nullable Dataset source,
        @Nullable HintonLoss loss,
        long steps,
        @Nullable Adaptation adaptation) {

    /** Nothing is stated. */
    public static final Declarations NONE = new Declarations(null, null, 0, null);

    /** A deterministic adaptation that anyone repeats from the recorded student. */
    @FunctionalInterface
    public interface Adaptation {
        /** Adapts. */
        TracedModel apply(PreparedRows rows, TracedModel student);
    }

    public Declarations {
        if (steps < 0) {
            throw new IllegalArgumentException("steps is %d; it must be 0 or more".formatted(steps));
        }
    }
}
