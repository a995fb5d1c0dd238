package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A loss on one batch, as scalars of the engine.
 *
 * @param total what is minimised
 * @param parts what it is made of, before weighting; empty if it is of one piece
 */
public record LossTerms(NDArray total, Map<String, NDArray> parts) {

    public LossTerms {
        parts = Collections.unmodifiableMap(new TreeMap<>(parts));
    }

    static LossTerms of(NDArray total) {
        return new LossTerms(total, Map.of());
    }
}
