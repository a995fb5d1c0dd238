package io.kdchain.core.data;

import java.util.Arrays;
import java.util.stream.Collectors;

/** One labelled row. Its id stays the same through every split; its digest covers id, features and label. Immutable. */
public final class Row {

    private final String id;
    private final double[] features;
    private final int label;

    /**
     * A row.
     *
     * @param id not blank, unique in its data set
     * @param features finite numbers, in the order of the data set's feature names
     * @param label index of the class, 0 or more
     */
    public Row(String id, double[] features, int label) {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a row's id is blank; it must name the row");
        }
        if (label < 0) {
            throw new IllegalArgumentException("row %s has label %d; a label is 0 or more".formatted(id, label));
        }
        for (int i = 0; i < features.length; i++) {
            if (!Double.isFinite(features[i])) {
                throw new IllegalArgumentException(
                        "row %s has feature %d = %s; features are finite numbers".formatted(id, i, features[i]));
            }
        }
        this.id = id;
        this.features = features.clone();
        this.label = label;
    }

    public String id() {
        return id;
    }

    /** A copy. */
    public double[] features() {
        return features.clone();
    }

    /** The feature at this index, from 0. */
    public double feature(int index) {
        return features[index];
    }

    public int width() {
        return features.length;
    }

    /** Index of the class, from 0. */
    public int label() {
        return label;
    }

    /** The same row with another label. */
    public Row withLabel(int newLabel) {
        return new Row(id, features, newLabel);
    }

    /** SHA-256 of the row's canonical line. */
    public ContentDigest digest() {
        return ContentDigest.ofText(canonicalLine(Integer.toString(label)));
    }

    /** Id, features as shortest exact decimals, and the label, as one CSV line without its end. */
    String canonicalLine(String labelText) {
        return Arrays.stream(features)
                .mapToObj(Double::toString)
                .collect(Collectors.joining(",", CsvText.quote(id) + ",", "," + CsvText.quote(labelText)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row row
                && id.equals(row.id)
                && label == row.label
                && Arrays.equals(features, row.features);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + label;
    }

    @Override
    public String toString() {
        return "Row[%s, %d features, label %d]".formatted(id, features.length, label);
    }
}
