package io.kdchain.core.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Labelled rows with named features and classes, in a fixed order. Immutable. Its canonical bytes are a CSV text with
 * the row ids in the first column and the class names in the last, so that anyone can check its digest without this
 * library.
 */
public final class Dataset implements Artefact {

    private static final String ID_COLUMN = "id";

    private final List<String> featureNames;
    private final String labelName;
    private final List<String> classNames;
    private final List<Row> rows;

    /**
     * A data set.
     *
     * @param featureNames distinct, at least one
     * @param labelName name of the label's column
     * @param classNames distinct; a row's label is an index into it
     * @param rows at least one, with distinct ids, each as wide as {@code featureNames}
     */
    public Dataset(List<String> featureNames, String labelName, List<String> classNames, List<Row> rows) {
        this.featureNames = List.copyOf(featureNames);
        this.labelName = labelName;
        this.classNames = List.copyOf(classNames);
        this.rows = List.copyOf(rows);
        if (this.featureNames.isEmpty() || this.classNames.isEmpty() || this.rows.isEmpty()) {
            throw new IllegalArgumentException("a data set needs a feature, a class and a row; got %d, %d and %d"
                    .formatted(featureNames.size(), classNames.size(), rows.size()));
        }
        requireDistinct("feature", this.featureNames);
        requireDistinct("class", this.classNames);
        requireDistinct("row id", this.rows.stream().map(Row::id).toList());
        for (Row row : this.rows) {
            if (row.width() != featureNames.size() || row.label() >= classNames.size()) {
                throw new IllegalArgumentException(
                        "row %s has %d features and label %d; the data set has %d features and %d classes"
                                .formatted(row.id(), row.width(), row.label(), featureNames.size(), classNames.size()));
            }
        }
    }

    public List<String> featureNames() {
        return featureNames;
    }

    public String labelName() {
        return labelName;
    }

    public List<String> classNames() {
        return classNames;
    }

    public List<Row> rows() {
        return rows;
    }

    public int size() {
        return rows.size();
    }

    /** The place of a feature, from 0; refuses an unknown name. */
    public int indexOfFeature(String name) {
        int index = featureNames.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no feature is named '%s'; there are %s".formatted(name, featureNames));
        }
        return index;
    }

    /** The index of a class, from 0; refuses an unknown name. */
    public int indexOfClass(String name) {
        int index = classNames.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no class is named '%s'; there are %s".formatted(name, classNames));
        }
        return index;
    }

    /** The row with this id; refuses an unknown one. */
    public Row row(String id) {
        return rows.stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no row has the id '%s'".formatted(id)));
    }

    /** The same names with other rows. */
    public Dataset withRows(List<Row> otherRows) {
        return new Dataset(featureNames, labelName, classNames, otherRows);
    }

    /** The rows that match, in order; refuses an empty result. */
    public Dataset filter(Predicate<Row> predicate) {
        return withRows(rows.stream().filter(predicate).toList());
    }

    /** How many rows each class has, by index of the class. */
    public List<Integer> classCounts() {
        List<Integer> counts = new ArrayList<>();
        for (int label = 0; label < classNames.size(); label++) {
            int wanted = label;
            counts.add((int) rows.stream().filter(row -> row.label() == wanted).count());
        }
        return List.copyOf(counts);
    }

    @Override
    public byte[] toBytes() {
        String header = featureNames.stream()
                .map(CsvText::quote)
                .collect(Collectors.joining(",", ID_COLUMN + ",", "," + CsvText.quote(labelName) + "\n"));
        return rows.stream()
                .map(row -> row.canonicalLine(classNames.get(row.label())) + "\n")
                .collect(Collectors.joining("", header, ""))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what {@link #toBytes()} wrote; classes without a row are lost. */
    public static Dataset fromBytes(byte[] bytes, String source) {
        return CsvReader.withIds(ID_COLUMN).read(bytes, source);
    }

    private static void requireDistinct(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException("%s '%s' occurs twice; it must be unique".formatted(what, name));
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dataset data
                && featureNames.equals(data.featureNames)
                && labelName.equals(data.labelName)
                && classNames.equals(data.classNames)
                && rows.equals(data.rows);
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    @Override
    public String toString() {
        return "Dataset[%d rows, %d features, classes %s]".formatted(rows.size(), featureNames.size(), classNames);
    }
}
