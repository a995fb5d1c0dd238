package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributeCommandTest {
    private static final Path RULES = Path.of("..", "rules");
    private static final Path SCENARIOS = RULES.resolve("cn").resolve("scenarios");
    private static final String DIFFER =
            SCENARIOS.resolve("appraisals-differ-decides.yaml").toString();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void anAnswerToWhatIsNotAskedIsRefusedWithWhatIsAndNothingIsWritten() {
        Path proof = folder.resolve("proof.json");
        Path page = folder.resolve("page.html");

        Ran ran = kd(
                "attribute",
                DIFFER,
                "--answer",
                "appraisal:loss:experd=yes",
                "--prove",
                proof.toString(),
                "--html",
                page.toString());

        assertThat(ran.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains(
                        "--answer: 'appraisal:loss:experd' is no open question of the verdict; open are"
                                + " appraisal:loss:expert, appraisal:loss:second",
                        "did you mean 'appraisal:loss:expert'?");
        assertThat(proof).doesNotExist();
        assertThat(page).doesNotExist();
    }

    @Test
    void anAnswerIsRefusedByCompareAndTestAsWell() {
        assertThat(kd("compare", DIFFER, "--answer", "zz=yes").err()).contains("'zz' is no open question");
        assertThat(kd("test", DIFFER, "--answer", "zz=yes").err()).contains("'zz' is no open question");
    }

    @Test
    void anAnswerMayOpenTheQuestionOfAnother() throws IOException {
        String text = Files.readString(SCENARIOS.resolve("article-194-suspension-decides.yaml"));
        int answers = text.indexOf("answers:");
        Path silent = Files.writeString(
                folder.resolve("silent.yaml"), text.substring(0, answers) + text.substring(text.indexOf("expect:")));

        Ran both = kd(
                "attribute", silent.toString(), "--answer", "suspension:loss=yes", "--answer", "limitation:loss=yes");
        Ran alone = kd("attribute", silent.toString(), "--answer", "suspension:loss=yes");

        assertThat(both.code()).as(both.err()).isZero();
        assertThat(alone.err())
                .contains("--answer: 'suspension:loss' is no open question of the verdict; open are limitation:loss");
    }

    @Test
    void anAnswerThatOneOfSeveralVerdictsAsksIsTaken() {
        String other = SCENARIOS.resolve("e1-two-insufficient-causes.yaml").toString();
        String answer = "appraisal:loss:expert=yes";

        Ran ran = kd("attribute", other, DIFFER, "--json", "--answer", answer);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out().lines())
                .containsExactly(
                        kd("attribute", other, "--json").out().strip(),
                        kd("attribute", DIFFER, "--json", "--answer", answer)
                                .out()
                                .strip());
    }

    @Test
    void anOutputThatIsTheInputIsRefused() throws IOException {
        String text = Files.readString(Path.of(DIFFER));
        Path own = Files.writeString(folder.resolve("own.yaml"), text);
        String roundabout = folder.resolve("..")
                .resolve(folder.getFileName())
                .resolve("own.yaml")
                .toString();

        Ran ran = kd("attribute", own.toString(), "--prove", roundabout);

        assertThat(ran.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("--prove is", "which this command reads (SCENARIO)", "Name another file.");
        assertThat(own).hasContent(text);
    }

    @Test
    void anOutputThatIsALogOrAFileOfThePackIsRefused() throws IOException {
        Path log = Files.writeString(folder.resolve("chain.db"), "x");
        Path rule = Files.createDirectory(folder.resolve("own")).resolve("art-1.drl");
        Files.writeString(rule, "x");

        Ran onLog =
                kd("attribute", "--log", "jdbc:sqlite:" + log, "--incident", "incident:1", "--html", log.toString());
        Ran onRule = kd("attribute", DIFFER, "--rules", folder.toString(), "--html", rule.toString());

        assertThat(onLog.err()).contains("which this command reads (--log)");
        assertThat(onRule.err()).contains("which this command reads (--rules)");
        assertThat(log).hasContent("x");
        assertThat(rule).hasContent("x");
    }

    @Test
    void twoOutputsAreTwoFiles() {
        Path same = folder.resolve("same");

        Ran ran = kd("attribute", DIFFER, "--html", same.toString(), "--prove", folder.resolve(".") + "/same");

        assertThat(ran.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(ran.err()).contains("--html and --prove name one file", "Name two.");
        assertThat(same).doesNotExist();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsToldBeforeTheVerdict() {
        Ran ran = kd(
                "attribute",
                DIFFER,
                "--html",
                folder.resolve("no").resolve("page.html").toString());

        assertThat(ran.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("there is no folder");
    }
}
