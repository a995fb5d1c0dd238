package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
