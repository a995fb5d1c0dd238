package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Matching how probable each row thinks each other: with x' = x / (|x| + epsilon), K = (x' x'^T + 1) / 2 and P = K over
 * its row sums (the diagonal included), L = mean over B^2 of P^T log((P^T + epsilon) / (P^S + epsilon)). Passalis and
 * Tefas 2018, "Learning Deep Representations with Probabilistic Knowledge Transfer" (arXiv 1803.10837).
 *
 * @param epsilon above 0; the authors' code has 1e-7
 */
public record PktLoss(double epsilon) implements DistillationLoss {

    /** That of the authors' code. */
    public static final double DEFAULT_EPSILON = 1e-7;

    public PktLoss {
        Checks.positive("epsilon", epsilon);
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray teacher = input.teacher();
        Checks.sameRows(input.student(), teacher, 2, "features of the same rows");
        NDArray s = probabilities(Tensors.flat(input.student()));
        NDArray t = probabilities(Tensors.flat(teacher));
        return LossTerms.of(t.mul(t.add(epsilon).div(s.add(epsilon)).log()).mean());
    }

    private NDArray probabilities(NDArray rows) {
        int[] last = {1};
        NDArray scaled = rows.div(Tensors.root(rows.mul(rows).sum(last, true)).add(epsilon));
        NDArray kernel = scaled.matMul(scaled.transpose()).add(1).div(Tensors.number(rows, 2));
        return kernel.div(kernel.sum(last, true));
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.RELATION;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe("pkt", "epsilon", epsilon, "diagonal", "included", "reduction", Reduction.ELEMENT_MEAN);
    }
}
