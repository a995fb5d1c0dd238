package io.kdchain.rules.workbench;

import static io.kdchain.rules.pack.PackFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.fact.Act;
import io.kdchain.rules.fact.Claim;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.Party;
import io.kdchain.rules.fact.Tampering;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.pack.PackFixture;
import io.kdchain.rules.workbench.ConditionsSeen.Unseen;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsSeenTest {
    private static final Fact ACT = new Act("act-1", "acme", "hardware-adapter", "adaptation");
    private static final Fact ADAPTER = new Party("acme", "hardware-adapter");
    private static final Fact AUDITOR = new Party("acme", "auditor");
    private static final Fact ALTERED = new Tampering("act-1", "acme");
    /** There is always one, so that asking for it is no condition. */
    private static final Fact CLAIM = new Claim("incident-1", "victim", "none");

    private static final String NAME = "T-1: watched";

    private final LawAsOf law = PackFixture.pack()
            .rules(rule(NAME, "duty", """
                    Claim( $claimant : claimant )
                    Act( $act : act, $party : party )
                    Party( party == $party, role == "auditor" )
                    not Tampering( party == $party )""", "insertLogical( new OwesDuty( $party, \"verify-equivalence\", $act ) );"))
            .load()
            .at(LocalDate.of(2023, 1, 1));
    private final ConditionsSeen seen = new ConditionsSeen(new DirectRuleEngine());

    private void incident(Fact... facts) {
        List<Fact> all = new ArrayList<>(List.of(facts));
        all.add(CLAIM);
        assertThat(seen.derive(law, all)).isEqualTo(new DirectRuleEngine().derive(law, all));
    }

    @Test
    void aConditionIsLookedAtWhereThoseBeforeItHold() {
        incident(ACT, ADAPTER);

        assertThat(seen.conditions()).isEqualTo(3);
        assertThat(seen.unseen())
                .containsExactly(
                        unseen("Act( $act : act, $party : party )", true, false),
                        unseen("Party( party == $party, role == \"auditor\" )", false, true),
                        unseen("not Tampering( party == $party )", false, false));
    }

    @Test
    void whatWasSeenBothWaysIsListedNoMore() {
        incident(ACT, ADAPTER);
        incident(ACT, AUDITOR);
        assertThat(seen.unseen())
                .containsExactly(
                        unseen("Act( $act : act, $party : party )", true, false),
                        unseen("not Tampering( party == $party )", true, false));

        incident(AUDITOR);
        incident(ACT, AUDITOR, ALTERED);
        assertThat(seen.unseen()).isEmpty();
        assertThat(seen.conditions()).isEqualTo(3);
    }

    private static Unseen unseen(String condition, boolean held, boolean failed) {
        return new Unseen(NAME, condition, held, failed);
    }
}
