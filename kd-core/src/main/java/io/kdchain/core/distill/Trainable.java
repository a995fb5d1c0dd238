package io.kdchain.core.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Random;

/**
 * A network under training. All that learns is one array: one array is one step of the optimiser, and that is most of a
 * small network's time.
 */
interface Trainable {

    /** All weights, with a gradient. */
    NDArray values();

    /** What forward passes of the training change without a gradient, such as running means; may be empty. */
    NDArray statistics();

    /** Shape of a batch of so many inputs. */
    Shape input(long rows);

    /**
     * What leaves each layer for these inputs, by its name; what is made on the way lives in {@code scope}.
     *
     * @param training whether normalisations and dropout act as in training
     */
    Map<String, NDArray> forward(NDArray inputs, NDManager scope, boolean training);

    /** Whether it is made of the engine's blocks, which may draw random numbers and convolve. */
    boolean ofBlocks();

    /** The network with the present values; refuses values that are not finite. */
    Network network();

    /** A network with initial values drawn from {@code random}; they live as long as the manager. */
    static Trainable begin(Architecture architecture, NDManager manager, Random random) {
        return architecture instanceof BlockDefinition blocks
                ? BlockParameters.begin(blocks, manager, random)
                : Parameters.begin((MlpDefinition) architecture, manager, random);
    }
}
