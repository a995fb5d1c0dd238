package io.kdchain.core.trace.chain;

import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The outputs under audit: rows as they were asked, with the right answers, each in one of two groups or more; and a
 * change of inputs that is suspected to be a trigger, if there is one. Immutable.
 */
public final class AuditRows {

    private final Dataset rows;
    private final List<Integer> groups;
    private final double[][] features;
    private final double @Nullable [][] stamped;
    private final int target;
    private final int[] labels;

    private AuditRows(Dataset rows, List<Integer> groups, @Nullable UnaryOperator<double[]> trigger, int target) {
        this.rows = rows;
        this.groups = List.copyOf(groups);
        this.target = target;
        if (groups.size() != rows.size() || groups.stream().anyMatch(group -> group < 0)) {
            throw new IllegalArgumentException(
                    "%d groups for %d rows; each row needs one, numbered from 0".formatted(groups.size(), rows.size()));
        }
        this.features = rows.rows().stream().map(Row::features).toArray(double[][]::new);
        this.labels = rows.rows().stream().mapToInt(Row::label).toArray();
        this.stamped = trigger == null
                ? null
                : rows.rows().stream().map(Row::features).map(trigger).toArray(double[][]::new);
    }

    /** Without a trigger. */
    public static AuditRows of(Dataset rows, List<Integer> groups) {
        return new AuditRows(rows, groups, null, -1);
    }

    /** With a change of inputs that is suspected to make a model answer the target. */
    public AuditRows withTrigger(UnaryOperator<double[]> trigger, int newTarget) {
        if (newTarget < 0 || newTarget >= rows.classNames().size()) {
            throw new IllegalArgumentException("the trigger's target is class %d of %d"
                    .formatted(newTarget, rows.classNames().size()));
        }
        return new AuditRows(rows, groups, trigger, newTarget);
    }

    public int size() {
        return labels.length;
    }

    /** The audited rows. */
    public Dataset rows() {
        return rows;
    }

    int classes() {
        return rows.classNames().size();
    }

    int label(int index) {
        return labels[index];
    }

    int[] labels() {
        return labels.clone();
    }

    int group(int index) {
        return groups.get(index);
    }

    int target() {
        return target;
    }

    double[][] features() {
        return copy(features);
    }

    boolean hasTrigger() {
        return stamped != null;
    }

    double[][] stamped() {
        return stamped == null ? new double[0][] : copy(stamped);
    }

    private static double[][] copy(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = matrix[i].clone();
        }
        return copy;
    }
}
