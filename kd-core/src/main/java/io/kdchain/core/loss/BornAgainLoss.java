package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Learning from the previous generation of the same network, at T = 1. {@code SOFT_TARGETS}: -mean_b sum_c p^T log p^S.
 * {@code CONFIDENCE_WEIGHTED} (CWTM): -sum_b w_b log p^S[y_b] with w_b = max_c p^T_b over its sum in the batch.
 * Furlanello et al. 2018, "Born-Again Neural Networks" (arXiv 1805.04770).
 */
public record BornAgainLoss(Form form) implements DistillationLoss {

    /** The two forms of the paper that are implemented. */
    public enum Form {
        SOFT_TARGETS,
        CONFIDENCE_WEIGHTED
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray student = input.student();
        NDArray teacher = input.teacher();
        Checks.sameLogits(student, teacher, 1);
        NDArray log = student.logSoftmax(1);
        NDArray logTeacher = teacher.logSoftmax(1);
        return switch (form) {
            case SOFT_TARGETS ->
                LossTerms.of(Tensors.crossEntropy(logTeacher, log).mean());
            case CONFIDENCE_WEIGHTED -> {
                NDArray labels = input.labelsFor("born-again");
                Checks.labels(student, labels);
                NDArray weight = logTeacher.exp().max(new int[] {1});
                yield LossTerms.of(Tensors.pick(log, labels)
                        .mul(weight.div(weight.sum()))
                        .sum()
                        .neg());
            }
        };
    }

    @Override
    public boolean needsEveryLabel() {
        return form == Form.CONFIDENCE_WEIGHTED;
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.RESPONSE;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe("born-again", "form", form.name());
    }
}
