package io.kdchain.core.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.SortedMap;

/** Moves one array of weights along its gradients and keeps the state for it; in either float type. */
public interface Optimiser {

    /**
     * One step.
     *
     * @param gradient of the loss by the weights; is not changed
     * @param rateFactor factor on the learning rate, 0 or more
     * @param scope where temporary arrays live
     */
    void step(NDArray gradient, double rateFactor, NDManager scope);

    /** Steps so far. */
    long steps();

    /** The arrays that the next step depends on, by name; the optimiser's own. */
    SortedMap<String, NDArray> state();

    /** Goes on after so many steps; the arrays of {@link #state()} are set by whoever restores them. */
    void resumeAfter(long steps);

    /** Runs with the engine's recording of gradients off, which updates in place need; it is on by default. */
    static void withoutGradient(Runnable action) {
        boolean mode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            action.run();
        } finally {
            JniUtils.setGradMode(mode);
        }
    }
}
