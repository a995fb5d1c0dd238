package io.kdchain.core.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Looks for a hidden trigger in a model: a small fixed change of any input that makes it answer one class. The student
 * itself is scanned and not its teacher alone, since a trigger may sleep in a teacher and wake in the student (SCAR,
 * arXiv 2509.23871).
 *
 * <p>Each candidate sets up to {@code width} neighbouring features to one value, lowest or highest that the rows have,
 * and its success is the fraction of rows of other classes that then get the target class, beyond the fraction that
 * gets it without. A candidate stands out as in Neural Cleanse (Wang et al. 2019) by its distance from the median over
 * all candidates in median absolute deviations.
 *
 * @param suspects candidates that stand out, most successful first
 * @param candidates how many were tried, 1 or more
 */
public record TriggerScan(List<Suspect> suspects, int candidates) {

    /** From this many deviations on a candidate stands out, if it also wins more than half of the rows. */
    public static final double OUTLIER = 3.5;

    private static final double MIN_SUCCESS = 0.5;

    /**
     * A change that stands out.
     *
     * @param feature first feature that it sets, from 0
     * @param width how many features
     * @param value what they are set to
     * @param target class that the model then answers
     * @param success fraction of the rows of other classes that the change turns, 0 to 1
     */
    public record Suspect(int feature, int width, float value, int target, double success) {}

    public TriggerScan {
        suspects = List.copyOf(suspects);
    }

    /**
     * Scans.
     *
     * @param model logits of inputs
     * @param inputs clean rows, as the model sees them
     * @param width features that a trigger may span, 1 or more
     */
    public static TriggerScan of(Function<float[][], double[][]> model, float[][] inputs, int width) {
        if (inputs.length == 0 || width < 1 || width > inputs[0].length) {
            throw new IllegalArgumentException("%d rows and a width of %d; at least one row and feature are needed"
                    .formatted(inputs.length, width));
        }
        int[] clean = Decisions.of(model.apply(inputs));
        int classes = model.apply(new float[][] {inputs[0]})[0].length;
        List<Suspect> all = new ArrayList<>();
        for (int feature = 0; feature + width <= inputs[0].length; feature++) {
            for (float value : extremes(inputs, feature, width)) {
                int[] changed = Decisions.of(model.apply(stamped(inputs, feature, width, value)));
                for (int target = 0; target < classes; target++) {
                    all.add(new Suspect(feature, width, value, target, success(clean, changed, target)));
                }
            }
        }
        double[] rates = all.stream().mapToDouble(Suspect::success).toArray();
        double median = median(rates);
        double deviation = Math.max(
                1.4826
                        * median(Arrays.stream(rates)
                                .map(r -> Math.abs(r - median))
                                .toArray()),
                1.0 / inputs.length);
        List<Suspect> suspects = all.stream()
                .filter(s -> s.success() > MIN_SUCCESS && (s.success() - median) / deviation >= OUTLIER)
                .sorted(Comparator.comparingDouble(Suspect::success).reversed())
                .toList();
        return new TriggerScan(suspects, all.size());
    }

    private static float[] extremes(float[][] inputs, int feature, int width) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float[] row : inputs) {
            for (int i = feature; i < feature + width; i++) {
                low = Math.min(low, row[i]);
                high = Math.max(high, row[i]);
            }
        }
        return low == high ? new float[] {low} : new float[] {low, high};
    }

    private static float[][] stamped(float[][] inputs, int feature, int width, float value) {
        float[][] copy = new float[inputs.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = inputs[i].clone();
            Arrays.fill(copy[i], feature, feature + width, value);
        }
        return copy;
    }

    private static double success(int[] clean, int[] changed, int target) {
        int others = 0;
        int turned = 0;
        for (int i = 0; i < clean.length; i++) {
            if (clean[i] != target) {
                others++;
                turned += changed[i] == target ? 1 : 0;
            }
        }
        return others == 0 ? 0 : (double) turned / others;
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
