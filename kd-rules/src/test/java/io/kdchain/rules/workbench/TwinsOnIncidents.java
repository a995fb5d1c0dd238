package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.engine.Derivation;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.engine.drools.DroolsRuleEngine;
import io.kdchain.rules.engine.drools.ExecutableModel;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.LawAsOf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Judges random incidents by all rule engines at once, and counts how often each rule applied. An incident is a random
 * chain, or a scenario of the pack changed at random.
 */
final class TwinsOnIncidents {
    /** Of how many scenarios one is chosen. */
    private static final int CHOICES = 4;
    /** Rare is a rule that applied in so few incidents more than the rarest. */
    private static final int RARE = 2;

    private static final PackSource PACKS = PackSource.of(Path.of("..", "rules"));

    private final VariedScenarios scenarios =
            new VariedScenarios(Path.of("..", "rules", "cn", "scenarios"), new ScenarioReader(PACKS.ids()));
    private final Map<String, Integer> incidentsOf = new TreeMap<>();
    private final Comparing engines = new Comparing();
    private int established;

    /** Three engines as one; they must agree on every conclusion and every reason. */
    private static final class Comparing implements RuleEngine {
        private final RuleEngine drools = new DroolsRuleEngine();
        private final RuleEngine direct = new DirectRuleEngine();
        private final RuleEngine executable = ExecutableModel.engine();
        private final Set<String> applied = new TreeSet<>();

        @Override
        public Derivation derive(LawAsOf law, Collection<? extends Fact> facts) {
            Derivation one = drools.derive(law, facts);
            assertThat(direct.derive(law, facts)).isEqualTo(one);
            assertThat(executable.derive(law, facts)).isEqualTo(one);
            one.asMap()
                    .values()
                    .forEach(why -> why.forEach(j -> applied.add(j.rule().name())));
            return one;
        }
    }

    TwinsOnIncidents() {
        PACKS.load(List.of("cn")).rules().stream().map(Rule::name).forEach(r -> incidentsOf.put(r, 0));
    }

    /** Judges so many incidents, every other one a random chain; those that follow from the seed. */
    TwinsOnIncidents judge(int incidents, long seed) {
        Random random = new Random(seed);
        List<String> names = scenarios.names();
        for (int i = 0; i < incidents; i++) {
            Random own = new Random(random.nextLong());
            judge(
                    i % 2 == 0
                            ? RandomChain.of(own).scenario()
                            : scenarios.varied(names.get(own.nextInt(names.size())), own));
        }
        return this;
    }

    /**
     * Judges so many incidents, every sixteenth a random chain; the others vary a scenario in which the rule applies
     * that applied in the fewest incidents so far. They follow from the seed.
     */
    TwinsOnIncidents judgeSeekingRareRules(int incidents, long seed) {
        Map<String, List<String>> scenariosOf = scenariosOfRules();
        Map<String, List<String>> rulesOf = new TreeMap<>();
        scenariosOf.forEach((rule, names) -> names.forEach(
                name -> rulesOf.computeIfAbsent(name, n -> new ArrayList<>()).add(rule)));
        Random random = new Random(seed);
        for (int i = 0; i < incidents; i++) {
            Random own = new Random(random.nextLong());
            List<String> rare = scenariosOf.getOrDefault(rarest(), List.of());
            judge(
                    i % 16 == 0 || rare.isEmpty()
                            ? RandomChain.of(own).scenario()
                            : scenarios.varied(choice(rare, rulesOf, own), own));
        }
        return this;
    }

    /** Of some scenarios at random that in which most of the rare rules apply. */
    private String choice(List<String> names, Map<String, List<String>> rulesOf, Random random) {
        int rare = incidentsOf.getOrDefault(rarest(), 0) + RARE;
        return random.ints(CHOICES, 0, names.size())
                .mapToObj(names::get)
                .max(Comparator.comparingLong((String name) -> rulesOf.getOrDefault(name, List.of()).stream()
                        .filter(rule -> incidentsOf.getOrDefault(rule, 0) < rare)
                        .count()))
                .orElseThrow();
    }

    private void judge(Scenario scenario) {
        engines.applied.clear();
        if (new ScenarioRunner(PACKS).by(engines).run(scenario).verdict().established()) {
            established++;
        }
        engines.applied.forEach(rule -> incidentsOf.computeIfPresent(rule, (r, count) -> count + 1));
    }

    /** Files of the scenarios in which each rule applies. */
    private Map<String, List<String>> scenariosOfRules() {
        Set<String> applied = new TreeSet<>();
        RuleEngine direct = new DirectRuleEngine();
        ScenarioRunner runner = new ScenarioRunner(PACKS).by((law, facts) -> {
            Derivation derivation = direct.derive(law, facts);
            derivation
                    .asMap()
                    .values()
                    .forEach(why -> why.forEach(j -> applied.add(j.rule().name())));
            return derivation;
        });
        Map<String, List<String>> files = new TreeMap<>();
        for (String name : scenarios.names()) {
            applied.clear();
            runner.run(scenarios.plain(name));
            applied.forEach(
                    rule -> files.computeIfAbsent(rule, r -> new ArrayList<>()).add(name));
        }
        return files;
    }

    private String rarest() {
        return incidentsOf.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    int established() {
        return established;
    }

    /** Rules that applied in fewer incidents. */
    List<String> rarerThan(int incidents) {
        List<String> rare = new ArrayList<>();
        incidentsOf.forEach((rule, count) -> {
            if (count < incidents) {
                rare.add(count + "  " + rule);
            }
        });
        return rare;
    }

    /** How often each rule applied, one line each. */
    String told() {
        StringBuilder told = new StringBuilder("established: %d%n".formatted(established));
        incidentsOf.forEach((rule, count) -> told.append("%6d  %s%n".formatted(count, rule)));
        return told.toString();
    }
}
