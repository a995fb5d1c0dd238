package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VocabularyPageTest {
    private static final Path PAGE = Path.of("..", "rules", "vocabulary.md");

    /** With {@code -Dkd.write=true} it writes the page instead. */
    @Test
    void thePageOfTheLawyersIsCurrent() throws IOException {
        String current = VocabularyPage.markdown(Vocabulary.base());
        if (Boolean.getBoolean("kd.write")) {
            Files.writeString(PAGE, current);
        }

        assertThat(PAGE)
                .as("run this test with -Dkd.write=true after a change of the vocabulary")
                .content()
                .isEqualTo(current);
    }

    @Test
    void everyWordAndListStandsThere() {
        Vocabulary vocabulary = Vocabulary.base();
        String page = VocabularyPage.markdown(vocabulary);

        vocabulary.words().forEach(word -> {
            assertThat(page).contains("| `" + word.name() + "`", word.en(), word.zh());
            word.fields().forEach(f -> assertThat(page).contains("`" + f.name() + "`"));
        });
        assertThat(page).contains("| *check-state* | `made`, `failed`", "| *duty* | those of the pack");
    }
}
