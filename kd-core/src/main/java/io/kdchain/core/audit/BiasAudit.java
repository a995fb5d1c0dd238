package io.kdchain.core.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How unequally a model serves the groups of one attribute.
 *
 * @param attribute what the groups differ in
 * @param gap largest minus smallest score, 0 to 1
 * @param threshold largest gap that is accepted
 * @param passed whether the gap is within the threshold
 * @param groups one score a group, sorted by name; a group without rows that count is left out
 */
public record BiasAudit(
        String attribute, GapMetric metric, double gap, double threshold, boolean passed, List<GroupScore> groups) {

    public BiasAudit {
        groups = List.copyOf(groups);
    }

    /** What is audited: one group, label and decision a row. */
    public record Rows(List<String> groups, List<Integer> labels, List<Integer> decisions) {
        public Rows {
            groups = List.copyOf(groups);
            labels = List.copyOf(labels);
            decisions = List.copyOf(decisions);
            if (groups.isEmpty() || groups.size() != labels.size() || labels.size() != decisions.size()) {
                throw new IllegalArgumentException(
                        "%d groups, %d labels and %d decisions; one of each a row is needed, at least one row"
                                .formatted(groups.size(), labels.size(), decisions.size()));
            }
        }
    }

    /**
     * Audits.
     *
     * @param positive the class that counts as positive
     * @param threshold 0 to 1
     */
    public static BiasAudit of(String attribute, GapMetric metric, int positive, double threshold, Rows rows) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold is %s; it is a gap, from 0 to 1".formatted(threshold));
        }
        Map<String, int[]> counts = new TreeMap<>();
        for (int i = 0; i < rows.groups().size(); i++) {
            int label = rows.labels().get(i);
            int decision = rows.decisions().get(i);
            if (metric != GapMetric.TRUE_POSITIVE_RATE || label == positive) {
                boolean hit = switch (metric) {
                    case ACCURACY -> decision == label;
                    case TRUE_POSITIVE_RATE, POSITIVE_RATE -> decision == positive;
                };
                int[] count = counts.computeIfAbsent(rows.groups().get(i), group -> new int[2]);
                count[0] += hit ? 1 : 0;
                count[1]++;
            }
        }
        List<GroupScore> scores = new ArrayList<>();
        counts.forEach((group, count) -> scores.add(new GroupScore(group, (double) count[0] / count[1], count[1])));
        double max = scores.stream().mapToDouble(GroupScore::value).max().orElse(0);
        double min = scores.stream().mapToDouble(GroupScore::value).min().orElse(0);
        return new BiasAudit(attribute, metric, max - min, threshold, max - min <= threshold, scores);
    }

    /** Fraction of right decisions over all rows. */
    public static double accuracy(int[] labels, int[] decisions) {
        if (labels.length == 0 || labels.length != decisions.length) {
            throw new IllegalArgumentException("%d labels and %d decisions; as many of each are needed, at least one"
                    .formatted(labels.length, decisions.length));
        }
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += labels[i] == decisions[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }
}
