package io.kdchain.core.trace.chain;

import java.util.List;

/**
 * One step of a distillation, as recorded.
 *
 * @param step from 1
 * @param rows places of the batch in the prepared rows, from 0; at least one
 * @param student the student before the step
 * @param loss that the trainer wrote down, finite
 */
public record StepRecord(long step, List<Integer> rows, TracedModel student, double loss) {

    public StepRecord {
        rows = List.copyOf(rows);
        if (step < 1 || rows.isEmpty() || !Double.isFinite(loss)) {
            throw new IllegalArgumentException(
                    "step %d has %d rows and the loss %s; a step is 1 or more, has rows, and its loss is finite"
                            .formatted(step, rows.size(), loss));
        }
    }
}
