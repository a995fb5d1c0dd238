package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Act;
import io.kdchain.rules.fact.CauseSource;
import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.DataSource;
import io.kdchain.rules.fact.Notice;
import io.kdchain.rules.fact.Reliance;
import io.kdchain.rules.fact.Tampering;
import io.kdchain.rules.fact.Transfer;
import io.kdchain.rules.fact.Use;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TamperingTest {
    private static List<String> states(Facts facts, String duty) {
        return facts.of(Check.class).stream()
                .filter(c -> c.duty().equals(duty))
                .map(Check::state)
                .toList();
    }

    @Test
    void reviewChangedByItsAuthorIsNoneAndTheActStands() {
        Chain chain = Chain.complete();
        Chain.Step used = chain.step("OutputUsed").changedBy("clinic", "humanReview");

        Facts facts = chain.facts();

        assertThat(states(facts, "professional-review")).containsExactly("absent");
        assertThat(facts.of(Act.class)).extracting(Act::party).contains("clinic");
        assertThat(facts.of(Tampering.class)).containsExactly(new Tampering(used.id(), "clinic"));
        assertThat(facts.of(Reliance.class)).extracting(Reliance::how).containsExactly("unreviewed");
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({"as-intended, ignored-warning", "malicious-prompt, malicious-prompt"})
    void useIsTheWorstButNeverBetterThanShown(String shown, String use) {
        Chain chain = Chain.complete();
        chain.step("OutputUsed")
                .body("{output: 'output:1', use: '%s', humanReview: 'independent'}".formatted(shown))
                .changedBy("clinic", "body.use");

        assertThat(chain.facts().of(Use.class)).extracting(Use::use).containsExactly(use);
        assertThat(states(chain.facts(), "professional-review")).containsExactly("made");
    }

    @ParameterizedTest(name = "{0} changed: {1}")
    @CsvSource({
        "body.equivalence.passed, failed",
        "/body/equivalence/passed, failed",
        "equivalence, absent",
        "target, made"
    })
    void eachChangedFieldCountsByItself(String path, String state) {
        Chain chain = Chain.complete();
        chain.step("ModelAdapted").changedBy("edgechip", path);

        assertThat(states(chain.facts(), "verify-equivalence")).containsExactly(state);
    }

    @Test
    void labelsChangedAreNoLabels() {
        Chain chain = Chain.complete();
        chain.step("OutputServed").changedBy("cloud", "labels[0]");

        assertThat(states(chain.facts(), "warn-of-risk")).containsExactly("absent");
    }

    @Test
    void numbersChangedAreAbsent() {
        Chain chain = Chain.complete();
        chain.step("DistillationCompleted").changedBy("smallai", "fidelity.agreement");

        assertThat(states(chain.facts(), "measure-fidelity")).containsExactly("absent");
    }

    @Test
    void protectionChangedIsNone() {
        Chain chain = Chain.complete();
        chain.event(
                        "2026-02-10",
                        "hospital",
                        "ArtefactTransferred",
                        "{artefact: 'dataset:ct', to: 'radnet', protection: 'encrypted'}")
                .changedBy("hospital", "protection");

        assertThat(chain.facts().of(Transfer.class))
                .extracting(Transfer::protection)
                .containsExactly("none");
    }

    @Test
    void changedByAnotherItIsVoidAndCountsAgainstTheTamperer() {
        Chain chain = Chain.complete();
        Chain.Step used = chain.step("OutputUsed").changedBy("cloud", "humanReview");

        Facts facts = chain.facts();

        assertThat(facts.of(Act.class)).extracting(Act::party).doesNotContain("clinic");
        assertThat(facts.of(Reliance.class)).extracting(Reliance::how).containsExactly("unrecorded");
        assertThat(facts.of(Tampering.class)).containsExactly(new Tampering(used.id(), "cloud"));
    }

    @Test
    void changedByNobodyKnowsWhomItIsVoid() {
        Chain chain = Chain.complete();
        chain.step("OutputUsed").rejected();

        Facts facts = chain.facts();

        assertThat(facts.of(Tampering.class)).isEmpty();
        assertThat(facts.of(Use.class)).isEmpty();
    }

    @Test
    void authorisationThatItsAuthorChangedHelpsNobody() {
        Chain chain = Chain.complete();
        chain.step("DataAuthorised").changedBy("hospital", "until");

        assertThat(chain.facts().of(DataSource.class))
                .extracting(DataSource::state)
                .containsOnly("unrecorded");
    }

    @Test
    void statementAboutOthersThatItsAuthorChangedIsVoid() {
        Chain chain = Chain.complete();
        chain.event(
                        "2026-04-15",
                        "cloud",
                        "DefectLocalised",
                        "{output: 'output:1', method: 'replay', stages: [{stage: 'adaptation', party: 'edgechip', contribution: 1}]}")
                .changedBy("cloud", "stages");

        assertThat(chain.facts().of(CauseSource.class)).containsExactly(new CauseSource("injury", "none"));
    }

    @Test
    void checkOfAnothersModelThatItsAuthorChangedCountsAgainstNobodyElse() {
        Chain chain = Chain.complete();
        chain.event(
                        "2026-03-05",
                        "lab",
                        "ModelEvaluated",
                        "{model: 'model:student', dataset: 'dataset:x', metrics: [], passed: true}")
                .changedBy("lab", "passed");

        assertThat(states(chain.facts(), "measure-fidelity")).containsExactly("made");
    }

    @Test
    void timeChangedIsThatOfRecording() {
        Chain chain = Chain.complete();
        chain.step("ModelAdapted").body("{technique: 'int8', target: 'npu'}");
        chain.event(
                        "2026-03-15",
                        "edgechip",
                        "ModelEvaluated",
                        "{model: 'model:int8', dataset: 'dataset:x', metrics: [], passed: false}")
                .recorded("2026-04-08")
                .changedBy("edgechip", "at");

        assertThat(states(chain.facts(), "verify-equivalence")).containsExactly("absent");
    }

    @Test
    void noticeThatItsReceiverChangedIsSubstantiatedAndObvious() {
        Chain chain = Chain.complete();
        chain.event(
                        "2026-04-03",
                        "cloud",
                        "NoticeReceived",
                        "{from: 'x', about: ['output:1'], substantiated: false, claim: 'falsehood', obvious: false}")
                .changedBy("cloud", "substantiated", "obvious");

        assertThat(chain.facts().of(Notice.class))
                .extracting(n -> n.state() + " " + n.obvious())
                .containsExactly("ignored true");
    }

    @Test
    void withoutKnownFieldsAllAreTakenAsChanged() {
        Chain chain = Chain.complete();
        chain.step("OutputServed").changedBy("cloud");

        assertThat(states(chain.facts(), "warn-of-risk")).containsExactly("absent");
    }
}
