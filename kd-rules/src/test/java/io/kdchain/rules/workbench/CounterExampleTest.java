package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.workbench.CounterExample.Search;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edit that no scenario at hand notices is shown at work in an incident that was not there, or honestly is not. */
class CounterExampleTest {
    private static final RulePack CN = RulePack.builtin("cn");
    private static final Path SCENARIOS = Path.of("..", "rules", "cn", "scenarios");

    private static List<Path> files(String... names) {
        return Stream.of(names).map(n -> SCENARIOS.resolve(n + ".yaml")).toList();
    }

    private static Search search(RulePack now, int tries, List<Path> files) {
        return search(now, tries, files, Integer.MAX_VALUE);
    }

    /** With time for so many tries. */
    private static Search search(RulePack now, int tries, List<Path> files, int time) {
        AtomicInteger left = new AtomicInteger(time);
        return new CounterExample.Packs(
                        new ScenarioReader(),
                        new ScenarioRunner(PackSource.of(CN)).by(new DirectRuleEngine()),
                        PackSource.of(CN),
                        PackSource.of(now),
                        PackDifference.between(CN, now))
                .search(files, tries, () -> left.getAndDecrement() > 0);
    }

    private static RulePack edited(String name, UnaryOperator<List<Condition>> edit) {
        Rule rule = CN.rules().stream()
                .filter(r -> r.name().startsWith(name))
                .findFirst()
                .orElseThrow();
        return CN.replacing(new Rule(
                rule.at(),
                rule.packageName(),
                rule.name(),
                rule.legalBasis(),
                rule.explainEn(),
                rule.explainZh(),
                rule.inForce(),
                rule.exceptionTo(),
                rule.burden(),
                rule.phase(),
                edit.apply(rule.conditions()),
                rule.insertions()));
    }

    /** What the search printed is a scenario like any other, and the two packs judge it otherwise. */
    private static void isOne(CounterExample found, RulePack now) {
        Scenario read = new ScenarioReader().read("found.yaml", found.scenario());
        HeardScenario heard =
                new ScenarioRunner(PackSource.of(CN)).by(new DirectRuleEngine()).hear(read);
        assertThat(VerdictDifference.between(
                                heard.by(CN).result().verdict(),
                                heard.by(now).result().verdict())
                        .isNone())
                .as(found.scenario())
                .isFalse();
        assertThat(found.impact().changes()).isTrue();
        assertThat(found.impact().by()).hasSize(1);
    }

    @Test
    void aWeightThatNoScenarioNeeds() {
        RulePack now =
                CN.replacing(CN.parameters().history("fault.intent").get(0).withValue("7"));
        List<Path> none = files("appraised-breaches");

        Search search = search(now, 200, none);

        CounterExample found = Objects.requireNonNull(search.found());
        isOne(found, now);
        assertThat(found.impact().by().get(0).name()).isEqualTo("fault.intent from 2021-01-01");
    }

    @Test
    void aConditionThatWasDropped() {
        RulePack now = edited(
                "CN-ProductQuality-26: no equivalence test on record",
                conditions -> conditions.subList(0, conditions.size() - 1));
        List<Path> one = files("article-1171-each-sufficient-decides", "rebutted-and-yet-at-fault");

        Search search = search(now, 200, one);

        CounterExample found = Objects.requireNonNull(search.found());
        isOne(found, now);
    }

    /** The edit bears on the second claim alone, and on that the example comes down to. */
    @Test
    void ofSeveralClaimsEachCounts() {
        RulePack now = edited(
                "CN-CivilCode-1173: the claimant is named",
                conditions -> Stream.concat(
                                conditions.stream(),
                                Stream.of(new Condition.Not(
                                        conditions.get(0).at(),
                                        new Condition.Pattern(conditions.get(0).at(), "Claim", List.of()))))
                        .toList());
        List<Path> claims = files("two-patients-one-cover");

        Search search = search(now, 0, claims);

        CounterExample found = Objects.requireNonNull(search.found());
        isOne(found, now);
        assertThat(new ScenarioReader().read("found.yaml", found.scenario())).satisfies(s -> {
            assertThat(s.incident().claimant()).isEqualTo("mr-wang");
            assertThat(s.claims()).isEmpty();
            assertThat(s.parties()).hasSizeLessThan(9);
        });
        HeardScenario both =
                new ScenarioRunner(PackSource.of(CN)).by(new DirectRuleEngine()).hear(Scenario.read(claims.get(0)));
        assertThat(Impact.of(both, CN, now, PackDifference.between(CN, now)))
                .extracting(Impact::subject, Impact::changes)
                .containsExactly(
                        tuple("two-patients-one-cover", false), tuple("two-patients-one-cover incident:wang", true));
    }

    /** A name is no law: nothing is found, and the search says how far it looked. */
    @Test
    void aRuleOfAnotherNameJudgesAsBefore(@TempDir Path folder) throws IOException {
        PackDraft draft = new PackDraft(
                "mine",
                "cn",
                "Mine",
                "规则",
                "MY-Law-1",
                "L",
                LocalDate.of(2021, 1, 1),
                "Keep a card.",
                "keep-card",
                "keep a card",
                "保存模型卡",
                "deployment");
        for (Map.Entry<String, String> file : draft.files().entrySet()) {
            for (String side : List.of("old", "new")) {
                Path place = folder.resolve(side).resolve(file.getKey());
                Files.createDirectories(place.getParent());
                Files.writeString(
                        place,
                        side.equals("new")
                                ? file.getValue().replace("whose act brings the duty", "a card is owed for")
                                : file.getValue());
            }
        }
        PackSource old = PackSource.of(folder.resolve("old"));
        PackSource now = PackSource.of(folder.resolve("new"));
        PackDifference edits = PackDifference.between(old.load(List.of("mine")), now.load(List.of("mine")));
        assertThat(edits.entries()).hasSize(2);

        Search search = new CounterExample.Packs(
                        new ScenarioReader(old.ids()),
                        new ScenarioRunner(old).by(new DirectRuleEngine()),
                        old,
                        now,
                        edits)
                .search(List.of(folder.resolve("old/scenarios/keep-card-decides.yaml")), 19, () -> true);

        assertThat(search).isEqualTo(new Search(null, 20));
    }

    @Test
    void whoHasNoTimeIsToldHowFarItWent() {
        assertThat(search(CN, 50, files("e10-no-damage-proven"), 3)).isEqualTo(new Search(null, 3));
        assertThat(search(CN, 50, List.of(), 3)).isEqualTo(new Search(null, 0));
    }
}
