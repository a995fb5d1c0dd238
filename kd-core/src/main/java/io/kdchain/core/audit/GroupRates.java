package io.kdchain.core.audit;

/**
 * What a model decides in one group. A rate is NaN if the group has no row that counts for it.
 *
 * @param selectionRate fraction decided favourably
 * @param truePositiveRate of those who should be, fraction decided favourably
 * @param falsePositiveRate of those who should not be, fraction decided favourably
 * @param accuracy fraction decided rightly
 * @param rows rows of the group, 1 or more
 * @param positives rows that should be decided favourably
 */
public record GroupRates(
        String group,
        double selectionRate,
        double truePositiveRate,
        double falsePositiveRate,
        double accuracy,
        int rows,
        int positives) {}
