package io.kdchain.core.audit;

/** What is compared between groups. */
public enum GapMetric {
    /** Right decisions among all rows of the group. */
    ACCURACY("accuracy"),
    /**
     * Rows of the positive class that were found; the gap is that of equal opportunity (Hardt et al. 2016, arXiv
     * 1610.02413).
     */
    TRUE_POSITIVE_RATE("true-positive-rate"),
    /** Rows decided positive; the gap is that of demographic parity. */
    POSITIVE_RATE("positive-rate");

    private final String label;

    GapMetric(String label) {
        this.label = label;
    }

    /** The name in records. */
    public String label() {
        return label;
    }
}
