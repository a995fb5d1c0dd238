package io.kdchain.core.trace.chain;

import io.kdchain.core.audit.Decisions;
import io.kdchain.core.loss.HintonLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether labels or teacher taught the student its bad answers: TracIn (Pruthi et al. 2020, arXiv 2002.08484) on the
 * last layer, where Hinton's loss has the closed form {@code g = (w_ce (p(1) - onehot) + w_kd T (p(T) - q(T))) h'},
 * split into its two sums. A training row speaks for a bad answer where its gradient opposes that of the right answer.
 * Where no steps are on record, the finished student stands for them: one checkpoint, the last.
 *
 * @param labels how much the labels taught them, 0 or more
 * @param teacher how much the teacher did, 0 or more
 * @param rows bad answers looked at
 */
record TeacherShare(double labels, double teacher, int rows) {

    /** So many bad answers and training rows show the balance. */
    private static final int MOST_ROWS = 300;

    /** What a row says to the last layer; the arrays are not changed. */
    private static final class Sample {
        private final double[] hidden;
        private final double[] byLabel;
        private final double[] byTeacher;

        Sample(double[] hidden, double[] byLabel, double[] byTeacher) {
            this.hidden = hidden;
            this.byLabel = byLabel;
            this.byTeacher = byTeacher;
        }
    }

    /** Empty if the loss or the last layer is not known, or no answer is bad. */
    static Optional<TeacherShare> of(SuspectChain suspect, AuditRows audit) {
        HintonLoss loss = suspect.declared().loss();
        if (loss == null) {
            return Optional.empty();
        }
        PreparedRows data = suspect.data();
        float[][] inputs = evenly(data.inputs());
        int[] labels = evenly(data.labels());
        double[][] teacher = suspect.teacher().logits(inputs);
        float[][] asked = data.apply(audit.features());
        int[] decided = Decisions.of(suspect.distilled().student().logits(asked));
        List<Integer> bad = new ArrayList<>();
        for (int i = 0; i < decided.length && bad.size() < MOST_ROWS; i++) {
            if (decided[i] != audit.label(i)) {
                bad.add(i);
            }
        }
        if (bad.isEmpty()) {
            return Optional.empty();
        }
        float[][] badInputs = bad.stream().map(i -> asked[i]).toArray(float[][]::new);
        int[] right = bad.stream().mapToInt(audit::label).toArray();
        double byLabels = 0;
        double byTeacher = 0;
        for (TracedModel student : checkpoints(suspect.distilled())) {
            Optional<List<Sample>> taught = samples(student, inputs, labels, teacher, loss);
            Optional<List<Sample>> wrong = samples(student, badInputs, right, new double[0][], loss);
            if (taught.isEmpty() || wrong.isEmpty()) {
                return Optional.empty();
            }
            for (Sample one : wrong.get()) {
                for (Sample other : taught.get()) {
                    double closeness = dot(one.hidden, other.hidden);
                    byLabels += Math.max(0, -closeness * dot(one.byLabel, other.byLabel));
                    byTeacher += Math.max(0, -closeness * dot(one.byLabel, other.byTeacher));
                }
            }
        }
        return Optional.of(new TeacherShare(byLabels, byTeacher, bad.size()));
    }

    private static List<TracedModel> checkpoints(Distilled distilled) {
        return distilled.steps().isEmpty()
                ? List.of(distilled.student())
                : distilled.steps().stream().map(StepRecord::student).toList();
    }

    /** The teacher's part of both, 0 to 1; a half if neither taught any. */
    double fraction() {
        return labels + teacher == 0 ? 0.5 : teacher / (labels + teacher);
    }

    private static Optional<List<Sample>> samples(
            TracedModel student, float[][] inputs, int[] labels, double[][] teacher, HintonLoss loss) {
        Optional<double[][]> hidden = student.lastHidden(inputs);
        if (hidden.isEmpty()) {
            return Optional.empty();
        }
        double[][] logits = student.logits(inputs);
        List<Sample> all = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            double[] p = exp(LossReplay.logSoftmax(logits[i], 1));
            p[labels[i]] -= 1;
            double[] byTeacher = new double[p.length];
            if (teacher.length > 0) {
                double[] ofStudent = exp(LossReplay.logSoftmax(logits[i], loss.temperature()));
                double[] ofTeacher = exp(LossReplay.logSoftmax(teacher[i], loss.temperature()));
                for (int c = 0; c < p.length; c++) {
                    byTeacher[c] = loss.softWeight() * loss.temperature() * (ofStudent[c] - ofTeacher[c]);
                    p[c] *= loss.hardWeight();
                }
            }
            all.add(new Sample(hidden.get()[i], p, byTeacher));
        }
        return Optional.of(all);
    }

    private static float[][] evenly(float[][] rows) {
        int count = Math.min(rows.length, MOST_ROWS);
        float[][] some = new float[count][];
        for (int i = 0; i < count; i++) {
            some[i] = rows[(int) ((long) i * rows.length / count)];
        }
        return some;
    }

    private static int[] evenly(int[] labels) {
        int count = Math.min(labels.length, MOST_ROWS);
        int[] some = new int[count];
        for (int i = 0; i < count; i++) {
            some[i] = labels[(int) ((long) i * labels.length / count)];
        }
        return some;
    }

    private static double[] exp(double[] logs) {
        for (int c = 0; c < logs.length; c++) {
            logs[c] = StrictMath.exp(logs[c]);
        }
        return logs;
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
