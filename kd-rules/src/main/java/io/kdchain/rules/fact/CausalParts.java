package io.kdchain.rules.fact;

import io.kdchain.rules.verdict.Fraction;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The numbers behind {@link CauseSource}, {@link CausePart}, {@link CauseForm} and {@link OtherCause}: what the best
 * evidence says on causation of one item. Rules see the facts, apportionment the numbers.
 *
 * @param item id of the damage item
 * @param source {@code appraised}, {@code localised} or {@code none}
 * @param forms of the list {@code cause-form}, all that stand; empty where nothing says how the causes worked together
 * @param parts parties and sides named, also with 0
 * @param others causes that are no party
 * @param unexplained part of a localisation that nothing explains; 0 for an appraisal
 * @param sufficient sets of parties each of which a localisation finds enough for the output; empty if it finds none.
 *     Where each was sufficient and there are no sets, each party named was
 */
public record CausalParts(
        String item,
        String source,
        SortedSet<String> forms,
        List<Part> parts,
        List<Other> others,
        Fraction unexplained,
        List<SortedSet<String>> sufficient) {
    private static final String EACH_SUFFICIENT = "each-sufficient";

    public CausalParts {
        forms = Collections.unmodifiableSortedSet(new TreeSet<>(forms));
        parts = List.copyOf(parts);
        others = List.copyOf(others);
        sufficient = sufficient.stream()
                .map(s -> Collections.unmodifiableSortedSet(new TreeSet<>(s)))
                .distinct()
                .sorted(Comparator.comparing(s -> s.toString()))
                .toList();
    }

    /** In one form, or none if it is empty, and without sets of which each was enough. */
    public CausalParts(
            String item, String source, String form, List<Part> parts, List<Other> others, Fraction unexplained) {
        this(
                item,
                source,
                form.isEmpty() ? Collections.emptySortedSet() : new TreeSet<>(List.of(form)),
                parts,
                others,
                unexplained,
                List.of());
    }

    /** The same with sets of which each was enough. */
    public CausalParts withSufficient(Collection<? extends SortedSet<String>> sets) {
        return new CausalParts(item, source, forms, parts, others, unexplained, List.copyOf(sets));
    }

    /** No evidence on causation: it is inferred from what the record ties to the event. */
    public static CausalParts none(String item) {
        return new CausalParts(item, "none", "", List.of(), List.of(), Fraction.ZERO);
    }

    /** The form that says most of the causes, that each was sufficient before all others; empty if there is none. */
    public String form() {
        // the first by name is that
        return forms.isEmpty() ? "" : forms.first();
    }

    /** Whether the evidence finds that what the party did was enough for all of the damage. */
    public boolean isEnoughAlone(String party) {
        return forms.contains(EACH_SUFFICIENT)
                && (sufficient.isEmpty() ? isNamed(party) : sufficient.contains(new TreeSet<>(List.of(party))));
    }

    private boolean isNamed(String party) {
        return parts.stream()
                .anyMatch(p -> p.party().equals(party) && p.weight().point().signum() > 0);
    }

    /** The part of a party, its stages added up. */
    public Optional<Part> of(String party) {
        return parts.stream().filter(p -> p.party().equals(party)).findFirst();
    }

    /**
     * The causal weight of a party.
     *
     * @param party its id; for a side without a named party the id of each of its parties in breach
     * @param weight K with its range
     * @param side {@code product}, {@code treatment}, or empty where the evidence names no side
     * @param words grade or number as the evidence states it, such as {@code main} or {@code 0.9}
     * @param fault grade of fault that it states, or {@code unstated}
     * @param evidence log indexes that show it
     */
    public record Part(String party, Weight weight, String side, String words, String fault, List<Long> evidence) {}

    /** A cause that is no party: {@code disease}, {@code market}, {@code third-party}, {@code force-majeure}. */
    public record Other(String cause, Weight weight, List<Long> evidence) {}

    /** A weight with its range; {@code 0 <= low <= point <= high}. */
    public record Weight(Fraction low, Fraction point, Fraction high) {
        public Weight {
            if (low.signum() < 0 || low.compareTo(point) > 0 || point.compareTo(high) > 0) {
                throw new IllegalArgumentException(
                        "A weight needs 0 <= low <= point <= high; it is %s, %s, %s.".formatted(low, point, high));
            }
        }

        /** A weight without a range. */
        public static Weight exactly(Fraction value) {
            return new Weight(value, value, value);
        }
    }
}
