package io.kdchain.rules.apportion;

import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.Bounds;
import io.kdchain.rules.verdict.FailedElement;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a law makes to depend on the share of each, after the shares are found: whether the claimant's own share bars
 * the claim, and who answers for the whole. Source: Restatement (Third) of Torts, Apportionment of Liability, 7, 10,
 * 11, 17 and tracks A, B, D and E; track C (what an insolvent debtor leaves is borne by the others, the claimant among
 * them) is not modelled. Nothing here moves a share, but for a bar, which leaves none.
 *
 * <p>A share is compared as a part of the responsibility of persons: what nature or the market did is divided off first
 * (26), what a third party did counts. Parties that are one legal person, or that acted jointly, count together.
 *
 * @param whole from which share on a party answers for the whole, whatever its regime; null where no law goes by it, so
 *     that the regime and the ground of solidarity decide
 * @param bar from which share on the claimant gets nothing; null where its share only reduces
 * @param assigned whether numbers that a court assigned are the shares, so that the degree of fault counts no more
 * @param persons by party, the legal person that it is with others; parties that stand alone are left out
 */
public record ByShare(@Nullable Limit whole, @Nullable Limit bar, boolean assigned, SortedMap<String, String> persons) {
    /** Nothing depends on the share of anybody. */
    public static final ByShare NOTHING = new ByShare(null, null, false, Collections.emptySortedMap());

    /** Parameter with the share above which, or from which, a party answers for the whole. */
    public static final String JOINT_THRESHOLD = "joint.threshold";
    /** Parameter with the share above which, or from which, the claimant gets nothing. */
    public static final String BAR_THRESHOLD = "bar.threshold";

    public ByShare {
        persons = Collections.unmodifiableSortedMap(new TreeMap<>(persons));
    }

    /**
     * A limit of a share.
     *
     * @param inclusive whether the limit itself reaches
     * @param share from 0 to 1
     */
    public record Limit(boolean inclusive, Fraction share) {
        public Limit {
            if (share.signum() < 0 || share.compareTo(Fraction.ONE) > 0) {
                throw new IllegalArgumentException(
                        "The limit of a share is %s; it must lie between 0 and 1, such as 1/2.".formatted(share));
            }
        }

        /** Whether a share reaches the limit. */
        public boolean isReachedBy(Fraction part) {
            int compared = part.compareTo(share);
            return inclusive ? compared >= 0 : compared > 0;
        }
    }

    /**
     * As the conclusions on one item say.
     *
     * @param item id of the item, for messages
     * @param tracks codes of {@link io.kdchain.rules.fact.Track}
     * @param bars codes of {@link io.kdchain.rules.fact.ClaimantBar}
     * @param assigned whether {@link io.kdchain.rules.fact.AsAssigned} stands
     * @param thresholds value of a parameter, by its name
     * @param persons {@link LegalPersons#keys()}, asked for only where something depends on a share
     * @throws IllegalArgumentException if two tracks or two bars stand for the item, which happens where the laws of
     *     two states are applied at once, or a threshold is none
     */
    public static ByShare of(
            String item,
            Collection<String> tracks,
            Collection<String> bars,
            boolean assigned,
            Function<String, Fraction> thresholds,
            Supplier<SortedMap<String, String>> persons) {
        if (tracks.isEmpty() && bars.isEmpty() && !assigned) {
            return NOTHING;
        }
        Limit whole = one(item, "who answers for the whole", tracks)
                .map(track -> switch (track) {
                    case "several-only" -> new Limit(false, Fraction.ONE);
                    case "joint-and-several" -> new Limit(true, Fraction.ZERO);
                    default -> new Limit(track.equals("joint-from-threshold"), thresholds.apply(JOINT_THRESHOLD));
                })
                .orElse(null);
        Limit bar = one(item, "which own share bars the claim", bars)
                .map(code -> new Limit(code.equals("from-threshold"), thresholds.apply(BAR_THRESHOLD)))
                .orElse(null);
        return new ByShare(whole, bar, assigned, persons.get());
    }

    private static Optional<String> one(String item, String what, Collection<String> codes) {
        SortedSet<String> distinct = new TreeSet<>(codes);
        if (distinct.size() > 1) {
            throw new IllegalArgumentException(
                    "Rules say of item '%s' in different ways %s: %s. Apply the pack of one state only, or let one of the rules except the other."
                            .formatted(item, what, String.join(", ", distinct)));
        }
        return distinct.stream().findFirst();
    }

    /** The item as this law leaves it. */
    Apportioned applied(ItemCase c, Apportioned shared) {
        if (!shared.established()) {
            return shared;
        }
        Apportioned barred = bar == null ? shared : barred(bar, c, shared);
        return barred.established() && whole != null ? outside(whole, c, barred) : barred;
    }

    // ---- the claimant's own share

    private Apportioned barred(Limit limit, ItemCase c, Apportioned a) {
        Bounds rest = bounds(a, Attribution.UNATTRIBUTED);
        Fraction point = part(own(a, key -> share(a, key)), responsibility(c, a));
        Fraction least =
                part(own(a, key -> bounds(a, key).low()), responsibility(c, rest.low(), Weight::low, Weight::high));
        Fraction most =
                part(own(a, key -> bounds(a, key).high()), responsibility(c, rest.high(), Weight::high, Weight::low));
        boolean isBarred = limit.isReachedBy(point);
        if (!isBarred && !limit.isReachedBy(most)) {
            return a;
        }
        // where the ranges reach over the limit, the share may be nothing, or what it would be without the bar
        boolean mayStand = !limit.isReachedBy(least);
        SortedMap<String, Bounds> bounds = new TreeMap<>();
        a.bounds()
                .forEach((key, range) ->
                        bounds.put(key, new Bounds(Fraction.ZERO, mayStand ? range.high() : Fraction.ZERO)));
        if (!isBarred) {
            return new Apportioned(
                    null,
                    a.regime(),
                    a.shares(),
                    bounds,
                    a.claimable(),
                    a.groups(),
                    a.recourse(),
                    a.supplementary(),
                    a.causalWeights(),
                    a.strictInnerMatters());
        }
        SortedMap<String, Fraction> zeros = new TreeMap<>(a.shares());
        zeros.replaceAll((key, share) -> Fraction.ZERO);
        SortedMap<String, Fraction> claimable = new TreeMap<>(a.claimable());
        claimable.replaceAll((key, share) -> Fraction.ZERO);
        return Apportioned.notEstablished(FailedElement.CLAIMANT_BAR, a.regime(), zeros, bounds, claimable);
    }

    /** Of the claimant, and of parties that are the claimant under another name. */
    private Fraction own(Apportioned a, Function<String, Fraction> of) {
        Fraction sum = Fraction.ZERO;
        for (String key : a.shares().keySet()) {
            if (key.equals(Attribution.CLAIMANT)
                    || persons.getOrDefault(key, key).equals(Attribution.CLAIMANT)) {
                sum = sum.plus(of.apply(key));
            }
        }
        return sum.min(Fraction.ONE);
    }

    /** The part of the item for which persons are responsible, third parties among them. */
    private Fraction responsibility(ItemCase c, Apportioned a) {
        return responsibility(c, share(a, Attribution.UNATTRIBUTED), Weight::point, Weight::point);
    }

    /**
     * Whom a court named in numbers is responsible whether it is liable or not; else who is not at fault is none of
     * those who share.
     */
    private Fraction responsibility(
            ItemCase c, Fraction unattributed, Function<Weight, Fraction> nature, Function<Weight, Fraction> persons) {
        return assigned
                ? Fraction.ONE.minus(others(c, false, nature))
                : Fraction.ONE.minus(unattributed).plus(others(c, true, persons));
    }

    private static Fraction others(ItemCase c, boolean areThirdParties, Function<Weight, Fraction> of) {
        Fraction sum = Fraction.ZERO;
        for (CausalParts.Other other : c.causes().others()) {
            if (other.cause().equals("third-party") == areThirdParties) {
                sum = sum.plus(of.apply(other.weight()));
            }
        }
        return sum.min(Fraction.ONE);
    }

    private static Fraction part(Fraction share, Fraction of) {
        return of.signum() > 0 ? share.dividedBy(of).min(Fraction.ONE) : Fraction.ONE;
    }

    // ---- who answers for the whole

    private Apportioned outside(Limit limit, ItemCase c, Apportioned a) {
        SortedSet<String> liable = new TreeSet<>();
        for (String party : a.claimable().keySet()) {
            if (a.claimable().getOrDefault(party, Fraction.ZERO).signum() > 0) {
                liable.add(party);
            }
        }
        Fraction responsibility = responsibility(c, a);
        List<ItemCase.Joint> together = new ArrayList<>(c.joints());
        liable.forEach(p -> liable.stream()
                .filter(q -> persons.getOrDefault(p, p).equals(persons.getOrDefault(q, q)))
                .forEach(q -> together.add(new ItemCase.Joint(p, q))));
        List<SortedSet<String>> units = new ArrayList<>(Components.of(together, liable));
        Set<String> grouped = new TreeSet<>();
        units.forEach(grouped::addAll);
        liable.stream().filter(p -> !grouped.contains(p)).forEach(p -> units.add(new TreeSet<>(Set.of(p))));
        SortedSet<String> bound = new TreeSet<>();
        for (SortedSet<String> unit : units) {
            Fraction sum = unit.stream().map(p -> share(a, p)).reduce(Fraction.ZERO, Fraction::plus);
            if (limit.isReachedBy(part(sum, responsibility))) {
                bound.addAll(unit);
            }
        }
        List<SortedSet<String>> groups = new ArrayList<>();
        if (bound.size() > 1) {
            groups.add(bound);
        }
        SortedMap<String, SortedSet<String>> answersFor = new TreeMap<>();
        bound.forEach(p -> answersFor.put(p, liable));
        for (SortedSet<String> group : Components.of(c.joints(), liable)) {
            if (Collections.disjoint(group, bound)) {
                groups.add(group);
                group.forEach(p -> answersFor.put(p, group));
            }
        }
        SortedMap<String, Fraction> claimable = new TreeMap<>();
        a.claimable().keySet().forEach(p -> claimable.put(p, share(a, p)));
        List<Apportioned.Edge> recourse = new ArrayList<>();
        answersFor.forEach((party, others) -> others.stream()
                .filter(o -> !o.equals(party) && share(a, o).signum() > 0)
                .forEach(o -> {
                    recourse.add(new Apportioned.Edge(party, o, share(a, o)));
                    claimable.merge(party, share(a, o), Fraction::plus);
                }));
        return new Apportioned(
                null,
                a.regime(),
                a.shares(),
                a.bounds(),
                claimable,
                groups,
                recourse,
                Collections.emptySortedMap(),
                a.causalWeights(),
                a.strictInnerMatters());
    }

    private static Fraction share(Apportioned a, String key) {
        return a.shares().getOrDefault(key, Fraction.ZERO);
    }

    private static Bounds bounds(Apportioned a, String key) {
        return a.bounds().getOrDefault(key, new Bounds(share(a, key), share(a, key)));
    }
}
