package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** A loss that is a sum of one number a row (or token), each made from both log-probabilities. */
interface Divergence extends DistillationLoss {

    Softening softening();

    /** One number a row, from log-probabilities rows x classes. */
    NDArray rows(NDArray logStudent, NDArray logTeacher);

    @Override
    default Knowledge knowledge() {
        return Knowledge.RESPONSE;
    }

    @Override
    default LossTerms terms(LossInput input) {
        NDArray student = input.student();
        NDArray teacher = input.teacher();
        Shape shape = student.getShape();
        if (shape.dimension() < 2 || shape.size() == 0 || !shape.equals(teacher.getShape())) {
            throw new IllegalArgumentException(
                    "student logits have shape %s and teacher logits %s; both must be the same, with the classes last"
                            .formatted(shape, teacher.getShape()));
        }
        long classes = shape.get(shape.dimension() - 1);
        double temperature = softening().temperature();
        NDArray rows = rows(
                Tensors.logSoftmax(student.reshape(-1, classes), temperature),
                Tensors.logSoftmax(teacher.reshape(-1, classes), temperature));
        if (softening().reduction() == Reduction.TOKEN_MEAN) {
            NDArray labels =
                    input.labelsFor(String.valueOf(describe().get("loss"))).reshape(-1);
            Checks.labels(rows, labels);
            NDArray counts = labels.neq(LossInput.NO_LABEL).toType(student.getDataType(), false);
            return LossTerms.of(rows.mul(counts)
                    .sum()
                    .div(counts.sum().maximum(1))
                    .mul(Tensors.number(student, softening().scale())));
        }
        double factor = softening().reduction().factor(shape.get(0), shape.size() / shape.get(0))
                * softening().scale();
        return LossTerms.of(rows.sum().mul(Tensors.number(student, factor)));
    }
}
