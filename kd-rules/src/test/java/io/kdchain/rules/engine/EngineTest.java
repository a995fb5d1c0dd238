package io.kdchain.rules.engine;

import static io.kdchain.rules.pack.PackFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.engine.drools.DroolsRuleEngine;
import io.kdchain.rules.fact.Act;
import io.kdchain.rules.fact.Breach;
import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.DutyAppraisal;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.OwesDuty;
import io.kdchain.rules.fact.Party;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.pack.PackFixture;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine does. */
class EngineTest {
    private static final List<Fact> FACTS = List.of(
            new Party("edgechip", "hardware-adapter"),
            new Act("act-1", "edgechip", "hardware-adapter", "adaptation"),
            new Check("act-1", "edgechip", "verify-equivalence", "absent"),
            new Check("act-1", "edgechip", "verify-equivalence", "formal"));

    static Stream<RuleEngine> engines() {
        return Stream.of(new DroolsRuleEngine(), new DirectRuleEngine());
    }

    private static LawAsOf law(String rules) {
        return PackFixture.pack().rules(rules).load().at(LocalDate.of(2023, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void concludesFromPhaseToPhase(RuleEngine engine) {
        Derivation d = engine.derive(law(RuleForms.ALL), FACTS);

        assertThat(d.conclusions())
                .containsExactly(
                        new Breach("edgechip", "complaint-channel", "act-1", "slight", "untied"),
                        new Breach("edgechip", "verify-equivalence", "act-1", "ordinary", "untied"),
                        new OwesDuty("edgechip", "verify-equivalence", "act-1"));
        assertThat(d.conclusions(OwesDuty.class)).hasSize(1);
        assertThat(d.facts()).hasSize(4);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void givesEveryReasonOfAConclusionWithWhatWasAbsent(RuleEngine engine) {
        Derivation d = engine.derive(law(RuleForms.ALL), FACTS);

        List<Justification> reasons =
                d.justifications(new Breach("edgechip", "verify-equivalence", "act-1", "ordinary", "untied"));

        assertThat(reasons).hasSize(2);
        Justification first = reasons.get(0);
        assertThat(first.rule().name()).isEqualTo("T-1: silence is a breach");
        assertThat(first.bindings())
                .containsEntry("party", "edgechip")
                .containsEntry("duty", "verify-equivalence")
                .containsEntry("act", "act-1");
        assertThat(first.premises())
                .containsExactly(
                        new OwesDuty("edgechip", "verify-equivalence", "act-1"),
                        new Check("act-1", "edgechip", "verify-equivalence", "absent"));
        assertThat(first.held())
                .extracting(Justification.Held::text)
                .containsExactly(
                        "not ( DutyAppraisal( party == \"edgechip\", duty == \"verify-equivalence\", met == true ) and Party( party == \"edgechip\" ) )");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anExceptionTakesTheConclusionBack(RuleEngine engine) {
        List<Fact> facts = new ArrayList<>(FACTS);
        facts.add(new DutyAppraisal("edgechip", "verify-equivalence", true, "unstated"));

        Derivation d = engine.derive(law(RuleForms.ALL), facts);

        assertThat(d.conclusions()).containsExactly(new OwesDuty("edgechip", "verify-equivalence", "act-1"));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatIsConcludedLateInAPhaseTakesBackWhatWasConcludedEarlyInIt(RuleEngine engine) {
        LawAsOf law = law(rule(
                        "T-1: a by absence",
                        "breach",
                        "Act( $act : act, $party : party )\nnot Breach( party == $party, duty == \"examine-bias\" )",
                        "insertLogical( new Breach( $party, \"verify-equivalence\", $act, \"slight\", \"tied\" ) );")
                + rule(
                        "T-1: b from a check",
                        "breach",
                        "Act( $act : act, $party : party )\nCheck( act == $act )",
                        "insertLogical( new Breach( $party, \"examine-bias\", $act, \"slight\", \"tied\" ) );"));

        assertThat(engine.derive(law, FACTS).conclusions())
                .containsExactly((Conclusion) new Breach("edgechip", "examine-bias", "act-1", "slight", "tied"));
        assertThat(engine.derive(law, FACTS.subList(0, 2)).conclusions())
                .containsExactly((Conclusion) new Breach("edgechip", "verify-equivalence", "act-1", "slight", "tied"));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void countsWitnessesAndNamesThem(RuleEngine engine) {
        List<Fact> facts = List.of(
                new Party("cloud", "deployment-platform"),
                new Act("a", "cloud", "deployment-platform", "deployment"),
                new io.kdchain.rules.fact.Notice("n1", "cloud", "safety", "late", false),
                new io.kdchain.rules.fact.Notice("n2", "cloud", "safety", "ignored", true),
                new io.kdchain.rules.fact.NoticedUser("n1", "someone"));

        Derivation d = engine.derive(law(RuleForms.ALL), facts);

        List<Justification> reasons = d.justifications(new Breach("cloud", "act-on-notice", "a", "gross", "tied"));
        assertThat(reasons).hasSize(1);
        assertThat(reasons.get(0).bindings()).containsEntry("many", 2L);
        assertThat(reasons.get(0).held()).hasSize(2);
        assertThat(reasons.get(0).held().get(0).witnesses()).containsExactly(facts.get(2), facts.get(3));
        assertThat(reasons.get(0).held().get(1).witnesses()).containsExactly(facts.get(2), facts.get(4));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theOrderOfFactsAndRulesDoesNotShow(RuleEngine engine) {
        Derivation expected = engine.derive(law(RuleForms.ALL), FACTS);
        for (long seed = 0; seed < 5; seed++) {
            List<Fact> facts = new ArrayList<>(FACTS);
            facts.addAll(FACTS);
            Collections.shuffle(facts, new Random(seed));
            List<String> rules = new ArrayList<>(List.of(RuleForms.ALL.split("(?=\nrule )", -1)));
            Collections.shuffle(rules, new Random(seed));

            Derivation d = engine.derive(law(String.join("", rules)), facts);

            assertThat(d.conclusions()).isEqualTo(expected.conclusions());
            assertThat(d.asMap().values().stream()
                            .flatMap(List::stream)
                            .map(j -> j.rule().name()
                                    + j.premises()
                                    + j.held().stream()
                                            .map(Justification.Held::text)
                                            .toList()))
                    .isEqualTo(expected.asMap().values().stream()
                            .flatMap(List::stream)
                            .map(j -> j.rule().name()
                                    + j.premises()
                                    + j.held().stream()
                                            .map(Justification.Held::text)
                                            .toList())
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void severalThreadsMayUseOneEngine(RuleEngine engine) throws Exception {
        LawAsOf law = law(RuleForms.ALL);
        Derivation expected = new DirectRuleEngine().derive(law, FACTS);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Derivation> derive = () -> engine.derive(law, FACTS);
            for (Future<Derivation> f : threads.invokeAll(Collections.nCopies(16, derive))) {
                assertThat(f.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void rulesThatAreNotInForceConcludeNothing(RuleEngine engine) {
        LawAsOf before = PackFixture.pack().rules(RuleForms.ALL).load().at(LocalDate.of(2020, 12, 31));

        assertThat(engine.derive(before, FACTS).conclusions()).isEmpty();
    }

    /** Eight patterns over acts of one party: 200 to the power of 8 partial matches, of which none fires. */
    @ParameterizedTest
    @MethodSource("engines")
    @Timeout(60)
    void aJoinThatExplodesIsRefusedBeforeItBegins(RuleEngine engine) {
        String acts = IntStream.rangeClosed(2, 7)
                .mapToObj(i -> "Act( party == $party, $act%d : act )\n".formatted(i))
                .collect(Collectors.joining());
        LawAsOf law = law(rule(
                "T-1: explodes",
                "duty",
                "Act( $act1 : act, $party : party )\n" + acts + "not Party( party == $party )",
                "insertLogical( new OwesDuty( $party, \"examine-bias\", $act1 ) );"));
        List<Fact> none = new ArrayList<>(acts(200));
        none.add(new Party("edgechip", "hardware-adapter"));

        assertThatExceptionOfType(RuleEngineException.class)
                .isThrownBy(() -> engine.derive(law, none))
                .withMessageContaining("\"T-1: explodes\"")
                .withMessageContaining("narrow its patterns");
        assertThatExceptionOfType(RuleEngineException.class)
                .as("and where all of them fire")
                .isThrownBy(() -> engine.derive(law, acts(200)))
                .withMessageContaining("\"T-1: explodes\"")
                .withMessageContaining("narrow its patterns");
    }

    @ParameterizedTest
    @MethodSource("engines")
    @Timeout(60)
    void anExplosionWithinANotIsRefusedAsWell(RuleEngine engine) {
        LawAsOf law = law(rule(
                "T-1: explodes", "duty", """
                Act( $act1 : act, $party : party )
                not ( Act( party == $party, $a : act ) and Act( party == $party, $b : act ) and Act( party == $party, $c : act )
                  and Act( party == $party, $d : act ) and Use( act == $d ) )
                """, "insertLogical( new OwesDuty( $party, \"examine-bias\", $act1 ) );"));

        assertThatExceptionOfType(RuleEngineException.class)
                .isThrownBy(() -> engine.derive(law, acts(200)))
                .withMessageContaining("narrow its patterns");
    }

    /** What looks wide to the bound and is not when it is counted goes on. */
    @ParameterizedTest
    @MethodSource("engines")
    void manyFactsOfManyPartiesAreNoExplosion(RuleEngine engine) {
        LawAsOf law = law(
                rule("T-1: pairs", "duty", """
                Act( $act : act, $party : party, stage == "adaptation" )
                Act( party == $party, $b : act )
                Act( party == $party, act == $b )
                Act( party == $party, act == $act )
                """, "insertLogical( new OwesDuty( $party, \"examine-bias\", $act ) );"));
        List<Fact> facts = acts(40);

        assertThat(engine.derive(law, facts).conclusions()).hasSize(40);
    }

    @Test
    void theBoundIsNeverBelowWhatThereIs() {
        LawAsOf law = law(RuleForms.ALL);
        for (long seed = 0; seed < 40; seed++) {
            List<Fact> facts = RandomFacts.of(law.pack().vocabulary(), seed, 60);
            Derivation d = new DirectRuleEngine().derive(law, facts);
            long matches =
                    d.asMap().values().stream().flatMap(List::stream).distinct().count();

            assertThat(new JoinBound(law.rules()).over(new Memory(facts))).isGreaterThanOrEqualTo(matches);
        }
    }

    private static List<Fact> acts(int count) {
        return IntStream.range(0, count)
                .<Fact>mapToObj(i -> new Act("act-" + i, "edgechip", "hardware-adapter", "adaptation"))
                .toList();
    }
}
