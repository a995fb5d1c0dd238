package io.kdchain.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Counts which published vectors hold, and says which do not. */
final class Vectors {
    /** More lines help nobody. */
    private static final int MAX_SHOWN = 20;

    private final PrintWriter out;
    private long passed;
    private long failed;

    Vectors(PrintWriter out) {
        this.out = out;
    }

    void check(boolean holds, String name) {
        if (holds) {
            passed++;
        } else {
            failed++;
            if (failed <= MAX_SHOWN) {
                out.println("failed: " + name);
            }
        }
    }

    /**
     * Prints the sums.
     *
     * @return the exit code
     * @throws BadInputException if there was no vector at all
     */
    int finish(Path place) {
        if (passed + failed == 0) {
            throw new BadInputException("%s holds no vectors of this format.".formatted(place));
        }
        out.println("%d passed, %d failed".formatted(passed, failed));
        return failed == 0 ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    /** The file, or all files below the folder, in order. */
    static List<Path> files(Path place) throws IOException {
        if (!Files.exists(place)) {
            throw new BadInputException("%s does not exist.".formatted(place));
        }
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
