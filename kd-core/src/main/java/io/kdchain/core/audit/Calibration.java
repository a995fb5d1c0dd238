package io.kdchain.core.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far a model's confidence is what its accuracy is (Guo et al. 2017, arXiv 1706.04599). Confidence is the largest
 * probability of a row.
 *
 * @param ece expected calibration error over bins of equal width, each without its lower end and with its upper, 0 to 1
 * @param mce the largest error of such a bin that has rows, 0 to 1
 * @param adaptiveEce the same as {@code ece} over bins of as many rows each, 0 to 1
 * @param brier mean squared distance of the probabilities from the label's, 0 to 2
 * @param nll mean -log of the label's probability, in nats, 0 or more
 * @param bins how many bins, 1 or more
 * @param rows rows measured, 1 or more
 */
public record Calibration(double ece, double mce, double adaptiveEce, double brier, double nll, int bins, int rows) {

    /** What the literature uses. */
    public static final int DEFAULT_BINS = 15;

    private record Row(double confidence, boolean right) {}

    /** Measures logits against the labels of the same rows. */
    public static Calibration of(double[][] logits, int[] labels, int bins) {
        Decisions.requireLabels(logits, labels);
        if (bins < 1) {
            throw new IllegalArgumentException("bins is %d; at least one is needed".formatted(bins));
        }
        List<Row> rows = new ArrayList<>();
        double brier = 0;
        double nll = 0;
        for (int i = 0; i < logits.length; i++) {
            double[] p = softmax(logits[i]);
            rows.add(new Row(Arrays.stream(p).max().orElseThrow(), Decisions.of(logits[i]) == labels[i]));
            nll -= Decisions.logProbabilities(logits[i])[labels[i]];
            for (int c = 0; c < p.length; c++) {
                double distance = p[c] - (c == labels[i] ? 1 : 0);
                brier += distance * distance;
            }
        }
        List<List<Row>> equalWidth = equalWidth(rows, bins);
        return new Calibration(
                expected(equalWidth, rows.size()),
                equalWidth.stream().mapToDouble(Calibration::error).max().orElse(0),
                expected(equalMass(rows, bins), rows.size()),
                brier / rows.size(),
                nll / rows.size(),
                bins,
                rows.size());
    }

    private static List<List<Row>> equalWidth(List<Row> rows, int bins) {
        return IntStream.range(0, bins)
                .mapToObj(i -> rows.stream()
                        .filter(row -> row.confidence() > (double) i / bins && row.confidence() <= (i + 1.0) / bins)
                        .toList())
                .filter(bin -> !bin.isEmpty())
                .toList();
    }

    /**
     * Sorted by confidence, equal ones in their order; where rows do not divide evenly the first bins have one more.
     */
    private static List<List<Row>> equalMass(List<Row> rows, int bins) {
        List<Row> sorted = rows.stream()
                .sorted(Comparator.comparingDouble(Row::confidence))
                .toList();
        List<List<Row>> all = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bins; i++) {
            int to = from + rows.size() / bins + (i < rows.size() % bins ? 1 : 0);
            if (to > from) {
                all.add(sorted.subList(from, to));
            }
            from = to;
        }
        return all;
    }

    private static double expected(List<List<Row>> bins, int rows) {
        return bins.stream()
                .mapToDouble(bin -> (double) bin.size() / rows * error(bin))
                .sum();
    }

    private static double error(List<Row> bin) {
        double right = bin.stream().filter(Row::right).count();
        double confidence = bin.stream().mapToDouble(Row::confidence).sum();
        return Math.abs(right - confidence) / bin.size();
    }

    private static double[] softmax(double[] logits) {
        double max = Arrays.stream(logits).max().orElseThrow();
        double[] e = Arrays.stream(logits).map(z -> StrictMath.exp(z - max)).toArray();
        double sum = Arrays.stream(e).sum();
        return Arrays.stream(e).map(x -> x / sum).toArray();
    }
}
