package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The learned way from a student's map to a teacher's of another size and with other channels, as the reference
 * implementations of FitNets have it ({@code ConvReg}): a convolution chosen along each axis by the two sizes,
 *
 * <pre>
 * s = 2 t    kernel 3, stride 2, padding 1
 * 2 s = t    transposed, kernel 4, stride 2, padding 1
 * s &gt;= t     kernel 1 + s - t
 * </pre>
 *
 * then a batch normalisation, gamma (x - mean) / sqrt(variance + 1e-5) + beta with the batch's own mean and biased
 * variance of each channel, and ReLU if wanted. The references also give the convolution a bias, which the
 * normalisation takes away again; here it is left out.
 */
public final class ConvolutionRegressor {

    /** What the batch normalisation adds to the variance. */
    static final double EPSILON = 1e-5;

    /** What follows the batch normalisation. */
    public enum Ending {
        /** ReLU, for a teacher's layer after its own ReLU; the references' default. */
        RELU,
        /** Nothing, for a layer that has negative numbers. */
        LINEAR
    }

    private final Axis rows;
    private final Axis columns;
    private final NDArray kernel;
    private final NDArray gamma;
    private final NDArray beta;
    private final Ending ending;

    /**
     * With given weights.
     *
     * @param student channels x height x width of the student's map
     * @param teacher the same of the teacher's
     * @param kernel teacher channels x student channels x kernel height x kernel width. PyTorch keeps that of a
     *     transposed convolution with the first two axes exchanged
     * @param gamma one number a teacher channel
     * @param beta one number a teacher channel
     * @throws IllegalArgumentException if one size cannot be brought to the other, or weights do not fit
     */
    public ConvolutionRegressor(
            Shape student, Shape teacher, NDArray kernel, NDArray gamma, NDArray beta, Ending ending) {
        this.rows = Axis.between("high", student.get(1), teacher.get(1));
        this.columns = Axis.between("wide", student.get(2), teacher.get(2));
        this.kernel = kernel;
        this.gamma = gamma;
        this.beta = beta;
        this.ending = ending;
        requireShape("the kernel", kernel, kernelShape(student, teacher));
        requireShape("gamma", gamma, new Shape(teacher.get(0)));
        requireShape("beta", beta, new Shape(teacher.get(0)));
    }

    /**
     * With new weights that live in the manager and learn: the kernel uniform within the square root of 1 / numbers
     * that it weighs, gamma 1 and beta 0.
     *
     * @param student channels x height x width of the student's map
     * @param teacher the same of the teacher's
     * @throws IllegalArgumentException if one size cannot be brought to the other
     */
    public static ConvolutionRegressor create(
            NDManager manager, Shape student, Shape teacher, DataType type, Random random, Ending ending) {
        Shape shape = kernelShape(student, teacher);
        double bound = Math.sqrt(1.0 / (shape.get(1) * shape.get(2) * shape.get(3)));
        NDArray kernel = Heads.uniform(manager, shape, type, bound, random);
        NDArray gamma = manager.ones(new Shape(teacher.get(0)), type);
        NDArray beta = manager.zeros(new Shape(teacher.get(0)), type);
        List.of(kernel, gamma, beta).forEach(array -> array.setRequiresGradient(true));
        return new ConvolutionRegressor(student, teacher, kernel, gamma, beta, ending);
    }

    private static Shape kernelShape(Shape student, Shape teacher) {
        return new Shape(
                teacher.get(0),
                student.get(0),
                Axis.between("high", student.get(1), teacher.get(1)).kernel,
                Axis.between("wide", student.get(2), teacher.get(2)).kernel);
    }

    private static void requireShape(String what, NDArray array, Shape shape) {
        if (!array.getShape().equals(shape)) {
            throw new IllegalArgumentException(
                    "%s of the regressor has shape %s; %s is needed".formatted(what, array.getShape(), shape));
        }
    }

    /** Rows x student channels x height x width to rows x teacher channels x the teacher's height x width. */
    NDArray apply(NDArray maps) {
        Shape shape = maps.getShape();
        if (shape.dimension() != 4
                || shape.get(1) != kernel.getShape().get(1)
                || shape.get(2) != rows.from
                || shape.get(3) != columns.from) {
            throw new IllegalArgumentException(
                    "the regressor was made for maps of %d x %d x %d (channels x height x width) and meets features of shape %s"
                            .formatted(kernel.getShape().get(1), rows.from, columns.from, shape));
        }
        if (shape.get(0) * rows.to * columns.to < 2) {
            throw new IllegalArgumentException(
                    "the regressor normalises over a batch, and this one has a single number a channel; choose a larger batch, or a number of rows that leaves no batch of 1");
        }
        NDArray normal = normalised(convolved(maps));
        NDArray ended = ending == Ending.RELU ? normal.getNDArrayInternal().relu() : normal;
        return ended.reshape(shape.get(0), kernel.getShape().get(0), rows.to, columns.to);
    }

    /**
     * Every number that a kernel weighs for a place is brought there by a product with zeros and ones, along each axis
     * in turn; one product with the kernel is left. Exact, and free of the engine's own convolution, whose gradient
     * reads memory that it never wrote.
     */
    private NDArray convolved(NDArray maps) {
        NDManager scope = maps.getManager();
        DataType type = maps.getDataType();
        Shape weights = kernel.getShape();
        long batch = maps.getShape().get(0);
        NDArray spread = rows.places(scope, type)
                .matMul(maps.matMul(columns.places(scope, type).transpose()));
        NDArray weighed = spread.reshape(batch, weights.get(1), rows.kernel, rows.to, columns.kernel, columns.to)
                .transpose(0, 1, 2, 4, 3, 5)
                .reshape(batch, weights.get(1) * rows.kernel * columns.kernel, -1);
        return Tensors.view(scope, kernel).reshape(weights.get(0), -1).matMul(weighed);
    }

    private NDArray normalised(NDArray x) {
        Shape shape = x.getShape();
        int[] all = {1};
        NDArray channels = x.transpose(1, 0, 2).reshape(shape.get(1), -1);
        NDArray centred = channels.sub(channels.mean(all, true));
        NDArray variance = centred.mul(centred).mean(all, true);
        NDArray unit = centred.div(variance.add(EPSILON).sqrt());
        NDManager scope = x.getManager();
        return unit.mul(Tensors.view(scope, gamma).reshape(-1, 1))
                .add(Tensors.view(scope, beta).reshape(-1, 1))
                .reshape(shape.get(1), shape.get(0), shape.get(2))
                .transpose(1, 0, 2);
    }

    /** What it learns: the kernel, gamma and beta. */
    List<NDArray> parameters() {
        return List.of(kernel, gamma, beta);
    }

    @Override
    public String toString() {
        return "convolution %dx%d, batch normalisation, %s"
                .formatted(rows.kernel, columns.kernel, ending.name().toLowerCase(Locale.ROOT));
    }

    /** How one axis of a map is brought from one size to the other. */
    private record Axis(int from, int to, int kernel, int stride, int padding, boolean transposed) {

        static Axis between(String what, long from, long to) {
            int s = Math.toIntExact(from);
            int t = Math.toIntExact(to);
            if (s == 2 * t) {
                return new Axis(s, t, 3, 2, 1, false);
            }
            if (2 * s == t) {
                return new Axis(s, t, 4, 2, 1, true);
            }
            if (s >= t) {
                return new Axis(s, t, 1 + s - t, 1, 0, false);
            }
            throw new IllegalArgumentException(
                    "the student's map is %d and the teacher's %d %s; a regressor leads to a map that is no larger, or exactly twice as large. Choose other layers."
                            .formatted(s, t, what));
        }

        /** (kernel x to) rows, one column a place of the input: 1 where that place of the kernel meets it. */
        NDArray places(NDManager scope, DataType type) {
            double[] ones = new double[kernel * to * from];
            for (int k = 0; k < kernel; k++) {
                for (int out = 0; out < to; out++) {
                    int in = transposed ? out + padding - k : out * stride - padding + k;
                    boolean meets = !transposed || in % stride == 0;
                    int place = transposed ? Math.floorDiv(in, stride) : in;
                    if (meets && place >= 0 && place < from) {
                        ones[(k * to + out) * from + place] = 1;
                    }
                }
            }
            return scope.create(ones, new Shape((long) kernel * to, from)).toType(type, false);
        }
    }
}
