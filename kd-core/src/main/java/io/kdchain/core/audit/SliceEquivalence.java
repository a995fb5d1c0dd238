package io.kdchain.core.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether an adapted model still answers as before for every part of the rows, since an adaptation that is harmless on
 * the whole can be grave for a few.
 *
 * @param all over all rows
 * @param slices over the rows of each slice, by its name
 */
public record SliceEquivalence(Equivalence all, Map<String, Equivalence> slices) {

    public SliceEquivalence {
        slices = Map.copyOf(slices);
    }

    /**
     * Compares the logits of the same rows before and after.
     *
     * @param slice name of each row's slice, in the order of the rows
     * @param tolerance largest change of any class's probability that is accepted in a row, 0 to 1
     */
    public static SliceEquivalence check(double[][] before, double[][] after, List<String> slice, double tolerance) {
        if (slice.size() != before.length) {
            throw new IllegalArgumentException(
                    "%d rows have %d names of slices; each row needs one".formatted(before.length, slice.size()));
        }
        Equivalence all = Equivalence.check(before, after, tolerance);
        Map<String, List<Integer>> rows = new TreeMap<>();
        for (int i = 0; i < before.length; i++) {
            rows.computeIfAbsent(slice.get(i), name -> new ArrayList<>()).add(i);
        }
        Map<String, Equivalence> slices = new TreeMap<>();
        rows.forEach((name, places) ->
                slices.put(name, Equivalence.check(of(before, places), of(after, places), tolerance)));
        return new SliceEquivalence(all, slices);
    }

    /** Whether every slice is within the tolerance. */
    public boolean passed() {
        return slices.values().stream().allMatch(Equivalence::passed);
    }

    /** The slices that are not, by name, in order. */
    public List<String> failed() {
        return new TreeMap<>(slices)
                .entrySet().stream()
                        .filter(entry -> !entry.getValue().passed())
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private static double[][] of(double[][] logits, List<Integer> places) {
        return places.stream().map(i -> logits[i]).toArray(double[][]::new);
    }
}
