package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Regime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The invariants of apportionment, by their numbers, that speak of who must prove what, of what no record can change,
 * and of what a party keeps back, over random chains that go the whole way from signed events to shares.
 */
abstract class RecordInvariants {
    private static final String SEED = "20261129";
    private static final ScenarioRunner RUNNER = new ScenarioRunner(PackSource.of(Path.of("..", "rules")));
    private static final String LEAKED = "leaked";
    private static final Set<String> CHECKS = Set.of("BiasAudited", "ModelEvaluated");

    @Provide
    Arbitrary<RandomChain> chains() {
        return Arbitraries.randomValue(RandomChain::of);
    }

    /** Chains in which a processor keeps personal data as it should, and they leak from its sphere all the same. */
    @Provide
    Arbitrary<RandomChain> leaks() {
        return chains().filter(1_000_000, c -> !c.events("DatasetCollected").isEmpty())
                .map(chain -> chain.with(c -> {
                    String processor = collector(c);
                    c.remove(e -> Set.of(
                                    "DataAuthorised",
                                    "ArtefactTransferred",
                                    "ArtefactLeaked",
                                    "AgreementConcluded",
                                    "CausationAppraised",
                                    "DefectLocalised")
                            .contains(e.get("type").asText()));
                    c.remove(e -> e.get("type").asText().equals("DutyAppraised")
                            && e.get("body").get("party").asText().equals(processor));
                    c.events().forEach(e -> e.remove(List.of("tamper", "tamperedBy")));
                    ((ObjectNode) c.events("DatasetCollected").get(0).get("body"))
                            .put("method", "user-submitted")
                            .put("personal", "sensitive");
                    c.add(
                            "{at: '2026-01-05', actor: '%s', type: 'DataAuthorised', body: {dataset: 'dataset:rows', by: '%s', basis: 'consent', purposes: ['general', 'news', 'credit', 'medical'], distillation: true}}"
                                    .formatted(processor, processor));
                    c.add(
                            "{at: '2026-04-03', actor: '%s', type: 'ArtefactLeaked', body: {artefact: 'dataset:rows', scope: 'rows', from: '%s'}}"
                                    .formatted(processor, processor));
                    c.addItem("{id: '%s', kind: 'privacy', amount: '40000', currency: 'CNY'}".formatted(LEAKED));
                }));
    }

    private static String collector(RandomChain chain) {
        return chain.events("DatasetCollected").get(0).get("actor").asText();
    }

    private static Attribution judge(RandomChain chain) {
        return RUNNER.run(chain.scenario()).verdict();
    }

    private static Fraction share(ItemVerdict item, String key) {
        return item.shares().getOrDefault(key, Fraction.ZERO);
    }

    private static Fraction claimable(ItemVerdict item, String key) {
        return item.claimable().getOrDefault(key, Fraction.ZERO);
    }

    /** Without those who bear nothing: whoever appraises comes into the case, and stands there with zero. */
    private static SortedMap<String, Fraction> borne(SortedMap<String, Fraction> shares) {
        SortedMap<String, Fraction> borne = new TreeMap<>(shares);
        borne.values().removeIf(Fraction::isZero);
        return borne;
    }

    private static void nothingMoves(Attribution before, Attribution after) {
        for (ItemVerdict item : before.items()) {
            ItemVerdict now = after.item(item.item());
            assertThat(borne(now.shares())).as(item.item()).isEqualTo(borne(item.shares()));
            assertThat(borne(now.claimable())).as(item.item()).isEqualTo(borne(item.claimable()));
            assertThat(now.regime()).as(item.item()).isEqualTo(item.regime());
        }
        assertThat(after.liable()).isEqualTo(before.liable());
    }

    // ---- who must prove

    @Property(seed = SEED)
    void i9WhatRebutsAPresumptionIsNeededThereAndNowhereElse(@ForAll("leaks") RandomChain chain) {
        String processor = collector(chain);
        Attribution silent = judge(chain);
        Attribution shown = judge(chain.with(c -> c.add(
                "{at: '2026-06-01', actor: 'expert', type: 'DutyAppraised', body: {party: '%s', duty: 'secure-transfer', met: true, by: 'expert', appointedBy: 'court', note: 'state of the art kept'}}"
                        .formatted(processor))));

        assertThat(share(shown.item(LEAKED), processor)).isEqualTo(Fraction.ZERO);
        assertThat(claimable(shown.item(LEAKED), processor)).isEqualTo(Fraction.ZERO);
        assertThat(silent.item(LEAKED).regime()).isEqualTo(Regime.PRESUMED_FAULT);
        assertThat(share(silent.item(LEAKED), processor).signum()).isPositive();
        assertThat(claimable(silent.item(LEAKED), processor).signum()).isPositive();
        for (ItemVerdict item : silent.items()) {
            if (item.regime() == Regime.FAULT) {
                assertThat(borne(shown.item(item.item()).shares())).isEqualTo(borne(item.shares()));
                assertThat(borne(shown.item(item.item()).claimable())).isEqualTo(borne(item.claimable()));
            }
        }
    }

    // ---- what makes no difference

    /** No safeguard is called so, and no duty: that a platform reviewed nothing beforehand can only be stated. */
    @Property(seed = SEED)
    void i16NobodyOwesAReviewOfAllThatPasses(@ForAll("chains") RandomChain chain) {
        RandomChain found = chain.with(c -> c.add(
                "{at: '2026-06-01', actor: 'expert', type: 'DutyAppraised', body: {party: '%s', duty: 'proactive-review', met: false, by: 'expert', appointedBy: 'court', note: 'nothing was reviewed beforehand'}}"
                        .formatted(c.deployer())));

        nothingMoves(judge(chain), judge(found));
    }

    /** A clause by which a user waives claims for injury is void; no other clause of user terms is tried here. */
    @Property(seed = SEED)
    void i17NoClauseLowersWhatIsOwedForAnInjury(@ForAll("chains") RandomChain chain, @ForAll Random random) {
        Set<String> parties = new TreeSet<>(chain.partyIds());
        parties.removeAll(Set.of("expert", "authority", chain.claimant()));
        String drafter = new ArrayList<>(parties).get(random.nextInt(parties.size()));
        Attribution plain = judge(chain);
        Attribution disclaimed = judge(chain.with(c -> c.add(
                "{at: '2026-03-02', actor: '%s', type: 'AgreementConcluded', body: {kind: 'user-terms', parties: ['%s', '%s'], liabilityCap: {amount: '0', currency: 'CNY'}, indemnities: [{from: '%s', to: '%s'}]}}"
                        .formatted(drafter, drafter, c.claimant(), c.claimant(), drafter))));

        for (ObjectNode item : chain.items()) {
            if (item.get("kind").asText().equals("bodily-injury")) {
                ItemVerdict before = plain.item(item.get("id").asText());
                ItemVerdict after = disclaimed.item(before.item());
                before.shares().forEach((key, share) -> {
                    if (!key.equals(Attribution.CLAIMANT)) {
                        assertThat(share(after, key)).as(key).isGreaterThanOrEqualTo(share);
                        assertThat(claimable(after, key)).as(key).isGreaterThanOrEqualTo(claimable(before, key));
                    }
                });
            }
        }
    }

    @Property(seed = SEED)
    void whatPartiesAgreeAmongThemselvesMovesNeitherSharesNorClaims(
            @ForAll("chains") RandomChain chain, @ForAll Random random) {
        List<String> two = new ArrayList<>(actors(chain));
        Assume.that(two.size() > 1);
        Collections.shuffle(two, random);
        RandomChain agreed = chain.with(c -> c.add(
                "{at: '2026-03-02', actor: '%1$s', type: 'AgreementConcluded', body: {kind: 'deployment', parties: ['%1$s', '%2$s'], liabilityCap: {amount: '500', currency: 'CNY'}, indemnities: [{from: '%1$s', to: '%2$s'}]}}"
                        .formatted(two.get(0), two.get(1))));
        Attribution before = judge(chain);
        Attribution after = judge(agreed);

        nothingMoves(before, after);
        for (ItemVerdict item : before.items()) {
            assertThat(after.item(item.item()).recourse()).isEqualTo(item.recourse());
        }
        assertThat(after.contracts()).allSatisfy(term -> {
            assertThat(Set.of(term.from(), term.to())).isEqualTo(Set.of(two.get(0), two.get(1)));
            assertThat(term.share().signum()).isPositive();
        });
    }

    private static Set<String> actors(RandomChain chain) {
        Set<String> actors = new TreeSet<>();
        chain.events().forEach(e -> actors.add(e.get("actor").asText()));
        actors.removeAll(Set.of("expert", "authority", chain.claimant()));
        return actors;
    }

    // ---- one person, several parties

    @Property(seed = SEED)
    void i14OnePersonBearsTheSumOfItsPartsAndNobodyElseBearsMore(
            @ForAll("chains") RandomChain chain, @ForAll Random random) {
        List<String> pair = new ArrayList<>(actors(chain));
        Assume.that(pair.size() > 1);
        Collections.shuffle(pair, random);
        String first = pair.get(0).compareTo(pair.get(1)) < 0 ? pair.get(0) : pair.get(1);
        String second = first.equals(pair.get(0)) ? pair.get(1) : pair.get(0);
        Attribution apart = judge(chain);
        Attribution merged = judge(chain.with(c -> c.makeOne(first, second)));
        Assume.that(!merged.persons().isEmpty());

        for (ItemVerdict item : apart.items()) {
            ItemVerdict now = merged.item(item.item());
            assertThat(share(now, first))
                    .as("%s of %s", item.item(), first)
                    .isEqualTo(share(item, first).plus(share(item, second)));
            item.shares().forEach((key, share) -> {
                if (!key.equals(first) && !key.equals(second)) {
                    assertThat(share(now, key)).as("%s of %s", item.item(), key).isEqualTo(share);
                    assertThat(claimable(now, key))
                            .as("%s claimable from %s", item.item(), key)
                            .isEqualTo(claimable(item, key));
                }
            });
            assertThat(claimable(now, first))
                    .isBetween(
                            claimable(item, first).max(claimable(item, second)),
                            claimable(item, first).plus(claimable(item, second)));
            assertThat(now.recourse()).noneMatch(r -> r.from().equals(r.to()));
        }
    }

    // ---- what is kept back

    /**
     * A check that a party made, counted and had to produce, and does not show. What it bears itself does not fall;
     * what it answers for beside that can, where others, such as who had been told of the failure, bear less than
     * before.
     */
    @Property(seed = SEED)
    void i21WhoWithholdsWhatItWasOrderedToProduceGainsNothing(
            @ForAll("chains") RandomChain chain, @ForAll Random random) {
        Withheld withheld = withhold(chain, random, true);

        for (ItemVerdict item : withheld.shown().items()) {
            ItemVerdict now = withheld.keptBack().item(item.item());
            assertThat(share(now, withheld.keeper()))
                    .as("%s of %s", item.item(), withheld.keeper())
                    .isGreaterThanOrEqualTo(share(item, withheld.keeper()));
            if (borneByOthers(now, withheld.keeper()).compareTo(borneByOthers(item, withheld.keeper())) >= 0) {
                assertThat(claimable(now, withheld.keeper()))
                        .as("claimable for %s of %s", item.item(), withheld.keeper())
                        .isGreaterThanOrEqualTo(claimable(item, withheld.keeper()));
            }
        }
    }

    /**
     * Without an order the pack infers the breach and not its grade: what was gross may come out ordinary. No other
     * party here has passed the same check, which would close the gap.
     */
    @Property(seed = SEED)
    void i21WhoKeepsBackWhatItHadToKeepStaysLiable(@ForAll("chains") RandomChain chain, @ForAll Random random) {
        Withheld withheld = withhold(chain, random, false);

        for (ItemVerdict item : withheld.shown().items()) {
            ItemVerdict now = withheld.keptBack().item(item.item());
            if (claimable(item, withheld.keeper()).signum() > 0) {
                assertThat(claimable(now, withheld.keeper()).signum())
                        .as("%s of %s", item.item(), withheld.keeper())
                        .isPositive();
            }
        }
    }

    private static Fraction borneByOthers(ItemVerdict item, String party) {
        return item.shares().entrySet().stream()
                .filter(e -> !Set.of(party, Attribution.CLAIMANT, Attribution.UNATTRIBUTED)
                        .contains(e.getKey()))
                .map(Map.Entry::getValue)
                .reduce(Fraction.ZERO, Fraction::plus);
    }

    private record Withheld(String keeper, Attribution shown, Attribution keptBack) {}

    /**
     * One check of a chain that has some, once shown and once not; what its party counts afterwards shows the gap. That
     * an expert found a duty met is left out: such a finding stands by itself and rebuts what a gap suggests.
     */
    private static Withheld withhold(RandomChain appraised, Random random, boolean ordered) {
        RandomChain chain =
                appraised.with(c -> c.remove(e -> e.get("type").asText().equals("DutyAppraised")
                        && e.get("body").get("met").asBoolean()));
        List<ObjectNode> checks = chain.events().stream()
                .filter(e -> CHECKS.contains(e.get("type").asText()) && !e.has("tamper"))
                .toList();
        Assume.that(!checks.isEmpty());
        int place = chain.events().indexOf(checks.get(random.nextInt(checks.size())));
        String keeper = chain.events().get(place).get("actor").asText();
        RandomChain counting = chain.with(c -> {
            c.add(
                    "{at: '2026-04-15', actor: '%s', type: 'MeasureTaken', body: {measure: 'cooperate', about: ['model:student']}}"
                            .formatted(keeper));
            if (ordered) {
                c.add(
                        "{at: '2026-05-01', actor: 'authority', type: 'OrderIssued', body: {to: '%s', kind: 'produce', by: 'authority', about: ['model:student']}}"
                                .formatted(keeper));
            }
        });
        return new Withheld(
                keeper,
                judge(counting),
                judge(counting.with(c -> c.events().get(place).put("withheld", true))));
    }
}
