package io.kdchain.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HelpCommandTest {
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
