package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.language.SentenceLanguage;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.release.PackRole;
import io.kdchain.rules.release.SignedPack;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DraftsTest {
    @TempDir
    Path folder;

    private static PackDraft draft(String id, String title, String norm, String duty, String stage) {
        return new PackDraft(
                id,
                "cn",
                title,
                "规则",
                norm,
                "L",
                LocalDate.of(2021, 1, 1),
                "Who does it keeps a card.",
                duty,
                "keep a card",
                "保存模型卡",
                stage);
    }

    private Path write(PackDraft draft) throws IOException {
        return write(draft.files(), ".");
    }

    private Path write(Map<String, String> files, String name) throws IOException {
        Path pack = folder.resolve(name).normalize();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path place = pack.resolve(file.getKey());
            Files.createDirectories(place.getParent());
            Files.writeString(place, file.getValue());
        }
        return pack;
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "teacher", "distillation", "adaptation", "deployment", "use"})
    void aNewPackCanBeUsedTestedAndSigned(String stage) throws IOException {
        Path pack = write(draft("my-pack", "Rules: mine, 100 %", "MY-Law-1", "keep-card", stage));

        assertThat(PackLint.of(pack)).isEqualTo(new PackLint(List.of(), List.of()));
        assertThat(PackTrial.of(pack.resolve("scenarios"))
                        .by(new DirectRuleEngine())
                        .demand(RulePack.load(pack)))
                .isEqualTo(2);
        assertThat(SignedPack.sign(pack, PackRole.AUTHOR, Ed25519Signer.generate())
                        .files()
                        .files())
                .hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(SentenceLanguage.class)
    void theRuleOfANewPackCanBeASentence(SentenceLanguage language) throws IOException {
        PackDraft draft = draft("my-pack", "Rules", "MY-Law-1", "keep-card", "adaptation");
        RulePack drl = RulePack.load(write(draft.files(), "drl"));

        RulePack said = RulePack.load(write(draft.files(language), "said"));

        assertThat(folder.resolve("said/law/art-1.rule")).exists();
        assertThat(PackDifference.between(drl, said).isNone()).isTrue();
    }

    /** The test is one: without the rule nobody owes the duty, and the first scenario fails. */
    @Test
    void theScenariosOfANewPackTestItsRule() throws IOException {
        Path pack = write(draft("my-pack", "Rules", "MY-Law-1", "keep-card", "deployment"));
        Path rule = pack.resolve("law/art-1.drl");
        Files.writeString(rule, Files.readString(rule).replace("stage == \"deployment\"", "stage == \"teacher\""));
        PackTrial trial = PackTrial.of(pack.resolve("scenarios")).by(new DirectRuleEngine());

        assertThatExceptionOfType(PackTrialException.class)
                .isThrownBy(() -> trial.demand(RulePack.load(pack)))
                .satisfies(e -> assertThat(e.unmet())
                        .allSatisfy(u -> assertThat(u.at().toString()).contains("keep-card-decides.yaml"))
                        .extracting(Unmet::key)
                        .contains("liable", "status"));
    }

    @Test
    void answersThatAFileCannotCarryAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draft("My Pack", "x", "N-1", "d", "data"))
                .withMessageContaining("The id of a pack is 'My Pack'; write small letters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draft("p", "x\"\nversion: 9", "N-1", "d", "data"))
                .withMessageContaining("without quotes, braces and backslashes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draft("p", "x\u202Ey", "N-1", "d", "data"))
                .withMessageContaining("RIGHT-TO-LEFT OVERRIDE");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draft("p", "x", "N 1", "d", "data"))
                .withMessageContaining("as MY-Law-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draft("p", "x", "N-1", "d", "deploymnt"))
                .withMessageContaining("did you mean deployment?");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ScenarioDraft("s", "t", "cn", "data", "d", true, "pecuniary", new BigDecimal("-1"), "CNY"))
                .withMessageContaining("The amount is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ScenarioDraft("s", "t", "cn", "data", "d", true, "pecuniary", BigDecimal.ONE, "yuan"))
                .withMessageContaining("write three capitals");
    }
}
