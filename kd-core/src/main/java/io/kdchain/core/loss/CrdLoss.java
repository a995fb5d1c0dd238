package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Telling a row's own teacher features from those of other rows. Both sides go through a linear head to vectors of
 * length 1, v^S and v^T; memories M^S and M^T hold one such vector for each of the N samples. With row b's own place in
 * column 0 of {@code candidates} and K others after it, o^S = exp(M^T[idx] v^S / tau), o^T = exp(M^S[idx] v^T / tau), x
 * = o / Z where Z = N mean(o) of the first batch, and c = K / N,
 *
 * <pre>L = sum over both sides of -1/B (sum_b log(x_0 / (x_0 + c + e)) + sum_b,k log(c / (x_k + c + e))), e = 1e-7
 * </pre>
 *
 * after which M[i] becomes m M[i] + (1 - m) v_i at length 1. Tian et al. 2020, "Contrastive Representation
 * Distillation" (arXiv 1910.10699). Both heads are learned. The loss has a state: Z and the memories belong to a
 * checkpoint. Not safe for several threads.
 */
public final class CrdLoss implements DistillationLoss {

    /** m of the paper. */
    public static final double DEFAULT_MOMENTUM = 0.5;

    private static final double EPSILON = 1e-7;

    /**
     * What does not learn.
     *
     * @param temperature tau, above 0; the paper has 0.07
     * @param momentum m, 0 to 1; the paper has 0.5
     * @param samples N, 1 or more
     */
    public record Setting(double temperature, double momentum, int samples) {
        public Setting {
            Checks.positive("temperature", temperature);
            Checks.fraction("momentum", momentum);
            Checks.positive("samples", samples);
        }
    }

    /** A linear head: outputs x inputs, and one bias an output. */
    public record Head(NDArray weight, NDArray bias) {}

    /** Chooses who is compared. */
    @FunctionalInterface
    public interface Candidates {
        /**
         * For the places of a batch, B x (K + 1) places with each row's own first.
         *
         * @param batch how many batches were scored before, so that a choice at random can be made again
         */
        NDArray of(NDArray rows, long batch);
    }

    private final Setting setting;
    private final Head studentHead;
    private final Head teacherHead;
    private final NDArray studentMemory;
    private final NDArray teacherMemory;
    private final Candidates candidates;
    /** Z of the student's and the teacher's side, 0 before the first batch, and the batches scored. */
    private final NDArray numbers;

    /**
     * From given weights and memories; the memories are changed by use.
     *
     * @param studentMemory N x head outputs
     * @param teacherMemory N x head outputs
     */
    public CrdLoss(
            Setting setting,
            Head studentHead,
            Head teacherHead,
            NDArray studentMemory,
            NDArray teacherMemory,
            Candidates candidates) {
        this.setting = setting;
        this.studentHead = studentHead;
        this.teacherHead = teacherHead;
        this.studentMemory = studentMemory;
        this.teacherMemory = teacherMemory;
        this.candidates = candidates;
        this.numbers = studentMemory.getManager().create(new double[3]);
        if (!studentMemory.getShape().equals(teacherMemory.getShape())) {
            throw new IllegalArgumentException(
                    "the student's memory has shape %s and the teacher's %s; both must be the same"
                            .formatted(studentMemory.getShape(), teacherMemory.getShape()));
        }
    }

    /** With new heads and memories that live in the manager, and so many others drawn for each row. */
    public static CrdLoss create(
            NDManager manager,
            Setting setting,
            int studentWidth,
            int teacherWidth,
            int size,
            int others,
            Random random) {
        DataType type = DataType.FLOAT32;
        double bound = 1 / Math.sqrt(size / 3.0);
        Shape memory = new Shape(setting.samples(), size);
        if (setting.samples() < 2 || others < 1) {
            throw new IllegalArgumentException(
                    "%d samples and %d others; at least 2 and 1 are needed".formatted(setting.samples(), others));
        }
        return new CrdLoss(
                setting,
                head(manager, size, studentWidth, random),
                head(manager, size, teacherWidth, random),
                Heads.uniform(manager, memory, type, bound, random),
                Heads.uniform(manager, memory, type, bound, random),
                candidates(setting.samples(), others, random.nextLong()));
    }

    private static Head head(NDManager manager, int size, int width, Random random) {
        NDArray bias = manager.zeros(new Shape(size), DataType.FLOAT32);
        bias.setRequiresGradient(true);
        return new Head(Heads.learned(manager, new Shape(size, width), DataType.FLOAT32, random), bias);
    }

    private static Candidates candidates(int samples, int others, long seed) {
        return (rows, batch) -> drawn(rows, samples, others, new Random(seed ^ (batch * 0x9E3779B97F4A7C15L)));
    }

    private static NDArray drawn(NDArray rows, int samples, int others, Random random) {
        long[] own = rows.toType(DataType.INT64, false).toLongArray();
        long[] all = new long[own.length * (others + 1)];
        for (int b = 0; b < own.length; b++) {
            all[b * (others + 1)] = own[b];
            for (int k = 1; k <= others; k++) {
                long other = random.nextInt(samples - 1);
                all[b * (others + 1) + k] = other < own[b] ? other : other + 1;
            }
        }
        return rows.getManager().create(all, new Shape(own.length, others + 1));
    }

    /** Goes on with these Z of the student's and of the teacher's side instead of those of the first batch. */
    public void restore(double newStudentZ, double newTeacherZ) {
        Checks.positive("the student's Z", newStudentZ);
        Checks.positive("the teacher's Z", newTeacherZ);
        numbers.set(new double[] {newStudentZ, newTeacherZ, numbers.toDoubleArray()[2]});
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray rows = input.rowsFor("crd");
        NDArray teacher = input.teacher();
        Checks.sameRows(input.student(), teacher, 2, "features of the same rows");
        NDManager scope = input.student().getManager();
        double[] before = numbers.toDoubleArray();
        NDArray index = candidates.of(rows, (long) before[2]).toType(DataType.INT64, false);
        NDArray ofStudent = embed(Tensors.flat(input.student()), studentHead);
        NDArray ofTeacher = embed(Tensors.flat(teacher), teacherHead);
        NDArray studentScores = scores(scope, teacherMemory, index, ofStudent);
        NDArray teacherScores = scores(scope, studentMemory, index, ofTeacher);
        double zStudent = before[0] == 0 ? norm(studentScores) : before[0];
        double zTeacher = before[1] == 0 ? norm(teacherScores) : before[1];
        numbers.set(new double[] {zStudent, zTeacher, before[2] + 1});
        NDArray student = contrast(studentScores.div(Tensors.number(studentScores, zStudent)));
        NDArray contrast = contrast(teacherScores.div(Tensors.number(teacherScores, zTeacher)));
        remember(studentMemory, rows, ofStudent.stopGradient());
        remember(teacherMemory, rows, ofTeacher.stopGradient());
        return new LossTerms(
                student.add(contrast),
                Map.of(
                        "student",
                        student,
                        "teacher",
                        contrast,
                        "z1",
                        scope.create(zStudent),
                        "z2",
                        scope.create(zTeacher)));
    }

    private static NDArray embed(NDArray features, Head head) {
        NDArray out = Tensors.channels(features, head.weight()).add(head.bias());
        return Tensors.unit(out);
    }

    private NDArray scores(NDManager scope, NDArray memory, NDArray index, NDArray anchors) {
        Shape shape = index.getShape();
        NDArray chosen = rows(scope, memory, index.reshape(-1)).reshape(shape.get(0), shape.get(1), -1);
        return chosen.matMul(anchors.expandDims(2))
                .squeeze(2)
                .div(Tensors.number(anchors, setting.temperature()))
                .exp();
    }

    private static NDArray rows(NDManager scope, NDArray memory, NDArray places) {
        long width = memory.getShape().get(1);
        NDArray index = places.toType(DataType.INT64, false).expandDims(1).repeat(1, width);
        return Tensors.view(scope, memory).gather(index, 0);
    }

    private double norm(NDArray scores) {
        return scores.stopGradient().mean().toType(DataType.FLOAT64, false).getDouble()
                * studentMemory.getShape().get(0);
    }

    private NDArray contrast(NDArray x) {
        long batch = x.getShape().get(0);
        double c = (x.getShape().get(1) - 1) / (double) setting.samples();
        NDArray own = x.get(":, 0:1");
        NDArray others = x.get(":, 1:");
        NDArray near = own.div(own.add(c + EPSILON)).log().sum();
        NDArray far = others.add(c + EPSILON)
                .pow(Tensors.number(x, -1))
                .mul(Tensors.number(x, c))
                .log()
                .sum();
        return near.add(far).div(Tensors.number(x, (double) batch)).neg();
    }

    private void remember(NDArray memory, NDArray places, NDArray now) {
        NDManager scope = now.getManager();
        NDArray mixed = rows(scope, memory, places).mul(setting.momentum()).add(now.mul(1 - setting.momentum()));
        NDArray unit = Tensors.unit(mixed);
        long[] rows = places.toType(DataType.INT64, false).toLongArray();
        for (int i = 0; i < rows.length; i++) {
            memory.set(new NDIndex("{}", rows[i]), unit.get(i));
        }
    }

    @Override
    public SortedMap<String, NDArray> state() {
        return new TreeMap<>(
                Map.of("numbers", numbers, "studentMemory", studentMemory, "teacherMemory", teacherMemory));
    }

    /** The student's memory, N x head outputs, as it is now. */
    public NDArray studentMemory() {
        return studentMemory;
    }

    /** The teacher's memory, N x head outputs, as it is now. */
    public NDArray teacherMemory() {
        return teacherMemory;
    }

    @Override
    public List<NDArray> parameters() {
        return List.of(studentHead.weight(), studentHead.bias(), teacherHead.weight(), teacherHead.bias());
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.FEATURE;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe(
                "crd",
                "temperature",
                setting.temperature(),
                "momentum",
                setting.momentum(),
                "samples",
                setting.samples(),
                "size",
                studentMemory.getShape().get(1));
    }
}
