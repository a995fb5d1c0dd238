package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Rows that are alike for the teacher shall be so for the student: with G the rows' dot products, each row of it scaled
 * to length 1, L = |G^T - G^S|_F^2 / B^2. Tung and Mori 2019, "Similarity-Preserving Knowledge Distillation" (arXiv
 * 1907.09682).
 */
public record SimilarityPreservingLoss() implements DistillationLoss {

    @Override
    public LossTerms terms(LossInput input) {
        NDArray teacher = input.teacher();
        Checks.sameRows(input.student(), teacher, 2, "features of the same rows");
        NDArray difference = similarity(teacher).sub(similarity(input.student()));
        double rows = input.student().getShape().get(0);
        return LossTerms.of(difference.mul(difference).sum().div(Tensors.number(difference, rows * rows)));
    }

    private static NDArray similarity(NDArray features) {
        NDArray flat = Tensors.flat(features);
        return Tensors.unit(flat.matMul(flat.transpose()));
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.RELATION;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe("similarity-preserving");
    }
}
