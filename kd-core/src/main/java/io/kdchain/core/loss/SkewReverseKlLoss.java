package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * The student against a mixture: KL(p^S || (1 - lambda) p^T + lambda p^S). Ko et al. 2024, "DistiLLM" (arXiv
 * 2402.03898).
 *
 * @param lambda the student's part in the mixture, 0 up to but not 1; DistiLLM has 0.1
 */
public record SkewReverseKlLoss(Softening softening, double lambda) implements Divergence {

    public SkewReverseKlLoss {
        Checks.skew(lambda);
    }

    @Override
    public NDArray rows(NDArray logStudent, NDArray logTeacher) {
        return Tensors.kl(logStudent, Tensors.logMixture(lambda, logStudent, 1 - lambda, logTeacher));
    }

    @Override
    public Map<String, String> describe() {
        return softening.describe("skew-reverse-kl", "lambda", lambda);
    }
}
