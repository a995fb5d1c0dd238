package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.fact.CauseForm;
import io.kdchain.rules.fact.JointProcessing;
import io.kdchain.rules.fact.Leak;
import io.kdchain.rules.fact.ProtectedTransfer;
import io.kdchain.rules.fact.Transfer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeakFactsTest {
    private static Chain leaked(String actor, String fields) {
        Chain chain = Chain.complete().item("files", "privacy").item("injury", "bodily-injury");
        chain.event(
                "2026-02-10",
                "hospital",
                "ArtefactTransferred",
                "{artefact: 'dataset:ct', to: 'smallai', protection: 'encrypted'}");
        chain.event(
                "2026-04-05", actor, "ArtefactLeaked", "{artefact: 'dataset:ct', scope: 'all'%s}".formatted(fields));
        return chain;
    }

    private static List<String> leaks(Facts facts) {
        return facts.of(Leak.class).stream()
                .map(l -> l.item() + " " + l.party() + " " + l.sphere())
                .toList();
    }

    @Test
    void leakComesFromTheSphereThatIsNamed() {
        assertThat(leaks(leaked("lab", ", from: 'smallai'").facts())).containsExactly("files smallai named");
    }

    @Test
    void holderThatBlamesAStrangerToTheDataIsAskedAndAnswersMeanwhile() {
        Facts facts = leaked("hospital", ", from: 'cloud'").facts();

        assertThat(leaks(facts)).containsExactly("files hospital held");
        assertThat(facts.open()).extracting(OpenIssue::id).containsExactly("leak:files:cloud");
        assertThat(leaks(leaked("hospital", ", from: 'smallai'").facts())).containsExactly("files smallai named");
    }

    @Test
    void whatAnotherSaysOfTheLeakConfirmsWhoIsBlamed() {
        Chain chain = leaked("hospital", ", from: 'cloud'");
        chain.event(
                "2026-04-06",
                "lab",
                "ArtefactLeaked",
                "{artefact: 'dataset:ct', scope: 'all', item: 'injury', from: 'cloud'}");

        assertThat(leaks(chain.facts())).contains("files cloud named").doesNotContain("files hospital held");
    }

    @Test
    void leakReportedByWhoEverHeldTheArtefactIsItsOwn() {
        assertThat(leaks(leaked("hospital", "").facts())).containsExactly("files hospital held");
        assertThat(leaks(leaked("smallai", "").facts())).containsExactly("files smallai held");
    }

    @Test
    void leakReportedByAnotherIsOfAllHoldersAndAQuestionForEach() {
        Facts facts = leaked("lab", "").facts();

        assertThat(leaks(facts)).containsExactly("files hospital unknown", "files smallai unknown");
        assertThat(facts.of(CauseForm.class)).containsExactly(new CauseForm("files", "unknown-actor"));
        assertThat(facts.open()).extracting(OpenIssue::id).containsExactly("leak:files:hospital", "leak:files:smallai");
    }

    @ParameterizedTest(name = "smallai answered {0}: {1}")
    @CsvSource({"true, files smallai named", "false, files hospital unknown"})
    void answerNamesTheSphereOrTakesAHolderOut(boolean answer, String leak) {
        Chain chain = leaked("lab", "");

        Facts facts = chain.facts(chain.inquiry().answering(Map.of("leak:files:smallai", answer)));

        assertThat(leaks(facts)).containsExactly(leak);
    }

    @Test
    void leakThatNamesAnItemConcernsNoOther() {
        Chain chain = leaked("lab", ", from: 'smallai', item: 'more'").item("more", "privacy");

        assertThat(leaks(chain.facts())).containsExactly("more smallai named");
        assertThat(leaks(leaked("lab", ", from: 'smallai', item: 'elsewhere'").facts()))
                .isEmpty();
    }

    @ParameterizedTest(name = "audited by {0}, recorded {1}: {2}")
    @CsvSource({"lab, 2026-02-11, 1", "hospital, 2026-02-11, 0", "lab, 2026-04-11, 0"})
    void encryptionAuditedByAnotherBeforeTheReportProtects(String auditor, String recorded, int facts) {
        Chain chain = leaked("lab", ", from: 'smallai'");
        chain.event("2026-02-11", auditor, "DataAudited")
                .recorded(recorded)
                .body("{dataset: 'dataset:ct', kind: 'compliance', passed: true, report: 'report:r'}");

        assertThat(chain.facts().of(ProtectedTransfer.class)).hasSize(facts);
    }

    @Test
    void onePlainTransferAmongEncryptedOnesLeavesNoProtection() {
        Chain chain = leaked("lab", ", from: 'smallai'");
        chain.event(
                "2026-02-11",
                "lab",
                "DataAudited",
                "{dataset: 'dataset:ct', kind: 'compliance', passed: true, report: 'report:r'}");
        chain.event(
                "2026-02-12",
                "hospital",
                "ArtefactTransferred",
                "{artefact: 'dataset:ct', to: 'radnet', protection: 'none'}");

        Facts facts = chain.facts();

        assertThat(facts.of(ProtectedTransfer.class)).isEmpty();
        assertThat(facts.of(Transfer.class))
                .extracting(Transfer::protection)
                .containsExactlyInAnyOrder("encrypted", "none");
    }

    @Test
    void protectionRecordedLateIsNotShown() {
        Chain chain = Chain.complete();
        chain.event("2026-02-10", "hospital", "ArtefactTransferred")
                .recorded("2026-05-01")
                .body("{artefact: 'dataset:ct', to: 'radnet', protection: 'encrypted'}");

        assertThat(chain.facts().of(Transfer.class)).isEmpty();
    }

    @ParameterizedTest(name = "{0} until {1}: {2}")
    @CsvSource({
        "joint-processing, 2026-04-10, 2",
        "joint-processing, 2026-04-08, 0",
        "entrusted-processing, 2026-04-10, 0"
    })
    void jointProcessorsAreStatedBothWays(String kind, String until, int facts) {
        Chain chain = Chain.complete();
        chain.event(
                "2026-01-01",
                "hospital",
                "AgreementConcluded",
                "{kind: '%s', parties: ['hospital', 'cloud'], until: '%s', indemnities: []}".formatted(kind, until));

        assertThat(chain.facts().of(JointProcessing.class)).hasSize(facts);
    }
}
