package io.kdchain.core.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How equally a yes-or-no decision treats the groups of one attribute. A gap is the largest minus the smallest rate
 * over the groups; it is NaN if a group has no row that counts.
 *
 * @param groups one entry a group, sorted by name, at least two
 */
public record GroupFairness(List<GroupRates> groups) {

    /** The four-fifths rule: 29 CFR 1607.4(D) takes a smaller ratio as evidence of adverse impact. */
    public static final double FOUR_FIFTHS = 0.8;

    public GroupFairness {
        groups = List.copyOf(groups);
        if (groups.size() < 2) {
            throw new IllegalArgumentException("there is %d group; at least two are compared".formatted(groups.size()));
        }
    }

    /**
     * Measures.
     *
     * @param group of each row
     * @param favourable whether the row should be decided favourably
     * @param decided whether it was
     */
    public static GroupFairness of(List<String> group, boolean[] favourable, boolean[] decided) {
        if (group.isEmpty() || group.size() != favourable.length || favourable.length != decided.length) {
            throw new IllegalArgumentException(
                    "%d groups, %d labels and %d decisions; one of each a row is needed, at least one row"
                            .formatted(group.size(), favourable.length, decided.length));
        }
        Map<String, int[]> counts = new TreeMap<>();
        for (int i = 0; i < decided.length; i++) {
            // rows, positives, selected, true positives
            int[] count = counts.computeIfAbsent(group.get(i), name -> new int[4]);
            count[0]++;
            count[1] += favourable[i] ? 1 : 0;
            count[2] += decided[i] ? 1 : 0;
            count[3] += favourable[i] && decided[i] ? 1 : 0;
        }
        List<GroupRates> all = new ArrayList<>();
        counts.forEach((name, n) -> all.add(rates(name, n[0], n[1], n[2], n[3])));
        return new GroupFairness(all);
    }

    private static GroupRates rates(String name, int rows, int positives, int selected, int truePositives) {
        int negatives = rows - positives;
        int falsePositives = selected - truePositives;
        return new GroupRates(
                name,
                (double) selected / rows,
                (double) truePositives / positives,
                (double) falsePositives / negatives,
                (double) (truePositives + negatives - falsePositives) / rows,
                rows,
                positives);
    }

    /** Gap of the selection rate. */
    public double demographicParityDifference() {
        return gap(GroupRates::selectionRate);
    }

    /** Smallest over largest selection rate; NaN if nobody at all is selected. */
    public double disparateImpactRatio() {
        return min(GroupRates::selectionRate) / max(GroupRates::selectionRate);
    }

    /** Gap of the true positive rate (Hardt et al. 2016, arXiv 1610.02413). */
    public double equalOpportunityDifference() {
        return gap(GroupRates::truePositiveRate);
    }

    /** The larger of the gaps of true and of false positive rate. */
    public double equalisedOddsDifference() {
        return Math.max(gap(GroupRates::truePositiveRate), gap(GroupRates::falsePositiveRate));
    }

    public double accuracyGap() {
        return gap(GroupRates::accuracy);
    }

    /** Whether the smallest selection rate is at least four fifths of the largest. */
    public boolean meetsFourFifths() {
        return disparateImpactRatio() >= FOUR_FIFTHS;
    }

    private double gap(ToDoubleFunction<GroupRates> rate) {
        return max(rate) - min(rate);
    }

    private double max(ToDoubleFunction<GroupRates> rate) {
        return groups.stream().mapToDouble(rate).reduce(Math::max).orElseThrow();
    }

    private double min(ToDoubleFunction<GroupRates> rate) {
        return groups.stream().mapToDouble(rate).reduce(Math::min).orElseThrow();
    }
}
