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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Judges random incidents by all rule engines at once, and counts how often each rule applied. */
final class TwinsOnIncidents {
    private static final PackSource PACKS = PackSource.of(Path.of("..", "rules"));

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

    /** Judges so many incidents; those that follow from the seed. */
    TwinsOnIncidents judge(int incidents, long seed) {
        ScenarioRunner runner = new ScenarioRunner(PACKS).by(engines);
        incidentsOf.clear();
        PACKS.load(List.of("cn")).rules().stream().map(Rule::name).forEach(r -> incidentsOf.put(r, 0));
        Random random = new Random(seed);
        for (int i = 0; i < incidents; i++) {
            engines.applied.clear();
            if (runner.run(RandomChain.of(new Random(random.nextLong())).scenario())
                    .verdict()
                    .established()) {
                established++;
            }
            engines.applied.forEach(rule -> incidentsOf.merge(rule, 1, Integer::sum));
        }
        return this;
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
