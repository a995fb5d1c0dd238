package io.kdchain.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

    private record Ran(int code, String out, String err) {}

    private static Ran kd(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Kd.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

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

        Ran both = kd("attribute", silent.toString(), "--answer", "suspension:loss=yes", "--answer", "limitation:loss=yes");
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
}
