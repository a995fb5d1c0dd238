package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * The teacher against a mixture: KL(p^T || lambda p^T + (1 - lambda) p^S), or with {@link TeacherEntropy#KEPT} the
 * cross entropy -sum_c p^T log(lambda p^T + (1 - lambda) p^S). Ko et al. 2024, "DistiLLM" (arXiv 2402.03898), whose
 * code keeps the entropy.
 *
 * @param lambda the teacher's part in the mixture, 0 up to but not 1; DistiLLM has 0.1
 */
public record SkewForwardKlLoss(Softening softening, TeacherEntropy entropy, double lambda) implements Divergence {

    public SkewForwardKlLoss {
        Checks.skew(lambda);
    }

    @Override
    public NDArray rows(NDArray logStudent, NDArray logTeacher) {
        NDArray mixture = Tensors.logMixture(1 - lambda, logStudent, lambda, logTeacher);
        return new ForwardKlLoss(softening, entropy).rows(mixture, logTeacher);
    }

    @Override
    public Map<String, String> describe() {
        return softening.describe("skew-forward-kl", "teacherEntropy", entropy.name(), "lambda", lambda);
    }
}
