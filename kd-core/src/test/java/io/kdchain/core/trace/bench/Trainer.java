package io.kdchain.core.trace.bench;

import io.kdchain.core.trace.chain.Distilled;
import io.kdchain.core.trace.chain.StepRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Trains a {@link SmallNet} with AdamW, by labels or by labels and teacher, and writes some steps down. */
final class Trainer {

    /** Batches of a training that are written down, evenly spread, the last among them. */
    private static final int RECORDED = 5;

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final double TINY = 1e-12;
    private static final double[] NONE = {};

    /**
     * What to minimise.
     *
     * @param reversed the divergence of the teacher from the student instead of the other way
     * @param argmax the teacher's decisions instead of its probabilities
     * @param teacherDropout fraction of its inputs that the teacher does not see, drawn anew for each row
     * @param misaligned by how many rows the teacher's answers are off
     */
    record Goal(
            double temperature,
            double hard,
            double soft,
            boolean squared,
            boolean elementMean,
            boolean reversed,
            boolean argmax,
            double teacherDropout,
            int misaligned) {

        static final Goal LABELS = new Goal(1, 1, 0, true, false, false, false, 0, 0);
        static final Goal STANDARD = new Goal(4, 0.1, 0.9, true, false, false, false, 0, 0);
    }

    record Setting(int epochs, int batch, double rate, double decay) {}

    private Trainer() {}

    /** Batches of an epoch. */
    static long steps(Setting setting, int rows) {
        return (long) setting.epochs() * ((rows + setting.batch() - 1) / setting.batch());
    }

    /**
     * Trains.
     *
     * @param teacher logits for the inputs; empty for labels alone
     */
    static Distilled train(
            SmallNet shape, float[][] inputs, int[] labels, double[][] teacher, Goal goal, Setting setting, long seed) {
        var random = new Random(seed);
        SmallNet net = shape.initialised(random);
        int layers = net.weights.length;
        float[] maps = net.maps();
        float[][] dw = zeros(net.weights);
        float[][] db = zeros(net.biases);
        float[][][] moments = {zeros(net.weights), zeros(net.weights), zeros(net.biases), zeros(net.biases)};
        int[] order = IntStream.range(0, inputs.length).toArray();
        double[][] soft = softened(goal, teacher);
        long all = steps(setting, inputs.length);
        long step = 0;
        List<StepRecord> records = new ArrayList<>();
        for (int epoch = 0; epoch < setting.epochs(); epoch++) {
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int kept = order[i];
                order[i] = order[j];
                order[j] = kept;
            }
            for (int from = 0; from < order.length; from += setting.batch()) {
                step++;
                int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + setting.batch()));
                for (int layer = 0; layer < layers; layer++) {
                    Arrays.fill(dw[layer], 0);
                    Arrays.fill(db[layer], 0);
                }
                boolean record = teacher.length > 0 && (step == all || step % Math.max(1, all / RECORDED) == 1);
                SmallNet before = record ? net.copy() : net;
                double loss = 0;
                for (int row : batch) {
                    float[][] activations = net.activations(inputs[row], (layer, values) -> {}, maps);
                    float[] logits = SmallNet.last(activations);
                    int said = teacher.length == 0 ? 0 : (row + goal.misaligned()) % teacher.length;
                    float[] gradient = new float[logits.length];
                    gradient(
                            goal, logits, teacher.length == 0 ? NONE : soft[said], labels[row], batch.length, gradient);
                    if (record) {
                        loss += loss(goal, SmallNet.widened(logits), teacher[said], labels[row], batch.length);
                    }
                    net.backward(maps, activations, gradient, dw, db);
                }
                if (record) {
                    records.add(new StepRecord(
                            step, Arrays.stream(batch).boxed().toList(), before, Math.min(loss, Double.MAX_VALUE)));
                }
                double correction1 = 1 - StrictMath.pow(BETA1, (double) step);
                double correction2 = 1 - StrictMath.pow(BETA2, (double) step);
                double rate = setting.rate() / correction1;
                for (int layer = 0; layer < layers; layer++) {
                    update(
                            net.weights[layer],
                            dw[layer],
                            moments[0][layer],
                            moments[1][layer],
                            rate,
                            correction2,
                            setting);
                    update(
                            net.biases[layer],
                            db[layer],
                            moments[2][layer],
                            moments[3][layer],
                            rate,
                            correction2,
                            setting);
                }
            }
        }
        return new Distilled(net, records);
    }

    private static void update(
            float[] values,
            float[] gradient,
            float[] first,
            float[] second,
            double rate,
            double correction2,
            Setting s) {
        float keep = (float) (1 - s.rate() * s.decay());
        float b1 = (float) BETA1;
        float b2 = (float) BETA2;
        float step = (float) rate;
        float root = (float) (1 / Math.sqrt(correction2));
        float epsilon = (float) EPSILON;
        for (int i = 0; i < values.length; i++) {
            float g = gradient[i];
            first[i] = b1 * first[i] + (1 - b1) * g;
            second[i] = b2 * second[i] + (1 - b2) * g * g;
            values[i] = keep * values[i] - step * first[i] / ((float) Math.sqrt(second[i]) * root + epsilon);
        }
    }

    /** What is done of a row again and again: its teacher's probabilities, softened. */
    private static double[][] softened(Goal goal, double[][] teacher) {
        return Arrays.stream(teacher)
                .map(logits -> {
                    if (goal.argmax()) {
                        int best = 0;
                        for (int c = 1; c < logits.length; c++) {
                            best = logits[c] > logits[best] ? c : best;
                        }
                        double[] hard = new double[logits.length];
                        hard[best] = 1;
                        return hard;
                    }
                    return exp(logSoftmax(logits, goal.temperature()));
                })
                .toArray(double[][]::new);
    }

    /** The gradient of a row's part of the loss by its logits; {@code r} are the teacher's softened probabilities. */
    private static void gradient(Goal goal, float[] s, double[] r, int label, int rows, float[] gradient) {
        int classes = s.length;
        double hard = goal.hard() / rows;
        double[] p = softmax(s, 1);
        for (int c = 0; c < classes; c++) {
            gradient[c] = (float) (hard * (p[c] - (c == label ? 1 : 0)));
        }
        if (r.length == 0 || goal.soft() == 0) {
            return;
        }
        if (goal.argmax()) {
            for (int c = 0; c < classes; c++) {
                gradient[c] += (float) (goal.soft() * (p[c] - r[c]) / rows);
            }
            return;
        }
        double temperature = goal.temperature();
        double square = goal.squared() ? temperature * temperature : 1;
        double factor = goal.soft() * square / rows / (goal.elementMean() ? classes : 1) / temperature;
        double[] q = softmax(s, temperature);
        double divergence = 0;
        if (goal.reversed()) {
            for (int c = 0; c < classes; c++) {
                divergence += q[c] * StrictMath.log((q[c] + TINY) / (r[c] + TINY));
            }
        }
        for (int c = 0; c < classes; c++) {
            double g =
                    goal.reversed() ? q[c] * (StrictMath.log((q[c] + TINY) / (r[c] + TINY)) - divergence) : q[c] - r[c];
            gradient[c] += (float) (factor * g);
        }
    }

    /** A row's part of the loss, as it is written down. */
    private static double loss(Goal goal, double[] s, double[] t, int label, int rows) {
        double[] p = logSoftmax(s, 1);
        double value = -goal.hard() * p[label] / rows;
        if (t.length == 0 || goal.soft() == 0) {
            return value;
        }
        double temperature = goal.temperature();
        double[] q = logSoftmax(s, temperature);
        double[] r = logSoftmax(t, temperature);
        if (goal.argmax()) {
            int best = 0;
            for (int c = 1; c < t.length; c++) {
                best = t[c] > t[best] ? c : best;
            }
            return value - goal.soft() * p[best] / rows;
        }
        double divergence = 0;
        for (int c = 0; c < s.length; c++) {
            divergence += goal.reversed() ? StrictMath.exp(q[c]) * (q[c] - r[c]) : StrictMath.exp(r[c]) * (r[c] - q[c]);
        }
        double square = goal.squared() ? temperature * temperature : 1;
        return value + goal.soft() * square * divergence / rows / (goal.elementMean() ? s.length : 1);
    }

    private static double[] softmax(float[] logits, double temperature) {
        double max = logits[0];
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double[] out = new double[logits.length];
        double sum = 0;
        for (int c = 0; c < out.length; c++) {
            out[c] = exp((logits[c] - max) / temperature);
            sum += out[c];
        }
        for (int c = 0; c < out.length; c++) {
            out[c] /= sum;
        }
        return out;
    }

    /** exp of a number of 0 or less to single precision, in arithmetic that is the same on every machine, and fast. */
    private static double exp(double x) {
        if (x < -80) {
            return 0;
        }
        double n = Math.rint(x * 1.4426950408889634);
        double f = x - n * 0.6931471805599453;
        double series = 1 + f * (1 + f / 2 * (1 + f / 3 * (1 + f / 4 * (1 + f / 5 * (1 + f / 6 * (1 + f / 7))))));
        return series * Double.longBitsToDouble((long) (1023 + n) << 52);
    }

    private static double[] exp(double[] logs) {
        return Arrays.stream(logs).map(StrictMath::exp).toArray();
    }

    private static double[] logSoftmax(double[] logits, double temperature) {
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit / temperature);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += StrictMath.exp(logit / temperature - max);
        }
        double log = max + StrictMath.log(sum);
        double[] out = new double[logits.length];
        for (int c = 0; c < out.length; c++) {
            out[c] = logits[c] / temperature - log;
        }
        return out;
    }

    private static float[][] zeros(float[][] like) {
        return Arrays.stream(like).map(values -> new float[values.length]).toArray(float[][]::new);
    }
}
