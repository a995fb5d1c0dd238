package io.kdchain.core.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * How to cut a data set into training and test rows: of each class the same fraction, drawn by the seed; the order of
 * rows is kept. The same data set and recipe give the same parts on every machine.
 *
 * @param testFraction above 0 and below 1; each class's number of test rows is rounded to the nearest
 */
public record SplitRecipe(double testFraction, long seed) {

    public SplitRecipe {
        if (!(testFraction > 0 && testFraction < 1)) {
            throw new IllegalArgumentException(
                    "testFraction is %s; it must lie between 0 and 1".formatted(testFraction));
        }
    }

    /** Cuts; refuses a data set of which a part would be empty. */
    public Split apply(Dataset data) {
        var random = new Random(seed);
        Set<Row> chosen = new HashSet<>();
        for (int label = 0; label < data.classNames().size(); label++) {
            int wanted = label;
            List<Row> ofClass = new ArrayList<>(
                    data.rows().stream().filter(row -> row.label() == wanted).toList());
            Collections.shuffle(ofClass, random);
            chosen.addAll(ofClass.subList(0, (int) Math.round(ofClass.size() * testFraction)));
        }
        return new Split(data.filter(row -> !chosen.contains(row)), data.filter(chosen::contains));
    }

    /** The settings by name, as an event records them. */
    public Map<String, String> describe() {
        return new TreeMap<>(
                Map.of("split.testFraction", Double.toString(testFraction), "split.seed", Long.toString(seed)));
    }
}
