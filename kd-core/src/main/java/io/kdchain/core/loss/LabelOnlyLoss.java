package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import java.util.Map;

/**
 * Learning from a teacher that tells its decision and nothing else: cross entropy with argmax z^T, of equal logits the
 * lowest index; with smoothing e, (1 - e) (-log p[a]) - e / C sum_c log p. Touvron et al. 2021, "hard distillation"
 * (arXiv 2012.12877). The teacher's array may hold logits, rows x classes, or the decisions themselves, one a row.
 *
 * @param smoothing e, 0 up to but not 1
 */
public record LabelOnlyLoss(double smoothing) implements DistillationLoss {

    public LabelOnlyLoss {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException(
                    "smoothing is %s; it must be from 0 up to but not 1".formatted(smoothing));
        }
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray teacher = input.teacher();
        NDArray decisions = teacher;
        if (teacher.getShape().dimension() == 2) {
            Checks.sameLogits(input.student(), teacher, 1);
            decisions = decisions(teacher);
        }
        Checks.labels(input.student(), decisions);
        return LossTerms.of(Tensors.hard(input.student(), decisions, smoothing));
    }

    /** The class of the largest logit; of equal ones the lowest index. */
    static NDArray decisions(NDArray logits) {
        long classes = logits.getShape().get(1);
        NDArray places = logits.getManager()
                .arange((int) classes)
                .toType(DataType.INT64, false)
                .reshape(1, classes)
                .repeat(0, logits.getShape().get(0));
        NDArray best = logits.gte(logits.max(new int[] {1}, true));
        return NDArrays.where(best, places, places.zerosLike().add(classes - 1)).min(new int[] {1});
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.LABEL_ONLY;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe("label-only", "smoothing", smoothing, "ties", "lowest-index");
    }
}
