package io.kdchain.rules.apportion;

import io.kdchain.rules.apportion.WayToShare.Sharers;
import io.kdchain.rules.apportion.causal.CausalModel;
import io.kdchain.rules.apportion.causal.CausalSets;
import io.kdchain.rules.apportion.causal.Game;
import io.kdchain.rules.apportion.causal.Responsibility;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Regime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Shares an item among those at fault by ways that no statute orders, to show how far the shares depend on the way.
 * Part of claimant and other causes stay what the law makes them. How causes worked together comes from the evidence:
 * sets that a localisation finds enough, else each enough alone, else only all together.
 */
public final class OtherWays {
    /** Those of the literature, by id: see {@link Game} and {@link Responsibility}. */
    public static final List<WayToShare> STANDARD = List.of(
            way("fault-only", s -> Optional.of(s.fault())),
            way("equal", s -> Optional.of(equal(s))),
            way("sequential", s -> Optional.of(Game.sequential(s.chain(), alongChain(s), s.fault()))),
            way("shapley", s -> Optional.of(s.game().shapley())),
            way("banzhaf", s -> Optional.of(s.game().banzhaf())),
            way("deegan-packel", s -> Optional.of(Game.deeganPackel(s.chain(), CausalSets.of(s.model())))),
            way("weighted-shapley", OtherWays::weighted),
            way("responsibility", s -> Optional.of(Responsibility.modified(s.model()))));

    private OtherWays() {}

    private static WayToShare way(String id, Function<Sharers, Optional<SortedMap<String, Fraction>>> weights) {
        return new WayToShare() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Optional<SortedMap<String, Fraction>> parts(Sharers sharers) {
                return weights.apply(sharers)
                        .map(Game::normalised)
                        .filter(p -> p.values().stream().anyMatch(f -> f.signum() > 0));
            }
        };
    }

    private static SortedMap<String, Fraction> equal(Sharers s) {
        SortedMap<String, Fraction> one = new TreeMap<>();
        s.chain().forEach(p -> one.put(p, Fraction.ONE));
        return one;
    }

    /** The causal weight of a party is the damage that its step adds. */
    private static List<Fraction> alongChain(Sharers s) {
        return s.chain().stream()
                .map(p -> s.cause().getOrDefault(p, Fraction.ZERO))
                .toList();
    }

    /** Among substitutes the more faulty would pay less: there it is not offered. */
    private static Optional<SortedMap<String, Fraction>> weighted(Sharers s) {
        return s.game().hasNoNegativeDividend() ? Optional.of(s.game().weightedShapley(s.fault())) : Optional.empty();
    }

    /**
     * The shares of the parties at fault by each way, by its id. Empty where the item is not established, where strict
     * liability applies, and where fewer than two or more than 12 share.
     */
    public static SortedMap<String, SortedMap<String, Fraction>> of(ItemCase c, Apportioned law) {
        return of(c, law, STANDARD);
    }

    /** The same by these ways. */
    public static SortedMap<String, SortedMap<String, Fraction>> of(
            ItemCase c, Apportioned law, List<? extends WayToShare> ways) {
        SortedMap<String, Fraction> cause = new TreeMap<>();
        SortedMap<String, Fraction> fault = new TreeMap<>();
        Fraction whole = Fraction.ZERO;
        for (Map.Entry<String, String> atFault : c.highestFaults().entrySet()) {
            String party = atFault.getKey();
            Fraction share = law.shares().getOrDefault(party, Fraction.ZERO);
            if (share.signum() > 0) {
                cause.put(party, law.causalWeights().getOrDefault(party, Fraction.ZERO));
                fault.put(party, c.grades().of(atFault.getValue()).point());
                whole = whole.plus(share);
            }
        }
        if (!law.established()
                || law.regime() == Regime.STRICT
                || cause.size() < 2
                || cause.size() > CausalModel.MAX_ROLES
                || !whole.equals(ofParties(law))) {
            return Collections.emptySortedMap();
        }
        CausalModel model = model(c, cause.keySet());
        Sharers sharers = new Sharers(chain(c, cause.keySet()), fault, cause, model, Game.of(model));
        Fraction attributed = whole;
        SortedMap<String, SortedMap<String, Fraction>> shares = new TreeMap<>();
        ways.forEach(way -> way.parts(sharers).ifPresent(parts -> {
            SortedMap<String, Fraction> scaled = new TreeMap<>();
            parts.forEach((party, part) -> scaled.put(party, part.times(attributed)));
            shares.put(way.id(), Collections.unmodifiableSortedMap(scaled));
        }));
        return Collections.unmodifiableSortedMap(shares);
    }

    private static Fraction ofParties(Apportioned law) {
        return Fraction.ONE
                .minus(law.shares().getOrDefault(Attribution.CLAIMANT, Fraction.ZERO))
                .minus(law.shares().getOrDefault(Attribution.UNATTRIBUTED, Fraction.ZERO));
    }

    /** Those first from which the lineage leads to most of the others; of equals by id. */
    private static List<String> chain(ItemCase c, Set<String> parties) {
        List<String> chain = new ArrayList<>(parties);
        chain.sort(Comparator.comparing(
                        (String p) -> -c.lineage().getOrDefault(p, Collections.emptySortedSet()).stream()
                                .filter(parties::contains)
                                .count())
                .thenComparing(p -> p));
        return chain;
    }

    private static CausalModel model(ItemCase c, Set<String> parties) {
        List<SortedSet<String>> sets = new ArrayList<>();
        for (SortedSet<String> found : c.causes().sufficient()) {
            if (parties.containsAll(found)) {
                sets.add(found);
            }
        }
        if (sets.isEmpty() && c.causes().form().equals("each-sufficient")) {
            parties.forEach(p -> sets.add(new TreeSet<>(Set.of(p))));
        }
        if (sets.isEmpty()) {
            sets.add(new TreeSet<>(parties));
        }
        return CausalModel.ofSufficientSets(List.copyOf(parties), sets);
    }
}
