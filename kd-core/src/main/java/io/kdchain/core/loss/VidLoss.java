package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Maximising a bound of the information shared with the teacher: with mu a regressor of three 1x1 convolutions without
 * bias and ReLU between them, and a variance s_c^2 = log(1 + exp(alpha_c)) + epsilon for each teacher channel,
 *
 * <pre>L = mean of ((mu(F^S) - F^T)^2 / s^2 + log s^2) / 2</pre>
 *
 * It may be negative. Regressor and alpha are both learned. Ahn et al. 2019, "Variational Information Distillation"
 * (arXiv 1904.05835).
 */
public final class VidLoss implements DistillationLoss {

    /** Keeps the variance above 0. */
    public static final double DEFAULT_EPSILON = 1e-5;

    /** Variance at the beginning, as in the reference implementations. */
    public static final double INITIAL_VARIANCE = 5.0;

    private final List<NDArray> regressor;
    private final NDArray alpha;
    private final double epsilon;

    /**
     * From given weights.
     *
     * @param regressor three matrices, outputs x inputs, the last with as many outputs as the teacher has channels
     * @param alpha one a teacher channel
     * @param epsilon above 0
     */
    public VidLoss(List<NDArray> regressor, NDArray alpha, double epsilon) {
        Checks.positive("epsilon", epsilon);
        if (regressor.size() != 3) {
            throw new IllegalArgumentException("the regressor has %d matrices; it needs 3".formatted(regressor.size()));
        }
        if (!alpha.getShape().equals(new Shape(regressor.get(2).getShape().get(0)))) {
            throw new IllegalArgumentException(
                    "alpha has shape %s and the regressor's last matrix %s; one alpha an output is needed"
                            .formatted(alpha.getShape(), regressor.get(2).getShape()));
        }
        this.regressor = List.copyOf(regressor);
        this.alpha = alpha;
        this.epsilon = epsilon;
    }

    /** With new weights that live in the manager and learn. */
    public static VidLoss create(
            NDManager manager, int studentChannels, int teacherChannels, DataType type, Random random) {
        double[] initial = new double[teacherChannels];
        Arrays.fill(initial, Math.log(Math.exp(INITIAL_VARIANCE - DEFAULT_EPSILON) - 1));
        NDArray alpha = manager.create(initial).toType(type, false);
        alpha.setRequiresGradient(true);
        Shape square = new Shape(teacherChannels, teacherChannels);
        return new VidLoss(
                List.of(
                        Heads.learned(manager, new Shape(teacherChannels, studentChannels), type, random),
                        Heads.learned(manager, square, type, random),
                        Heads.learned(manager, square, type, random)),
                alpha,
                DEFAULT_EPSILON);
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray fixed = input.teacher();
        Checks.maps(input.student(), fixed);
        NDList matched = Tensors.matched(input.student(), fixed);
        NDArray teacher = matched.get(1);
        NDArray mu = Tensors.channels(matched.get(0), regressor.get(0))
                .getNDArrayInternal()
                .relu();
        mu = Tensors.channels(mu, regressor.get(1)).getNDArrayInternal().relu();
        mu = Tensors.channels(mu, regressor.get(2));
        if (!mu.getShape().equals(teacher.getShape())) {
            throw new IllegalArgumentException("the regressor gives shape %s for teacher features of shape %s"
                    .formatted(mu.getShape(), teacher.getShape()));
        }
        NDArray variance = softplus(Tensors.view(mu.getManager(), alpha))
                .add(epsilon)
                .reshape(1, alpha.getShape().get(0), 1, 1);
        NDArray difference = mu.sub(teacher);
        return LossTerms.of(difference
                .mul(difference)
                .div(variance)
                .add(variance.log())
                .mul(Tensors.number(mu, 0.5))
                .mean());
    }

    /** log(1 + exp(a)) as the log-sum-exp of a and 0, which does not overflow. */
    private static NDArray softplus(NDArray a) {
        NDArray pair = NDArrays.stack(new NDList(a, a.zerosLike()), 1);
        return pair.logSoftmax(1).get(":, 1").neg();
    }

    @Override
    public List<NDArray> parameters() {
        return List.of(regressor.get(0), regressor.get(1), regressor.get(2), alpha);
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.FEATURE;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe("vid", "epsilon", epsilon, "alpha", "learned");
    }
}
