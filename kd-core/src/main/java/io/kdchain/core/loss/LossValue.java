package io.kdchain.core.loss;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A loss and its parts, before weighting.
 *
 * @param total the weighted sum, as it is minimised
 * @param parts by name, sorted
 */
public record LossValue(double total, SortedMap<String, Double> parts) {

    private static final String HARD = "hard";
    private static final String SOFT = "soft";

    public LossValue {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    public LossValue(double total, Map<String, Double> parts) {
        this(total, new TreeMap<>(parts));
    }

    /** Of cross entropy with the labels and divergence from the teacher. */
    public LossValue(double total, double hard, double soft) {
        this(total, Map.of(HARD, hard, SOFT, soft));
    }

    /** Cross entropy with the labels, mean over rows; 0 if it is no part. */
    public double hard() {
        return part(HARD);
    }

    /** Divergence from the teacher, reduced, and scaled by T^2 if so configured; 0 if it is no part. */
    public double soft() {
        return part(SOFT);
    }

    /** The part of this name; 0 if there is none. */
    public double part(String name) {
        Double value = parts.get(name);
        return value == null ? 0 : value;
    }
}
