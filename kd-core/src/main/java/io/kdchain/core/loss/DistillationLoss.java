package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A published loss between what a student and its teachers say of one batch. Built from operations of the engine, so
 * that it is differentiable by the student's array (and by {@link #parameters()}) in float32 and float64. Teachers are
 * constants: no gradient ever reaches them, but for heads that the paper trains as well.
 */
public interface DistillationLoss {

    /**
     * The loss on one batch. Whatever is made on the way lives in the manager of the student's array.
     *
     * @throws IllegalArgumentException if shapes do not fit the loss
     */
    LossTerms terms(LossInput input);

    /** Whether it cannot be computed for a row without a label, and not only leaves such a row out of one part. */
    default boolean needsEveryLabel() {
        return false;
    }

    /** What of the teacher it hands over. */
    Knowledge knowledge();

    /** The settings by name, as an event records them; the formula's own name is under {@code loss}. */
    Map<String, String> describe();

    /** What the loss itself learns, such as a regressor's weights; it is updated beside the student. */
    default List<NDArray> parameters() {
        return List.of();
    }

    /**
     * What the next batch depends on beside the parameters, by name: the loss's own arrays, which a checkpoint keeps
     * and sets. Empty for a loss that remembers nothing.
     */
    default SortedMap<String, NDArray> state() {
        return Collections.emptySortedMap();
    }
}
