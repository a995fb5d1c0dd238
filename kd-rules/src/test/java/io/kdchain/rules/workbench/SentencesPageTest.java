package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SentencesPageTest {
    private static final Path PAGE = Path.of("..", "rules", "sentences.md");

    /** With {@code -Dkd.write=true} it writes the page instead. */
    @Test
    void thePageOfTheLawyersIsCurrent() throws IOException {
        String current = SentencesPage.markdown();
        if (Boolean.getBoolean("kd.write")) {
            Files.writeString(PAGE, current);
        }

        assertThat(PAGE)
                .as("run this test with -Dkd.write=true after a change of the sentences")
                .content()
                .isEqualTo(current)
                .contains("| `DutyAppraisal` |", "{party} did not meet {duty}", "{party}未履行{duty}义务");
    }
}
