package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Matching how rows lie to one another. Distance: d_ij = sqrt(max(|e_i|^2 + |e_j|^2 - 2 e_i.e_j, 1e-12)), 0 on the
 * diagonal, divided by the mean of the others (through which the student's gradient flows); L_D is smooth L1, mean over
 * B^2. Angle: v_ij = (e_j - e_i) / max(|.|, 1e-12) and psi_ijk = v_ij.v_ik; L_A is smooth L1, mean over B^3, which
 * takes memory of that size.
 *
 * <pre>L = distanceWeight L_D + angleWeight L_A</pre>
 *
 * Park et al. 2019, "Relational Knowledge Distillation" (arXiv 1904.05068). Rows that are the same for the student but
 * not for the teacher have an angle whose gradient is without bound.
 *
 * @param distanceWeight 0 or more; the paper has 1, later comparisons 25
 * @param angleWeight 0 or more; the paper has 2, later comparisons 50
 */
public record RkdLoss(double distanceWeight, double angleWeight) implements DistillationLoss {

    private static final double EPSILON = 1e-12;

    public RkdLoss {
        Checks.weight("distanceWeight", distanceWeight);
        Checks.weight("angleWeight", angleWeight);
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray teacher = input.teacher();
        Checks.sameRows(input.student(), teacher, 2, "features of the same rows");
        if (teacher.getShape().get(0) < 2) {
            throw new IllegalArgumentException(
                    "one row alone lies to no other; relations need batches of 2 rows or more");
        }
        NDArray s = Tensors.flat(input.student());
        NDArray t = Tensors.flat(teacher);
        NDArray distance = Tensors.smoothL1(distances(s), distances(t));
        NDArray angle = Tensors.smoothL1(angles(s), angles(t));
        return new LossTerms(
                distance.mul(Tensors.number(s, distanceWeight)).add(angle.mul(Tensors.number(s, angleWeight))),
                Map.of("distance", distance, "angle", angle));
    }

    private static NDArray distances(NDArray rows) {
        long n = rows.getShape().get(0);
        NDArray squares = rows.mul(rows).sum(new int[] {1});
        NDArray products = rows.matMul(rows.transpose()).mul(Tensors.number(rows, 2));
        NDArray apart = squares.expandDims(1).add(squares.expandDims(0)).sub(products);
        NDArray offDiagonal = rows.getManager().eye((int) n).neg().add(1).toType(rows.getDataType(), false);
        NDArray distances = apart.maximum(Tensors.number(rows, EPSILON).toType(rows.getDataType(), false))
                .sqrt()
                .mul(offDiagonal);
        return distances.div(distances.sum().div(Tensors.number(rows, (double) n * (n - 1))));
    }

    private static NDArray angles(NDArray rows) {
        NDArray directions = Tensors.unit(rows.expandDims(0).sub(rows.expandDims(1)));
        return directions.matMul(directions.transpose(0, 2, 1));
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.RELATION;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe("rkd", "distanceWeight", distanceWeight, "angleWeight", angleWeight);
    }
}
