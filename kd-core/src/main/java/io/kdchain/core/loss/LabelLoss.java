package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;

/**
 * Cross entropy with the labels: sum_b w[y_b] (-log p_b[y_b]) / sum_b w[y_b], a weighted mean. Rows without a label do
 * not count; a batch without any gives 0.
 *
 * @param classWeights one a class, 0 or more; empty means 1 for each
 */
public record LabelLoss(List<Double> classWeights) implements DistillationLoss {

    public LabelLoss {
        classWeights = List.copyOf(classWeights);
        classWeights.forEach(weight -> Checks.weight("a class weight", weight));
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray student = input.student();
        NDArray labels = input.labelsFor("label");
        Checks.labels(student, labels);
        if (classWeights.isEmpty()) {
            return LossTerms.of(Tensors.hard(student, labels));
        }
        if (student.getShape().get(1) != classWeights.size()) {
            throw new IllegalArgumentException("%d class weights are given for %d classes"
                    .formatted(classWeights.size(), student.getShape().get(1)));
        }
        NDArray known = labels.neq(LossInput.NO_LABEL);
        NDArray index = labels.mul(known.toType(labels.getDataType(), false)).toType(DataType.INT64, false);
        NDArray table = student.getManager()
                .create(classWeights.stream().mapToDouble(Double::doubleValue).toArray())
                .toType(student.getDataType(), false);
        NDArray weights = table.gather(index, 0).mul(known.toType(student.getDataType(), false));
        NDArray rows = Tensors.pick(student.logSoftmax(1), index).neg();
        return LossTerms.of(rows.mul(weights).sum().div(weights.sum().maximum(Float.MIN_NORMAL)));
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.LABEL_ONLY;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe("label", "classWeights", classWeights);
    }
}
