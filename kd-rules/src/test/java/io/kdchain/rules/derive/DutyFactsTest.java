package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.fact.BoundByRole;
import io.kdchain.rules.fact.DutyAppraisal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DutyFactsTest {
    private static Chain.Step appraised(Chain chain, String actor, String by, boolean met, String more) {
        return chain.event(
                "2026-04-15",
                actor,
                "DutyAppraised",
                "{party: 'hospital', duty: 'secure-transfer', met: %s, by: '%s'%s}".formatted(met, by, more));
    }

    @Test
    void findingOfAnotherCounts() {
        Chain chain = Chain.complete();
        appraised(chain, "lab", "lab", false, ", fault: 'gross'");

        assertThat(chain.facts().of(DutyAppraisal.class))
                .containsExactly(new DutyAppraisal("hospital", "secure-transfer", false, "gross"));
    }

    @Test
    void findingOfABreachFoundsADutyOfTheRoleOnly() {
        Chain chain = Chain.complete();
        appraised(chain, "lab", "lab", false, "");
        chain.event(
                "2026-04-15",
                "lab",
                "DutyAppraised",
                "{party: 'radnet', duty: 'secure-transfer', met: false, by: 'lab'}");
        Chain met = Chain.complete();
        appraised(met, "lab", "lab", true, "");

        assertThat(chain.facts().of(BoundByRole.class))
                .extracting(BoundByRole::party, BoundByRole::duty)
                .containsExactly(tuple("hospital", "secure-transfer"));
        assertThat(chain.facts().of(DutyAppraisal.class)).hasSize(2);
        assertThat(met.facts().of(BoundByRole.class)).isEmpty();
    }

    @Test
    void partyDoesNotClearItselfWithoutConfirmation() {
        Chain alone = Chain.complete();
        appraised(alone, "hospital", "lab", true, "");
        Chain named = Chain.complete();
        appraised(named, "lab", "hospital", true, "");
        Chain confirmed = Chain.complete();
        Chain.Step own = appraised(confirmed, "hospital", "hospital", true, "");
        confirmed
                .event("2026-04-16", "lab", "MeasureTaken", "{measure: 'cooperate', about: []}")
                .refs(own);
        Chain observed = Chain.complete();
        appraised(observed, "hospital", "hospital", true, "").observedBy("lab");

        assertThat(alone.facts().of(DutyAppraisal.class)).isEmpty();
        assertThat(named.facts().of(DutyAppraisal.class)).isEmpty();
        assertThat(confirmed.facts().of(DutyAppraisal.class)).hasSize(1);
        assertThat(observed.facts().of(DutyAppraisal.class)).hasSize(1);
    }

    @Test
    void partyMayAccuseItself() {
        Chain chain = Chain.complete();
        appraised(chain, "hospital", "hospital", false, "");

        assertThat(chain.facts().of(DutyAppraisal.class)).hasSize(1);
    }

    @Test
    void appraisalsThatDifferAreAQuestionAndNoFact() {
        Chain chain = Chain.complete();
        appraised(chain, "lab", "lab", true, "");
        appraised(chain, "patient", "expert", false, "");
        String question = "duty:hospital:secure-transfer";

        Facts open = chain.facts();
        Facts met = chain.facts(chain.inquiry().answering(Map.of(question, true)));

        assertThat(open.of(DutyAppraisal.class)).isEmpty();
        assertThat(open.open()).extracting(OpenIssue::id).containsExactly(question);
        assertThat(met.of(DutyAppraisal.class))
                .containsExactly(new DutyAppraisal("hospital", "secure-transfer", true, "unstated"));
    }

    @Test
    void dutyThatThePackDoesNotKnowIsNoFact() {
        Chain chain = Chain.complete();
        chain.event(
                "2026-04-15", "lab", "DutyAppraised", "{party: 'hospital', duty: 'be-nice', met: false, by: 'lab'}");

        assertThat(chain.facts().of(DutyAppraisal.class)).isEmpty();
    }

    @Test
    void findingInItsFavourThatThePartyItselfRecordsOfAnotherIsNone() {
        Chain chain = Chain.complete();
        appraised(chain, "lab", "lab", true, "").observedBy("hospital");

        assertThat(chain.facts().of(DutyAppraisal.class)).isEmpty();
    }
}
