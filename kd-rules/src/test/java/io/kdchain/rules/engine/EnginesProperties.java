package io.kdchain.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.engine.drools.DroolsRuleEngine;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.pack.PackFixture;
import io.kdchain.rules.pack.RulePack;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Two engines that share no evaluation of negation give the same conclusions for the same reasons. */
class EnginesProperties {
    private static final RuleEngine DROOLS = new DroolsRuleEngine();
    private static final RuleEngine DIRECT = new DirectRuleEngine();
    private static final LawAsOf CN = RulePack.builtin("cn").at(LocalDate.of(2026, 6, 1));
    private static final LawAsOf ALL_FORMS =
            PackFixture.pack().rules(RuleForms.ALL).load().at(LocalDate.of(2023, 1, 1));

    @Property(tries = 60, seed = "20260101")
    void onTheChinesePack(@ForAll long seed) {
        agree(CN, seed, 60 + Math.floorMod(seed, 120));
    }

    @Property(tries = 150, seed = "20260102")
    void onRulesOfAllForms(@ForAll long seed) {
        agree(ALL_FORMS, seed, Math.floorMod(seed, 90));
    }

    private static void agree(LawAsOf law, long seed, int count) {
        List<Fact> facts = RandomFacts.of(law.pack().vocabulary(), seed, count);

        Derivation direct = DIRECT.derive(law, facts);
        List<Fact> shuffled = new ArrayList<>(facts);
        Collections.shuffle(shuffled, new Random(seed + 1));
        Derivation drools = DROOLS.derive(law, shuffled);

        assertThat(drools.conclusions()).isEqualTo(direct.conclusions());
        assertThat(drools).isEqualTo(direct);
    }
}
