package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Divergence of the teacher from the student, mode seeking: KL(p^S || p^T) = sum_c p^S log(p^S / p^T). Gu et al. 2023,
 * "MiniLLM" (arXiv 2306.08543).
 */
public record ReverseKlLoss(Softening softening) implements Divergence {

    @Override
    public NDArray rows(NDArray logStudent, NDArray logTeacher) {
        return Tensors.kl(logStudent, logTeacher);
    }

    @Override
    public Map<String, String> describe() {
        return softening.describe("reverse-kl");
    }
}
