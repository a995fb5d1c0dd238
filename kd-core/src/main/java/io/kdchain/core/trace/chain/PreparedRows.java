package io.kdchain.core.trace.chain;

import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Standardisation;

/** What the data stage hands on: labelled rows and the pre-processing fitted on them. Immutable. */
public final class PreparedRows {

    private final Dataset rows;
    private final Standardisation standardisation;
    private final float[][] inputs;
    private final int[] labels;

    public PreparedRows(Dataset rows, Standardisation standardisation) {
        this.rows = rows;
        this.standardisation = standardisation;
        this.inputs = rows.rows().stream()
                .map(row -> standardisation.apply(row.features()))
                .toArray(float[][]::new);
        this.labels = rows.rows().stream().mapToInt(Row::label).toArray();
    }

    /** These rows with the pre-processing fitted on them. */
    public static PreparedRows fitted(Dataset rows) {
        return new PreparedRows(rows, Standardisation.fit(rows));
    }

    public Dataset rows() {
        return rows;
    }

    public Standardisation standardisation() {
        return standardisation;
    }

    public int size() {
        return labels.length;
    }

    /** A copy of what a network sees of the rows, in order. */
    public float[][] inputs() {
        float[][] copy = new float[inputs.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = inputs[i].clone();
        }
        return copy;
    }

    /** What a network sees of these rows, by their place. */
    float[][] inputs(int[] places) {
        float[][] some = new float[places.length][];
        for (int i = 0; i < some.length; i++) {
            some[i] = inputs[places[i]].clone();
        }
        return some;
    }

    /** A copy of the labels, in order. */
    public int[] labels() {
        return labels.clone();
    }

    /** What a network is to see of other rows. */
    public float[][] apply(double[][] features) {
        float[][] out = new float[features.length][];
        for (int i = 0; i < out.length; i++) {
            out[i] = standardisation.apply(features[i]);
        }
        return out;
    }

    /** Covers rows, labels and pre-processing. */
    public ContentDigest digest() {
        return ContentDigest.ofText(rows.digest() + "\n" + standardisation.digest() + "\n");
    }
}
