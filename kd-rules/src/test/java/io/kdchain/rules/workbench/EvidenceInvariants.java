package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.rules.pack.Norm;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Attribution.PunitiveExposure;
import io.kdchain.rules.verdict.Attribution.Reason;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Regime;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The invariants of apportionment, by their numbers, that speak of evidence and of law: what more or less of either may
 * change, over random chains that go the whole way from signed events to shares.
 */
abstract class EvidenceInvariants {
    private static final String SEED = "20260411";
    private static final PackSource PACKS = PackSource.of(Path.of("..", "rules"));
    private static final ScenarioRunner RUNNER = new ScenarioRunner(PACKS);
    private static final Map<String, String> DUTIES = Map.of(
            "TeacherReleased", "examine-bias",
            "DistillationCompleted", "measure-fidelity",
            "ModelAdapted", "verify-equivalence",
            "OutputServed", "warn-of-risk");

    @Provide
    Arbitrary<RandomChain> chains() {
        return Arbitraries.randomValue(RandomChain::of);
    }

    /** Chains in which authors changed records of their own. */
    @Provide
    Arbitrary<RandomChain> altered() {
        return chains().filter(
                        1_000_000,
                        c -> c.events().stream().anyMatch(e -> e.has("tamper"))
                                && c.events().stream().noneMatch(e -> e.has("tamperedBy")));
    }

    /** Chains in which somebody took a measure. */
    @Provide
    Arbitrary<RandomChain> measured() {
        return chains().filter(1_000_000, c -> !c.events("MeasureTaken").isEmpty());
    }

    /** Chains in which somebody adapted the model who did nothing else. */
    @Provide
    Arbitrary<RandomChain> adapted() {
        return chains().filter(
                        1_000_000,
                        c -> c.events("ModelAdapted").stream()
                                .anyMatch(a -> c.events().stream()
                                        .filter(e -> e.get("actor").equals(a.get("actor")))
                                        .allMatch(e -> Set.of("ModelAdapted", "ModelEvaluated", "LimitationDisclosed")
                                                .contains(e.get("type").asText()))));
    }

    /** Chains of whose duties no expert speaks. */
    @Provide
    Arbitrary<RandomChain> unappraised() {
        return chains().filter(1_000_000, c -> c.events("DutyAppraised").isEmpty());
    }

    private static Attribution judge(RandomChain chain) {
        return RUNNER.run(chain.scenario()).verdict();
    }

    private static Fraction share(ItemVerdict item, String key) {
        return item.shares().getOrDefault(key, Fraction.ZERO);
    }

    private static void sharesStay(Attribution before, Attribution after) {
        for (ItemVerdict item : before.items()) {
            ItemVerdict now = after.item(item.item());
            assertThat(now.established()).isEqualTo(item.established());
            item.shares().forEach((key, share) -> assertThat(share(now, key)).isEqualTo(share));
            item.claimable()
                    .forEach((key, part) -> assertThat(now.claimable().getOrDefault(key, Fraction.ZERO))
                            .isEqualTo(part));
            assertThat(now.recourse()).isEqualTo(item.recourse());
        }
    }

    // ---- more evidence

    @Property(seed = SEED)
    void i5WhoIsShownToHaveMetItsDutyBearsNoMore(@ForAll("unappraised") RandomChain chain, @ForAll Random random) {
        Attribution plain = judge(chain);
        ObjectNode act = act(chain, random);
        String party = act.get("actor").asText();
        Attribution met = judge(chain.with(found(act, true, "ordinary")));

        for (ItemVerdict item : plain.items()) {
            assertThat(share(met.item(item.item()), party)).isLessThanOrEqualTo(share(item, party));
        }
    }

    @Property(seed = SEED)
    void i5WhoIsShownToHaveBreachedItsDutyBearsNoLess(@ForAll("unappraised") RandomChain chain, @ForAll Random random) {
        ObjectNode act = act(chain, random);
        String party = act.get("actor").asText();
        Attribution met = judge(chain.with(found(act, true, "ordinary")));
        Attribution breached = judge(chain.with(found(act, false, "ordinary")));

        for (ItemVerdict item : met.items()) {
            ItemVerdict now = breached.item(item.item());
            assertThat(share(now, party)).isGreaterThanOrEqualTo(share(item, party));
            // what is unattributed comes first: where it shrinks, there is more for all the others to bear
            if (item.established()
                    && item.regime() != Regime.STRICT
                    && now.regime() == item.regime()
                    && share(now, Attribution.UNATTRIBUTED).equals(share(item, Attribution.UNATTRIBUTED))) {
                for (String other : item.shares().keySet()) {
                    if (!other.equals(party) && now.solidarity().equals(item.solidarity())) {
                        assertThat(share(now, other)).isLessThanOrEqualTo(share(item, other));
                    }
                }
            }
        }
    }

    /** An act with a duty of its own. */
    private static ObjectNode act(RandomChain chain, Random random) {
        List<ObjectNode> acts = chain.events().stream()
                .filter(e -> DUTIES.containsKey(e.get("type").asText()))
                .toList();
        return acts.get(random.nextInt(acts.size()));
    }

    private static Consumer<RandomChain> found(ObjectNode act, boolean met, String fault) {
        return c -> c.add(
                "{at: '2026-06-01', actor: 'expert', type: 'DutyAppraised', body: {party: '%s', duty: '%s', met: %s, by: 'expert', appointedBy: 'court', note: 'found', fault: '%s'}}"
                        .formatted(
                                act.get("actor").asText(),
                                DUTIES.get(act.get("type").asText()),
                                met,
                                fault));
    }

    @Property(seed = SEED)
    void i10WhatLiesOutsideTheChainChangesNothing(@ForAll("chains") RandomChain chain) {
        Attribution crowded = judge(chain.with(c -> {
            c.addParty("bystander", "teacher-developer");
            c.add(
                    "{at: '2026-01-11', actor: 'bystander', type: 'TeacherReleased', generates: ['model:elsewhere'], body: {intendedUses: ['general'], distillationAllowed: true}}");
            c.add(
                    "{at: '2026-01-12', actor: 'bystander', type: 'ModelEvaluated', body: {model: 'model:elsewhere', dataset: 'dataset:check', metrics: [{name: 'agreement', value: 0.1}], passed: false}}");
        }));

        sharesStay(judge(chain), crowded);
        assertThat(crowded.items())
                .allSatisfy(i -> assertThat(share(i, "bystander")).isEqualTo(Fraction.ZERO));
    }

    @Property(seed = SEED)
    void i31AnotherIncidentInTheSameLogChangesNothing(
            @ForAll("chains") RandomChain chain, @ForAll("chains") RandomChain other) {
        Map<String, String> names = new HashMap<>();
        other.partyIds().forEach(p -> names.put(p, "other-" + p));
        for (ObjectNode event : other.events()) {
            event.get("generates").forEach(g -> names.put(g.asText(), g.asText() + "-other"));
        }
        names.put("incident:random", "incident:other");
        names.put("model:teacher", "model:teacher-other");
        RandomChain elsewhere = other.with(c -> c.events().forEach(e -> {
                    e.remove("tamper");
                    e.remove("tamperedBy");
                }))
                .renamed(names);
        Attribution both = judge(chain.with(c -> {
            elsewhere.partyIds().forEach(p -> c.addParty(p, "auditor"));
            elsewhere.events().forEach(e -> c.add(e.toString()));
        }));

        sharesStay(judge(chain), both);
    }

    @Property(seed = SEED)
    void i22InsurancePaysAndMovesNoShare(@ForAll("chains") RandomChain chain) {
        Attribution plain = judge(chain);
        for (int cover : new int[] {0, 50_000}) {
            Attribution insured = judge(chain.with(c -> {
                c.addParty("insurer", "insurer");
                c.add(
                        "{at: '2026-01-02', actor: 'insurer', type: 'InsuranceBound', body: {insurer: 'insurer', insured: '%s', policy: 'P-1', cover: {amount: %d, currency: 'CNY'}, from: '2026-01-02', until: '2027-01-01', perils: []}}"
                                .formatted(c.deployer(), cover));
            }));

            sharesStay(plain, insured);
            if (cover == 0) {
                assertThat(insured.insurance()).isEmpty();
            }
        }
    }

    @Property(seed = SEED)
    void i25ALabelOfTraceabilityThatIsMissingFoundsNothing(@ForAll("chains") RandomChain chain) {
        Attribution labelled = judge(chain.with(c ->
                c.events("OutputServed").forEach(e -> ((ArrayNode) e.get("body").get("labels")).add("traceability"))));

        sharesStay(labelled, judge(chain));
    }

    /** Nothing in the law in force makes a duty of what the literature proposes, unless somebody took it on. */
    @Property(seed = SEED)
    void i18WhatIsOnlyProposedFoundsNoLiability(@ForAll("chains") RandomChain chain) {
        Attribution proposed =
                RUNNER.packs(List.of("cn-proposal")).run(chain.scenario()).verdict();

        sharesStay(judge(chain), proposed);
    }

    // ---- less evidence

    @Property(seed = SEED)
    void i20WhoAltersItsOwnRecordGainsNothing(@ForAll("altered") RandomChain chain) {
        String author = chain.events().stream()
                .filter(e -> e.has("tamper"))
                .map(e -> e.get("actor").asText())
                .findFirst()
                .orElseThrow();
        // what another altered makes that other's part greater, and so the author's smaller
        Attribution tampered = judge(chain.with(c -> c.events().stream()
                .filter(e -> !e.get("actor").asText().equals(author))
                .forEach(e -> e.remove("tamper"))));
        Attribution honest = judge(chain.with(c -> c.events().forEach(e -> e.remove("tamper"))));

        String key = author.equals(chain.claimant()) ? Attribution.CLAIMANT : author;
        for (ItemVerdict item : honest.items()) {
            assertThat(share(tampered.item(item.item()), key)).isGreaterThanOrEqualTo(share(item, key));
        }
    }

    @Property(seed = SEED)
    void i23PunitiveExposureNeedsKnowledgeAndMovesNoShare(@ForAll("chains") RandomChain chain) {
        Attribution verdict = judge(chain);
        for (PunitiveExposure exposure : verdict.punitive()) {
            assertThat(verdict.item(exposure.item()).claimable().getOrDefault(exposure.party(), Fraction.ZERO))
                    .isGreaterThan(Fraction.ZERO);
        }
        Attribution unknowing = judge(chain.with(c -> {
            c.remove(e -> Set.of("NoticeReceived", "TechnicalAudited", "DutyAppraised", "ModelEvaluated", "BiasAudited")
                    .contains(e.get("type").asText()));
            c.remove(e -> e.has("tamper"));
            c.parts().forEach(p -> p.remove("fault"));
            c.events("ModelAdapted").forEach(e -> ((ObjectNode) e.get("body")).remove("equivalence"));
        }));
        assertThat(unknowing.punitive()).isEmpty();
    }

    // ---- time

    /** Every citation was in force on the day of an act or of the damage, whenever all of it happened. */
    @Property(seed = SEED)
    void i19NoCitationIsOutOfItsTime(@ForAll("chains") RandomChain chain, @ForAll Random random) {
        int earlier = random.nextInt(5);
        RandomChain then = chain.earlier(earlier);
        RulePack cn = PACKS.load(List.of("cn"));
        Set<LocalDate> days = new TreeSet<>();
        then.scenario().chain().forEach(e -> days.add(LocalDate.ofInstant(e.at(), ZoneOffset.UTC)));
        days.add(LocalDate.ofInstant(then.scenario().incident().occurredAt(), ZoneOffset.UTC));
        Attribution verdict = judge(then);

        for (Reason reason : verdict.reasons()) {
            cited(reason).forEach(id -> {
                Norm norm = cn.norm(id).orElseThrow();
                assertThat(days)
                        .as("%s, cited for %s", id, reason.conclusion())
                        .anyMatch(d -> norm.inForce().on(d));
            });
        }
    }

    private static Set<String> cited(Reason reason) {
        Set<String> cited = new TreeSet<>(reason.cites());
        reason.because().forEach(r -> cited.addAll(cited(r)));
        return cited;
    }

    // ---- reasons

    @Property(seed = SEED)
    void i29WhateverSomebodyOwesHasItsNormAndItsEvidence(@ForAll("chains") RandomChain chain) {
        Attribution verdict = judge(chain);
        for (LiableParty party : verdict.liable()) {
            assertThat(party.cites()).as("norms of %s", party.party()).isNotEmpty();
            for (BreachFound breach : party.breaches()) {
                assertThat(breach.cites()).isNotEmpty();
                assertThat(breach.evidence().isEmpty() && breach.silence().isEmpty())
                        .as("%s of %s", breach.duty(), party.party())
                        .isFalse();
            }
        }
        verdict.items().stream()
                .filter(ItemVerdict::established)
                .forEach(i -> assertThat(i.cites()).isNotEmpty());
        verdict.measures().forEach(m -> assertThat(m.cites()).isNotEmpty());
        verdict.items()
                .forEach(i -> i.solidarity().forEach(s -> assertThat(s.cites()).isNotEmpty()));
    }

    @Property(seed = SEED)
    void i30TheReadersLocaleMovesNothing(@ForAll("chains") RandomChain chain) {
        Attribution verdict = judge(chain);
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab", "de-DE", "th-TH-u-ca-buddhist-nu-thai")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(judge(chain)).as(tag).isEqualTo(verdict);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    // ---- notice

    @Property(seed = SEED)
    void i15AnEarlierMeasureNeverRaisesThePlatformsPart(@ForAll("measured") RandomChain chain) {
        String platform = chain.deployer();
        Map<String, Fraction> later = new HashMap<>();
        for (String at : List.of("2026-05-09", "2026-04-20", "2026-04-08", "2026-04-05T06:00:00Z")) {
            Attribution verdict = judge(chain.with(c -> c.events("MeasureTaken").forEach(e -> e.put("at", at))));
            for (ItemVerdict item : verdict.items()) {
                Fraction own = share(item, platform);
                Fraction before = later.put(item.item(), own);
                if (before != null) {
                    assertThat(own).as("%s at %s", item.item(), at).isLessThanOrEqualTo(before);
                }
            }
        }
    }

    /** Whoever adapted a model without changing what came out caused nothing by it. */
    @Property(seed = SEED)
    void i27AnAdapterThatChangedNothingBearsNoShareByFault(@ForAll("adapted") RandomChain chain) {
        String adapter = chain.events("ModelAdapted").get(0).get("actor").asText();
        Attribution replayed = judge(chain.with(c -> {
            c.remove(e -> Set.of("CausationAppraised", "DefectLocalised", "DutyAppraised")
                    .contains(e.get("type").asText()));
            c.remove(e -> e.has("tamper"));
            c.add(
                    "{at: '2026-06-02', actor: 'expert', type: 'DefectLocalised', body: {output: 'output:1', method: 'stage-replay', stages: [{stage: 'adaptation', party: '%s', contribution: 0, lower: 0, upper: 0}, {stage: 'distillation', party: '%s', contribution: 0.9, lower: 0.9, upper: 0.9}]}}"
                            .formatted(
                                    adapter,
                                    c.events("DistillationCompleted")
                                            .get(0)
                                            .get("actor")
                                            .asText()));
        }));

        for (ItemVerdict item : replayed.items()) {
            if (item.regime() != Regime.STRICT) {
                assertThat(share(item, adapter)).isEqualTo(Fraction.ZERO);
            }
        }
    }
}
