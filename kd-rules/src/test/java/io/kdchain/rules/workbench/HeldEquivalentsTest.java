package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.workbench.mutation.Mutant;
import io.kdchain.rules.workbench.mutation.Operator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeldEquivalentsTest {
    private static final Parameter WEIGHT =
            RulePack.builtin("cn").parameters().history("fault.gross").get(0);

    private static HeldEquivalents read(String text) {
        return HeldEquivalents.read("cn/mutants.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Mutant mutant(Operator operator, String subject, String before, String after) {
        return new Mutant(WEIGHT.at(), subject, operator, before, after, new Mutant.Change.OfParameter(WEIGHT));
    }

    @Test
    void anEntrySpeaksOfOneChangeOrOfAllOfItsKind() {
        HeldEquivalents held = read("""
                equivalent:
                  - {operator: drop-burden, reason: for readers}
                  - {operator: drop-constraint, rule: "T-1: one", change: party == $party, reason: one author}
                """);

        assertThat(held.reason(mutant(Operator.DROP_BURDEN, "T-2: any", "@burden(\"party\")", "")))
                .contains("for readers");
        assertThat(held.reason(mutant(Operator.DROP_CONSTRAINT, "T-1: one", "party == $party", "")))
                .contains("one author");
        assertThat(held.reason(mutant(Operator.DROP_CONSTRAINT, "T-1: one", "act == $act", "")))
                .isEmpty();
        assertThat(held.reason(mutant(Operator.DROP_CONSTRAINT, "T-2: two", "party == $party", "")))
                .isEmpty();
        assertThat(held.reason(mutant(Operator.FLIP_NOT, "T-1: one", "party == $party", "")))
                .isEmpty();
    }

    @Test
    void whatItCannotSayIsToldWithItsPlace() {
        assertThatThrownBy(
                        () -> read("equivalent:\n  - {operator: drop-burdens, reason: x}\n  - {operator: flip-not}\n"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("cn/mutants.yaml:2:16")
                .hasMessageContaining("did you mean 'drop-burden'?")
                .hasMessageContaining("no key 'reason'");
    }
}
