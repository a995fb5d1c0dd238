package io.kdchain.rules.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is printed as sentences is read as the same tree, in both languages. */
class SentenceProperties {
    @Property(tries = 60, seed = "20261129", edgeCases = EdgeCasesMode.NONE)
    void readingTheSentencesOfAnyRulesGivesTheirTree(@ForAll("files") RuleFile file) {
        for (SentenceLanguage language : SentenceLanguage.values()) {
            String text = SentenceText.of(file, language);
            List<Problem> problems = new ArrayList<>();

            RuleFile read =
                    SentenceReader.read("x", new Scan("x", text), problems).orElseThrow();

            assertThat(problems).as(text).isEmpty();
            assertThat(CanonicalText.of(read)).as(text).isEqualTo(CanonicalText.of(file));
        }
    }

    @Provide
    Arbitrary<RuleFile> files() {
        return RandomRules.files();
    }
}
