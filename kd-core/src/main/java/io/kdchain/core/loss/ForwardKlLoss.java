package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Divergence of the student from the teacher, mass covering: KL(p^T || p^S) = sum_c p^T log(p^T / p^S), or with
 * {@link TeacherEntropy#KEPT} the cross entropy -sum_c p^T log p^S (the soft term of Hinton et al. 2015, arXiv
 * 1503.02531; the form of TextBrewer, of DistiLLM's forward KL and of born-again networks).
 */
public record ForwardKlLoss(Softening softening, TeacherEntropy entropy) implements Divergence {

    @Override
    public NDArray rows(NDArray logStudent, NDArray logTeacher) {
        return entropy == TeacherEntropy.KEPT
                ? Tensors.crossEntropy(logTeacher, logStudent)
                : Tensors.kl(logTeacher, logStudent);
    }

    @Override
    public Map<String, String> describe() {
        return softening.describe("forward-kl", "teacherEntropy", entropy.name());
    }
}
