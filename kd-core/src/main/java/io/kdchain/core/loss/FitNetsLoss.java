package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Hints: the mean over all elements of (r(F^S) - F^T)^2, where r is the identity or a learned linear map of the
 * channels (a 1x1 convolution without bias), or a {@link ConvolutionRegressor} between maps of different sizes. Romero
 * et al. 2015, "FitNets" (arXiv 1412.6550).
 */
public final class FitNetsLoss implements DistillationLoss {

    private final @Nullable NDArray regressor;
    private final @Nullable ConvolutionRegressor convolution;

    private FitNetsLoss(@Nullable NDArray regressor, @Nullable ConvolutionRegressor convolution) {
        this.regressor = regressor;
        this.convolution = convolution;
    }

    /** For features of the same shape. */
    public static FitNetsLoss direct() {
        return new FitNetsLoss(null, null);
    }

    /** With a regressor, teacher channels x student channels. */
    public static FitNetsLoss withRegressor(NDArray weights) {
        if (weights.getShape().dimension() != 2) {
            throw new IllegalArgumentException(
                    "the regressor has shape %s; teacher channels x student channels is needed"
                            .formatted(weights.getShape()));
        }
        return new FitNetsLoss(weights, null);
    }

    /** With a new regressor that lives in the manager and learns. */
    public static FitNetsLoss withRegressor(
            NDManager manager, int studentChannels, int teacherChannels, DataType type, Random random) {
        return withRegressor(Heads.learned(manager, new Shape(teacherChannels, studentChannels), type, random));
    }

    /** With a regressor between maps of different sizes. */
    public static FitNetsLoss withRegressor(ConvolutionRegressor regressor) {
        return new FitNetsLoss(null, regressor);
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray teacher = input.teacher();
        Checks.sameRows(input.student(), teacher, 2, "rows x channels or rows x channels x height x width");
        NDArray student = regressed(input.student());
        if (!student.getShape().equals(teacher.getShape())) {
            throw new IllegalArgumentException(
                    "student features have shape %s and teacher features %s; choose layers that match, or a regressor"
                            .formatted(student.getShape(), teacher.getShape()));
        }
        NDArray difference = student.sub(teacher);
        return LossTerms.of(difference.mul(difference).mean());
    }

    private NDArray regressed(NDArray student) {
        if (convolution != null) {
            return convolution.apply(student);
        }
        return regressor == null ? student : Tensors.channels(student, regressor);
    }

    @Override
    public List<NDArray> parameters() {
        if (convolution != null) {
            return convolution.parameters();
        }
        return regressor == null ? List.of() : List.of(regressor);
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.FEATURE;
    }

    @Override
    public Map<String, String> describe() {
        String linear = regressor == null ? "none" : "linear-1x1";
        return Checks.describe(
                "fitnets",
                "regressor",
                convolution == null ? linear : convolution,
                "reduction",
                Reduction.ELEMENT_MEAN);
    }
}
