package io.kdchain.rules.workbench.mutation;

import static io.kdchain.rules.pack.PackFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.pack.PackFixture;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.pack.RulePackException;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.workbench.HeardScenario;
import io.kdchain.rules.workbench.PackSource;
import io.kdchain.rules.workbench.Scenario;
import io.kdchain.rules.workbench.ScenarioException;
import io.kdchain.rules.workbench.ScenarioReader;
import io.kdchain.rules.workbench.ScenarioRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationRunTest {
    private static final Path SCENARIOS = Path.of("..", "rules", "cn", "scenarios");

    @TempDir
    private Path folder = Path.of("");

    private static final String UNTESTED = """
            scenario: untested
            title: An adaptation that nobody tested, beside the release of its model
            packs: [test]
            parties:
              - {id: radnet, roles: [teacher-developer], jurisdiction: CN}
              - {id: edgechip, roles: [hardware-adapter], jurisdiction: CN}
              - {id: patient, roles: [claimant], jurisdiction: CN}
            chain:
              - {at: 2026-02-01, actor: radnet, type: TeacherReleased, generates: [model:teacher], body: {intendedUses: [medical], distillationAllowed: true}}
              - {at: 2026-03-10, actor: edgechip, type: ModelAdapted, uses: [model:teacher], generates: [model:int8],
                 body: {technique: int8, target: edge-npu}}
            incident:
              id: incident:1
              at: 2026-04-10
              about: [model:int8]
              claimant: patient
              items: [{id: injury, kind: bodily-injury}]
            expect:
              breaches: [{party: edgechip, duty: verify-equivalence}]
            """;

    private ScenarioRunner runner(String state) {
        PackFixture.pack()
                .with("duties.yaml", """
                        - {id: D17, code: verify-equivalence, title: {en: Equivalence, zh: 等效}, roles: [hardware-adapter], protects: [any], norms: [T-1]}
                        """)
                .with("parameters.yaml", """
                        fault.none: {value: "0", unit: weight}
                        fault.slight: {value: "1", unit: weight}
                        fault.ordinary: {value: "2", unit: weight}
                        fault.gross: {value: "4", unit: weight}
                        fault.intent: {value: "8", unit: weight}
                        """)
                .without("standards.csv")
                .rules(rule(
                        "T-1: an adaptation without a test",
                        "breach",
                        """
                        Act( $act : act, $party : party, stage == "adaptation" )
                        Check( act == $act, duty == "verify-equivalence", state == "%s" )""".formatted(state),
                        "insertLogical( new Breach( $party, \"verify-equivalence\", $act, \"ordinary\", \"tied\" ) );"))
                .in(folder.resolve("test"));
        return new ScenarioRunner(PackSource.of(folder.resolve("test")));
    }

    private static Scenario scenario(String text) {
        return new ScenarioReader().read("untested.yaml", text);
    }

    @Test
    void theScoreIsThatWorkedOutByHand() {
        MutationRun run = MutationRun.of(runner("absent"), List.of(scenario(UNTESTED)));
        List<Integer> told = new ArrayList<>();

        Map<String, MutationScore> scores = run.run(1, told::add);

        // One adaptation, by edgechip, with one check: of verify-equivalence, and absent.
        // stillborn 4: Act( … ) left out, since nothing then binds $act; act == left out, and act !=, since nothing
        // then
        //              joins Check; duty !=, since the pack has one duty only
        // survive  11: what that one check meets anyway: stage ==, Check( … ), duty ==, state == left out;
        //              what nobody expects: another grade, another tie; five weights, since nothing is shared
        // killed    5: stage != and stage swapped, not Check, state != and state swapped
        MutationScore score = Objects.requireNonNull(scores.get("test"));
        assertThat(scores).containsOnlyKeys("test");
        assertThat(score.tried())
                .filteredOn(t -> t.fate() == Tried.Fate.STILLBORN)
                .extracting(t -> t.mutant().shown())
                .containsExactly(
                        "Act( $act : act, $party : party, stage == \"adaptation\" )",
                        "act == $act",
                        "act == $act -> act != $act",
                        "duty == \"verify-equivalence\" -> duty != \"verify-equivalence\"");
        assertThat(score.survivors())
                .extracting(Mutant::shown)
                .containsExactlyInAnyOrder(
                        "stage == \"adaptation\"",
                        "Check( act == $act, duty == \"verify-equivalence\", state == \"absent\" )",
                        "duty == \"verify-equivalence\"",
                        "state == \"absent\"",
                        breach("ordinary", "tied") + " -> " + breach("gross", "tied"),
                        breach("ordinary", "tied") + " -> " + breach("ordinary", "untied"),
                        "0 -> 1",
                        "1 -> 2",
                        "2 -> 3",
                        "4 -> 5",
                        "8 -> 9");
        assertThat(score.count(Tried.Fate.KILLED)).isEqualTo(5);
        assertThat(score.scoreFraction()).isEqualTo(5.0 / 16);
        assertThat(told).hasSize(20).endsWith(20);
        assertThat(run.run(2, n -> {})).isEqualTo(scores);
    }

    private static String breach(String grade, String tie) {
        return "insertLogical( new Breach( $party, \"verify-equivalence\", $act, \"%s\", \"%s\" ) );"
                .formatted(grade, tie);
    }

    @Test
    void aScenarioThatDoesNotHoldCannotNoticeAnything() {
        ScenarioRunner runner = runner("made");
        List<Scenario> scenarios = List.of(scenario(UNTESTED));

        assertThatThrownBy(() -> MutationRun.of(runner, scenarios))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'untested' does not hold");
    }

    @Test
    void aHeardScenarioIsJudgedByAnotherPackAsIfItWereHeardByIt() {
        ScenarioRunner runner = runner("absent");
        RulePack pack = runner.pack(scenario(UNTESTED));
        Parameter weight = pack.parameters().history("fault.gross").get(0);
        RulePack heavier = pack.replacing(weight.withValue("5"));
        HeardScenario heard = runner.hear(scenario(UNTESTED));
        Attribution before = heard.result().verdict();

        assertThat(heard.by(pack).result().verdict()).isEqualTo(before);
        assertThat(heard.by(new DirectRuleEngine()).result().verdict()).isEqualTo(before);
        assertThat(heard.by(heavier).by(pack).result().verdict()).isEqualTo(before);
        assertThat(heavier.digest()).isNotEqualTo(pack.digest());
        assertThat(heard.by(heavier).result().verdict().packs().get(0).digest()).endsWith(heavier.digest());
    }

    /** Where it is told that a change makes no difference, judging again says the same. */
    @Test
    void nothingIsPassedOverThatMakesADifference() {
        Scenario scenario = new ScenarioReader().read(SCENARIOS.resolve("article-1171-each-sufficient-decides.yaml"));
        Watching watching = new Watching(new DirectRuleEngine());
        ScenarioRunner runner = new ScenarioRunner(PackSource.builtin()).by(watching);
        RulePack pack = runner.pack(scenario);
        HeardScenario heard = runner.hear(scenario);
        Attribution before = heard.result().verdict();
        HeardScenario again = heard.by(new DirectRuleEngine());
        List<Difference> differences = watching.seen().stream()
                .map(o -> new Difference(o.law(), o.derivation()))
                .toList();
        int passedOver = 0;
        int differ = 0;

        for (Mutant mutant : Mutants.of(pack)) {
            if (!mutant.at().file().contains("/art-1171")
                    || !(mutant.change() instanceof Mutant.Change.OfRule changed)) {
                continue;
            }
            RulePack other = usable(mutant, pack);
            if (other == null) {
                continue;
            }
            boolean same = differences.stream().allMatch(d -> d.of(changed.rule()) == Difference.Reach.NONE);
            if (same) {
                passedOver++;
                assertThat(unnamed(again.by(other).result().verdict()))
                        .as(mutant.toString())
                        .isEqualTo(unnamed(before));
            } else if (!unnamed(verdict(again.by(other))).equals(unnamed(before))) {
                differ++;
            }
        }

        assertThat(passedOver).isPositive();
        assertThat(differ).isPositive();
    }

    private static @Nullable RulePack usable(Mutant mutant, RulePack pack) {
        try {
            return mutant.of(pack);
        } catch (RulePackException e) {
            return null;
        }
    }

    private static Attribution verdict(HeardScenario heard) {
        try {
            return heard.result().verdict();
        } catch (ScenarioException e) {
            throw new AssertionError("the scenario answers no question", e);
        }
    }

    /** Without what names the pack. */
    private static String unnamed(Attribution verdict) {
        return verdict.toString().replaceAll("PackRef\\[[^]]*\\]", "").replaceAll("sha256:[0-9a-f]+", "");
    }
}
