package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Random;

/** New weights of what a loss learns itself. */
final class Heads {

    private Heads() {}

    /** Outputs x inputs, uniform within the square root of 1 / inputs, with a gradient. */
    static NDArray learned(NDManager manager, Shape shape, DataType type, Random random) {
        NDArray array = uniform(manager, shape, type, Math.sqrt(1.0 / shape.get(1)), random);
        array.setRequiresGradient(true);
        return array;
    }

    static NDArray uniform(NDManager manager, Shape shape, DataType type, double bound, Random random) {
        double[] values = new double[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (2 * random.nextDouble() - 1) * bound;
        }
        return manager.create(values, shape).toType(type, false);
    }
}
