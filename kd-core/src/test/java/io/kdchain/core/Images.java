package io.kdchain.core;

import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Noisy images of 8 x 8 pixels, the same for the same seed: a bright bar that lies, stands or slants. */
public final class Images {

    public static final int SIDE = 8;
    public static final int CLASSES = 3;

    private Images() {}

    /** So many images in all. */
    public static Dataset of(int count, long seed) {
        var random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int label = i % CLASSES;
            double[] pixels = random.doubles(SIDE * SIDE, 0, 0.6).toArray();
            int place = 1 + random.nextInt(SIDE - 2);
            for (int p = 0; p < SIDE; p++) {
                int row = label == 0 ? place : p;
                int column = label == 1 ? place : label == 0 ? p : (p + place) % SIDE;
                pixels[row * SIDE + column] += 0.7;
            }
            rows.add(new Row("image-" + i, pixels, label));
        }
        return new Dataset(
                IntStream.range(0, SIDE * SIDE).mapToObj(p -> "p" + p).toList(),
                "bar",
                List.of("lies", "stands", "slants"),
                rows);
    }
}
