package io.kdchain.core;

import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Two overlapping clouds of points, the same for the same seed: class 1 lies higher in every feature. */
public final class Clouds {

    public static final int FEATURES = 6;

    private Clouds() {}

    /** So many points of each class. */
    public static Dataset of(int each, long seed) {
        var random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 2 * each; i++) {
            int label = i % 2;
            double[] features = new double[FEATURES];
            for (int f = 0; f < FEATURES; f++) {
                features[f] = 10 * (f + 1) + random.nextGaussian() + 1.4 * label;
            }
            rows.add(new Row("p" + i, features, label));
        }
        return new Dataset(List.of("a", "b", "c", "d", "e", "f"), "y", List.of("0", "1"), rows);
    }
}
