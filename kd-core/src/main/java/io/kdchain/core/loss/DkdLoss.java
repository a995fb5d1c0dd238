package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/**
 * Decoupled distillation. With b = [p_y, 1 - p_y] at temperature T and q the probabilities of the other classes,
 * renormalised by leaving the label's logit out exactly:
 *
 * <pre>L = warmUp (alpha T^2 mean_b KL(b^T || b^S) + beta T^2 mean_b KL(q^T || q^S))</pre>
 *
 * Zhao et al. 2022, "Decoupled Knowledge Distillation" (arXiv 2203.08679). The label's own cross entropy is not part of
 * it.
 *
 * @param temperature T, above 0; the paper has 4
 * @param alpha weight of the label against the rest, 0 or more; the paper has 1
 * @param beta weight among the rest, 0 or more; the paper has 1 to 8
 * @param warmUp factor on the whole, 0 to 1; the paper grows it over the first 20 epochs
 */
public record DkdLoss(double temperature, double alpha, double beta, double warmUp) implements DistillationLoss {

    public DkdLoss {
        Checks.positive("temperature", temperature);
        Checks.weight("alpha", alpha);
        Checks.weight("beta", beta);
        Checks.fraction("warmUp", warmUp);
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray student = input.student();
        NDArray teacher = input.teacher();
        NDArray labels = input.labelsFor("dkd");
        Checks.sameLogits(student, teacher, 2);
        Checks.labels(student, labels);
        NDArray others = others(labels, student.getShape());
        NDArray logStudent = Tensors.logSoftmax(student, temperature);
        NDArray logTeacher = Tensors.logSoftmax(teacher, temperature);
        NDArray restStudent = student.gather(others, 1);
        NDArray restTeacher = teacher.gather(others, 1);
        double scale = temperature * temperature / student.getShape().get(0);
        NDArray target = binary(logTeacher, logStudent, labels, others).mul(Tensors.number(student, scale));
        NDArray rest = Tensors.kl(
                        Tensors.logSoftmax(restTeacher, temperature), Tensors.logSoftmax(restStudent, temperature))
                .sum()
                .mul(Tensors.number(student, scale));
        return new LossTerms(
                target.mul(Tensors.number(student, alpha))
                        .add(rest.mul(Tensors.number(student, beta)))
                        .mul(Tensors.number(student, warmUp)),
                Map.of("tckd", target, "nckd", rest));
    }

    private static NDArray binary(NDArray logTeacher, NDArray logStudent, NDArray labels, NDArray others) {
        NDArray hit = Tensors.kl(pair(logTeacher, labels, others), pair(logStudent, labels, others));
        return hit.sum();
    }

    /** log [p_y, 1 - p_y], the second as the logarithm of the others' sum, without cancellation. */
    private static NDArray pair(NDArray log, NDArray labels, NDArray others) {
        NDArray rest = log.gather(others, 1);
        NDArray top = rest.stopGradient().max(new int[] {1}, true);
        NDArray restLog = rest.sub(top).exp().sum(new int[] {1}).log().add(top.squeeze(1));
        return NDArrays.stack(new NDList(Tensors.pick(log, labels), restLog), 1);
    }

    /** For each row the indexes of all classes but the label, in order. */
    private static NDArray others(NDArray labels, Shape shape) {
        long classes = shape.get(1);
        NDArray places = labels.getManager()
                .arange((int) (classes - 1))
                .toType(DataType.INT64, false)
                .reshape(1, classes - 1)
                .repeat(0, shape.get(0));
        NDArray label = labels.toType(DataType.INT64, false).expandDims(1);
        return places.add(places.gte(label).toType(DataType.INT64, false));
    }

    @Override
    public boolean needsEveryLabel() {
        return true;
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.RESPONSE;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe("dkd", "temperature", temperature, "alpha", alpha, "beta", beta, "warmUp", warmUp);
    }
}
