package io.kdchain.core.distill;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;

/**
 * What a loss that learns knows when a training begins.
 *
 * @param manager its arrays live in it
 * @param student shape of what it will see of the student, with some number of rows
 * @param teachers the same of each teacher
 * @param samples rows of the training
 * @param random initial weights are drawn from it
 */
public record Beginning(NDManager manager, Shape student, List<Shape> teachers, int samples, Random random) {

    public Beginning {
        teachers = List.copyOf(teachers);
    }

    /** The shape of the only teacher's. */
    Shape teacher() {
        if (teachers.size() != 1) {
            throw new IllegalArgumentException(
                    "the loss learns to compare with one teacher and got %d; give one".formatted(teachers.size()));
        }
        return teachers.get(0);
    }
}
