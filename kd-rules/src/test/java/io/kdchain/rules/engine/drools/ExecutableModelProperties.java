package io.kdchain.rules.engine.drools;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.engine.Derivation;
import io.kdchain.rules.engine.RandomFacts;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.engine.RuleForms;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.pack.PackFixture;
import io.kdchain.rules.pack.RulePack;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The language compiles on both paths of Drools, the classic one that we use and its announced successor. */
class ExecutableModelProperties {
    private static final DroolsRuleEngine CLASSIC = new DroolsRuleEngine();
    private static final RuleEngine EXECUTABLE = ExecutableModel.engine();
    private static final LawAsOf CN = RulePack.builtin("cn").at(LocalDate.of(2026, 6, 1));
    private static final LawAsOf FORMS =
            PackFixture.pack().rules(RuleForms.ALL).load().at(LocalDate.of(2023, 1, 1));

    @Property(tries = 15, seed = "20260103")
    void onTheChinesePack(@ForAll long seed) {
        agree(CN, seed, 60 + Math.floorMod(seed, 90));
    }

    @Property(tries = 60, seed = "20260104")
    void onRulesOfAllForms(@ForAll long seed) {
        agree(FORMS, seed, Math.floorMod(seed, 90));
    }

    private static void agree(LawAsOf law, long seed, int count) {
        List<Fact> facts = RandomFacts.of(law.pack().vocabulary(), seed, count);

        Derivation classic = CLASSIC.derive(law, facts);

        assertThat(EXECUTABLE.derive(law, facts)).isEqualTo(classic);
    }
}
