package io.kdchain.core.audit;

import java.util.Arrays;

/** From logits to probabilities and decisions. */
public final class Decisions {

    private Decisions() {}

    /** The class with the highest logit; of equal ones the first. */
    public static int of(double[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** The decision of each row. */
    public static int[] of(double[][] logits) {
        return Arrays.stream(logits).mapToInt(Decisions::of).toArray();
    }

    /** Softmax. */
    public static double[] probabilities(double[] logits) {
        return Arrays.stream(logProbabilities(logits)).map(StrictMath::exp).toArray();
    }

    /** Logarithm of the softmax, without overflow. */
    static double[] logProbabilities(double[] logits) {
        double max = Arrays.stream(logits).max().orElseThrow(() -> new IllegalArgumentException("no logits are given"));
        double sum = 0;
        for (double logit : logits) {
            sum += StrictMath.exp(logit - max);
        }
        double logSum = max + StrictMath.log(sum);
        return Arrays.stream(logits).map(logit -> logit - logSum).toArray();
    }

    static void requireSameRows(double[][] one, double[][] other) {
        if (one.length == 0 || one.length != other.length) {
            throw new IllegalArgumentException("%d rows are compared with %d; the same rows are needed, at least one"
                    .formatted(one.length, other.length));
        }
        for (int i = 0; i < one.length; i++) {
            if (one[i].length != other[i].length) {
                throw new IllegalArgumentException(
                        "row %d has %d logits here and %d there".formatted(i, one[i].length, other[i].length));
            }
        }
    }

    static void requireLabels(double[][] logits, int[] labels) {
        if (logits.length == 0 || logits.length != labels.length) {
            throw new IllegalArgumentException("%d rows and %d labels; as many of each are needed, at least one"
                    .formatted(logits.length, labels.length));
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= logits[i].length) {
                throw new IllegalArgumentException("row %d has label %d for %d classes; a label is from 0 to %d"
                        .formatted(i, labels[i], logits[i].length, logits[i].length - 1));
            }
        }
    }
}
