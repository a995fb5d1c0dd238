package io.kdchain.rules.workbench;

import static io.kdchain.rules.pack.PackFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.PackFixture;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.workbench.PackDifference.Entry;
import io.kdchain.rules.workbench.PackDifference.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImpactTest {
    private static final Path SCENARIOS = Path.of("..", "rules", "cn", "scenarios");
    private static final RulePack CN = RulePack.builtin("cn");
    private static final String SUFFICIENT =
            "CN-CivilCode-1171: separate acts of which each was sufficient are joint and several liability";

    /** There always is one. */
    private static final Condition NO_CLAIM = new Condition.Not(
            new Position("cn", 1, 1), new Condition.Pattern(new Position("cn", 1, 1), "Claim", List.of()));

    private static final String OWES = "insertLogical( new OwesDuty( $p, \"verify-equivalence\", $a ) );";

    private static RulePack pack(String when, String parameters) {
        return PackFixture.pack()
                .with("parameters.yaml", parameters)
                .rules(rule("T-1: a duty", "duty", when, OWES))
                .load();
    }

    private static final String PARAMETERS = "notice.deadline:\n  - {value: 72, unit: hours, norm: T-2}\n";

    @Test
    void layoutAndCommentsAreNoDifference() {
        RulePack old = pack("Act( $a : act, $p : party, stage == \"use\" )", PARAMETERS);
        RulePack now = pack(
                "// a comment\nAct( $a : act,\n  $p : party, stage   == \"use\" )",
                "# moved\n\nnotice.deadline: [{value: 72, unit: hours, norm: T-2}]\n");

        assertThat(now.digest()).isNotEqualTo(old.digest());
        assertThat(PackDifference.between(old, now).isNone()).isTrue();
    }

    @Test
    void whatReadsOtherwiseIsToldByItsLines() {
        RulePack old = pack("Act( $a : act, $p : party, stage == \"use\" )", PARAMETERS);
        RulePack now = pack(
                "Act( $a : act, $p : party, stage == \"data\" )\nParty( party == $p )",
                PARAMETERS.replace("72", "48") + "other: {value: 1}\n");

        List<Entry> entries = PackDifference.between(old, now).entries();

        assertThat(entries).extracting(Entry::kind).containsExactly(Kind.RULE, Kind.PARAMETER, Kind.PARAMETER);
        assertThat(entries.get(0).before()).containsExactly("Act( $a : act, $p : party, stage == \"use\" )");
        assertThat(entries.get(0).after())
                .containsExactly("Act( $a : act, $p : party, stage == \"data\" )", "Party( party == $p )");
        assertThat(entries.get(1).name()).isEqualTo("notice.deadline");
        assertThat(entries.get(1).before()).containsExactly("value: 72 hours");
        assertThat(entries.get(1).after()).containsExactly("value: 48 hours");
        assertThat(entries.get(2).added()).isTrue();
        assertThat(PackDifference.between(now, old)
                        .find(Kind.PARAMETER, "other")
                        .orElseThrow()
                        .removed())
                .isTrue();
        assertThat(PackDifference.between(null, old).entries())
                .allMatch(Entry::added)
                .hasSize(3 + 4 + 1 + 1 + 2);
    }

    private static Impact impact(String scenario, RulePack now) {
        HeardScenario heard = new ScenarioRunner(PackSource.builtin())
                .by(new DirectRuleEngine())
                .hear(new ScenarioReader().read(SCENARIOS.resolve(scenario + ".yaml")));
        return Impact.of(scenario, p -> heard.by(p).result().verdict(), CN, now, PackDifference.between(CN, now));
    }

    private static RulePack heavier() {
        Parameter gross = CN.parameters().history("fault.gross").get(0);
        return CN.replacing(gross.withValue("5"));
    }

    @Test
    void whoBearsMoreIsToldWithByHowMuchAndWhy() {
        Impact impact = impact("e1-two-insufficient-causes", heavier());

        // distilco 3/4 * 2 = 3/2 stays; adaptco, gross, 3/10 * 4 = 6/5 becomes 3/10 * 5 = 3/2: 4/9 becomes 1/2
        VerdictDifference.Item loss =
                Objects.requireNonNull(impact.difference()).items().get(0);
        VerdictDifference.Shift adaptco = Objects.requireNonNull(loss.shares().get("adaptco"));
        assertThat(adaptco.before()).isEqualTo(Fraction.of(4, 9));
        assertThat(adaptco.after()).isEqualTo(Fraction.of(1, 2));
        assertThat(adaptco.by()).isEqualTo(Fraction.of(1, 18));
        assertThat(loss.before()).isEqualTo("fault").isEqualTo(loss.after());
        assertThat(impact.by()).extracting(Entry::name).containsExactly("fault.gross from 2021-01-01");
    }

    @Test
    void anEditIsNamedOnlyWhereItAloneMakesADifference() {
        Rule sufficient = CN.rules().stream()
                .filter(r -> r.name().equals(SUFFICIENT))
                .findFirst()
                .orElseThrow();
        Rule never = new Rule(
                sufficient.at(),
                sufficient.packageName(),
                sufficient.name(),
                sufficient.legalBasis(),
                sufficient.explainEn(),
                sufficient.explainZh(),
                sufficient.inForce(),
                sufficient.exceptionTo(),
                sufficient.burden(),
                sufficient.phase(),
                Stream.concat(sufficient.conditions().stream(), Stream.of(NO_CLAIM))
                        .toList(),
                sufficient.insertions());
        RulePack now = heavier().replacing(never);

        Impact joint = impact("article-1171-each-sufficient-decides", now);
        Impact alone = impact("e1-two-insufficient-causes", now);
        Impact neither = impact("e10-no-damage-proven", now);

        assertThat(joint.by()).extracting(Entry::name).containsExactly(SUFFICIENT, "fault.gross from 2021-01-01");
        // jointly and severally for all of it before, each for its own part now: 2 : 5
        VerdictDifference.Item loss =
                Objects.requireNonNull(joint.difference()).items().get(0);
        assertThat(loss.claimable().get("adaptco"))
                .isEqualTo(new VerdictDifference.Shift(Fraction.ONE, Fraction.of(2, 7)));
        assertThat(joint.difference().norms().gone()).contains("CN-CivilCode-1171");
        assertThat(alone.by()).extracting(Entry::name).containsExactly("fault.gross from 2021-01-01");
        assertThat(neither.changes()).isFalse();
        assertThat(neither.by()).isEmpty();
    }

    @Test
    void whatMovesOnlyARangeChangesAVerdictToo() {
        Parameter low = CN.parameters().history("fault.gross.low").get(0);

        Impact impact = impact("e1-two-insufficient-causes", CN.replacing(low.withValue("4")));

        assertThat(impact.changes()).isTrue();
        assertThat(Objects.requireNonNull(impact.difference()).items()).isEmpty();
        // adaptco at least 0.16 * 3 of it and 0.95 * 3 of distilco: 48/333; with the new range 0.16 * 4: 64/349
        assertThat(impact.difference().details().gone()).anyMatch(d -> d.contains("adaptco between 16/111 and"));
        assertThat(impact.difference().details().added()).anyMatch(d -> d.contains("adaptco between 64/349 and"));
        assertThat(impact.by()).extracting(Entry::name).containsExactly("fault.gross.low from 2021-01-01");
    }
}
