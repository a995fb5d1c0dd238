package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Half the L1 distance of the probabilities: 0.5 sum_c |p^T - p^S|, from 0 to 1. Wen et al. 2023 (arXiv 2307.15190).
 */
public record TotalVariationLoss(Softening softening) implements Divergence {

    @Override
    public NDArray rows(NDArray logStudent, NDArray logTeacher) {
        return logTeacher.exp().sub(logStudent.exp()).abs().sum(new int[] {-1}).mul(Tensors.number(logStudent, 0.5));
    }

    @Override
    public Map<String, String> describe() {
        return softening.describe("total-variation");
    }
}
