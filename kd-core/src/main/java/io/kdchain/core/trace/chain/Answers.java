package io.kdchain.core.trace.chain;

import io.kdchain.core.audit.Decisions;
import java.util.Arrays;
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

    /** Mean squared distance of a row's logits from those of others, each less its mean, which decides nothing. */
    double distance(Answers other) {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            double[] one = logits[i];
            double[] two = other.logits[i];
            double shift = 0;
            for (int c = 0; c < one.length; c++) {
                shift += (one[c] - two[c]) / one.length;
            }
            for (int c = 0; c < one.length; c++) {
                double d = one[c] - two[c] - shift;
                sum += d * d;
            }
        }
        return sum / logits.length;
    }

    /** The same from logits that say nothing. */
    double size() {
        double sum = 0;
        for (double[] row : logits) {
            double mean = Arrays.stream(row).average().orElseThrow();
            for (double logit : row) {
                sum += (logit - mean) * (logit - mean);
            }
        }
        return sum / logits.length;
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
