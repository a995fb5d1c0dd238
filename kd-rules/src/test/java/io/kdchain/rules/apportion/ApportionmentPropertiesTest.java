package io.kdchain.rules.apportion;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.apportion.ItemCase.Fault;
import io.kdchain.rules.apportion.ItemCase.Side;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CausalParts.Other;
import io.kdchain.rules.fact.CausalParts.Part;
import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.Bounds;
import io.kdchain.rules.verdict.FailedElement;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Regime;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The invariants of the method (numbers in the names) over generated cases of one item. */
class ApportionmentPropertiesTest {
    private static final String VICTIM = "victim";

    private final Apportionment statutory = new StatutoryApportionment();

    @Property(seed = "4711", tries = 400)
    void i1SharesClaimantAndUnattributedSumToOneOrAllAreZero(@ForAll("cases") ItemCase c) {
        Apportioned a = statutory.apportion(c);

        Fraction sum = a.shares().values().stream().reduce(Fraction.ZERO, Fraction::plus);
        assertThat(sum).isEqualTo(a.established() ? Fraction.ONE : Fraction.ZERO);
        assertThat(a.shares().values()).allMatch(s -> s.signum() >= 0);
        assertThat(a.shares()).containsKeys(Attribution.CLAIMANT, Attribution.UNATTRIBUTED);
    }

    @Property(seed = "4711", tries = 400)
    void i2ClaimablePartsCoverSharesAndRecourseNetsToZero(@ForAll("cases") ItemCase c) {
        recourseNetsToZero(statutory.apportion(c));
    }

    /** A customer answers beside its contractor within the scope of its fault, and recovers what is above its part. */
    @Property(seed = "4711", tries = 400)
    void i2RecourseNetsToZeroInAContractOfWork(@ForAll("cases") ItemCase c, @ForAll("randoms") Random random) {
        List<String> parties =
                c.parties().stream().filter(p -> !p.equals(VICTIM)).toList();
        Assume.that(parties.size() > 1 && c.byShare().whole() == null);
        int contractor = random.nextInt(parties.size());
        int customer = (contractor + 1 + random.nextInt(parties.size() - 1)) % parties.size();
        Apportioned a = statutory.apportion(c.toBuilder()
                .work(parties.get(contractor), parties.get(customer))
                .build());

        recourseNetsToZero(a);
    }

    /**
     * Who answers in second place bears nothing in the end, and no more than its own part before; nobody else gains.
     */
    @Property(seed = "4711", tries = 400)
    void i2WhoAnswersInSecondPlaceBearsNothingAndIsAskedForItsOwnPart(@ForAll("ordered") ItemCase c) {
        Apportioned several = statutory.apportion(withSupplements(c, List.of()));
        Apportioned a = statutory.apportion(c);

        recourseNetsToZero(a);
        assertThat(a.supplementary().keySet())
                .allMatch(party -> share(a, party).isZero())
                .allMatch(party -> share(several, party).signum() > 0);
        a.claimable().forEach((party, part) -> {
            if (a.supplementary().containsKey(party)) {
                assertThat(part).isEqualTo(share(several, party));
            } else {
                assertThat(share(a, party)).isGreaterThanOrEqualTo(share(several, party));
            }
        });
        for (String key : List.of(Attribution.CLAIMANT, Attribution.UNATTRIBUTED)) {
            assertThat(share(a, key)).isEqualTo(share(several, key));
        }
        a.supplementary()
                .forEach((party, first) -> assertThat(first)
                        .isNotEmpty()
                        .allMatch(primary -> share(several, primary).signum() > 0)
                        .allMatch(primary -> !a.supplementary().containsKey(primary)));
    }

    /** A contract of work goes before: the customer's cap stands, and nobody in it is put before or behind another. */
    @Property(seed = "4711", tries = 400)
    void whomAContractOfWorkBindsStandsInNoOrder(@ForAll("ordered") ItemCase c, @ForAll("randoms") Random random) {
        List<String> parties =
                c.parties().stream().filter(p -> !p.equals(VICTIM)).toList();
        Assume.that(parties.size() > 1);
        int contractor = random.nextInt(parties.size());
        String customer = parties.get((contractor + 1 + random.nextInt(parties.size() - 1)) % parties.size());
        ItemCase work = c.toBuilder().work(parties.get(contractor), customer).build();
        Apportioned several = statutory.apportion(withSupplements(work, List.of()));
        Apportioned a = statutory.apportion(work);

        recourseNetsToZero(several);
        recourseNetsToZero(a);
        assertThat(a.supplementary()).doesNotContainKeys(parties.get(contractor), customer);
        assertThat(share(a, customer)).isEqualTo(share(several, customer));
        assertThat(share(a, parties.get(contractor))).isEqualTo(share(several, parties.get(contractor)));
    }

    /** In the layer above a cover the order is that of fault. */
    @Property(seed = "4711", tries = 250)
    void theOrderStandsAboveACover(@ForAll("ordered") ItemCase c) {
        Apportioned byFault = statutory.apportion(c);
        Assume.that(byFault.established());
        ItemCase covered = c.toBuilder()
                .regime(Regime.STRICT)
                .strictDebtor("platform", "producer")
                .cover("platform", Fraction.of(1, 1000))
                .build();
        Apportioned a = statutory.apportion(covered);
        Assume.that(a.regime() == Regime.STRICT);

        assertThat(a.supplementary()).isEqualTo(byFault.supplementary());
        recourseNetsToZero(a);
    }

    /**
     * Where the claimant does not count, a cover takes from what the producer answers for and from nobody's else but by
     * fault: other causes take at least what they take without it.
     */
    @Property(seed = "4711", tries = 400)
    void aCoverNeverBindsItsHolderToMore(@ForAll("strict") ItemCase c, @ForAll("randoms") Random random) {
        Fraction cover = Fraction.of(1 + random.nextInt(8), 8);
        ItemCase covered = c.toBuilder().cover("teacher", cover).build();
        Apportioned without = statutory.apportion(c);
        Apportioned a = statutory.apportion(covered);
        Assume.that(without.regime() == Regime.STRICT && without.established());

        i1SharesClaimantAndUnattributedSumToOneOrAllAreZero(covered);
        i28BoundsHoldTheShare(covered);
        i28BoundsHoldWhateverWeightsWithinTheRangesAreTaken(covered, random);
        recourseNetsToZero(a);
        assertThat(share(a, Attribution.UNATTRIBUTED)).isGreaterThanOrEqualTo(share(without, Attribution.UNATTRIBUTED));
        if (c.contributory() == null) {
            assertThat(a.claimable().getOrDefault("teacher", Fraction.ZERO))
                    .isLessThanOrEqualTo(without.claimable().getOrDefault("teacher", Fraction.ZERO));
        }
    }

    @Property(seed = "4711", tries = 400)
    void i28BoundsHoldWhereSomebodyAnswersInSecondPlace(
            @ForAll("ordered") ItemCase c, @ForAll("randoms") Random random) {
        i28BoundsHoldTheShare(c);
        i28BoundsHoldWhateverWeightsWithinTheRangesAreTaken(c, random);
    }

    private static void recourseNetsToZero(Apportioned a) {
        Fraction rest = Fraction.ZERO;
        for (String party : a.claimable().keySet()) {
            rest = rest.plus(share(a, party));
        }
        for (Map.Entry<String, Fraction> claimable : a.claimable().entrySet()) {
            Fraction own = share(a, claimable.getKey());
            assertThat(claimable.getValue()).isBetween(own, rest);
            Fraction back = Fraction.ZERO;
            for (Apportioned.Edge edge : a.recourse()) {
                if (edge.from().equals(claimable.getKey())) {
                    assertThat(edge.share()).isLessThanOrEqualTo(share(a, edge.to()));
                    assertThat(edge.share().signum()).isPositive();
                    back = back.plus(edge.share());
                }
            }
            assertThat(claimable.getValue().minus(back)).isEqualTo(own);
        }
    }

    @Property(seed = "4711", tries = 250)
    void i3OrderAndNamesDoNotMatter(@ForAll("cases") ItemCase c, @ForAll("randoms") Random random) {
        Apportioned a = statutory.apportion(c);

        assertThat(statutory.apportion(shuffled(c, random))).isEqualTo(a);
        SortedMap<String, Fraction> renamed = statutory.apportion(renamed(c)).shares();
        a.shares().forEach((party, share) -> assertThat(renamed).containsEntry(newName(party), share));
    }

    @Property(seed = "4711", tries = 250)
    void i4TheSameSaidTwiceChangesNothing(@ForAll("cases") ItemCase c) {
        ItemCase.Builder twice = c.toBuilder();
        c.faults().forEach(f -> twice.fault(f.party(), f.grade(), f.side()));
        c.joints().forEach(j -> twice.joint(j.party(), j.other()));

        assertThat(statutory.apportion(twice.build())).isEqualTo(statutory.apportion(c));
    }

    @Property(seed = "4711", tries = 400)
    void i6MoreFaultNeverLowersTheOwnShareNorRaisesTheClaimants(@ForAll("cases") ItemCase c) {
        Assume.that(!c.faults().isEmpty());
        String party = c.faults().get(0).party();
        Assume.that(!party.equals(VICTIM));
        Apportioned before = statutory.apportion(c);
        Apportioned after = statutory.apportion(
                c.toBuilder().fault(party, "intent", c.faults().get(0).side()).build());

        assertThat(share(after, party)).isGreaterThanOrEqualTo(share(before, party));
        if (before.established()) {
            assertThat(share(after, Attribution.CLAIMANT)).isLessThanOrEqualTo(share(before, Attribution.CLAIMANT));
        }
    }

    @Property(seed = "4711", tries = 400)
    void i6MoreCausalForceNeverLowersTheOwnShare(@ForAll("cases") ItemCase c) {
        Assume.that(!c.causes().parts().isEmpty());
        Part raised = c.causes().parts().get(0);
        List<Part> parts = new ArrayList<>(c.causes().parts());
        Weight more = Weights.atMostOne(Weights.plus(raised.weight(), Cases.cause("1/5")));
        parts.set(0, withWeight(raised, Weights.max(more, raised.weight())));
        Apportioned before = statutory.apportion(c);
        Apportioned after = statutory.apportion(
                c.toBuilder().causes(withParts(c.causes(), parts)).build());
        Assume.that(before.established() && after.established());

        String key = raised.party().equals(VICTIM) ? Attribution.CLAIMANT : raised.party();
        assertThat(share(after, key)).isGreaterThanOrEqualTo(share(before, key));
    }

    @Property(seed = "4711", tries = 250)
    void i7AmountsSumToTheLossAndFollowTheShares(
            @ForAll("cases") ItemCase c, @ForAll @IntRange(min = 0, max = 1_000_000_000) int cents) {
        Apportioned a = statutory.apportion(c);
        Assume.that(a.established());
        Money loss = new Money(BigDecimal.valueOf(cents, 2), java.util.Currency.getInstance("CNY"));

        SortedMap<String, Money> amounts = LargestRemainder.split(loss, a.shares());

        assertThat(amounts.values().stream().map(Money::amount).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(loss.amount());
        Fraction cent = Fraction.of(1, 100);
        amounts.forEach((party, amount) -> {
            Fraction exact = share(a, party).times(Fraction.of(loss.amount()));
            assertThat(Fraction.of(amount.amount()).minus(exact)).isBetween(cent.negate(), cent);
        });
    }

    @Property(seed = "4711", tries = 250)
    void i7AmountsScaleWithTheLoss(@ForAll("cases") ItemCase c, @ForAll @IntRange(min = 1, max = 50) int factor) {
        Apportioned a = statutory.apportion(c);
        Assume.that(a.established());
        java.math.BigInteger common = a.shares().values().stream()
                .map(Fraction::denominator)
                .reduce(java.math.BigInteger.ONE, (x, y) -> x.multiply(y).divide(x.gcd(y)));
        Money loss = new Money(new BigDecimal(common), java.util.Currency.getInstance("CNY"));
        Money scaled = new Money(new BigDecimal(common).multiply(BigDecimal.valueOf(factor)), loss.currency());

        SortedMap<String, Money> one = LargestRemainder.split(loss, a.shares());
        LargestRemainder.split(scaled, a.shares())
                .forEach((party, amount) -> assertThat(amount.amount())
                        .isEqualByComparingTo(amountOf(one, party).multiply(BigDecimal.valueOf(factor))));
    }

    @Property(seed = "4711", tries = 250)
    void i8InStrictLiabilityFaultOfTheDebtorDoesNotChangeWhatItOwesOutside(@ForAll("strict") ItemCase c) {
        Assume.that(!c.strictDebtors().isEmpty());
        String debtor = c.strictDebtors().firstKey();
        Apportioned before = statutory.apportion(c);
        Assume.that(before.established() && before.regime() == Regime.STRICT);
        Assume.that(!c.equalParts());
        Assume.that(c.causes().source().equals("none") || c.causes().of(debtor).isPresent());
        Apportioned after = statutory.apportion(
                c.toBuilder().fault(debtor, "intent", Side.PRODUCT).build());

        assertThat(after.claimable()).containsEntry(debtor, before.claimable().getOrDefault(debtor, Fraction.ZERO));
    }

    @Property(seed = "4711", tries = 250)
    void i8WithoutFaultThereIsNoShareByFault(@ForAll("byFault") ItemCase c) {
        Apportioned a = statutory.apportion(c);

        a.claimable().forEach((party, part) -> {
            if (c.faults().stream().noneMatch(f -> f.party().equals(party))) {
                assertThat(share(a, party)).isEqualTo(Fraction.ZERO);
                assertThat(part).isEqualTo(Fraction.ZERO);
            }
        });
    }

    @Property(seed = "4711", tries = 400)
    void i11i12SolidarityChangesOnlyTheOutsideAndOnlyUpwards(@ForAll("cases") ItemCase c) {
        Apportioned joint = statutory.apportion(c);
        Apportioned several = statutory.apportion(withoutJoints(c));

        assertThat(joint.shares()).isEqualTo(several.shares());
        assertThat(joint.bounds()).isEqualTo(several.bounds());
        several.claimable()
                .forEach((party, part) -> assertThat(joint.claimable().getOrDefault(party, Fraction.ZERO))
                        .isGreaterThanOrEqualTo(part));
    }

    @Property(seed = "4711", tries = 250)
    void i13SymmetricDebtorsShareAlike(@ForAll("cases") ItemCase c) {
        ItemCase.Builder b = c.toBuilder().fault("twin-a", "gross").fault("twin-b", "gross");
        if (!c.causes().source().equals("none")) {
            List<Part> parts = new ArrayList<>(c.causes().parts());
            parts.add(part("twin-a", Cases.cause("main")));
            parts.add(part("twin-b", Cases.cause("main")));
            b.causes(withParts(c.causes(), parts));
        }
        Apportioned a = statutory.apportion(b.build());

        assertThat(share(a, "twin-a")).isEqualTo(share(a, "twin-b"));
        assertThat(a.bounds().get("twin-a")).isEqualTo(a.bounds().get("twin-b"));
        assertThat(a.claimable().get("twin-a")).isEqualTo(a.claimable().get("twin-b"));
    }

    @Property(seed = "4711", tries = 100)
    void i13PartsThatCannotBeToldApartAreOneOfAll(@ForAll @IntRange(min = 1, max = 12) int debtors) {
        ItemCase.Builder b = Cases.item().equalParts(true);
        for (int i = 0; i < debtors; i++) {
            b.fault("p" + i, GradeWeights.GRADES.get(1 + i % 4));
        }

        assertThat(statutory.apportion(b.build()).shares()).containsEntry("p0", Fraction.of(1, debtors));
    }

    @Property(seed = "4711", tries = 250)
    void i24TheClaimantsPartRisesWithItsFault(@ForAll("cases") ItemCase c) {
        Fraction before = Fraction.ZERO;
        for (String grade : GradeWeights.GRADES.subList(1, 5)) {
            Apportioned a = statutory.apportion(new ItemCase(
                    c.item(),
                    c.proven(),
                    c.regime(),
                    c.medical(),
                    c.claimant(),
                    c.parties(),
                    c.faults(),
                    c.inBreach(),
                    c.strictDebtors(),
                    grade,
                    c.equalParts(),
                    c.joints(),
                    c.works(),
                    c.supplements(),
                    c.covers(),
                    c.defended(),
                    c.causes(),
                    c.lineage(),
                    c.users(),
                    c.grades(),
                    c.strictInner(),
                    c.strictClaimantFrom(),
                    c.strictFaultless(),
                    ByShare.NOTHING));
            Fraction now = share(a, Attribution.CLAIMANT);
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
    }

    @Property(seed = "4711", tries = 250)
    void i26AFaithfulPartyBetweenOthersChangesNoShare(@ForAll("cases") ItemCase c) {
        Apportioned before = statutory.apportion(c);
        ItemCase.Builder b = c.toBuilder().party("faithful");
        c.parties().stream().filter(p -> !p.equals(VICTIM)).forEach(p -> b.leads(p, "faithful"));

        Apportioned after = statutory.apportion(b.build());

        assertThat(share(after, "faithful")).isEqualTo(Fraction.ZERO);
        before.shares().forEach((party, share) -> assertThat(after.shares()).containsEntry(party, share));
        before.claimable()
                .forEach((party, part) -> assertThat(after.claimable()).containsEntry(party, part));
    }

    @Property(seed = "4711", tries = 250)
    void i26TheNamedPartOfAConduitFallsAway(@ForAll("byFault") ItemCase c) {
        Assume.that(!c.causes().parts().isEmpty() && !c.equalParts());
        Apportioned before = statutory.apportion(c);
        Assume.that(before.established());
        List<Part> parts = new ArrayList<>(c.causes().parts());
        parts.add(part("faithful", Cases.cause("main")));
        ItemCase.Builder b = c.toBuilder().party("faithful").causes(withParts(c.causes(), parts));
        c.faults().forEach(f -> b.leads(f.party(), "faithful"));

        Apportioned after = statutory.apportion(b.build());

        assertThat(share(after, "faithful")).isEqualTo(Fraction.ZERO);
        assertThat(share(after, Attribution.UNATTRIBUTED)).isLessThanOrEqualTo(share(before, Attribution.UNATTRIBUTED));
        Fraction ratio = Fraction.ONE
                .minus(share(after, Attribution.UNATTRIBUTED))
                .dividedBy(Fraction.ONE.minus(share(before, Attribution.UNATTRIBUTED)));
        before.claimable()
                .keySet()
                .forEach(p ->
                        assertThat(share(after, p)).isEqualTo(share(before, p).times(ratio)));
    }

    @Property(seed = "4711", tries = 400)
    void i28BoundsHoldTheShare(@ForAll("cases") ItemCase c) {
        Apportioned a = statutory.apportion(c);

        a.bounds().forEach((party, b) -> assertThat(share(a, party)).isBetween(b.low(), b.high()));
        assertThat(a.bounds().keySet()).isEqualTo(a.shares().keySet());
    }

    @Property(seed = "4711", tries = 400)
    void i28BoundsHoldWhateverWeightsWithinTheRangesAreTaken(
            @ForAll("cases") ItemCase c, @ForAll("randoms") Random random) {
        Apportioned a = statutory.apportion(c);
        Apportioned sampled = statutory.apportion(sampled(c, random));
        Assume.that(isShared(a) && isShared(sampled) && a.regime() == sampled.regime());

        sampled.shares().forEach((party, share) -> {
            Bounds bounds = a.bounds().get(party);
            assertThat(bounds).isNotNull();
            if (bounds != null) {
                assertThat(share).as(party).isBetween(bounds.low(), bounds.high());
            }
        });
    }

    /** Established, or barred only by the size of a share. */
    private static boolean isShared(Apportioned a) {
        return a.established() || a.failed() == FailedElement.CLAIMANT_BAR;
    }

    @Property(seed = "4711", tries = 250)
    void i28NarrowerRangesGiveNarrowerBounds(@ForAll("cases") ItemCase c) {
        Apportioned wide = statutory.apportion(c);
        Apportioned narrow = statutory.apportion(narrowed(c));

        assertThat(narrow.shares()).isEqualTo(wide.shares());
        narrow.bounds().forEach((party, inner) -> {
            Bounds outer = wide.bounds().get(party);
            assertThat(outer).isNotNull();
            if (outer != null) {
                assertThat(inner.low()).isGreaterThanOrEqualTo(outer.low());
                assertThat(inner.high()).isLessThanOrEqualTo(outer.high());
            }
        });
    }

    // ---- where the law goes by the share of each

    @Property(seed = "4711", tries = 400)
    void whoAnswersForTheWholeMovesNoShare(@ForAll("byShare") ItemCase c) {
        ByShare law = c.byShare();
        Apportioned with = statutory.apportion(with(c, new ByShare(law.whole(), null, law.assigned(), law.persons())));
        Apportioned without = statutory.apportion(with(c, new ByShare(null, null, law.assigned(), law.persons())));

        assertThat(with.shares()).isEqualTo(without.shares());
        assertThat(with.bounds()).isEqualTo(without.bounds());
        assertThat(with.established()).isEqualTo(without.established());
    }

    /** Recomputed from the shares alone: each for all that any of them bears if its own part reaches the limit. */
    @Property(seed = "4711", tries = 400)
    void eachAnswersForItsShareOrForTheWhole(@ForAll("byShare") ItemCase joined) {
        ItemCase c = withoutJoints(joined);
        Apportioned a = statutory.apportion(c);
        ByShare.Limit limit = c.byShare().whole();
        Assume.that(a.established() && limit != null);
        Fraction whole = Fraction.ZERO;
        for (String party : a.claimable().keySet()) {
            whole = whole.plus(share(a, party));
        }
        Fraction liable = whole.plus(share(a, Attribution.CLAIMANT));
        assertThat(liable).isLessThanOrEqualTo(withoutNature(c));
        // whom a court named in numbers counts, liable or not
        Fraction persons = c.byShare().assigned() ? withoutNature(c) : liable;

        for (Map.Entry<String, Fraction> claimable : a.claimable().entrySet()) {
            Fraction own = share(a, claimable.getKey());
            int compared = limit == null ? 0 : own.compareTo(limit.share().times(persons));
            boolean reaches = limit != null && (limit.inclusive() ? compared >= 0 : compared > 0);
            boolean answers = own.signum() > 0
                    || (a.regime() == Regime.STRICT && c.strictDebtors().containsKey(claimable.getKey()));
            assertThat(claimable.getValue()).isEqualTo(reaches && answers ? whole : own);
        }
    }

    @Property(seed = "4711", tries = 400)
    void theClaimIsBarredJustWhereTheOwnShareReachesTheLimit(@ForAll("byShare") ItemCase c) {
        ByShare law = c.byShare();
        Apportioned open = statutory.apportion(with(c, new ByShare(law.whole(), null, law.assigned(), law.persons())));
        ByShare.Limit bar = law.bar();
        Assume.that(open.established() && bar != null);
        Fraction own = share(open, Attribution.CLAIMANT);
        Fraction persons =
                law.assigned() ? withoutNature(c) : Fraction.ONE.minus(share(open, Attribution.UNATTRIBUTED));
        int compared = bar == null ? 0 : own.compareTo(bar.share().times(persons));

        Apportioned a = statutory.apportion(c);

        boolean barred = bar != null && (bar.inclusive() ? compared >= 0 : compared > 0);
        assertThat(a.failed()).isEqualTo(barred ? FailedElement.CLAIMANT_BAR : null);
        if (!barred) {
            assertThat(a.shares()).isEqualTo(open.shares());
            assertThat(a.claimable()).isEqualTo(open.claimable());
        }
    }

    @Property(seed = "4711", tries = 250)
    void aLowerLimitOnlyBindsMore(@ForAll("byShare") ItemCase c) {
        ByShare.Limit limit = c.byShare().whole();
        Assume.that(limit != null && limit.share().signum() > 0);
        Apportioned before = statutory.apportion(c);
        Fraction lower = limit == null ? Fraction.ZERO : limit.share().minus(Fraction.of(1, 8));
        Apportioned after = statutory.apportion(with(
                c,
                new ByShare(
                        new ByShare.Limit(limit != null && limit.inclusive(), lower),
                        c.byShare().bar(),
                        c.byShare().assigned(),
                        c.byShare().persons())));

        before.claimable()
                .forEach((party, part) -> assertThat(after.claimable().getOrDefault(party, Fraction.ZERO))
                        .isGreaterThanOrEqualTo(part));
    }

    private static Fraction withoutNature(ItemCase c) {
        return Fraction.ONE.minus(
                c.causes().others().stream().map(o -> o.weight().point()).reduce(Fraction.ZERO, Fraction::plus));
    }

    private static ItemCase with(ItemCase c, ByShare law) {
        return c.toBuilder().byShare(law).build();
    }

    // ---- cases

    @Provide
    Arbitrary<Random> randoms() {
        return Arbitraries.randomValue(r -> new Random(r.nextLong()));
    }

    @Provide
    Arbitrary<ItemCase> cases() {
        return Arbitraries.of(Regime.values())
                .flatMap(regime -> Arbitraries.randomValue(r -> {
                    ItemCase c = generate(r, regime);
                    return r.nextInt(3) > 0
                            ? c
                            : c.toBuilder().byShare(byShare(r)).build();
                }));
    }

    @Provide
    Arbitrary<ItemCase> byShare() {
        return Arbitraries.of(Regime.values())
                .flatMap(regime -> Arbitraries.randomValue(
                        r -> generate(r, regime).toBuilder().byShare(byShare(r)).build()));
    }

    private static ByShare byShare(Random r) {
        return new ByShare(
                r.nextInt(4) == 0 ? null : limit(r),
                r.nextInt(3) > 0 ? null : limit(r),
                r.nextInt(4) == 0,
                Collections.emptySortedMap());
    }

    private static ByShare.Limit limit(Random r) {
        return new ByShare.Limit(r.nextBoolean(), Fraction.of(r.nextInt(5), 4));
    }

    @Provide
    Arbitrary<ItemCase> strict() {
        return Arbitraries.randomValue(r -> generate(r, Regime.STRICT));
    }

    /** By fault, where some answer after others: chains, circles and pairs bound by solidarity among them. */
    @Provide
    Arbitrary<ItemCase> ordered() {
        return Arbitraries.randomValue(r -> {
            ItemCase c = generate(r, Regime.FAULT);
            List<String> parties =
                    c.faults().stream().map(Fault::party).distinct().toList();
            List<ItemCase.Supplement> supplements = new ArrayList<>();
            for (int i = 0; i < 1 + r.nextInt(4) && !parties.isEmpty(); i++) {
                supplements.add(new ItemCase.Supplement(
                        parties.get(r.nextInt(parties.size())), parties.get(r.nextInt(parties.size()))));
            }
            return withSupplements(c, supplements);
        });
    }

    private static ItemCase withSupplements(ItemCase c, List<ItemCase.Supplement> supplements) {
        ItemCase.Builder b =
                rebuilt(c, c.faults(), c.inBreach(), c.joints(), c.causes(), c.grades(), List.of()).toBuilder();
        supplements.forEach(s -> b.supplement(s.party(), s.primary()));
        return b.build();
    }

    @Provide
    Arbitrary<ItemCase> byFault() {
        return Arbitraries.randomValue(r -> generate(r, Regime.FAULT));
    }

    private static ItemCase generate(Random r, Regime regime) {
        ItemCase.Builder b =
                Cases.item().regime(regime).proven(r.nextInt(20) > 0).medical(r.nextBoolean());
        List<String> all = List.of("data", "teacher", "student", "adapter", "platform", "clinic", "press");
        List<String> grades = GradeWeights.GRADES.subList(1, 5);
        for (String party : all) {
            boolean user = party.equals("clinic") || party.equals("press");
            b.party(party);
            if (user) {
                b.user(party);
            }
            if (r.nextInt(2) == 0) {
                String grade = grades.get(r.nextInt(4));
                b.fault(party, grade, user ? Side.TREATMENT : Side.PRODUCT).breach(party, grade);
            } else if (r.nextInt(3) == 0) {
                b.breach(party, grades.get(r.nextInt(4)));
            }
            for (String next : all.subList(all.indexOf(party) + 1, all.size())) {
                if (r.nextInt(3) == 0) {
                    b.leads(party, next);
                }
            }
            if (r.nextInt(5) == 0) {
                b.joint(party, all.get(r.nextInt(all.size())));
            }
        }
        if (regime == Regime.STRICT) {
            b.strictDebtor("teacher", "producer");
            if (r.nextBoolean()) {
                b.strictDebtor(r.nextBoolean() ? "platform" : "clinic", "seller");
            }
        }
        if (r.nextInt(3) == 0) {
            b.contributory(grades.get(r.nextInt(4)));
        }
        b.equalParts(r.nextInt(6) == 0);
        if (r.nextInt(4) > 0) {
            b.causes(causes(r, all));
        }
        return b.build();
    }

    private static CausalParts causes(Random r, List<String> all) {
        boolean localised = r.nextInt(3) == 0;
        List<String> words = List.of("whole", "main", "equal", "secondary", "slight", "1/5", "3/7");
        List<Part> parts = new ArrayList<>();
        for (String party : all) {
            if (r.nextInt(2) == 0) {
                parts.add(part(party, Cases.cause(words.get(r.nextInt(words.size())))));
            }
        }
        if (r.nextInt(3) == 0) {
            parts.add(part(VICTIM, Cases.cause(words.get(r.nextInt(words.size())))));
        }
        List<Other> others = new ArrayList<>();
        if (!localised && r.nextInt(3) == 0) {
            others.add(new Other("disease", Cases.cause(words.get(1 + r.nextInt(6))), List.of()));
        }
        return new CausalParts(
                "loss",
                localised ? "localised" : "appraised",
                "",
                parts,
                others,
                localised ? Fraction.of(r.nextInt(5), 10) : Fraction.ZERO);
    }

    private static Part part(String party, Weight weight) {
        return new Part(party, weight, "", "", "unstated", List.of());
    }

    private static Part withWeight(Part p, Weight weight) {
        return new Part(p.party(), weight, p.side(), p.words(), p.fault(), p.evidence());
    }

    private static CausalParts withParts(CausalParts c, List<Part> parts) {
        return new CausalParts(c.item(), c.source(), c.form(), parts, c.others(), c.unexplained());
    }

    private static Fraction share(Apportioned a, String party) {
        return a.shares().getOrDefault(party, Fraction.ZERO);
    }

    private static BigDecimal amountOf(SortedMap<String, Money> amounts, String party) {
        Money amount = amounts.get(party);
        return amount == null ? BigDecimal.ZERO : amount.amount();
    }

    private static ItemCase withoutJoints(ItemCase c) {
        return rebuilt(c, c.faults(), c.inBreach(), List.of(), c.causes(), c.grades());
    }

    private static ItemCase shuffled(ItemCase c, Random random) {
        List<Fault> faults = new ArrayList<>(c.faults());
        List<ItemCase.Joint> joints = new ArrayList<>(c.joints());
        List<Part> parts = new ArrayList<>(c.causes().parts());
        Collections.shuffle(faults, random);
        Collections.shuffle(joints, random);
        Collections.shuffle(parts, random);
        return rebuilt(c, faults, c.inBreach(), joints, withParts(c.causes(), parts), c.grades());
    }

    private static ItemCase rebuilt(
            ItemCase c,
            List<Fault> faults,
            SortedMap<String, String> inBreach,
            List<ItemCase.Joint> joints,
            CausalParts causes,
            GradeWeights grades) {
        return rebuilt(c, faults, inBreach, joints, causes, grades, c.supplements());
    }

    private static ItemCase rebuilt(
            ItemCase c,
            List<Fault> faults,
            SortedMap<String, String> inBreach,
            List<ItemCase.Joint> joints,
            CausalParts causes,
            GradeWeights grades,
            List<ItemCase.Supplement> supplements) {
        return new ItemCase(
                c.item(),
                c.proven(),
                c.regime(),
                c.medical(),
                c.claimant(),
                c.parties(),
                faults,
                inBreach,
                c.strictDebtors(),
                c.contributory(),
                c.equalParts(),
                joints,
                c.works(),
                supplements,
                c.covers(),
                c.defended(),
                causes,
                c.lineage(),
                c.users(),
                grades,
                c.strictInner(),
                c.strictClaimantFrom(),
                c.strictFaultless(),
                c.byShare());
    }

    /** Names that sort the other way round. */
    private static String newName(String party) {
        return party.equals(VICTIM) || party.equals(Attribution.CLAIMANT) || party.equals(Attribution.UNATTRIBUTED)
                ? party
                : (char) ('z' - party.charAt(0) + 'a') + party;
    }

    private static ItemCase renamed(ItemCase c) {
        ItemCase.Builder b = ItemCase.of(c.item(), c.claimant(), c.grades())
                .proven(c.proven())
                .regime(c.regime())
                .medical(c.medical())
                .equalParts(c.equalParts())
                .strictInner(c.strictInner())
                .strictClaimantFrom(c.strictClaimantFrom())
                .strictFaultless(c.strictFaultless())
                .byShare(c.byShare());
        c.parties().forEach(p -> b.party(newName(p)));
        c.faults().forEach(f -> b.fault(newName(f.party()), f.grade(), f.side()));
        c.inBreach().forEach((p, g) -> b.breach(newName(p), g));
        c.strictDebtors().forEach((p, caps) -> caps.forEach(cap -> b.strictDebtor(newName(p), cap)));
        String contributory = c.contributory();
        if (contributory != null) {
            b.contributory(contributory);
        }
        c.joints().forEach(j -> b.joint(newName(j.party()), newName(j.other())));
        c.lineage().forEach((from, to) -> to.forEach(t -> b.leads(newName(from), newName(t))));
        c.users().forEach(u -> b.user(newName(u)));
        List<Part> parts = new ArrayList<>();
        c.causes().parts().forEach(p -> parts.add(part(newName(p.party()), p.weight())));
        return b.causes(withParts(c.causes(), parts)).build();
    }

    private static Fraction within(Weight w, Random random) {
        Fraction step = Fraction.of(random.nextInt(11), 10);
        return w.low().plus(w.high().minus(w.low()).times(step));
    }

    private static ItemCase sampled(ItemCase c, Random random) {
        SortedMap<String, Weight> grades = new TreeMap<>();
        c.grades().byGrade().forEach((g, w) -> grades.put(g, Weight.exactly(within(w, random))));
        List<Part> parts = new ArrayList<>();
        c.causes().parts().forEach(p -> parts.add(withWeight(p, Weight.exactly(within(p.weight(), random)))));
        List<Other> others = new ArrayList<>();
        c.causes()
                .others()
                .forEach(o -> others.add(new Other(o.cause(), Weight.exactly(within(o.weight(), random)), List.of())));
        CausalParts causes = new CausalParts(c.item(), c.causes().source(), "", parts, others, Fraction.ZERO);
        return rebuilt(c, c.faults(), c.inBreach(), c.joints(), causes, new GradeWeights(grades));
    }

    private static Weight halved(Weight w) {
        Fraction half = Fraction.of(1, 2);
        return new Weight(
                w.low().plus(w.point()).times(half),
                w.point(),
                w.high().plus(w.point()).times(half));
    }

    private static ItemCase narrowed(ItemCase c) {
        SortedMap<String, Weight> grades = new TreeMap<>();
        c.grades().byGrade().forEach((g, w) -> grades.put(g, halved(w)));
        List<Part> parts = new ArrayList<>();
        c.causes().parts().forEach(p -> parts.add(withWeight(p, halved(p.weight()))));
        List<Other> others = new ArrayList<>();
        c.causes().others().forEach(o -> others.add(new Other(o.cause(), halved(o.weight()), List.of())));
        CausalParts causes = new CausalParts(
                c.item(),
                c.causes().source(),
                "",
                parts,
                others,
                c.causes().unexplained().times(Fraction.of(1, 2)));
        return rebuilt(c, c.faults(), new TreeMap<>(c.inBreach()), c.joints(), causes, new GradeWeights(grades));
    }

    @Property(seed = "4711", tries = 200)
    void groupsAreConnectedAndApart(@ForAll("cases") ItemCase c) {
        Apportioned a = statutory.apportion(c);

        TreeSet<String> seen = new TreeSet<>();
        a.groups().forEach(g -> g.forEach(member -> assertThat(seen.add(member)).isTrue()));
        a.groups()
                .forEach(g -> assertThat(g.stream()
                                .map(m -> a.claimable().getOrDefault(m, Fraction.ZERO))
                                .distinct())
                        .hasSize(1));
    }
}
