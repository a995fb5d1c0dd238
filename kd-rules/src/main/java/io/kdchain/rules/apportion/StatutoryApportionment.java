package io.kdchain.rules.apportion;

import io.kdchain.rules.apportion.ItemCase.Side;
import io.kdchain.rules.apportion.ItemCase.StrictInner;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.Bounds;
import io.kdchain.rules.verdict.FailedElement;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Regime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way of sharing that follows the statutes: by causal force and degree of fault (Civil Code 1165, 1172, 1173),
 * equal parts where they cannot be told apart (1172, second sentence), in strict liability the whole outside and the
 * makers at fault inside (1202 to 1204), product against treatment by causal force alone (Judicial Interpretation on
 * Medical Damage, 22), in solidarity the group's whole outside and the shares inside (178). Where a law goes by the
 * share of each, {@link ByShare} says what follows.
 */
public final class StatutoryApportionment implements Apportionment {
    private static final String ORDINARY = "ordinary";
    private static final Bounds NOTHING = new Bounds(Fraction.ZERO, Fraction.ZERO);

    @Override
    public String id() {
        return "statutory";
    }

    @Override
    public Apportioned apportion(ItemCase c) {
        return c.byShare().applied(c, shared(c));
    }

    private Apportioned shared(ItemCase c) {
        if (!c.proven()) {
            return notEstablished(c, FailedElement.PROOF);
        }
        Weight others = otherCauses(c);
        if (others.point().equals(Fraction.ONE)) {
            return notEstablished(c, FailedElement.OTHER_CAUSES);
        }
        boolean strict = c.regime() == Regime.STRICT
                && !c.strictDebtors().isEmpty()
                && productForce(c).point().signum() > 0;
        Sharing sharing = c.byShare().assigned() ? assigned(c, strict) : strict ? strict(c) : byFault(c);
        if (sharing.weightOfParties().isZero()) {
            return notEstablished(c, failedElement(c));
        }
        Optional<String> covered = strict ? coveredProducer(c) : Optional.empty();
        return covered.isPresent() ? layered(c, covered.get(), others, sharing) : result(c, others, sharing, strict);
    }

    // ---- two layers

    /** The one producer, if it answers regardless of fault only up to a cover. */
    private static Optional<String> coveredProducer(ItemCase c) {
        SortedSet<String> producers = bearersWithoutMakerAtFault(c);
        return producers.size() == 1 && c.covers().containsKey(producers.first())
                ? Optional.of(producers.first())
                : Optional.empty();
    }

    /**
     * Up to the cover the producer bears the loss itself, whoever was at fault; what is above is shared by fault, and
     * stays unattributed where nobody is. Each layer is judged as if it were the item: other causes, and the claimant
     * as far as its regime counts it (without regard to fault from the grade {@code strictClaimantFrom}), take their
     * part of it before. The lower layer therefore reaches up to where what the producer answers for fills the cover:
     * of 1,000,000 of which the market did 1/5 a cover of 600,000 reaches up to 750,000.
     */
    private Apportioned layered(ItemCase c, String producer, Weight others, Sharing withoutLimit) {
        Fraction cover = c.covers().getOrDefault(producer, Fraction.ONE);
        Weight attributed = attributed(others, withoutLimit);
        Weight claimants = withoutLimit.parts().getOrDefault(Attribution.CLAIMANT, Weights.ZERO);
        Weight answered = Weights.times(attributed, Weights.restOf(claimants));
        Weight lower =
                new Weight(reach(cover, answered.high()), reach(cover, answered.point()), reach(cover, answered.low()));
        Weight upper = Weights.restOf(lower);
        SortedMap<String, Weight> below = new TreeMap<>();
        below.put(Attribution.CLAIMANT, Weights.times(attributed, claimants));
        below.put(Attribution.UNATTRIBUTED, Weights.restOf(attributed));

        Apportioned byFault = shared(c.toBuilder().regime(Regime.FAULT).build());
        Fraction paid = cover.min(answered.point());
        SortedMap<String, Fraction> shares = new TreeMap<>();
        SortedMap<String, Bounds> bounds = new TreeMap<>();
        byFault.shares().forEach((key, share) -> {
            boolean rest = !byFault.established() && key.equals(Attribution.UNATTRIBUTED);
            Fraction above = rest ? Fraction.ONE : share;
            Bounds range = rest ? new Bounds(above, above) : byFault.bounds().getOrDefault(key, NOTHING);
            if (key.equals(producer)) {
                shares.put(key, paid.plus(upper.point().times(above)));
                bounds.put(
                        key,
                        new Bounds(
                                cover.min(answered.low()).plus(upper.low().times(range.low())),
                                cover.min(answered.high())
                                        .plus(upper.high().times(range.high()))
                                        .min(Fraction.ONE)));
            } else {
                Weight own = below.getOrDefault(key, Weights.ZERO);
                shares.put(key, mixed(lower.point(), own.point(), above));
                bounds.put(
                        key,
                        new Bounds(
                                mixed(lower.low(), own.low(), range.low())
                                        .min(mixed(lower.high(), own.low(), range.low())),
                                mixed(lower.low(), own.high(), range.high())
                                        .max(mixed(lower.high(), own.high(), range.high()))));
            }
        });
        SortedMap<String, Fraction> claimable = new TreeMap<>();
        byFault.claimable()
                .forEach((party, part) -> claimable.put(
                        party,
                        (party.equals(producer) ? paid : Fraction.ZERO)
                                .plus(upper.point().times(part))));
        SortedMap<String, Fraction> forces = new TreeMap<>(byFault.causalWeights());
        forces.put(producer, force(c, producer).point());
        return new Apportioned(
                null,
                Regime.STRICT,
                shares,
                bounds,
                claimable,
                byFault.groups(),
                byFault.recourse().stream()
                        .map(e -> new Apportioned.Edge(
                                e.from(), e.to(), upper.point().times(e.share())))
                        .filter(e -> e.share().signum() > 0)
                        .toList(),
                upper.point().isZero() ? Collections.emptySortedMap() : byFault.supplementary(),
                forces,
                false);
    }

    /** Up to which part of the loss a cover reaches, if so much of each unit is answered for. */
    private static Fraction reach(Fraction cover, Fraction answered) {
        return cover.compareTo(answered) >= 0 ? Fraction.ONE : cover.dividedBy(answered);
    }

    private static Fraction mixed(Fraction lower, Fraction below, Fraction above) {
        return lower.times(below).plus(Fraction.ONE.minus(lower).times(above));
    }

    // ---- who shares, and in which proportion

    /** Members share what is not unattributed in proportion of their parts, which sum to 1 at the point. */
    private record Sharing(
            SortedMap<String, Weight> parts, Weight faultless, boolean strict, boolean strictInnerMatters) {
        Fraction weightOfParties() {
            Fraction sum = Fraction.ZERO;
            for (Map.Entry<String, Weight> part : parts.entrySet()) {
                if (!part.getKey().equals(Attribution.CLAIMANT)) {
                    sum = sum.plus(part.getValue().point());
                }
            }
            return sum;
        }
    }

    private static Sharing byFault(ItemCase c) {
        SortedMap<String, String> atFault = causalOnly(c, c.highestFaults());
        SortedMap<String, Weight> weights = new TreeMap<>();
        atFault.forEach((party, grade) ->
                weights.put(party, Weights.times(force(c, party), c.grades().of(grade))));
        Weight own = claimantWeight(c);
        if (own.point().signum() > 0) {
            weights.put(Attribution.CLAIMANT, own);
        }
        SortedMap<String, Weight> parts = c.equalParts() ? equal(weights.keySet()) : proportional(c, weights);
        Weight faultless = c.equalParts() ? Weights.ZERO : faultlessPart(c, atFault.keySet(), false);
        return new Sharing(parts, faultless, false, false);
    }

    /** By the numbers that a court assigned to whoever answers, which hold fault and cause already. */
    private static Sharing assigned(ItemCase c, boolean strict) {
        SortedSet<String> answering =
                new TreeSet<>(causalOnly(c, c.highestFaults()).keySet());
        if (strict) {
            answering.addAll(c.strictDebtors().keySet());
        }
        SortedMap<String, Weight> weights = new TreeMap<>();
        answering.stream().filter(p -> force(c, p).point().signum() > 0).forEach(p -> weights.put(p, force(c, p)));
        if (weights.isEmpty()) {
            return strict ? strict(c) : byFault(c);
        }
        if (claimantWeight(c).point().signum() > 0) {
            weights.put(Attribution.CLAIMANT, force(c, c.claimant()));
        }
        // nobody takes over the number of another: who is named without being liable leaves its own, and what the
        // court assigned to nobody is left too
        Weight named = Weights.ZERO;
        Weight left = Weights.ZERO;
        for (CausalParts.Part part : c.causes().parts()) {
            String key = part.party().equals(c.claimant()) ? Attribution.CLAIMANT : part.party();
            if (weights.containsKey(key)) {
                named = Weights.plus(named, part.weight());
            } else {
                left = Weights.plus(left, part.weight());
            }
        }
        Weight assigned = Weights.atMostOne(Weights.plus(otherCauses(c), Weights.plus(left, named)));
        left = Weights.plus(left, Weights.restOf(assigned));
        return new Sharing(proportional(c, weights), Weights.part(left, named), strict, false);
    }

    private static Sharing strict(ItemCase c) {
        SortedMap<String, String> makers = causalOnly(c, c.highestFaults(Side.PRODUCT));
        SortedMap<String, String> users = causalOnly(c, c.highestFaults(Side.TREATMENT));
        SortedMap<String, Weight> makerWeights = new TreeMap<>();
        makers.forEach((party, grade) -> makerWeights.put(
                party,
                c.strictInner() == StrictInner.K
                        ? force(c, party)
                        : Weights.times(force(c, party), c.grades().of(grade))));
        if (makerWeights.isEmpty()) {
            makerWeights.putAll(weightsWithoutFault(c, bearersWithoutMakerAtFault(c)));
        } else if (c.grades().of(c.strictFaultless()).point().signum() > 0) {
            producers(c).stream()
                    .filter(p ->
                            !makerWeights.containsKey(p) && force(c, p).point().signum() > 0)
                    .forEach(p -> makerWeights.put(
                            p,
                            c.strictInner() == StrictInner.K
                                    ? force(c, p)
                                    : Weights.times(force(c, p), c.grades().of(c.strictFaultless()))));
        }
        SortedMap<String, Weight> userWeights = new TreeMap<>();
        users.forEach((party, grade) ->
                userWeights.put(party, Weights.times(force(c, party), c.grades().of(grade))));
        Set<String> sources = new HashSet<>(makers.keySet());
        sources.addAll(users.keySet());
        // what a strict debtor owes outside does not change with its fault, so it is a source without any
        sources.addAll(c.strictDebtors().keySet());
        if (c.equalParts()) {
            SortedSet<String> all = new TreeSet<>(makerWeights.keySet());
            all.addAll(userWeights.keySet());
            if (strictClaimant(c)) {
                all.add(Attribution.CLAIMANT);
            }
            return new Sharing(equal(all), Weights.ZERO, true, false);
        }
        // fault of who answers without fault is fixed at ordinary where it meets fault of others
        Weight product = Weights.times(
                forceOfMakers(c, makerWeights.keySet()), c.grades().of(ORDINARY));
        Weight claimantPart = Weights.ZERO;
        if (strictClaimant(c)) {
            claimantPart = Weights.part(claimantWeight(c), Weights.plus(product, sum(userWeights)));
        }
        Weight productSide = Weights.ONE;
        if (!users.isEmpty()) {
            productSide = c.medical()
                    ? Weights.part(productForce(c), treatmentForce(c, users.keySet()))
                    : Weights.part(product, sum(userWeights));
        }
        Weight restOfClaimant = Weights.restOf(claimantPart);
        SortedMap<String, Weight> parts = new TreeMap<>();
        addSide(parts, proportional(c, makerWeights), Weights.times(restOfClaimant, productSide));
        addSide(parts, proportional(c, userWeights), Weights.times(restOfClaimant, Weights.restOf(productSide)));
        if (claimantPart.high().signum() > 0) {
            parts.put(Attribution.CLAIMANT, claimantPart);
        }
        return new Sharing(parts, faultlessPart(c, sources, true), true, !makers.isEmpty() && makerWeights.size() > 1);
    }

    private static void addSide(SortedMap<String, Weight> parts, SortedMap<String, Weight> inside, Weight side) {
        inside.forEach((party, part) ->
                parts.merge(party, Weights.times(part, side), (a, b) -> Weights.atMostOne(Weights.plus(a, b))));
    }

    /**
     * Among several who answer without fault causal force decides, if the pack goes by it and the evidence tells it.
     */
    private static SortedMap<String, Weight> weightsWithoutFault(ItemCase c, SortedSet<String> bearers) {
        SortedMap<String, Weight> weights = new TreeMap<>();
        if (c.strictInner() == StrictInner.K) {
            bearers.stream().filter(p -> force(c, p).point().signum() > 0).forEach(p -> weights.put(p, force(c, p)));
        }
        if (weights.isEmpty()) {
            bearers.forEach(p -> weights.put(p, Weights.ONE));
        }
        return weights;
    }

    private static SortedSet<String> bearersWithoutMakerAtFault(ItemCase c) {
        SortedSet<String> producers = producers(c);
        return producers.isEmpty() ? new TreeSet<>(c.strictDebtors().keySet()) : producers;
    }

    private static SortedSet<String> producers(ItemCase c) {
        SortedSet<String> producers = new TreeSet<>();
        c.strictDebtors().forEach((party, capacities) -> {
            if (capacities.contains("producer")) {
                producers.add(party);
            }
        });
        return producers;
    }

    // ---- causal force

    private static boolean inferred(ItemCase c) {
        return c.causes().source().equals("none");
    }

    /**
     * K of a party: 1 for each where causation is inferred; else what the evidence says, and 0 for who is not named.
     */
    private static Weight force(ItemCase c, String party) {
        if (inferred(c)) {
            return Weights.ONE;
        }
        return c.causes().of(party).map(CausalParts.Part::weight).orElse(Weights.ZERO);
    }

    private static SortedMap<String, String> causalOnly(ItemCase c, SortedMap<String, String> faults) {
        SortedMap<String, String> causal = new TreeMap<>();
        faults.forEach((party, grade) -> {
            if (force(c, party).point().signum() > 0
                    && c.grades().of(grade).point().signum() > 0) {
                causal.put(party, grade);
            }
        });
        return causal;
    }

    private static Weight otherCauses(ItemCase c) {
        Weight sum = Weights.ZERO;
        for (CausalParts.Other other : c.causes().others()) {
            sum = Weights.plus(sum, other.weight());
        }
        return Weights.atMostOne(sum);
    }

    /** Several makers meet others each with its own causal force; only beside a treatment are they one side. */
    private static Weight forceOfMakers(ItemCase c, Set<String> makers) {
        boolean toldBySide =
                c.causes().parts().stream().anyMatch(part -> part.side().equals("product"));
        Weight own = Weights.ZERO;
        for (String maker : makers) {
            own = Weights.plus(own, force(c, maker));
        }
        boolean apart = makers.size() > 1 && own.point().signum() > 0;
        return apart && !inferred(c) && !toldBySide ? own : productForce(c);
    }

    /** K of the product side: its group's, else the highest among its parties, else the sum of its stages. */
    private static Weight productForce(ItemCase c) {
        if (inferred(c)) {
            return Weights.ONE;
        }
        List<Weight> named = new ArrayList<>();
        for (CausalParts.Part part : c.causes().parts()) {
            if (part.side().equals("product")) {
                return part.weight();
            }
            if (part.side().isEmpty()
                    && !c.users().contains(part.party())
                    && !part.party().equals(c.claimant())) {
                named.add(part.weight());
            }
        }
        return ofSide(c, named);
    }

    private static Weight treatmentForce(ItemCase c, Set<String> users) {
        if (inferred(c)) {
            return Weights.ONE;
        }
        List<Weight> named = new ArrayList<>();
        for (CausalParts.Part part : c.causes().parts()) {
            if (part.side().equals("treatment")) {
                return part.weight();
            }
            if (users.contains(part.party())) {
                named.add(part.weight());
            }
        }
        return ofSide(c, named);
    }

    private static Weight ofSide(ItemCase c, List<Weight> named) {
        boolean stages = c.causes().source().equals("localised");
        return Weights.atMostOne(named.stream().reduce(Weights.ZERO, stages ? Weights::plus : Weights::max));
    }

    /**
     * What the evidence finds for parties without fault, as its fraction of all parts named. Conduits take nothing of
     * it: their part falls away and the rest is shared, as that of a faultless maker does in strict liability, where
     * the producer bears it. A side named without a party counts once.
     *
     * @param sources parties whose acts others pass on: those at fault, and who answers without
     */
    private static Weight faultlessPart(ItemCase c, Set<String> sources, boolean strict) {
        Weight faultless = Weights.ZERO;
        Weight shared = Weights.ZERO;
        SortedMap<String, List<CausalParts.Part>> sides = new TreeMap<>();
        for (CausalParts.Part part : c.causes().parts()) {
            if (!part.side().isEmpty()) {
                sides.computeIfAbsent(part.side(), s -> new ArrayList<>()).add(part);
            } else if (bearsNothing(c, part.party(), sources, strict)) {
                faultless = Weights.plus(faultless, part.weight());
            } else {
                shared = Weights.plus(shared, part.weight());
            }
        }
        for (List<CausalParts.Part> side : sides.values()) {
            Weight weight = side.get(0).weight();
            boolean product = side.get(0).side().equals("product");
            if (side.get(0).party().isEmpty() && hasNamedParty(c, product)) {
                continue; // the parties named stand for their side, which then stands for no other
            }
            if ((strict && product) || side.stream().anyMatch(p -> !bearsNothing(c, p.party(), sources, strict))) {
                shared = Weights.plus(shared, weight);
            } else {
                faultless = Weights.plus(faultless, weight);
            }
        }
        return Weights.part(faultless, shared);
    }

    private static boolean hasNamedParty(ItemCase c, boolean product) {
        return c.causes().parts().stream()
                .anyMatch(p -> p.side().isEmpty()
                        && !p.party().equals(c.claimant())
                        && product != c.users().contains(p.party()));
    }

    /** Whether the party is without fault, no conduit, and not a maker whose part strict liability leaves to others. */
    private static boolean bearsNothing(ItemCase c, String party, Set<String> sources, boolean strict) {
        if (party.equals(c.claimant())) {
            return claimantWeight(c).point().isZero() && !c.isDownstreamOf(party, sources);
        }
        return !sources.contains(party) && (!strict || c.users().contains(party)) && !c.isDownstreamOf(party, sources);
    }

    // ---- the claimant's own part

    private static Weight claimantWeight(ItemCase c) {
        String grade = c.contributory();
        return grade == null
                ? Weights.ZERO
                : Weights.times(force(c, c.claimant()), c.grades().of(grade));
    }

    private static boolean strictClaimant(ItemCase c) {
        String grade = c.contributory();
        return grade != null
                && GradeWeights.atLeast(grade, c.strictClaimantFrom())
                && claimantWeight(c).point().signum() > 0;
    }

    // ---- proportions

    private static SortedMap<String, Weight> equal(Set<String> members) {
        SortedMap<String, Weight> parts = new TreeMap<>();
        members.forEach(m -> parts.put(m, Weight.exactly(Fraction.of(1, members.size()))));
        return parts;
    }

    private static Weight sum(Map<String, Weight> weights) {
        return weights.values().stream().reduce(Weights.ZERO, Weights::plus);
    }

    /**
     * Each weight over the sum. What a localisation leaves unexplained only widens: the low assumes that the others in
     * breach did it, the high that the party itself did.
     */
    private static SortedMap<String, Weight> proportional(ItemCase c, SortedMap<String, Weight> weights) {
        SortedMap<String, Weight> parts = new TreeMap<>();
        for (Map.Entry<String, Weight> entry : weights.entrySet()) {
            String party = entry.getKey();
            Weight own = entry.getValue();
            Fraction low = Fraction.ZERO;
            Fraction point = Fraction.ZERO;
            Fraction high = Fraction.ZERO;
            for (Map.Entry<String, Weight> other : weights.entrySet()) {
                if (!other.getKey().equals(party)) {
                    low = low.plus(other.getValue().low());
                    point = point.plus(other.getValue().point());
                    high = high.plus(other.getValue().high());
                }
            }
            high = high.plus(unexplainedOf(c, othersInBreach(c, party)));
            Weight widened = new Weight(own.low(), own.point(), own.high().plus(unexplainedOf(c, Set.of(party))));
            parts.put(party, Weights.part(widened, new Weight(low, point, high)));
        }
        return parts;
    }

    private static Set<String> othersInBreach(ItemCase c, String party) {
        Set<String> others = new TreeSet<>(c.inBreach().keySet());
        others.remove(party);
        return others;
    }

    /** What is unexplained, weighed with the highest fault among these parties in breach. */
    private static Fraction unexplainedOf(ItemCase c, Set<String> parties) {
        Fraction highest = Fraction.ZERO;
        for (String party : parties) {
            String grade = c.inBreach().get(party);
            if (grade != null && !party.equals(c.claimant())) {
                highest = highest.max(c.grades().of(grade).high());
            }
        }
        return highest.times(c.causes().unexplained());
    }

    // ---- the result

    /** What neither other causes nor parties without fault take before the parties share. */
    private static Weight attributed(Weight others, Sharing sharing) {
        return Weights.times(Weights.restOf(others), Weights.restOf(sharing.faultless()));
    }

    private static Apportioned result(ItemCase c, Weight others, Sharing sharing, boolean strict) {
        Weight attributed = attributed(others, sharing);
        SortedMap<String, Fraction> shares = zeros(c);
        SortedMap<String, Bounds> bounds = new TreeMap<>();
        SortedMap<String, Fraction> forces = new TreeMap<>();
        for (String key : shares.keySet()) {
            bounds.put(key, new Bounds(Fraction.ZERO, highestWithoutPart(c, key, sharing, attributed)));
        }
        sharing.parts().forEach((party, part) -> {
            Weight share = Weights.times(attributed, part);
            shares.put(party, share.point());
            bounds.put(party, new Bounds(share.low(), share.high()));
            if (!party.equals(Attribution.CLAIMANT)) {
                forces.put(party, force(c, party).point());
            }
        });
        Weight unattributed = Weights.restOf(attributed);
        shares.put(Attribution.UNATTRIBUTED, unattributed.point());
        bounds.put(Attribution.UNATTRIBUTED, new Bounds(unattributed.low(), unattributed.high()));
        List<Apportioned.Edge> secondPlace = List.of();
        if (!strict) {
            capCustomers(c, shares, bounds);
            secondPlace = inSecondPlace(c, shares, bounds);
        }
        Outside outside = outside(c, shares, strict);
        SortedMap<String, SortedSet<String>> supplementary = new TreeMap<>();
        secondPlace.forEach(edge -> {
            outside.claimable().merge(edge.from(), edge.share(), Fraction::plus);
            supplementary.computeIfAbsent(edge.from(), p -> new TreeSet<>()).add(edge.to());
        });
        outside.recourse().addAll(secondPlace);
        return new Apportioned(
                null,
                applied(c, strict),
                shares,
                bounds,
                outside.claimable(),
                outside.groups(),
                outside.recourse(),
                supplementary,
                forces,
                sharing.strictInnerMatters());
    }

    /**
     * A customer never bears more than the scope of its fault, its K; what is above that stays with its contractors, in
     * proportion of what they bear. Who is contractor of one and customer of another takes over first.
     */
    private static void capCustomers(ItemCase c, SortedMap<String, Fraction> shares, SortedMap<String, Bounds> bounds) {
        SortedMap<String, SortedSet<String>> contractors = new TreeMap<>();
        c.works()
                .forEach(w -> contractors
                        .computeIfAbsent(w.customer(), k -> new TreeSet<>())
                        .add(w.contractor()));
        for (String customer : customersFirst(contractors)) {
            SortedSet<String> own = contractors.getOrDefault(customer, Collections.emptySortedSet());
            Weight scope = force(c, customer);
            Fraction share = share(shares, customer);
            Bounds range = bounds.getOrDefault(customer, new Bounds(share, share));
            Fraction excess = share.minus(share.min(scope.point()));
            Fraction mostExcess = range.high().minus(range.high().min(scope.low()));
            Fraction theirs = own.stream().map(p -> share(shares, p)).reduce(Fraction.ZERO, Fraction::plus);
            shares.put(customer, share.minus(excess));
            bounds.put(
                    customer,
                    new Bounds(range.low().min(scope.low()), range.high().min(scope.high())));
            for (String contractor : own) {
                Fraction part = theirs.isZero()
                        ? Fraction.of(1, own.size())
                        : share(shares, contractor).dividedBy(theirs);
                Bounds before = bounds.getOrDefault(contractor, new Bounds(Fraction.ZERO, Fraction.ONE));
                shares.merge(contractor, excess.times(part), Fraction::plus);
                bounds.put(
                        contractor,
                        new Bounds(before.low(), before.high().plus(mostExcess).min(Fraction.ONE)));
            }
        }
    }

    /** The customers, each before those of its contractors that are customers themselves; a circle by name. */
    private static List<String> customersFirst(SortedMap<String, SortedSet<String>> contractors) {
        List<String> order = new ArrayList<>();
        SortedSet<String> left = new TreeSet<>(contractors.keySet());
        while (!left.isEmpty()) {
            String next = left.stream()
                    .filter(p -> left.stream()
                            .noneMatch(other -> !other.equals(p)
                                    && contractors
                                            .getOrDefault(other, Collections.emptySortedSet())
                                            .contains(p)))
                    .findFirst()
                    .orElse(left.first());
            order.add(next);
            left.remove(next);
        }
        return order;
    }

    /**
     * Who answers in second place bears nothing in the end: what it would bear by fault, the scope of its liability,
     * falls to those who answer in first place, in proportion of their own parts (Civil Code 1198, second paragraph).
     */
    private static List<Apportioned.Edge> inSecondPlace(
            ItemCase c, SortedMap<String, Fraction> shares, SortedMap<String, Bounds> bounds) {
        SortedMap<String, SortedSet<String>> order = order(c, shares);
        SortedMap<String, Fraction> own = new TreeMap<>(shares);
        List<Apportioned.Edge> edges = new ArrayList<>();
        order.forEach((party, first) -> {
            Fraction whole = first.stream().map(p -> share(own, p)).reduce(Fraction.ZERO, Fraction::plus);
            for (String primary : first) {
                Fraction part = share(own, party).times(share(own, primary).dividedBy(whole));
                edges.add(new Apportioned.Edge(party, primary, part));
                shares.merge(primary, part, Fraction::plus);
            }
        });
        for (String party : order.keySet()) {
            shares.put(party, Fraction.ZERO);
        }
        shiftBounds(order, bounds);
        return edges;
    }

    /** Whoever takes over another's part may bear all of its range, but no more than the others leave. */
    private static void shiftBounds(SortedMap<String, SortedSet<String>> order, SortedMap<String, Bounds> bounds) {
        SortedSet<String> wider = new TreeSet<>();
        order.forEach((party, first) -> {
            Bounds range = bounds.getOrDefault(party, NOTHING);
            for (String primary : first) {
                Bounds before = bounds.getOrDefault(primary, NOTHING);
                Fraction high = before.high().plus(range.high()).min(Fraction.ONE);
                bounds.put(primary, new Bounds(before.low(), high));
                wider.add(primary);
            }
            bounds.put(party, NOTHING);
        });
        for (String primary : wider) {
            Bounds range = bounds.getOrDefault(primary, NOTHING);
            bounds.put(
                    primary,
                    new Bounds(
                            range.low().max(left(bounds, primary, Bounds::high)),
                            range.high().min(left(bounds, primary, Bounds::low))));
        }
    }

    /** What all others leave to a party if each bears so much. */
    private static Fraction left(SortedMap<String, Bounds> bounds, String party, Function<Bounds, Fraction> bears) {
        Fraction others = Fraction.ZERO;
        for (Map.Entry<String, Bounds> other : bounds.entrySet()) {
            if (!other.getKey().equals(party)) {
                others = others.plus(bears.apply(other.getValue()));
            }
        }
        return Fraction.ONE.minus(others.min(Fraction.ONE));
    }

    /**
     * By party in second place those who answer before it. Who answers in second place itself is first for nobody, a
     * circle orders nobody in it, and whom solidarity or a contract of work binds answers by that.
     */
    private static SortedMap<String, SortedSet<String>> order(ItemCase c, SortedMap<String, Fraction> shares) {
        SortedMap<String, SortedSet<String>> behind = new TreeMap<>();
        for (ItemCase.Supplement s : c.supplements()) {
            if (share(shares, s.party()).signum() > 0
                    && share(shares, s.primary()).signum() > 0
                    && !isBoundToMore(c, shares, s.party())
                    && !isInWork(c, s.primary())) {
                behind.computeIfAbsent(s.party(), p -> new TreeSet<>()).add(s.primary());
            }
        }
        behind.keySet().removeAll(inCircles(behind));
        SortedMap<String, SortedSet<String>> order = new TreeMap<>();
        behind.keySet().forEach(party -> {
            SortedSet<String> first = firstFor(party, behind);
            if (!first.isEmpty()) {
                order.put(party, first);
            }
        });
        return order;
    }

    /** Those of the parties before a party that stand behind nobody. */
    private static SortedSet<String> firstFor(String party, SortedMap<String, SortedSet<String>> behind) {
        SortedSet<String> first = new TreeSet<>(behind.getOrDefault(party, Collections.emptySortedSet()));
        first.removeIf(primary -> !firstFor(primary, behind).isEmpty());
        return first;
    }

    private static Set<String> inCircles(SortedMap<String, SortedSet<String>> behind) {
        Set<String> circles = new HashSet<>();
        for (String party : behind.keySet()) {
            SortedSet<String> ahead = new TreeSet<>();
            Deque<String> next = new ArrayDeque<>(Set.of(party));
            while (!next.isEmpty()) {
                for (String primary : behind.getOrDefault(next.remove(), Collections.emptySortedSet())) {
                    if (ahead.add(primary)) {
                        next.add(primary);
                    }
                }
            }
            if (ahead.contains(party)) {
                circles.add(party);
            }
        }
        return circles;
    }

    private static Fraction share(SortedMap<String, Fraction> shares, String party) {
        return shares.getOrDefault(party, Fraction.ZERO);
    }

    private static boolean isBoundToMore(ItemCase c, SortedMap<String, Fraction> shares, String party) {
        return isInWork(c, party)
                || c.joints().stream()
                        .anyMatch(j -> !j.party().equals(j.other())
                                && (j.party().equals(party) || j.other().equals(party))
                                && share(shares, j.party()).signum() > 0
                                && share(shares, j.other()).signum() > 0);
    }

    private static boolean isInWork(ItemCase c, String party) {
        return c.works().stream()
                .anyMatch(w -> w.contractor().equals(party) || w.customer().equals(party));
    }

    /**
     * A party in breach that shares nothing may still have done what is unexplained, or the rest of a grade's range.
     */
    private static Fraction highestWithoutPart(ItemCase c, String party, Sharing sharing, Weight attributed) {
        String grade = c.inBreach().get(party);
        if (grade == null || c.equalParts() || inferred(c) || sharing.parts().containsKey(party)) {
            return Fraction.ZERO;
        }
        Fraction most =
                force(c, party).high().times(c.grades().of(grade).high()).plus(unexplainedOf(c, Set.of(party)));
        if (most.isZero()) {
            return Fraction.ZERO;
        }
        Fraction least = Fraction.ZERO;
        for (Map.Entry<String, String> fault : causalOnly(c, c.highestFaults()).entrySet()) {
            least = least.plus(force(c, fault.getKey())
                    .low()
                    .times(c.grades().of(fault.getValue()).low()));
        }
        return attributed.high().times(most.dividedBy(most.plus(least)));
    }

    private record Outside(
            SortedMap<String, Fraction> claimable, List<SortedSet<String>> groups, List<Apportioned.Edge> recourse) {}

    /** Who answers for how much to the claimant, and who recovers from whom. */
    private static Outside outside(ItemCase c, SortedMap<String, Fraction> shares, boolean strict) {
        SortedMap<String, Fraction> own = new TreeMap<>(shares);
        own.remove(Attribution.CLAIMANT);
        own.remove(Attribution.UNATTRIBUTED);
        Fraction whole = own.values().stream().reduce(Fraction.ZERO, Fraction::plus);
        Set<String> strictDebtors = strict ? c.strictDebtors().keySet() : Set.of();
        SortedSet<String> liable = new TreeSet<>(strictDebtors);
        own.forEach((party, share) -> {
            if (share.signum() > 0) {
                liable.add(party);
            }
        });
        SortedMap<String, SortedSet<String>> coversFor = new TreeMap<>();
        List<SortedSet<String>> groups = Components.of(c.joints(), liable);
        for (SortedSet<String> group : groups) {
            SortedSet<String> covered = group.stream().anyMatch(strictDebtors::contains) ? liable : group;
            group.forEach(member -> coversFor.put(member, covered));
        }
        strictDebtors.forEach(debtor -> coversFor.put(debtor, liable));
        SortedMap<String, Fraction> claimable = new TreeMap<>(own);
        List<Apportioned.Edge> recourse = new ArrayList<>();
        coversFor.forEach((party, covered) -> {
            Fraction sum = Fraction.ZERO;
            for (String other : covered) {
                Fraction share = own.getOrDefault(other, Fraction.ZERO);
                sum = sum.plus(share);
                if (!other.equals(party) && share.signum() > 0) {
                    recourse.add(new Apportioned.Edge(party, other, share));
                }
            }
            claimable.put(party, sum.min(whole));
        });
        if (!strict) {
            works(c, own, claimable, recourse);
        }
        return new Outside(claimable, groups, recourse);
    }

    /**
     * In a contract of work the contractor answers for its own share and those of its customers, each customer up to
     * the scope of its fault (Interpretation on Tort 2024, Article 18), unless solidarity binds them to more already.
     */
    private static void works(
            ItemCase c,
            SortedMap<String, Fraction> own,
            SortedMap<String, Fraction> claimable,
            List<Apportioned.Edge> recourse) {
        SortedMap<String, SortedSet<String>> customers = new TreeMap<>();
        c.works()
                .forEach(w -> customers
                        .computeIfAbsent(w.contractor(), k -> new TreeSet<>())
                        .add(w.customer()));
        customers.forEach((contractor, ordering) -> {
            for (String customer : ordering) {
                Fraction share = own.getOrDefault(customer, Fraction.ZERO);
                boolean bound = recourse.stream().anyMatch(e -> e.from().equals(contractor) && e.to().equals(customer));
                if (!bound && share.signum() > 0) {
                    recourse.add(new Apportioned.Edge(contractor, customer, share));
                    claimable.merge(contractor, share, Fraction::plus);
                }
            }
        });
        customers.forEach((contractor, ordering) -> {
            Fraction whole = own.getOrDefault(contractor, Fraction.ZERO);
            for (String customer : ordering) {
                whole = whole.plus(own.getOrDefault(customer, Fraction.ZERO));
            }
            for (String customer : ordering) {
                Fraction scope = force(c, customer).point().min(whole);
                Fraction bears = claimable.getOrDefault(customer, Fraction.ZERO);
                if (bears.compareTo(scope) < 0) {
                    recourse.add(new Apportioned.Edge(customer, contractor, scope.minus(bears)));
                    claimable.put(customer, scope);
                }
            }
        });
    }

    private static SortedMap<String, Fraction> zeros(ItemCase c) {
        SortedMap<String, Fraction> zeros = new TreeMap<>();
        c.parties().forEach(p -> zeros.put(p, Fraction.ZERO));
        zeros.remove(c.claimant());
        zeros.put(Attribution.CLAIMANT, Fraction.ZERO);
        zeros.put(Attribution.UNATTRIBUTED, Fraction.ZERO);
        return zeros;
    }

    private static Regime applied(ItemCase c, boolean strict) {
        return c.regime() == Regime.STRICT && !strict ? Regime.FAULT : c.regime();
    }

    private static FailedElement failedElement(ItemCase c) {
        if (!c.defended().isEmpty()) {
            return FailedElement.DEFENCE;
        }
        boolean breach = c.inBreach().keySet().stream().anyMatch(p -> !p.equals(c.claimant()));
        return breach || !c.faults().isEmpty() ? FailedElement.CAUSATION : FailedElement.BREACH;
    }

    private static Apportioned notEstablished(ItemCase c, FailedElement failed) {
        SortedMap<String, Fraction> zeros = zeros(c);
        SortedMap<String, Bounds> bounds = new TreeMap<>();
        zeros.keySet().forEach(key -> bounds.put(key, new Bounds(Fraction.ZERO, Fraction.ZERO)));
        SortedMap<String, Fraction> claimable = zeros(c);
        claimable.remove(Attribution.CLAIMANT);
        claimable.remove(Attribution.UNATTRIBUTED);
        @Nullable Regime regime = failed == FailedElement.PROOF ? null : c.regime();
        return Apportioned.notEstablished(failed, regime, zeros, bounds, claimable);
    }
}
