package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.rules.apportion.Settling;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.report.ReportInput;
import io.kdchain.rules.verdict.Attribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios that say what was paid and who is insolvent. */
class SettledScenarioTest {
    private static final Path SCENARIOS = Path.of("..", "rules", "cn", "scenarios");
    private static final PackSource SOURCE = PackSource.of(Path.of("..", "rules"));
    private static final ScenarioRunner RUNNER = new ScenarioRunner(SOURCE);

    private static String text(String name) {
        try {
            return Files.readString(SCENARIOS.resolve(name + ".yaml"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Scenario read(String text) {
        return new ScenarioReader(SOURCE.ids()).read("settled.yaml", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"settled-joint", "settled-joint-insolvent", "settled-contract-of-work"})
    void whatIsOwedAndRecoveredIsAsExpected(String name) {
        assertThat(RUNNER.run(read(text(name))).unmet()).isEmpty();
    }

    /** adaptco paid the whole: 2/3 of it on cloudco, by law and without the promise of cloudco to bear the rest too. */
    @Test
    void agreementsThatChangeRecourseAreSaidToBeLeftOut() {
        String english = "Caps and promises to hold harmless that debtors agreed on are not counted in here";
        String chinese = "以上未计入债务人之间约定的责任限额和免受损失的承诺；见“约定在当事人之间的效力”。";
        Scenario agreed =
                read(text("contract-indemnity-decides").replace("\nexpect:", "\npaid: {adaptco: 100000 CNY}\nexpect:"));
        Scenario plain = read(text("article-1171-each-sufficient-decides")
                .replace("\nexpect:", "\npaid: {adaptco: 100000 CNY}\nexpect:"));

        assertThat(told(agreed, Locale.ENGLISH))
                .contains("adaptco recovers 66,666.67 CNY from cloudco.")
                .containsOnlyOnce(english + "; see \"What agreements change between their parties\".");
        assertThat(told(agreed, Locale.CHINA)).containsOnlyOnce(chinese);
        assertThat(html(agreed)).containsOnlyOnce(english).containsOnlyOnce(chinese);
        assertThat(told(plain, Locale.ENGLISH)).contains("adaptco recovers").doesNotContain("not counted in here");
        assertThat(html(plain)).contains("adaptco").doesNotContain("not counted in here", "以上未计入");
    }

    private static ReportInput settled(Scenario scenario) {
        Attribution verdict = RUNNER.run(scenario).verdict();
        Scenario.Payments payments = scenario.payments().orElseThrow();
        return ReportInput.of(verdict)
                .settled(Settling.all(verdict, scenario.incident(), payments.paid(), payments.insolvent()));
    }

    private static String told(Scenario scenario, Locale locale) {
        return Report.settled(settled(scenario), locale).replaceAll("\\s+", locale.equals(Locale.CHINA) ? "" : " ");
    }

    private static String html(Scenario scenario) {
        return Report.html(settled(scenario)).replace("&quot;", "\"");
    }

    @Test
    void whatIsNotMetIsToldWithWhatCameOut() {
        String wrong = text("settled-joint")
                .replace("cloudco: 233333.33 CNY", "cloudco: 1 CNY")
                .replace("amount: 44444.45 CNY", "amount: 2 CNY");

        List<Unmet> unmet = RUNNER.run(read(wrong)).unmet();

        assertThat(unmet)
                .extracting(Unmet::got)
                .containsExactly("233333.33 CNY", "[cloudco recovers 44444.45 CNY from dataco]");
    }

    @Test
    void whereNothingWasPaidNothingIsSettled() {
        String without = text("settled-joint").replace("paid: {cloudco: 600000 CNY}\n", "");

        assertThat(RUNNER.run(read(without)).unmet())
                .hasSize(3)
                .allSatisfy(u -> assertThat(u.got()).startsWith("nothing settled"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "paid: {cloudco: 600000}   | the sum is '600000'; write an amount and a currency",
                "paid: {nobody: 1 CNY}     | nobody",
                "paid: [cloudco]           | it must be a mapping from parties to sums",
                "insolvent: [nobody]       | nobody"
            })
    void aFormThatIsNoneIsAnError(String line, String message) {
        String wrong = text("settled-joint").replace("paid: {cloudco: 600000 CNY}", line);

        assertThatThrownBy(() -> read(wrong))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aPaymentOfWhoIsNoDebtorIsAnErrorWithThePlace() {
        Scenario scenario = read(text("settled-joint").replace("{cloudco: 600000 CNY}", "{teachco: 1 CNY}"));

        assertThatThrownBy(() -> RUNNER.run(scenario))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("settled.yaml:")
                .hasMessageContaining("'teachco' is no debtor of item 'transfers'");
    }
}
