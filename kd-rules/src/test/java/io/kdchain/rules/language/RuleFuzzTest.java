package io.kdchain.rules.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/**
 * Rule files from strangers: whatever the bytes, they are a tree or problems with places inside the file, and a tree
 * without problems reads back from its canonical text as one that prints the same.
 *
 * <p>In the build it runs on its seeds, in {@code RuleFuzzTestInputs}; what a search finds becomes one. To search:
 * {@code JAZZER_FUZZ=1 mvn -Dquick -Dkd.jazzer.hooks=true -pl kd-rules -am test -Dtest=RuleFuzzTest
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class RuleFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void ruleFile(byte[] bytes) {
        RuleReader.Result read = RuleReader.read("x.drl", bytes);

        int lines = new String(bytes, StandardCharsets.UTF_8).split("\r\n|\r|\n|\u2028|\u2029", -1).length;
        for (Problem problem : read.problems()) {
            assertThat(problem.at().line()).as(problem.toString()).isBetween(1, lines + 1);
            assertThat(problem.message()).isNotBlank();
        }
        if (read.problems().isEmpty()) {
            String canonical = CanonicalText.of(read.file().orElseThrow());
            RuleReader.Result again = RuleReader.read("x.drl", canonical.getBytes(StandardCharsets.UTF_8));
            assertThat(again.problems()).isEmpty();
            assertThat(CanonicalText.of(again.file().orElseThrow())).isEqualTo(canonical);
        }
    }
}
