package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Jensen-Shannon divergence in the form of Ko et al. 2024, "DistiLLM" (arXiv 2402.03898): with M = (1 - lambda) p^T +
 * lambda p^S, it is lambda KL(p^S || M) + (1 - lambda) KL(p^T || M). {@link GeneralisedJsdLoss} is the same with beta =
 * 1 - lambda inside (0, 1) and differs at the ends.
 *
 * @param lambda the student's part, 0 to 1; DistiLLM has 0.9
 */
public record SkewJensenShannonLoss(Softening softening, double lambda) implements Divergence {

    public SkewJensenShannonLoss {
        Checks.fraction("lambda", lambda);
    }

    @Override
    public NDArray rows(NDArray logStudent, NDArray logTeacher) {
        NDArray mixture = Tensors.logMixture(lambda, logStudent, 1 - lambda, logTeacher);
        return Tensors.kl(logStudent, mixture)
                .mul(Tensors.number(logStudent, lambda))
                .add(Tensors.kl(logTeacher, mixture).mul(Tensors.number(logStudent, 1 - lambda)));
    }

    @Override
    public Map<String, String> describe() {
        return softening.describe("skew-js", "lambda", lambda);
    }
}
