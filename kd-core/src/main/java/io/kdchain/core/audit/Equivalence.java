package io.kdchain.core.audit;

/**
 * Whether an adapted model still answers as the model it was made from.
 *
 * @param agreement fraction of rows with the same decision, 0 to 1
 * @param maxDivergence largest change of any class's probability in any row, 0 to 1
 * @param tolerance largest change that is accepted
 * @param passed whether {@code maxDivergence} is within {@code tolerance}
 * @param rows rows compared, 1 or more
 */
public record Equivalence(double agreement, double maxDivergence, double tolerance, boolean passed, int rows) {

    /** Compares the logits of the same rows before and after. */
    public static Equivalence check(double[][] before, double[][] after, double tolerance) {
        Decisions.requireSameRows(before, after);
        if (!(tolerance >= 0 && tolerance <= 1)) {
            throw new IllegalArgumentException(
                    "tolerance is %s; it is a change of probability, from 0 to 1".formatted(tolerance));
        }
        int same = 0;
        double max = 0;
        for (int i = 0; i < before.length; i++) {
            same += Decisions.of(before[i]) == Decisions.of(after[i]) ? 1 : 0;
            double[] p = Decisions.probabilities(before[i]);
            double[] q = Decisions.probabilities(after[i]);
            for (int c = 0; c < p.length; c++) {
                max = Math.max(max, Math.abs(p[c] - q[c]));
            }
        }
        return new Equivalence((double) same / before.length, max, tolerance, max <= tolerance, before.length);
    }
}
