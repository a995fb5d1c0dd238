package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.rules.fact.Claim;
import io.kdchain.rules.fact.DefenceHolds;
import io.kdchain.rules.fact.EstablishedCause;
import io.kdchain.rules.fact.NonEconomic;
import io.kdchain.rules.fact.Purpose;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Regime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimFactsTest {
    @Test
    void regimeIsThatOfTheLawUnlessOneIsImposed() {
        Chain chain = Chain.complete();

        assertThat(chain.facts().of(Claim.class)).extracting(Claim::override).containsExactly("none");
        assertThat(chain.facts(chain.inquiry().imposing(Regime.STRICT)).of(Claim.class))
                .extracting(Claim::override)
                .containsExactly("strict");
    }

    @Test
    void dutiesProtectByKindAnyOrAggravation() {
        Chain chain = Chain.complete()
                .item("files", "privacy")
                .item(new DamageItem("later", "reputation", null, "unstated", true, true));

        assertThat(chain.facts().of(Purpose.class))
                .containsExactlyInAnyOrder(
                        new Purpose("files", "secure-transfer"),
                        new Purpose("files", "lawful-data-source"),
                        new Purpose("files", "use-within-purpose"),
                        new Purpose("later", "act-on-notice"),
                        new Purpose("later", "use-within-purpose"));
    }

    @Test
    void lossThatIsNotEconomicIsSaidAndAContestedDefenceThatTheReaderAffirmedHolds() {
        Chain chain = Chain.complete()
                .item("cost", "bodily-injury")
                .item(new DamageItem("pain", "bodily-injury", null, "serious", false, true, true));

        Facts facts = chain.facts(chain.inquiry()
                .answering(Map.of(
                        "defence:pain:cloud:third-party-content", true,
                        "defence:cost:cloud:third-party-content", false,
                        "defence:pain:cloud:no-such-defence", true,
                        "defence:other:cloud:third-party-content", true)));

        assertThat(facts.of(NonEconomic.class)).containsExactly(new NonEconomic("pain"));
        assertThat(facts.of(DefenceHolds.class))
                .containsExactly(new DefenceHolds("pain", "cloud", "third-party-content"));
    }

    @Test
    void causeThatTheReaderAffirmedIsEstablished() {
        Chain chain = Chain.complete().item("a", "pecuniary").item("a:b", "pecuniary");

        Facts facts = chain.facts(chain.inquiry()
                .answering(Map.of(
                        "cause:a:edgechip:verify-equivalence", true,
                        "cause:a:b:smallai:verify-equivalence", true,
                        "cause:a:radnet:verify-equivalence", false,
                        "cause:a:radnet:unknown-duty", true,
                        "cause:z:radnet:verify-equivalence", true,
                        "cause:a", true)));

        assertThat(facts.of(EstablishedCause.class))
                .containsExactly(
                        new EstablishedCause("a", "edgechip", "verify-equivalence"),
                        new EstablishedCause("a:b", "smallai", "verify-equivalence"));
    }

    @Test
    void reportIsWhenItWasRecordedElseAsTheIncidentSays() {
        Chain chain = Chain.complete().reported("2026-04-12");
        assertThat(chain.facts().reportedAt()).isEqualTo(Chain.day("2026-04-12"));
        chain.event("2026-04-11", "patient", "IncidentReported")
                .recorded("2026-04-13")
                .generates("incident:1")
                .body("{outputs: ['output:1'], claimant: 'patient', occurredAt: '2026-04-10', items: []}");
        chain.event("2026-04-11", "patient", "IncidentReported")
                .generates("incident:other")
                .body("{outputs: ['output:1'], claimant: 'patient', occurredAt: '2026-04-10', items: []}");

        assertThat(chain.facts().reportedAt()).isEqualTo(Chain.day("2026-04-13"));
        assertThat(chain.facts().triggers()).containsEntry("incident:1", Chain.day("2026-04-13"));
    }

    @Test
    void alterationNeedsNames() {
        assertThatThrownBy(() -> new Alteration(3, "", "x", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("event 3");
    }
}
