package io.kdchain.core.audit;

/**
 * How far a student answers as its teacher does (Stanton et al. 2021, arXiv 2106.05945).
 *
 * @param agreement fraction of rows with the same decision, 0 to 1
 * @param kl mean Kullback-Leibler divergence of the student's probabilities from the teacher's, KL(T || S) in nats, 0
 *     or more
 * @param rows rows compared, 1 or more
 */
public record Fidelity(double agreement, double kl, int rows) {

    /** Compares the logits of the same rows. */
    public static Fidelity between(double[][] teacherLogits, double[][] studentLogits) {
        Decisions.requireSameRows(teacherLogits, studentLogits);
        int same = 0;
        double kl = 0;
        for (int i = 0; i < teacherLogits.length; i++) {
            same += Decisions.of(teacherLogits[i]) == Decisions.of(studentLogits[i]) ? 1 : 0;
            double[] teacher = Decisions.logProbabilities(teacherLogits[i]);
            double[] student = Decisions.logProbabilities(studentLogits[i]);
            for (int c = 0; c < teacher.length; c++) {
                kl += StrictMath.exp(teacher[c]) * (teacher[c] - student[c]);
            }
        }
        int rows = teacherLogits.length;
        return new Fidelity((double) same / rows, Math.max(0, kl / rows), rows);
    }
}
