package io.kdchain.rules.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/**
 * Files of sentences from strangers: whatever the bytes, they are a tree or problems with places inside the file; and a
 * tree without problems has a DRL text that is read as the same tree, and sentences that are too.
 *
 * <p>In the build it runs on its seeds, in {@code SentenceFuzzTestInputs}; what a search finds becomes one. To search:
 * {@code JAZZER_FUZZ=1 mvn -Dquick -Dkd.jazzer.hooks=true -pl kd-rules -am test -Dtest=SentenceFuzzTest
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class SentenceFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void sentences(byte[] bytes) {
        RuleReader.Result read = RuleReader.read("x.rule", bytes);

        int lines = new String(bytes, StandardCharsets.UTF_8).split("\r\n|\r|\n|\u2028|\u2029", -1).length;
        for (Problem problem : read.problems()) {
            assertThat(problem.at().line()).as(problem.toString()).isBetween(1, lines + 1);
            assertThat(problem.message()).isNotBlank();
        }
        if (read.problems().isEmpty()) {
            RuleFile file = read.file().orElseThrow();
            String canonical = CanonicalText.of(file);
            assertThat(same("x.drl", canonical)).isEqualTo(canonical);
            for (SentenceLanguage language : SentenceLanguage.values()) {
                assertThat(same("x.rule", SentenceText.of(file, language))).isEqualTo(canonical);
            }
        }
    }

    private static String same(String path, String text) {
        RuleReader.Result again = RuleReader.read(path, text.getBytes(StandardCharsets.UTF_8));
        assertThat(again.problems()).as(text).isEmpty();
        return CanonicalText.of(again.file().orElseThrow());
    }
}
