package io.kdchain.core.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How two models differ on the same rows (Stanton et al. 2021, arXiv 2106.05945). Divergences are means over rows, in
 * nats.
 *
 * @param agreement fraction of rows with the same decision, 0 to 1
 * @param klTeacherStudent KL(T || S)
 * @param klStudentTeacher KL(S || T)
 * @param jensenShannon 0 to log 2
 * @param totalVariation 0 to 1
 * @param kappa agreement beyond chance (Cohen 1960): 1 is full, 0 is what chance gives; NaN if chance alone gives 1
 * @param rows rows compared, 1 or more
 */
public record Divergences(
        double agreement,
        double klTeacherStudent,
        double klStudentTeacher,
        double jensenShannon,
        double totalVariation,
        double kappa,
        int rows) {

    /** Compares logits of the same rows. */
    public static Divergences between(double[][] teacherLogits, double[][] studentLogits) {
        Decisions.requireSameRows(teacherLogits, studentLogits);
        int rows = teacherLogits.length;
        int classes = teacherLogits[0].length;
        double[] sums = new double[4];
        int same = 0;
        double[] teacherCounts = new double[classes];
        double[] studentCounts = new double[classes];
        for (int i = 0; i < rows; i++) {
            int t = Decisions.of(teacherLogits[i]);
            int s = Decisions.of(studentLogits[i]);
            same += t == s ? 1 : 0;
            teacherCounts[t]++;
            studentCounts[s]++;
            add(sums, Decisions.logProbabilities(teacherLogits[i]), Decisions.logProbabilities(studentLogits[i]));
        }
        double chance = 0;
        for (int c = 0; c < classes; c++) {
            chance += teacherCounts[c] / rows * studentCounts[c] / rows;
        }
        double agreement = (double) same / rows;
        return new Divergences(
                agreement,
                sums[0] / rows,
                sums[1] / rows,
                sums[2] / rows,
                sums[3] / rows,
                (agreement - chance) / (1 - chance),
                rows);
    }

    private static void add(double[] sums, double[] logP, double[] logQ) {
        for (int c = 0; c < logP.length; c++) {
            double p = StrictMath.exp(logP[c]);
            double q = StrictMath.exp(logQ[c]);
            double logMean = StrictMath.log((p + q) / 2);
            sums[0] += p * (logP[c] - logQ[c]);
            sums[1] += q * (logQ[c] - logP[c]);
            // a probability that underflows to 0 adds nothing
            sums[2] += (p == 0 ? 0 : p * (logP[c] - logMean) / 2) + (q == 0 ? 0 : q * (logQ[c] - logMean) / 2);
            sums[3] += Math.abs(p - q) / 2;
        }
    }

    /** Fraction of rows on which they decide differently: 1 - agreement. */
    public double churn() {
        return 1 - agreement;
    }

    /** The agreement in each group, sorted by name. */
    public static List<GroupScore> agreementByGroup(
            double[][] teacherLogits, double[][] studentLogits, List<String> group) {
        Decisions.requireSameRows(teacherLogits, studentLogits);
        if (group.size() != teacherLogits.length) {
            throw new IllegalArgumentException(
                    "%d groups for %d rows; one a row is needed".formatted(group.size(), teacherLogits.length));
        }
        Map<String, int[]> counts = new TreeMap<>();
        for (int i = 0; i < group.size(); i++) {
            int[] count = counts.computeIfAbsent(group.get(i), name -> new int[2]);
            count[0] += Decisions.of(teacherLogits[i]) == Decisions.of(studentLogits[i]) ? 1 : 0;
            count[1]++;
        }
        List<GroupScore> scores = new ArrayList<>();
        counts.forEach((name, count) -> scores.add(new GroupScore(name, (double) count[0] / count[1], count[1])));
        return List.copyOf(scores);
    }
}
