package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.rules.apportion.Settling;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Attribution.Recourse;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Regime;
import io.kdchain.rules.verdict.Settlement;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * The invariants of apportionment, by their numbers, over random chains that go the whole way: signed events, log,
 * slice, verified evidence, facts, Drools, shares. A chain that breaks one is printed as a scenario file.
 */
abstract class AttributionInvariants {
    private static final String SEED = "20260410";
    private static final String BURN = "burn";
    private static final ScenarioRunner RUNNER = new ScenarioRunner(PackSource.of(Path.of("..", "rules")));

    @Provide
    Arbitrary<RandomChain> chains() {
        return Arbitraries.randomValue(RandomChain::of);
    }

    /** Chains whose causes an expert appraised. */
    @Provide
    Arbitrary<RandomChain> appraised() {
        return chains().filter(c -> !c.parts().isEmpty());
    }

    static Attribution judge(RandomChain chain) {
        return RUNNER.run(chain.scenario()).verdict();
    }

    // ---- conservation and the outside relation

    @Property(seed = SEED)
    void i1SharesOfAnItemSumToOneOrAllAreZero(@ForAll("chains") RandomChain chain) {
        Attribution verdict = judge(chain);

        for (ItemVerdict item : verdict.items()) {
            Fraction sum = item.shares().values().stream().reduce(Fraction.ZERO, Fraction::plus);
            assertThat(sum).isEqualTo(item.established() ? Fraction.ONE : Fraction.ZERO);
            assertThat(item.shares().values()).allMatch(s -> s.signum() >= 0);
            assertThat(item.shares()).containsKeys(Attribution.CLAIMANT, Attribution.UNATTRIBUTED);
            assertThat(item.established()).isEqualTo(item.failed().isEmpty());
        }
        Statistics.label("incident")
                .collect(verdict.established() ? "established" : "not established")
                .coverage(c -> c.check("established").percentage(p -> p > 50));
        verdict.items().stream()
                .filter(ItemVerdict::established)
                .forEach(i -> Statistics.label("regime of established items").collect(i.regime()));
    }

    @Property(seed = SEED)
    void i2ClaimablePartsCoverSharesAndRecourseNetsToZero(@ForAll("chains") RandomChain chain) {
        for (ItemVerdict item : judge(chain).items()) {
            Fraction rest = Fraction.ZERO;
            for (String party : item.claimable().keySet()) {
                rest = rest.plus(share(item, party));
            }
            for (Map.Entry<String, Fraction> claimable : item.claimable().entrySet()) {
                Fraction own = share(item, claimable.getKey());
                assertThat(claimable.getValue()).isBetween(own, rest);
                assertThat(claimable.getValue())
                        .isLessThanOrEqualTo(Fraction.ONE.minus(share(item, Attribution.CLAIMANT)));
                Fraction back = item.recourse().stream()
                        .filter(r -> r.from().equals(claimable.getKey()))
                        .map(Recourse::share)
                        .reduce(Fraction.ZERO, Fraction::plus);
                assertThat(claimable.getValue().minus(own)).isEqualTo(back);
            }
            for (Recourse recourse : item.recourse()) {
                assertThat(recourse.from()).isNotEqualTo(recourse.to());
                // a customer of a contract of work recovers no more than what it paid above its part: Interpretation 18
                assertThat(recourse.share()).isBetween(Fraction.ZERO, share(item, recourse.to()));
                if (item.solidarity().stream()
                        .anyMatch(s -> s.parties().containsAll(List.of(recourse.from(), recourse.to())))) {
                    assertThat(recourse.share()).isEqualTo(share(item, recourse.to()));
                }
            }
        }
    }

    // ---- what must not matter

    @Property(seed = SEED)
    void i3OrderOfTheInputDoesNotMatter(@ForAll("chains") RandomChain chain, @ForAll Random random) {
        Attribution shuffled = judge(chain.with(c -> c.shuffle(random)));

        assertThat(shuffled.digest()).isEqualTo(judge(chain).digest());
    }

    @Property(seed = SEED)
    void i3NamesOfPartiesDoNotMatter(@ForAll("chains") RandomChain chain, @ForAll Random random) {
        List<String> ids = List.copyOf(chain.partyIds());
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            names.put(ids.get(i), "p" + order.get(i));
        }

        Attribution plain = judge(chain);
        Attribution renamed = judge(chain.renamed(names));

        for (ItemVerdict item : plain.items()) {
            assertThat(renamed.item(item.item()).shares()).isEqualTo(renamed(item.shares(), names));
            assertThat(renamed.item(item.item()).claimable()).isEqualTo(renamed(item.claimable(), names));
            assertThat(renamed.item(item.item()).cites()).isEqualTo(item.cites());
        }
    }

    @Property(seed = SEED)
    void i4RepeatedEvidenceAddsNothing(@ForAll("chains") RandomChain chain, @ForAll Random random) {
        Attribution once = judge(chain);

        assertThat(judge(chain).digest()).isEqualTo(once.digest());
        assertThat(judge(chain.with(c -> c.repeat(random))).digest()).isEqualTo(once.digest());
    }

    /** A platform that vetted nothing and did nothing else that was a cause, beside who distilled, both named. */
    @Provide
    Arbitrary<RandomChain> unvetted() {
        return Combinators.combine(
                        chains().filter(
                                        1_000_000,
                                        c -> !c.events("OutputServed").isEmpty()
                                                && !c.deployer().equals(distiller(c))),
                        Arbitraries.of(RandomChain.GRADES.subList(0, 4)),
                        Arbitraries.of(RandomChain.GRADES.subList(0, 4)),
                        Arbitraries.of(RandomChain.FAULTS),
                        Arbitraries.of(RandomChain.FAULTS))
                .as((chain, ofPlatform, ofDistiller, fault, other) -> chain.with(c -> {
                    c.remove(e -> Set.of(
                                    "CausationAppraised",
                                    "DefectLocalised",
                                    "DefectAppraised",
                                    "DutyAppraised",
                                    "NoticeReceived",
                                    "AgreementConcluded")
                            .contains(e.get("type").asText()));
                    c.events().forEach(e -> e.remove(List.of("tamper", "tamperedBy")));
                    c.events("OutputServed")
                            .forEach(e -> ((ObjectNode) e.get("body"))
                                    .putArray("labels")
                                    .add("risk"));
                    c.addItem("{id: '%s', kind: 'bodily-injury', amount: '90001', currency: 'CNY'}".formatted(BURN));
                    c.add(unmet(c.deployer(), "vet-upstream", fault));
                    c.add(unmet(distiller(c), "measure-fidelity", other));
                    c.add(
                            "{at: '2026-06-02', actor: 'expert', type: 'CausationAppraised', body: {incident: 'incident:random', by: 'expert', appointedBy: 'court', parts: [{party: '%s', grade: '%s'}, {party: '%s', grade: '%s'}]}}"
                                    .formatted(c.deployer(), ofPlatform, distiller(c), ofDistiller));
                }));
    }

    private static String distiller(RandomChain chain) {
        return chain.events("DistillationCompleted").get(0).get("actor").asText();
    }

    private static String unmet(String party, String duty, String fault) {
        return "{at: '2026-06-01', actor: 'expert', type: 'DutyAppraised', body: {party: '%s', duty: '%s', met: false, fault: '%s', by: 'expert', appointedBy: 'court', note: 'found'}}"
                .formatted(party, duty, fault);
    }

    @Property(seed = SEED)
    void i32WhoAnswersInSecondPlacePaysNothingBeforeEnforcementAgainstTheFirstHasFailed(
            @ForAll("unvetted") RandomChain chain) {
        String platform = chain.deployer();
        String question = "defence:%s:%s:second-place".formatted(BURN, platform);
        Attribution several = judge(chain);
        boolean asked = several.open().stream().anyMatch(q -> q.id().equals(question));
        Statistics.label("the law leaves the order open").collect(asked);
        Assume.that(asked);
        RandomChain ordered = chain.with(c -> c.affirm(question));
        Attribution verdict = judge(ordered);
        ItemVerdict item = verdict.item(BURN);
        Fraction scope = several.item(BURN).shares().getOrDefault(platform, Fraction.ZERO);

        assertThat(item.shares()).containsEntry(platform, Fraction.ZERO);
        assertThat(item.claimable()).containsEntry(platform, scope);
        Money loss = Money.of("90001", "CNY");
        Set<String> first = new TreeSet<>();
        item.supplementary().forEach(s -> first.add(s.primary()));
        assertThat(first).isNotEmpty();
        assertThat(owes(Settling.of(item, loss, Map.of(), Set.of()), platform)).isZero();
        BigDecimal most = owes(Settling.of(several.item(BURN), loss, Map.of(), Set.of()), platform);
        BigDecimal now = owes(Settling.of(item, loss, Map.of(), first), platform);
        assertThat(now).isPositive();
        // rounded once for each of those in first place
        assertThat(now.subtract(most).abs()).isLessThanOrEqualTo(new BigDecimal(first.size()));
    }

    private static BigDecimal owes(Settlement settled, String party) {
        return settled.debtors().stream()
                .filter(d -> d.party().equals(party))
                .map(d -> d.owes().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Property(seed = SEED)
    void i7AmountsScaleAndSharesStay(@ForAll("chains") RandomChain chain) {
        int factor = 7;
        Attribution one = judge(chain);
        Attribution many = judge(chain.with(c -> c.items()
                .forEach(i -> i.put(
                        "amount",
                        String.valueOf(factor * Long.parseLong(i.get("amount").asText()))))));

        assertThat(many.shares()).isEqualTo(one.shares());
        for (ItemVerdict item : one.items()) {
            ItemVerdict scaled = many.item(item.item());
            assertThat(scaled.shares()).isEqualTo(item.shares());
            assertThat(scaled.claimable()).isEqualTo(item.claimable());
            assertThat(scaled.amounts().keySet()).isEqualTo(item.amounts().keySet());
            item.amounts()
                    .forEach((party, amount) -> assertThat(amountOf(scaled, party)
                                    .subtract(amount.amount().multiply(BigDecimal.valueOf(factor)))
                                    .abs())
                            // each is rounded once, by less than a fen
                            .isLessThan(new BigDecimal("0.08")));
            assertThat(sum(scaled.amounts()))
                    .isEqualByComparingTo(sum(item.amounts()).multiply(BigDecimal.valueOf(factor)));
        }
    }

    // ---- grades

    @Property(seed = SEED)
    void i6MoreCausalForceNeverLowersAShare(@ForAll("appraised") RandomChain chain, @ForAll Random random) {
        int which = random.nextInt(chain.parts().size());
        ObjectNode part = chain.parts().get(which);
        int grade = RandomChain.GRADES.indexOf(part.get("grade").asText());
        Assume.that(grade < RandomChain.GRADES.size() - 1);
        String higher = RandomChain.GRADES.get(grade + 1 + random.nextInt(RandomChain.GRADES.size() - grade - 1));

        raises(
                chain,
                chain.with(c -> c.parts().get(which).put("grade", higher)),
                part.get("party").asText());
    }

    @Property(seed = SEED)
    void i6MoreFaultNeverLowersAShare(@ForAll("appraised") RandomChain chain, @ForAll Random random) {
        int which = random.nextInt(chain.parts().size());
        int lower = random.nextInt(RandomChain.FAULTS.size() - 1);
        int higher = lower + 1 + random.nextInt(RandomChain.FAULTS.size() - lower - 1);
        RandomChain low = chain.with(c -> c.parts().get(which).put("fault", RandomChain.FAULTS.get(lower)));
        RandomChain high = chain.with(c -> c.parts().get(which).put("fault", RandomChain.FAULTS.get(higher)));
        // intent of the claimant as the sole cause is another thing than a higher grade: see 24
        Assume.that(!chain.parts().get(which).get("party").asText().equals(chain.claimant()) || higher < 3);

        raises(low, high, chain.parts().get(which).get("party").asText());
    }

    private static void raises(RandomChain low, RandomChain high, String party) {
        Attribution before = judge(low);
        Attribution after = judge(high);
        String key = party.equals(low.claimant()) ? Attribution.CLAIMANT : party;
        for (ItemVerdict item : before.items()) {
            ItemVerdict now = after.item(item.item());
            assertThat(share(now, key)).isGreaterThanOrEqualTo(share(item, key));
            // what is unattributed comes first: where it shrinks, there is more for all the others to bear
            if (!key.equals(Attribution.CLAIMANT)
                    && share(now, Attribution.UNATTRIBUTED).equals(share(item, Attribution.UNATTRIBUTED))) {
                assertThat(share(now, Attribution.CLAIMANT)).isLessThanOrEqualTo(share(item, Attribution.CLAIMANT));
            }
        }
    }

    @Property(seed = SEED)
    void i8FaultDecidesNothingOutsideInStrictLiability(@ForAll("appraised") RandomChain chain) {
        Set<String> makers = makers(chain);
        Attribution plain = judge(chain);
        for (ObjectNode part : chain.parts()) {
            String party = part.get("party").asText();
            if (!makers.contains(party)) {
                continue;
            }
            int which = chain.parts().indexOf(part);
            for (String fault : List.of("slight", "gross")) {
                Attribution other = judge(chain.with(c -> c.parts().get(which).put("fault", fault)));
                for (ItemVerdict item : plain.items()) {
                    boolean strict = item.established() && item.regime() == Regime.STRICT;
                    if (strict && strictDebtors(plain, item.item()).contains(party)) {
                        assertThat(other.item(item.item()).claimable().get(party))
                                .isEqualTo(item.claimable().get(party));
                    }
                }
            }
        }
    }

    @Property(seed = SEED)
    void i8WithoutFaultNobodyBearsAShareInTheFaultRegimes(@ForAll("appraised") RandomChain chain) {
        RandomChain faultless = chain.with(c -> c.parts().forEach(p -> {
            if (!p.get("party").asText().equals(c.claimant())) {
                p.put("fault", "none");
            }
        }));
        Attribution verdict = judge(faultless);
        Set<String> tamperers = tamperers(faultless);

        for (ItemVerdict item : verdict.items()) {
            if (item.regime() == Regime.STRICT) {
                continue;
            }
            for (ObjectNode part : faultless.parts()) {
                String party = part.get("party").asText();
                if (!party.equals(faultless.claimant()) && !tamperers.contains(party)) {
                    assertThat(share(item, party)).isEqualTo(Fraction.ZERO);
                }
            }
        }
    }

    // ---- forms of liability

    @Property(seed = SEED)
    void i11SolidarityMovesNoShare(@ForAll("appraised") RandomChain chain) {
        Attribution several = judge(formed(chain, ""));
        for (String form : List.of("joint", "sufficient")) {
            Attribution joint = judge(formed(chain, form));
            for (ItemVerdict item : several.items()) {
                ItemVerdict other = joint.item(item.item());
                assertThat(other.shares()).isEqualTo(item.shares());
                other.claimable()
                        .forEach((party, part) -> assertThat(part)
                                .isGreaterThanOrEqualTo(item.claimable().getOrDefault(party, Fraction.ZERO)));
            }
        }
    }

    @Property(seed = SEED)
    void i12WhatIsNotSufficientLowersClaimablePartsOnly(@ForAll("appraised") RandomChain chain) {
        Attribution each = judge(formed(chain, "sufficient"));
        Attribution together = judge(formed(chain, ""));

        for (ItemVerdict item : together.items()) {
            ItemVerdict before = each.item(item.item());
            item.claimable()
                    .forEach((party, part) -> assertThat(part)
                            .isLessThanOrEqualTo(before.claimable().getOrDefault(party, Fraction.ZERO)));
        }
    }

    @Property(seed = SEED)
    void i13DebtorsAlikeBearTheSame(@ForAll("appraised") RandomChain chain) {
        RandomChain alike = formed(chain, "").with(c -> {
            c.remove(e -> e.has("tamper"));
            c.parts().forEach(p -> p.put("grade", "equal").put("fault", "ordinary"));
        });

        for (ItemVerdict item : judge(alike).items()) {
            if (item.established() && item.regime() != Regime.STRICT) {
                assertThat(positive(item)).hasSize(1);
            }
        }
    }

    @Property(seed = SEED)
    void i13PartsThatNobodyCanTellAreEqual(@ForAll("appraised") RandomChain chain) {
        Attribution verdict = judge(formed(chain, "undeterminable"));

        for (ItemVerdict item : verdict.items()) {
            if (item.established() && item.regime() != Regime.STRICT) {
                assertThat(positive(item)).hasSize(1);
            }
        }
    }

    // ---- the claimant

    @Property(seed = SEED)
    void i24WhatTheClaimantAloneIntendedNobodyElseBears(@ForAll("appraised") RandomChain chain) {
        RandomChain intended = formed(chain, "").with(c -> {
            ArrayNode parts = (ArrayNode) c.appraisal().orElseThrow().get("parts");
            parts.removeAll();
            parts.add(RandomChain.object("{party: '%s', grade: 'whole', fault: 'intent'}".formatted(c.claimant())));
        });
        Attribution verdict = judge(intended);

        assertThat(verdict.established()).isFalse();
        assertThat(verdict.liable()).isEmpty();
        assertThat(verdict.items())
                .allSatisfy(i -> assertThat(i.shares().values()).allMatch(Fraction::isZero));
    }

    @Property(seed = SEED)
    void i24ThePartOfTheClaimantGrowsWithItsFault(@ForAll("appraised") RandomChain chain) {
        RandomChain named = chain.with(c -> {
            if (c.parts().stream().noneMatch(p -> p.get("party").asText().equals(c.claimant()))) {
                ((ArrayNode) c.appraisal().orElseThrow().get("parts"))
                        .add(RandomChain.object("{party: '%s', grade: 'secondary'}".formatted(c.claimant())));
            }
        });
        Map<String, Fraction> before = new HashMap<>();
        for (String fault : List.of("none", "slight", "ordinary", "gross")) {
            Attribution verdict = judge(named.with(c -> c.parts().stream()
                    .filter(p -> p.get("party").asText().equals(c.claimant()))
                    .forEach(p -> p.put("fault", fault))));
            for (ItemVerdict item : verdict.items()) {
                Fraction own = share(item, Attribution.CLAIMANT);
                assertThat(own).isGreaterThanOrEqualTo(before.getOrDefault(item.item(), Fraction.ZERO));
                before.put(item.item(), own);
            }
        }
    }

    /** An item that an appraisal of its own gives to others is none that the claimant could influence. */
    @Property(seed = SEED)
    void i24NoPartOfTheClaimantInAnItemItCouldNotInfluence(@ForAll("appraised") RandomChain chain) {
        String item = chain.items().get(0).get("id").asText();
        String debtor = chain.deployer();
        RandomChain own = chain.with(c -> c.add(
                "{at: '2026-06-03', actor: 'expert', type: 'CausationAppraised', body: {incident: 'incident:random', item: '%s', by: 'expert', appointedBy: 'court', parts: [{party: '%s', grade: 'whole'}]}}"
                        .formatted(item, debtor)));

        assertThat(share(judge(own).item(item), Attribution.CLAIMANT)).isEqualTo(Fraction.ZERO);
    }

    // ---- conduits

    @Property(seed = SEED)
    void i26AFaithfulIntermediateChangesNoShare(@ForAll("chains") RandomChain chain) {
        // who was told of a failed test would have to be told anew
        Assume.that(chain.events("LimitationDisclosed").isEmpty());
        String model = chain.events("ModelDeployed").get(0).get("uses").get(0).asText();
        RandomChain longer = chain.with(c -> {
            c.addParty("faithful", "hardware-adapter");
            c.add(
                    "{at: '2026-02-28', actor: 'faithful', type: 'ModelAdapted', uses: ['%s'], generates: ['model:faithful'], body: {technique: 'compile', target: 'npu', equivalence: {dataset: 'dataset:check', agreement: 1, maxDivergence: 0, tolerance: 0.05, passed: true}}}"
                            .formatted(model));
            c.deploy("model:faithful");
        });
        Attribution plain = judge(chain);
        Attribution passed = judge(longer);

        for (ItemVerdict item : plain.items()) {
            SortedMap<String, Fraction> others =
                    new TreeMap<>(passed.item(item.item()).shares());
            assertThat(others.remove("faithful")).isEqualTo(Fraction.ZERO);
            assertThat(others).isEqualTo(item.shares());
        }
    }

    // ---- helpers

    private static RandomChain formed(RandomChain chain, String form) {
        return chain.with(c -> {
            ObjectNode appraisal = c.appraisal().orElseThrow();
            appraisal.remove(List.of("joint", "sufficient", "determinable"));
            if (form.equals("undeterminable")) {
                appraisal.put("determinable", false);
            } else if (!form.isEmpty()) {
                appraisal.put(form, true);
            }
        });
    }

    private static Set<Fraction> positive(ItemVerdict item) {
        Set<Fraction> positive = new TreeSet<>();
        item.shares().forEach((key, share) -> {
            if (share.signum() > 0 && !key.equals(Attribution.UNATTRIBUTED)) {
                positive.add(share);
            }
        });
        return positive;
    }

    private static Set<String> makers(RandomChain chain) {
        Set<String> makers = new TreeSet<>();
        chain.events().stream()
                .filter(e ->
                        !e.get("generates").isEmpty() && !e.get("type").asText().equals("OutputUsed"))
                .forEach(e -> makers.add(e.get("actor").asText()));
        chain.events("OutputUsed").forEach(e -> makers.remove(e.get("actor").asText()));
        return makers;
    }

    private static Set<String> tamperers(RandomChain chain) {
        Set<String> by = new TreeSet<>();
        chain.events().stream()
                .filter(e -> e.has("tamper"))
                .forEach(e -> by.add((e.has("tamperedBy") ? e.get("tamperedBy") : e.get("actor")).asText()));
        return by;
    }

    /** Who answers regardless of fault for an item, by the verdict's own reasons. */
    private static Set<String> strictDebtors(Attribution verdict, String item) {
        Set<String> debtors = new TreeSet<>();
        for (LiableParty party : verdict.liable()) {
            if (verdict.reasons().stream()
                    .anyMatch(r -> r.conclusion()
                            .startsWith("StrictlyLiable(party: \"%s\", item: \"%s\"".formatted(party.party(), item)))) {
                debtors.add(party.party());
            }
        }
        return debtors;
    }

    private static Fraction share(ItemVerdict item, String key) {
        return item.shares().getOrDefault(key, Fraction.ZERO);
    }

    private static SortedMap<String, Fraction> renamed(SortedMap<String, Fraction> shares, Map<String, String> names) {
        SortedMap<String, Fraction> renamed = new TreeMap<>();
        shares.forEach((key, share) -> renamed.put(names.getOrDefault(key, key), share));
        return renamed;
    }

    private static BigDecimal amountOf(ItemVerdict item, String party) {
        return Objects.requireNonNull(item.amounts().get(party)).amount();
    }

    private static BigDecimal sum(SortedMap<String, Money> amounts) {
        return amounts.values().stream().map(Money::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
