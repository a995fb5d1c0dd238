package io.kdchain.rules.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KnownParametersTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "kdchain", "rules");
    private static final List<String> READERS = List.of("apportion", "derive", "governance", "judgment", "proof");
    /** A name of a parameter where code names one. */
    private static final Pattern NAME = Pattern.compile(
            "\"((?:state|(?:alarm|audit|bar|grade|inform|joint|limitation|log|notice|product|rectify|strict|training)\\.[a-zA-Z.-]+))\"");

    @Test
    void whateverNameTheLibraryReadsIsKnown() throws IOException {
        TreeSet<String> read = new TreeSet<>();
        for (String room : READERS) {
            try (Stream<Path> files = Files.walk(SOURCES.resolve(room))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    NAME.matcher(Files.readString(file))
                            .results()
                            .map((MatchResult m) -> m.group(1))
                            .forEach(read::add);
                }
            }
        }

        assertThat(read).hasSizeGreaterThan(20).allMatch(KnownParameters::reads);
    }

    @Test
    void thePacksOfTheLibraryLackNothingThatIsNeeded() {
        for (String id : RulePack.builtinIds()) {
            assertThat(KnownParameters.missing(RulePack.builtin(id).parameters()))
                    .as(id)
                    .isEmpty();
        }
    }

    @Test
    void aFreeWordForAPurposeIsKnown() {
        assertThat(KnownParameters.reads("purpose.lending")).isTrue();
        assertThat(KnownParameters.reads("fualt.gross")).isFalse();
    }
}
