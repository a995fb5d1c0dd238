package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.TreeMap;

/**
 * Knowledge distillation by softened outputs: Hinton, Vinyals and Dean 2015, "Distilling the Knowledge in a Neural
 * Network" (arXiv 1503.02531).
 *
 * <p>With student logits s, teacher logits t, labels y, B rows, and p(z, T) = softmax(z / T):
 *
 * <pre>
 * L     = hardWeight mean_b(-log p(s, 1)[y]) + softWeight T^2 r sum_b sum_c p(t, T) log(p(t, T) / p(s, T))
 * dL/ds = hardWeight (p(s, 1) - onehot(y)) / B + softWeight T r (p(s, T) - p(t, T))
 * </pre>
 *
 * where r is the factor of the {@link Reduction} (1/B for {@code BATCH_MEAN}); without {@link ScaleT2} the factor T^2
 * is left out of both. The reduction concerns the soft term alone. The teacher gets no gradient.
 *
 * @param temperature T, above 0
 * @param hardWeight 0 or more
 * @param softWeight 0 or more
 */
public record HintonLoss(double temperature, double hardWeight, double softWeight, Reduction reduction, ScaleT2 scaleT2)
        implements DistillationLoss {

    /** Hinton et al. used 1 to 20; 4 is what the comparison literature settled on. */
    public static final double DEFAULT_TEMPERATURE = 4.0;

    /** With {@link #DEFAULT_SOFT_WEIGHT} the customary split: mostly the teacher, a little of the label. */
    public static final double DEFAULT_HARD_WEIGHT = 0.1;

    public static final double DEFAULT_SOFT_WEIGHT = 0.9;

    public HintonLoss {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "temperature is %s; it must be finite and above 0".formatted(temperature));
        }
        requireWeight("hardWeight", hardWeight);
        requireWeight("softWeight", softWeight);
        if (reduction == Reduction.TOKEN_MEAN) {
            throw new IllegalArgumentException(
                    "the reduction is TOKEN_MEAN; this loss has rows, for tokens take the forward KL divergence");
        }
        if (hardWeight + softWeight == 0) {
            throw new IllegalArgumentException("hardWeight and softWeight are both 0; then there is nothing to learn");
        }
    }

    /** The paper's form with the customary weights. */
    public static HintonLoss standard() {
        return new HintonLoss(
                DEFAULT_TEMPERATURE, DEFAULT_HARD_WEIGHT, DEFAULT_SOFT_WEIGHT, Reduction.BATCH_MEAN, ScaleT2.YES);
    }

    /** Cross entropy with the labels alone: how a teacher learns. */
    public static HintonLoss labelsOnly() {
        return new HintonLoss(1, 1, 0, Reduction.BATCH_MEAN, ScaleT2.YES);
    }

    /**
     * The loss with its gradient by the student's logits.
     *
     * @param gradient in the manager of the student's logits; no graph is kept
     */
    public record Graded(LossValue value, NDArray gradient) {}

    /**
     * The loss.
     *
     * @param student logits, rows x classes
     * @param teacher logits of the same rows in the same order
     * @param labels class indexes, one a row
     */
    public LossValue value(NDArray student, NDArray teacher, NDArray labels) {
        requireShapes(student, teacher, labels);
        try (NDManager scope = student.getManager().newSubManager()) {
            return new Softened(scope, student, teacher, labels).value();
        }
    }

    /**
     * The analytic gradient by the student's logits, in the caller's manager. No graph is kept.
     *
     * @param student logits, rows x classes
     * @param teacher logits of the same rows in the same order
     * @param labels class indexes, one a row
     */
    public NDArray gradient(NDArray student, NDArray teacher, NDArray labels) {
        requireShapes(student, teacher, labels);
        try (NDManager scope = student.getManager().newSubManager()) {
            NDArray gradient = new Softened(scope, student, teacher, labels).gradient();
            gradient.attach(student.getManager());
            return gradient;
        }
    }

    /**
     * Both at once: what softens the logits is computed once, and in a small network that is much of a step.
     *
     * @param student logits, rows x classes
     * @param teacher logits of the same rows in the same order
     * @param labels class indexes, one a row
     */
    public Graded graded(NDArray student, NDArray teacher, NDArray labels) {
        requireShapes(student, teacher, labels);
        try (NDManager scope = student.getManager().newSubManager()) {
            var softened = new Softened(scope, student, teacher, labels);
            NDArray gradient = softened.gradient();
            gradient.attach(student.getManager());
            return new Graded(softened.value(), gradient);
        }
    }

    /** Logarithms of probabilities and the teacher's probabilities, which loss and gradient are made of. */
    private final class Softened {
        private final long rows;
        private final long classes;
        private final NDArray labels;
        private final NDArray hardLog;
        private final NDArray studentLog;
        private final NDArray teacherLog;
        private final NDArray teacher;

        Softened(NDManager scope, NDArray studentLogits, NDArray teacherLogits, NDArray labelIndexes) {
            NDArray s = adopt(scope, studentLogits.stopGradient());
            NDArray t = adopt(scope, teacherLogits.stopGradient());
            NDArray divisor = scope.create(temperature);
            this.rows = rows(s);
            this.classes = classes(s);
            this.labels = adopt(scope, oneHot(labelIndexes, s));
            this.hardLog = s.logSoftmax(1);
            this.studentLog = s.div(divisor).logSoftmax(1);
            this.teacherLog = t.div(divisor).logSoftmax(1);
            this.teacher = teacherLog.exp();
        }

        LossValue value() {
            double hard = -scalar(hardLog.mul(labels).sum()) / rows;
            double soft = scalar(teacher.mul(teacherLog.sub(studentLog)).sum())
                    * reduction.factor(rows, classes)
                    * (scaleT2 == ScaleT2.YES ? temperature * temperature : 1);
            return new LossValue(hardWeight * hard + softWeight * soft, hard, soft);
        }

        NDArray gradient() {
            double scale = reduction.factor(rows, classes) * (scaleT2 == ScaleT2.YES ? temperature : 1 / temperature);
            return hardLog.exp()
                    .subi(labels)
                    .muli(hardWeight / rows)
                    .addi(studentLog.exp().subi(teacher).muli(softWeight * scale));
        }
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray student = input.student();
        NDArray teacher = input.teacher();
        Checks.sameLogits(student, teacher, 1);
        NDArray rows = Tensors.kl(Tensors.logSoftmax(teacher, temperature), Tensors.logSoftmax(student, temperature));
        double scale = reduction.factor(rows(student), classes(student))
                * (scaleT2 == ScaleT2.YES ? temperature * temperature : 1);
        NDArray soft = rows.sum().mul(Tensors.number(student, scale));
        if (hardWeight == 0 && input.labels() == null) {
            return new LossTerms(soft.mul(Tensors.number(student, softWeight)), Map.of("kd", soft));
        }
        NDArray labels = input.labelsFor("hinton");
        Checks.labels(student, labels);
        NDArray hard = Tensors.hard(student, labels);
        return new LossTerms(
                hard.mul(Tensors.number(student, hardWeight)).add(soft.mul(Tensors.number(student, softWeight))),
                Map.of("ce", hard, "kd", soft));
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.RESPONSE;
    }

    /** The settings by name, as an event records them. */
    @Override
    public Map<String, String> describe() {
        return new TreeMap<>(Map.of(
                "loss", "hinton-2015",
                "loss.temperature", Double.toString(temperature),
                "loss.hardWeight", Double.toString(hardWeight),
                "loss.softWeight", Double.toString(softWeight),
                "loss.reduction", reduction.name(),
                "loss.scaleT2", scaleT2.name()));
    }

    private static NDArray adopt(NDManager scope, NDArray array) {
        array.attach(scope);
        return array;
    }

    private static NDArray oneHot(NDArray labels, NDArray like) {
        return labels.oneHot((int) classes(like), like.getDataType());
    }

    private static long rows(NDArray logits) {
        return logits.getShape().get(0);
    }

    private static long classes(NDArray logits) {
        return logits.getShape().get(1);
    }

    private static double scalar(NDArray array) {
        return array.toType(DataType.FLOAT64, false).getDouble();
    }

    private static void requireShapes(NDArray student, NDArray teacher, NDArray labels) {
        Shape shape = student.getShape();
        if (shape.dimension() != 2 || shape.size() == 0 || !shape.equals(teacher.getShape())) {
            throw new IllegalArgumentException(
                    "student logits have shape %s and teacher logits %s; both must be the same rows x classes"
                            .formatted(shape, teacher.getShape()));
        }
        if (!labels.getShape().equals(new Shape(shape.get(0)))) {
            throw new IllegalArgumentException("labels have shape %s for %d rows; one label a row is needed"
                    .formatted(labels.getShape(), shape.get(0)));
        }
    }

    private static void requireWeight(String name, double weight) {
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("%s is %s; it must be finite and 0 or more".formatted(name, weight));
        }
    }
}
