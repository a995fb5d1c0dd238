package io.kdchain.core.adapt;

import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Which rows calibrate an adaptation: so many, drawn from a data set by the seed, without regard to their class.
 *
 * @param rows 1 or more; all rows if the data set has fewer
 */
public record CalibrationRecipe(int rows, long seed) {

    public CalibrationRecipe {
        if (rows < 1) {
            throw new IllegalArgumentException("rows is %d; at least one row must calibrate".formatted(rows));
        }
    }

    /** The same recipe with another seed. */
    public CalibrationRecipe withSeed(long otherSeed) {
        return new CalibrationRecipe(rows, otherSeed);
    }

    /** Draws; the rows keep their order. */
    public Dataset draw(Dataset data) {
        List<Row> shuffled = new ArrayList<>(data.rows());
        Collections.shuffle(shuffled, new Random(seed));
        List<String> chosen =
                shuffled.stream().limit(rows).map(Row::id).sorted().toList();
        return data.filter(row -> Collections.binarySearch(chosen, row.id()) >= 0);
    }

    /** The settings by name, as an event records them. */
    public Map<String, String> describe() {
        return new TreeMap<>(
                Map.of("calibration.rows", Integer.toString(rows), "calibration.seed", Long.toString(seed)));
    }
}
