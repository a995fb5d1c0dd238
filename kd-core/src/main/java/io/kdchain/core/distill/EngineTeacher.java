package io.kdchain.core.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/** A teacher that the engine can compute beside the student, batch by batch. */
interface EngineTeacher {

    /** Makes it ready; what it needs lives in the manager. */
    Opened open(NDManager manager);

    /** A teacher that is ready. */
    @FunctionalInterface
    interface Opened {
        /** What leaves each layer for these inputs, by its name, without a gradient; it lives in {@code scope}. */
        Map<String, NDArray> layers(NDArray inputs, NDManager scope);
    }
}
