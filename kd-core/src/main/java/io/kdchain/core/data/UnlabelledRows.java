package io.kdchain.core.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of which nobody said the class: a teacher can, and a student learns from that. Immutable. Its canonical bytes
 * are a CSV text with the row ids in the first column.
 */
public final class UnlabelledRows implements Artefact {

    private final List<String> featureNames;
    private final List<String> ids;
    private final List<double[]> features;

    /**
     * Some rows.
     *
     * @param featureNames distinct, at least one
     * @param ids one a row, distinct; at least one
     * @param features one a row, finite, each as wide as {@code featureNames}
     */
    public UnlabelledRows(List<String> featureNames, List<String> ids, List<double[]> features) {
        this.featureNames = List.copyOf(featureNames);
        this.ids = List.copyOf(ids);
        this.features = features.stream().map(double[]::clone).toList();
        if (ids.isEmpty()
                || ids.size() != features.size()
                || ids.stream().distinct().count() != ids.size()) {
            throw new IllegalArgumentException(
                    "%d rows without labels have %d ids; each needs its own, and there must be one"
                            .formatted(features.size(), ids.size()));
        }
        for (int i = 0; i < this.ids.size(); i++) {
            double[] row = this.features.get(i);
            if (row.length != featureNames.size() || !Arrays.stream(row).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("row %s has the features %s; %d finite numbers are needed"
                        .formatted(ids.get(i), Arrays.toString(row), featureNames.size()));
            }
        }
    }

    public int size() {
        return ids.size();
    }

    public String id(int index) {
        return ids.get(index);
    }

    /** A copy of a row's features. */
    public double[] features(int index) {
        return features.get(index).clone();
    }

    @Override
    public byte[] toBytes() {
        String header = featureNames.stream().map(CsvText::quote).collect(Collectors.joining(",", "id,", "\n"));
        return IntStream.range(0, size())
                .mapToObj(i -> Arrays.stream(features.get(i))
                        .mapToObj(Double::toString)
                        .collect(Collectors.joining(",", CsvText.quote(ids.get(i)) + ",", "\n")))
                .collect(Collectors.joining("", header, ""))
                .getBytes(StandardCharsets.UTF_8);
    }
}
