package io.kdchain.core.trace.chain;

import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** How far one set of rows is from another. */
final class Drift {

    private Drift() {}

    /** Largest difference of a class's share, 0 to 1. */
    static double shares(Dataset one, Dataset other) {
        double largest = 0;
        for (int c = 0; c < one.classNames().size(); c++) {
            double a = (double) one.classCounts().get(c) / one.size();
            double b = (double) other.classCounts().get(c) / other.size();
            largest = Math.max(largest, Math.abs(a - b));
        }
        return largest;
    }

    /** Largest Kolmogorov-Smirnov distance of a feature, 0 to 1. */
    static double features(Dataset one, Dataset other) {
        double largest = 0;
        for (int f = 0; f < one.featureNames().size(); f++) {
            largest = Math.max(largest, kolmogorovSmirnov(column(one, f), column(other, f)));
        }
        return largest;
    }

    /** Mean Kolmogorov-Smirnov distance over the features, 0 to 1: a shift that is small in each but is in many. */
    static double everywhere(Dataset one, Dataset other) {
        double sum = 0;
        for (int f = 0; f < one.featureNames().size(); f++) {
            sum += kolmogorovSmirnov(column(one, f), column(other, f));
        }
        return sum / one.featureNames().size();
    }

    /** Largest fraction of rows of one set that lie outside the range of the other in one feature, 0 to 1. */
    static double outside(Dataset one, Dataset other) {
        double largest = 0;
        for (int f = 0; f < one.featureNames().size(); f++) {
            double[] range = column(other, f);
            double width = range[range.length - 1] - range[0];
            int out = 0;
            for (double value : column(one, f)) {
                out += value < range[0] - width / 2 || value > range[range.length - 1] + width / 2 ? 1 : 0;
            }
            largest = Math.max(largest, (double) out / one.size());
        }
        return largest;
    }

    /** Fraction of rows whose features another row has as well, 0 to 1. */
    static double repeated(Dataset data) {
        Map<String, Integer> seen = new HashMap<>();
        for (Row row : data.rows()) {
            seen.merge(Arrays.toString(row.features()), 1, Integer::sum);
        }
        return seen.values().stream().mapToInt(n -> n > 1 ? n : 0).sum() / (double) data.size();
    }

    /** Fraction of rows that are not, under their id, rows of the source, 0 to 1. */
    static double strange(Dataset data, Dataset source) {
        Map<String, Row> known = new HashMap<>();
        source.rows().forEach(row -> known.put(row.id(), row));
        long strange = data.rows().stream()
                .filter(row -> !Objects.equals(row, known.get(row.id())))
                .count();
        return (double) strange / data.size();
    }

    private static double[] column(Dataset data, int feature) {
        double[] values =
                data.rows().stream().mapToDouble(row -> row.feature(feature)).toArray();
        Arrays.sort(values);
        return values;
    }

    private static double kolmogorovSmirnov(double[] a, double[] b) {
        int i = 0;
        int j = 0;
        double largest = 0;
        while (i < a.length && j < b.length) {
            double x = Math.min(a[i], b[j]);
            while (i < a.length && a[i] <= x) {
                i++;
            }
            while (j < b.length && b[j] <= x) {
                j++;
            }
            largest = Math.max(largest, Math.abs((double) i / a.length - (double) j / b.length));
        }
        return largest;
    }
}
