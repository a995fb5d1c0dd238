package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.pack.RulePackException;
import io.kdchain.rules.release.PackRole;
import io.kdchain.rules.release.SignedPack;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.workbench.mutation.Mutants;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack whose rules are sentences, English and Chinese, beside one that says the same in DRL. */
class SentencePackTest {
    private static final String OWES = "said/law/art-1.rule";

    private static final RulePack SAID = RulePack.load(folder("pack"));

    @TempDir
    Path temp;

    private static Path folder(String name) {
        try {
            return Path.of(Objects.requireNonNull(SentencePackTest.class.getResource("sentences/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A copy that may be changed. */
    private Path copy() throws IOException {
        Path from = folder("pack");
        Path to = temp.resolve("said");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path place = to.resolve(from.relativize(file).toString());
                Files.createDirectories(place.getParent());
                Files.copy(file, place);
            }
        }
        return to;
    }

    private static Attribution verdict(RulePack pack) {
        String scenario = new ScenarioDraft(
                        "card",
                        "No card",
                        "said",
                        "deployment",
                        "keep-model-card",
                        false,
                        "pecuniary",
                        BigDecimal.valueOf(100_000),
                        "CNY")
                .text();
        Scenario read = new ScenarioReader(java.util.Set.of("cn", "said")).read("card.yaml", scenario);
        return new ScenarioRunner(PackSource.of(folder("pack")))
                .by(new DirectRuleEngine())
                .hear(read)
                .by(pack)
                .result()
                .verdict();
    }

    @Test
    void theVerdictIsThatOfTheSamePackInDrl() {
        RulePack twin = RulePack.load(folder("twin"));

        assertThat(PackDifference.between(SAID, twin).isNone()).isTrue();
        Attribution verdict = verdict(SAID);
        Attribution ofTwin = verdict(twin);
        assertThat(VerdictDifference.between(verdict, ofTwin).isNone()).isTrue();
        assertThat(new Citations(verdict).rules())
                .isEqualTo(new Citations(ofTwin).rules())
                .contains("MY-Law-1: who deploys a model keeps a card of it");
        assertThat(verdict.measures()).anySatisfy(m -> assertThat(m.measure()).isEqualTo("preserve-evidence"));
    }

    @Test
    void anEditOfASentenceChangesTheVerdict() throws IOException {
        Path pack = copy();
        Path rule = pack.resolve("law/art-1.rule");
        Files.writeString(
                rule,
                Files.readString(rule)
                        .replace(
                                "whose stage is one of \"adaptation\" or \"deployment\"",
                                "whose stage is \"adaptation\""));

        RulePack edited = RulePack.load(pack);

        assertThat(edited.digest()).isNotEqualTo(SAID.digest());
        assertThat(PackDifference.between(SAID, edited).entries())
                .extracting(PackDifference.Entry::name)
                .containsExactly("MY-Law-1: who deploys a model keeps a card of it");
        assertThat(VerdictDifference.between(verdict(SAID), verdict(edited)).isNone())
                .isFalse();
    }

    @Test
    void sentencesAreLintedMutatedAndSignedAsRules() throws IOException {
        Path pack = copy();
        assertThat(PackLint.of(pack).problems()).isEmpty();
        assertThat(Mutants.of(SAID))
                .extracting(m -> m.at().toString())
                .filteredOn(at -> at.startsWith("said/"))
                .contains("said/law/art-1.rule:9:56", "said/law/art-2.rule:9:3");
        assertThat(SignedPack.sign(pack, PackRole.AUTHOR, Ed25519Signer.generate())
                        .files()
                        .files())
                .extracting(f -> f.path())
                .contains("law/art-1.rule", "law/art-2.rule");
    }

    @Test
    void anEditorAndThePackTellTheSameMistakeAtTheSamePlace() throws IOException {
        Path pack = copy();
        Path rule = pack.resolve("law/art-1.rule");
        String wrong = Files.readString(rule).replace("\"deployment\"", "\"deploiment\"");
        Files.writeString(rule, wrong);

        List<Problem> problems = PackLint.ofFile(SAID, OWES, wrong.getBytes(StandardCharsets.UTF_8))
                .problems();

        assertThat(problems).singleElement().satisfies(p -> {
            assertThat(p.at().toString()).startsWith(OWES + ":9:");
            assertThat(p.message()).contains("\"deploiment\" is no code of the list stage", "did you mean deployment?");
        });
        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> RulePack.load(pack))
                .satisfies(e -> assertThat(e.problems())
                        .isEqualTo(problems.stream()
                                .map(p -> new Problem(p.at().in("said/", pack), p.rule(), p.message()))
                                .toList()));
    }
}
