package io.kdchain.rules.apportion;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.Bounds;
import io.kdchain.rules.verdict.FailedElement;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Regime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A damage item shared out. Share maps list every party of the case but the claimant, and the keys
 * {@link Attribution#CLAIMANT} and {@link Attribution#UNATTRIBUTED}.
 *
 * @param failed the element that failed, or null when the item is established
 * @param regime the regime by which the item was shared; null when the damage or its causation is not proven
 * @param shares who finally bears how much; sums to exactly 1 when established, else all 0
 * @param bounds lowest and highest share over the ranges of the grades; {@code low <= share <= high}
 * @param claimable what the claimant may demand from each party; never below its share
 * @param groups parties that answer jointly and severally: connected components, each of two or more
 * @param recourse what a party that paid all it is claimable for may recover from whom; zero edges are left out
 * @param supplementary who answers for the part of whom only after enforcement against the other has failed: by party,
 *     those who answer in first place; each has an edge of recourse
 * @param causalWeights K of each party that shares, for the reader
 * @param strictInnerMatters whether several makers at fault share inside strict liability, where no norm says how
 */
public record Apportioned(
        @Nullable FailedElement failed,
        @Nullable Regime regime,
        SortedMap<String, Fraction> shares,
        SortedMap<String, Bounds> bounds,
        SortedMap<String, Fraction> claimable,
        List<SortedSet<String>> groups,
        List<Edge> recourse,
        SortedMap<String, SortedSet<String>> supplementary,
        SortedMap<String, Fraction> causalWeights,
        boolean strictInnerMatters) {
    public Apportioned {
        shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
        bounds = Collections.unmodifiableSortedMap(new TreeMap<>(bounds));
        claimable = Collections.unmodifiableSortedMap(new TreeMap<>(claimable));
        causalWeights = Collections.unmodifiableSortedMap(new TreeMap<>(causalWeights));
        groups = List.copyOf(groups);
        recourse = List.copyOf(recourse);
        supplementary = Collections.unmodifiableSortedMap(new TreeMap<>(supplementary));
        Fraction sum = shares.values().stream().reduce(Fraction.ZERO, Fraction::plus);
        if (!sum.equals(failed == null ? Fraction.ONE : Fraction.ZERO)) {
            throw new IllegalArgumentException("shares sum to %s in %s; they must sum to %s."
                    .formatted(sum, shares, failed == null ? "1" : "0, as the item is not established"));
        }
    }

    /** Of an item that is not established: nobody answers for anything, and its ranges say whether somebody might. */
    static Apportioned notEstablished(
            FailedElement failed,
            @Nullable Regime regime,
            SortedMap<String, Fraction> zeros,
            SortedMap<String, Bounds> bounds,
            SortedMap<String, Fraction> claimable) {
        return new Apportioned(
                failed,
                regime,
                zeros,
                bounds,
                claimable,
                List.of(),
                List.of(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                false);
    }

    /** Whether anybody is liable. */
    public boolean established() {
        return failed == null;
    }

    /** The element that failed, if the item is not established. */
    public Optional<FailedElement> failedElement() {
        return Optional.ofNullable(failed);
    }

    /**
     * What one party may recover from another.
     *
     * @param from who paid all that it is claimable for
     * @param to who bears the part in the end
     * @param share of the item; above 0
     */
    public record Edge(String from, String to, Fraction share) {}
}
