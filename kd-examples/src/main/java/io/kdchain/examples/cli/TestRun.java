package io.kdchain.examples.cli;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.workbench.Unmet;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one scenario file.
 *
 * @param file the file
 * @param scenario id of the scenario; the file's name where it could not be read
 * @param expectations number of things expected
 * @param unmet expectations that the verdict does not meet
 * @param error why there is no verdict; null if there is one
 * @param verdict the verdict; null if there is none
 */
record TestRun(
        Path file,
        String scenario,
        int expectations,
        List<Unmet> unmet,
        @Nullable String error,
        @Nullable Attribution verdict) {
    TestRun {
        unmet = List.copyOf(unmet);
    }

    boolean passed() {
        return error == null && unmet.isEmpty();
    }
}
