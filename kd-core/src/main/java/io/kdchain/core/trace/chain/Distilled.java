package io.kdchain.core.trace.chain;

import java.util.List;

/**
 * What a distillation made.
 *
 * @param student the student
 * @param steps steps on record, in order; none if the trainer keeps none
 */
public record Distilled(TracedModel student, List<StepRecord> steps) {

    public Distilled {
        steps = List.copyOf(steps);
    }
}
