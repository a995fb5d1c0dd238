package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loss sees of one batch: logits (rows x classes, or sequences x tokens x classes), or what a layer gave (rows x
 * channels, or rows x channels x height x width).
 *
 * @param student the student's array; gradients go here
 * @param teachers the teachers' arrays for the same rows in the same order
 * @param labels class indexes, one a row or token; {@link #NO_LABEL} where there is none. Null means that nobody has
 *     any
 * @param rows place of each row among all samples, from 0; null where no loss asks for it
 */
public record LossInput(
        NDArray student,
        List<NDArray> teachers,
        @Nullable NDArray labels,
        @Nullable NDArray rows) {

    /** The label of a row or token that has none, as sequence models mark it. */
    public static final int NO_LABEL = -100;

    public LossInput {
        teachers = List.copyOf(teachers);
    }

    /** One teacher, no labels. */
    public static LossInput of(NDArray student, NDArray teacher) {
        return new LossInput(student, List.of(teacher), null, null);
    }

    /** One teacher, and labels. */
    public static LossInput of(NDArray student, NDArray teacher, NDArray labels) {
        return new LossInput(student, List.of(teacher), labels, null);
    }

    /** The one teacher's array, as a constant. */
    NDArray teacher() {
        if (teachers.size() != 1) {
            throw new IllegalArgumentException(
                    "the loss compares with one teacher and got %d; use a multi-teacher loss for several"
                            .formatted(teachers.size()));
        }
        return teachers.get(0).stopGradient();
    }

    NDArray labelsFor(String loss) {
        if (labels == null) {
            throw new IllegalArgumentException(
                    "the loss %s needs labels and got none; give labels, or choose a loss without them"
                            .formatted(loss));
        }
        return labels;
    }

    NDArray rowsFor(String loss) {
        if (rows == null) {
            throw new IllegalArgumentException(
                    "the loss %s needs the places of the rows among all samples and got none".formatted(loss));
        }
        return rows;
    }
}
