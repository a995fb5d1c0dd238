package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HelpCommandTest {
    @Test
    void helpIsTheSameAsTheOption() {
        assertThat(kd("help")).isEqualTo(kd("--help"));
        assertThat(kd("help", "log", "list")).isEqualTo(kd("log", "list", "--help"));
    }

    @Test
    void helpOnWhatIsNoCommandIsRefused() {
        Ran ran = kd("help", "lgo");

        assertThat(ran.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(ran.err()).contains("There is no command 'kd lgo'; 'kd --help' lists what there is.");
    }

    @Test
    void anEmptyNameOfAScenarioIsToldAsThat() {
        assertThat(kd("attribute", "").err()).contains("The name of a scenario file is empty; name a file.");
    }
}
