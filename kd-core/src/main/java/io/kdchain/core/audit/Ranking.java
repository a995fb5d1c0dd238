package io.kdchain.core.audit;

import java.util.Arrays;

/** How well scores rank the positive rows above the others. */
public final class Ranking {

    private Ranking() {}

    /**
     * Area under the ROC curve: the probability that a positive row scores above a negative one, ties counting half
     * (Mann and Whitney 1947). NaN if one of the two is missing.
     */
    public static double areaUnderCurve(double[] scores, boolean[] positive) {
        if (scores.length == 0 || scores.length != positive.length) {
            throw new IllegalArgumentException("%d scores and %d labels; as many of each are needed, at least one"
                    .formatted(scores.length, positive.length));
        }
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(scores[a], scores[b]));
        double ranks = 0;
        long positives = 0;
        int from = 0;
        while (from < order.length) {
            int to = from;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            // places from + 1 to `to` share their mean
            double rank = (from + 1 + to) / 2.0;
            for (int i = from; i < to; i++) {
                if (positive[order[i]]) {
                    ranks += rank;
                    positives++;
                }
            }
            from = to;
        }
        double negatives = scores.length - positives;
        return (ranks - positives * (positives + 1) / 2.0) / (positives * negatives);
    }
}
