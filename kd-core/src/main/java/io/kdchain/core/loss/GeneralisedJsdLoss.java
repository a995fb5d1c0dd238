package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Generalised Jensen-Shannon divergence of on-policy distillation: with M = beta p^T + (1 - beta) p^S, it is beta
 * KL(p^T || M) + (1 - beta) KL(p^S || M). At the ends the definition jumps: beta 0 is KL(p^T || p^S), beta 1 is KL(p^S
 * || p^T), where the limits from inside are 0. Agarwal et al. 2024, "GKD" (arXiv 2306.13649).
 *
 * @param beta 0 to 1; 0.5 is the paper's default
 */
public record GeneralisedJsdLoss(Softening softening, double beta) implements Divergence {

    public GeneralisedJsdLoss {
        Checks.fraction("beta", beta);
    }

    @Override
    public NDArray rows(NDArray logStudent, NDArray logTeacher) {
        if (beta == 0) {
            return Tensors.kl(logTeacher, logStudent);
        }
        if (beta == 1) {
            return Tensors.kl(logStudent, logTeacher);
        }
        NDArray mixture = Tensors.logMixture(1 - beta, logStudent, beta, logTeacher);
        return Tensors.kl(logTeacher, mixture)
                .mul(Tensors.number(logStudent, beta))
                .add(Tensors.kl(logStudent, mixture).mul(Tensors.number(logStudent, 1 - beta)));
    }

    @Override
    public Map<String, String> describe() {
        return softening.describe("gkd-jsd", "beta", beta);
    }
}
