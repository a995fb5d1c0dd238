package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Both directions: (1 - lambda) F + lambda KL(p^S || p^T), where F is KL(p^T || p^S) or, with
 * {@link TeacherEntropy#KEPT}, the cross entropy. Ko et al. 2024, "DistiLLM" (arXiv 2402.03898), keep the entropy.
 *
 * @param lambda weight of the reverse direction, 0 to 1; DistiLLM has 0.9
 */
public record SymmetricKlLoss(Softening softening, TeacherEntropy entropy, double lambda) implements Divergence {

    public SymmetricKlLoss {
        Checks.fraction("lambda", lambda);
    }

    @Override
    public NDArray rows(NDArray logStudent, NDArray logTeacher) {
        NDArray forward = new ForwardKlLoss(softening, entropy).rows(logStudent, logTeacher);
        return forward.mul(Tensors.number(logStudent, 1 - lambda))
                .add(Tensors.kl(logStudent, logTeacher).mul(Tensors.number(logStudent, lambda)));
    }

    @Override
    public Map<String, String> describe() {
        return softening.describe("symmetric-kl", "teacherEntropy", entropy.name(), "lambda", lambda);
    }
}
