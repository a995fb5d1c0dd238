package io.kdchain.rules.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is printed is read as the same tree, which is printed the same. */
class CanonicalTextProperties {
    @Property(tries = 200, seed = "20260105", edgeCases = EdgeCasesMode.NONE)
    void readingWhatWasPrintedGivesTheSameText(@ForAll("files") RuleFile file) {
        String text = CanonicalText.of(file);

        RuleReader.Result read = RuleReader.read("x", text.getBytes(StandardCharsets.UTF_8));

        assertThat(read.problems()).as(text).isEmpty();
        assertThat(CanonicalText.of(read.file().orElseThrow())).isEqualTo(text);
        assertThat(read.file().orElseThrow().rules()).hasSameSizeAs(file.rules());
        for (int i = 0; i < file.rules().size(); i++) {
            Rule was = file.rules().get(i);
            Rule is = read.file().orElseThrow().rules().get(i);
            assertThat(is.name()).isEqualTo(was.name());
            assertThat(is.legalBasis()).isEqualTo(was.legalBasis());
            assertThat(is.explainEn()).isEqualTo(was.explainEn());
            assertThat(is.explainZh()).isEqualTo(was.explainZh());
            assertThat(is.inForce()).isEqualTo(was.inForce());
            assertThat(is.exceptionTo()).isEqualTo(was.exceptionTo());
            assertThat(is.burden()).isEqualTo(was.burden());
            assertThat(is.phase()).isEqualTo(was.phase());
            assertThat(is.conditions())
                    .usingRecursiveComparison()
                    .ignoringFieldsOfTypes(Position.class)
                    .isEqualTo(was.conditions());
            assertThat(is.insertions())
                    .usingRecursiveComparison()
                    .ignoringFieldsOfTypes(Position.class)
                    .isEqualTo(was.insertions());
        }
    }

    @Property(tries = 50, seed = "20260106", edgeCases = EdgeCasesMode.NONE)
    void theTextForTheCompilerHasNeitherNamesNorAnnotations(@ForAll("files") RuleFile file) {
        String text = CanonicalText.forCompiler("rules.compiled", file.rules());

        assertThat(text).doesNotContain("@").doesNotContain("T-1");
        for (int i = 0; i < file.rules().size(); i++) {
            assertThat(text).contains("rule \"r" + i + "_0\"");
        }
        assertThat(text).doesNotContain("rule \"r" + file.rules().size());
    }

    @Provide
    Arbitrary<RuleFile> files() {
        return RandomRules.files();
    }
}
