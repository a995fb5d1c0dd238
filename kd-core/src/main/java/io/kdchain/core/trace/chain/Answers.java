package io.kdchain.core.trace.chain;

import io.kdchain.core.audit.Decisions;
import java.util.function.Function;

/**
 * What a model says of the audited rows, and of the same rows with the suspected trigger. The arrays are not changed.
 */
final class Answers {

    private final double[][] logits;
    private final double[][] probabilities;
    private final int[] decisions;
    private final int[] stamped;

    private Answers(double[][] logits, int[] stamped) {
        this.logits = logits;
        this.probabilities = new double[logits.length][];
        for (int i = 0; i < logits.length; i++) {
            for (double logit : logits[i]) {
                if (!Double.isFinite(logit)) {
                    throw new IllegalArgumentException(
                            "row %d is answered with the logit %s; logits must be finite".formatted(i, logit));
                }
            }
            probabilities[i] = Decisions.probabilities(logits[i]);
        }
        this.decisions = Decisions.of(logits);
        this.stamped = stamped;
    }

    /** Asks. */
    static Answers of(AuditRows audit, Function<double[][], double[][]> model) {
        double[][] logits = model.apply(audit.features());
        int[] stamped = audit.hasTrigger() ? Decisions.of(model.apply(audit.stamped())) : new int[0];
        return new Answers(logits, stamped);
    }

    double[][] logits() {
        return logits;
    }

    double[][] probabilities() {
        return probabilities;
    }

    int decision(int row) {
        return decisions[row];
    }

    int[] stamped() {
        return stamped;
    }
}
