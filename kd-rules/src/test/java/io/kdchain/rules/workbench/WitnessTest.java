package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.engine.direct.DirectRuleEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WitnessTest {
    private static final Path FILE =
            Path.of("..", "rules", "cn", "scenarios", "article-1171-each-sufficient-decides.yaml");
    private static final String RULE =
            "CN-CivilCode-1171: separate acts of which each was sufficient are joint and several liability";
    private static final ScenarioReader READER = new ScenarioReader();
    private static final ScenarioRunner RUNNER = new ScenarioRunner(PackSource.builtin()).by(new DirectRuleEngine());

    private static boolean rests(Scenario scenario, String rule) {
        return new Citations(RUNNER.run(scenario).verdict()).rules().contains(rule);
    }

    private static boolean rests(String text, String rule) {
        try {
            return rests(READER.read("witness.yaml", text), rule);
        } catch (ScenarioException e) {
            return false;
        }
    }

    @Test
    void nothingCanBeLeftOutOfAWitness() {
        String text = Witness.of(READER, RUNNER, RULE, List.of(FILE)).orElseThrow();

        Scenario witness = READER.read("witness.yaml", text);
        assertThat(rests(witness, RULE)).isTrue();
        assertThat(witness.chainSize())
                .isLessThan(READER.read(FILE).chainSize())
                .isPositive();
        assertThat(witness.expectationCount()).isZero();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("  - {\"at\"")) {
                List<String> rest = new ArrayList<>(lines);
                rest.remove(i);
                assertThat(rests(String.join("\n", rest), RULE))
                        .as(lines.get(i))
                        .isFalse();
            }
        }
        assertThat(Witness.of(READER, RUNNER, RULE, List.of(FILE))).contains(text);
    }

    @Test
    void whereNoVerdictRestsOnTheRuleThereIsNone() {
        assertThat(Witness.of(READER, RUNNER, "CN-CivilCode-1171: no such rule", List.of(FILE)))
                .isEmpty();
    }
}
