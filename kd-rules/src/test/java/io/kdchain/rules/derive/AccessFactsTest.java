package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Access;
import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.Entrusted;
import io.kdchain.rules.fact.TeacherTerms;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessFactsTest {
    private static List<String> access(String body) {
        Chain chain = Chain.complete();
        chain.step("DatasetCollected").body(body);
        return chain.facts().of(Access.class).stream().map(Access::state).toList();
    }

    @Test
    void robotsLocksAndAccountsAreToldApart() {
        assertThat(access("{method: 'crawl', personal: 'none', robots: {policy: 'disallowed', bypassed: false}}"))
                .containsExactly("disallowed");
        assertThat(access("{method: 'crawl', personal: 'none', robots: {policy: 'disallowed', bypassed: true}}"))
                .containsExactly("bypassed");
        assertThat(access("{method: 'api-output', personal: 'none', accounts: 'fraudulent'}"))
                .containsExactly("fraudulent");
        assertThat(access("{method: 'crawl', personal: 'none', robots: {policy: 'allowed', bypassed: false}}"))
                .containsExactly("open");
        assertThat(access("{method: 'user-submitted', personal: 'none'}")).isEmpty();
    }

    private static String terms(Chain chain) {
        return chain.facts().of(TeacherTerms.class).get(0).state();
    }

    @Test
    void whatTheTwoAgreedLastGoesBeforeWhatTheReleaseSays() {
        Chain chain = Chain.complete();
        assertThat(terms(chain)).isEqualTo("permitted");

        chain.step("TeacherReleased").body("{intendedUses: ['medical'], distillationAllowed: false}");
        assertThat(terms(chain)).isEqualTo("forbidden");

        chain.event(
                "2026-02-10",
                "radnet",
                "AgreementConcluded",
                "{kind: 'api-terms', parties: ['radnet', 'smallai'], distillationAllowed: true}");
        assertThat(terms(chain)).isEqualTo("permitted");

        chain.event(
                "2026-02-20",
                "radnet",
                "AgreementConcluded",
                "{kind: 'api-terms', parties: ['radnet', 'smallai'], distillationAllowed: false}");
        assertThat(terms(chain)).isEqualTo("forbidden");
    }

    @Test
    void aLicenceThatRanOutAllowsNothing() {
        Chain chain = Chain.complete();
        chain.event(
                "2026-02-10",
                "radnet",
                "AgreementConcluded",
                "{kind: 'api-terms', parties: ['radnet', 'smallai'], distillationAllowed: true, until: '2026-02-20'}");

        assertThat(terms(chain)).isEqualTo("forbidden");
    }

    @Test
    void anAgreementRecordedAfterTheReportAllowsNothing() {
        Chain chain = Chain.complete();
        chain.step("TeacherReleased").body("{intendedUses: ['medical'], distillationAllowed: false}");
        chain.event(
                        "2026-02-10",
                        "smallai",
                        "AgreementConcluded",
                        "{kind: 'api-terms', parties: ['radnet', 'smallai'], distillationAllowed: true}")
                .recorded("2026-05-01");

        assertThat(terms(chain)).isEqualTo("forbidden");
    }

    @Test
    void whoGotDataUnderAnEntrustmentIsEntrustedByWhoHandedItOver() {
        Chain chain = Chain.complete();
        chain.event(
                "2026-02-10",
                "hospital",
                "AgreementConcluded",
                "{kind: 'entrusted-processing', parties: ['smallai', 'hospital']}");
        chain.event(
                "2026-02-11",
                "hospital",
                "ArtefactTransferred",
                "{artefact: 'dataset:ct', to: 'smallai', protection: 'encrypted'}");

        assertThat(chain.facts().of(Entrusted.class)).containsExactly(new Entrusted("smallai", "hospital"));
    }

    @Test
    void dataIsHandedOnUnderAContractOrNot() {
        Chain without = Chain.complete();
        without.event(
                "2026-02-11",
                "hospital",
                "ArtefactTransferred",
                "{artefact: 'dataset:ct', to: 'smallai', protection: 'encrypted'}");
        Chain with = Chain.complete();
        with.event(
                "2026-02-10",
                "hospital",
                "AgreementConcluded",
                "{kind: 'data-licence', parties: ['smallai', 'hospital']}");
        with.event(
                "2026-02-11",
                "hospital",
                "ArtefactTransferred",
                "{artefact: 'dataset:ct', to: 'smallai', protection: 'encrypted'}");

        assertThat(states(without.facts(), "supervise-recipient")).containsExactly("absent");
        assertThat(states(with.facts(), "supervise-recipient")).containsExactly("made");
    }

    private static List<String> states(Facts facts, String duty) {
        return facts.of(Check.class).stream()
                .filter(c -> c.duty().equals(duty))
                .map(Check::state)
                .toList();
    }
}
