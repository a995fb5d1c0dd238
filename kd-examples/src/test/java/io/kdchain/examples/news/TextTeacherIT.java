package io.kdchain.examples.news;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kdchain.core.audit.Decisions;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.examples.engine.EngineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The teacher itself, by {@code mvn -B -Dquick -Pcpu,onnx -Dtest=TextTeacherIT -Dsurefire.failIfNoSpecifiedTests=false
 * -pl kd-examples -am test}; with {@code -Dkd.write=DIR} it writes its recipe and answers anew.
 */
class TextTeacherIT {
    private static final double TOLERANCE = 0.02;

    @Test
    void theKeptAnswersAreThoseThatItGives() throws IOException {
        assumeThat(MiniLm.isThere()).as("ONNX Runtime and MiniLM").isTrue();
        EngineSettings.apply();
        Texts headlines = Texts.headlines();
        float[][] inputs = TextTeacher.samples(headlines.hashed()).inputs();

        TextTeacher asked = TextTeacher.ask(headlines);
        String folder = System.getProperty("kd.write");
        if (folder != null) {
            Files.write(Path.of(folder, "teacher.properties"), asked.recipe().toBytes());
            Files.write(
                    Path.of(folder, "teacher-answers.safetensors"),
                    asked.answers().toBytes());
        }

        double[][] kept = TextTeacher.kept().answers().logits(inputs);
        double[][] now = asked.answers().logits(inputs);
        for (int i = 0; i < kept.length; i++) {
            assertThat(now[i]).as(headlines.texts().get(i).text()).containsExactly(kept[i], within(TOLERANCE));
        }
        assertThat(asked.recipe().values().get("encoder"))
                .isEqualTo(TextTeacher.kept().recipe().values().get("encoder"));
    }

    @Test
    void aTextHasTheSameVectorWhicheverWasAskedBeforeAndLikeTextsLieClose() {
        assumeThat(MiniLm.isThere()).as("ONNX Runtime and MiniLM").isTrue();
        EngineSettings.apply();
        try (MiniLm encoder = MiniLm.load()) {
            float[] bank = encoder.vector("The bank raises its interest rate");
            encoder.vector("A much longer text about something else, such as penguins on an island of ice");

            assertThat(encoder.vector("The bank raises its interest rate")).containsExactly(bank);
            assertThat(dot(bank, bank)).isCloseTo(1, within(1e-5));
            assertThat(dot(bank, encoder.vector("Credit gets dearer, the lender says")))
                    .isGreaterThan(dot(bank, encoder.vector("The goalkeeper saves a penalty")) + 0.2);
        }
    }

    @Test
    void withoutTheEngineMailsAreRefusedWithTheRemedy() {
        assumeThat(MiniLm.isThere()).isFalse();

        assertThatThrownBy(MiniLm::load).isInstanceOf(ArtefactException.class).hasMessageContaining("-Pcpu,onnx");
    }

    @Test
    void mostOfTheKeptAnswersAboutNewHeadlinesAreRight() {
        var others = TextTeacher.others(Texts.headlines());

        double[][] logits =
                TextTeacher.kept().answers().logits(TextTeacher.samples(others).inputs());

        long right = 0;
        for (int i = 0; i < logits.length; i++) {
            right += Decisions.of(logits[i]) == others.rows().get(i).label() ? 1 : 0;
        }
        assertThat(right).isGreaterThan(120).isLessThan(150);
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
