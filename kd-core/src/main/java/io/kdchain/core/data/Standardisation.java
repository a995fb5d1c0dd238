package io.kdchain.core.data;

import java.util.Arrays;

/**
 * Brings each feature to mean 0 and standard deviation 1 of the rows it was fitted on: {@code (x - mean) / sd}, sd of
 * the population. A feature that never varies gets sd 1. The pre-processing of training and of serving must be the same
 * one. Immutable.
 */
public final class Standardisation implements Artefact {

    private static final String MEAN = "mean";
    private static final String SD = "sd";

    private final double[] mean;
    private final double[] sd;

    /**
     * From its parameters.
     *
     * @param mean finite, one a feature
     * @param sd above 0, one a feature
     */
    public Standardisation(double[] mean, double[] sd) {
        this.mean = mean.clone();
        this.sd = sd.clone();
        if (mean.length == 0 || mean.length != sd.length) {
            throw new IllegalArgumentException(
                    "%d means and %d standard deviations; as many of each are needed, at least one"
                            .formatted(mean.length, sd.length));
        }
        for (int i = 0; i < mean.length; i++) {
            if (!Double.isFinite(mean[i]) || !Double.isFinite(sd[i]) || sd[i] <= 0) {
                throw new IllegalArgumentException(
                        "feature %d has mean %s and sd %s; both must be finite and sd above 0"
                                .formatted(i, mean[i], sd[i]));
            }
        }
    }

    /** Mean and standard deviation of these rows. */
    public static Standardisation fit(Dataset data) {
        int width = data.featureNames().size();
        double[] mean = new double[width];
        double[] sd = new double[width];
        for (int i = 0; i < width; i++) {
            for (Row row : data.rows()) {
                mean[i] += row.feature(i);
            }
            mean[i] /= data.size();
            for (Row row : data.rows()) {
                double difference = row.feature(i) - mean[i];
                sd[i] += difference * difference;
            }
            sd[i] = Math.sqrt(sd[i] / data.size());
            if (sd[i] == 0) {
                sd[i] = 1;
            }
        }
        return new Standardisation(mean, sd);
    }

    /** What enters the network for these features. */
    public float[] apply(double[] features) {
        if (features.length != mean.length) {
            throw new IllegalArgumentException(
                    "%d features, but the standardisation has %d".formatted(features.length, mean.length));
        }
        float[] out = new float[features.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) ((features[i] - mean[i]) / sd[i]);
        }
        return out;
    }

    public int width() {
        return mean.length;
    }

    /** A copy. */
    public double[] mean() {
        return mean.clone();
    }

    /** A copy. */
    public double[] sd() {
        return sd.clone();
    }

    @Override
    public byte[] toBytes() {
        return TensorFile.builder()
                .kind("standardisation")
                .doubles(MEAN, mean, mean.length)
                .doubles(SD, sd, sd.length)
                .build()
                .toBytes();
    }

    /** Reads what {@link #toBytes()} wrote. */
    public static Standardisation fromBytes(byte[] bytes, String source) {
        TensorFile file = TensorFile.parse(bytes, source).requireKind("standardisation");
        return file.building(() -> new Standardisation(file.doubles(MEAN), file.doubles(SD)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Standardisation that && Arrays.equals(mean, that.mean) && Arrays.equals(sd, that.sd);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(sd);
    }

    @Override
    public String toString() {
        return "Standardisation[%d features, %s]".formatted(mean.length, digest());
    }
}
