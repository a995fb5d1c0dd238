package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Check;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitationFactsTest {
    private static final String DISCLOSED = "{model: 'model:teacher', to: ['%s'], limitation: '%s'}";

    private static Chain knowing(String limits) {
        Chain chain = Chain.complete();
        chain.step("TeacherReleased")
                .body("{intendedUses: ['medical'], distillationAllowed: true, knownLimitations: [%s]}"
                        .formatted(limits));
        return chain;
    }

    private static List<String> states(Chain chain) {
        return chain.facts().of(Check.class).stream()
                .filter(c -> c.duty().equals("disclose-limitations"))
                .peek(c -> assertThat(c.party()).isEqualTo("radnet"))
                .map(Check::state)
                .toList();
    }

    @Test
    void whoKnewNoLimitHasNothingToDisclose() {
        assertThat(states(Chain.complete())).isEmpty();
    }

    @ParameterizedTest(name = "on {0} to {1}: {2}")
    @CsvSource({
        "2026-02-20, smallai, made",
        "2026-02-20, edgechip, absent", // who was told is not the next party
        "2026-03-05, smallai, corrected", // after the distillation of 1 March
        "2026-04-03, smallai, corrected", // after the output of 2 April, before the harm of 10 April
        "2026-04-11, smallai, absent",
    })
    void eachNextPartyIsToldBeforeItsAct(String day, String to, String state) {
        Chain chain = knowing("'children'");
        chain.event(day, "radnet", "LimitationDisclosed", DISCLOSED.formatted(to, "weak on children"));

        assertThat(states(chain)).containsExactly(state);
    }

    @Test
    void theReleaseItselfTellsNobody() {
        assertThat(states(knowing("'children'"))).containsExactly("absent");
    }

    @Test
    void everyNextPartyIsTold() {
        Chain chain = knowing("'children'");
        chain.event("2026-03-02", "otherai", "DistillationCompleted")
                .uses("model:teacher")
                .generates("model:student")
                .body("{fidelity: {agreement: 0.9}}");
        chain.event("2026-02-20", "radnet", "LimitationDisclosed", DISCLOSED.formatted("smallai", "children"));

        assertThat(states(chain)).containsExactly("absent");

        chain.event("2026-02-21", "radnet", "LimitationDisclosed", DISCLOSED.formatted("otherai", "children"));

        assertThat(states(chain)).containsExactly("made");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"children, absent", "'see the model card, section 4', made"})
    void aWarningInTheWordsOfOneLimitTellsOfThatOne(String limitation, String state) {
        Chain chain = knowing("'children', 'low light'");
        chain.event("2026-02-20", "radnet", "LimitationDisclosed", DISCLOSED.formatted("smallai", limitation));

        assertThat(states(chain)).containsExactly(state);
    }

    @ParameterizedTest(name = "audit passed: {0}, {1}")
    @CsvSource({"false, made", "true, absent"})
    void onlyAFailedAuditTellsOfALimit(boolean passed, String state) {
        Chain chain = knowing("'children'");
        chain.event(
                "2026-02-20",
                "radnet",
                "BiasAudited",
                "{model: 'model:teacher', attribute: 'age', metric: 'tpr', gap: %s, threshold: 0.05, passed: %s, disclosedTo: ['smallai']}"
                        .formatted(passed ? "0.05" : "0.2", passed));

        assertThat(states(chain)).containsExactly(state);
    }

    @Test
    void aDisclosureRecordedAfterTheReportIsSilence() {
        Chain chain = knowing("'children'");
        chain.event("2026-02-20", "radnet", "LimitationDisclosed", DISCLOSED.formatted("smallai", "children"))
                .recorded("2026-05-01");

        assertThat(states(chain)).containsExactly("absent");
    }

    @Test
    void whatItsAuthorChangedInTheListIsNoBetterThanWhatIsShown() {
        Chain chain = knowing("'children'");
        chain.step("TeacherReleased").changedBy("radnet", "knownLimitations[0]");

        assertThat(states(chain)).containsExactly("absent");
    }

    @Test
    void aForgedDisclosureTellsNobody() {
        Chain chain = knowing("'children'");
        chain.event("2026-02-20", "radnet", "LimitationDisclosed", DISCLOSED.formatted("smallai", "children"))
                .rejected();

        assertThat(states(chain)).containsExactly("absent");
    }
}
