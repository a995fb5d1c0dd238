package io.kdchain.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A tool or a folder that a test needs and a machine may lack. Where it is absent the test is skipped and counted;
 * where the environment variable {@code KD_REQUIRE} (names separated by commas) names it, the test fails.
 *
 * <p>{@code vectors} is the folder of published test vectors: {@code -Dkd.vectors=DIR}, else
 * {@code shared/provenance/vectors} beside the repository. {@code golden} is the folder of golden values:
 * {@code -Dkd.golden=DIR}, else {@code shared/kd/golden} there. {@code chromium} is the browser. Every other name is an
 * executable on the path.
 */
public final class RequiredTool {
    private static final String REQUIRE = "KD_REQUIRE";
    private static final String MARK = "Missing tool: ";

    private static final Map<String, Supplier<@Nullable Path>> KNOWN = new TreeMap<>(Map.of(
            "vectors", () -> folder("kd.vectors", "shared/provenance/vectors"),
            "golden", () -> folder("kd.golden", "shared/kd/golden"),
            "chromium", () -> executable("chromium", "chromium-browser", "google-chrome")));

    private RequiredTool() {}

    /** Where the tool is; otherwise ends the test as skipped, or as failed if the environment requires the tool. */
    public static Path require(String tool) {
        return require(tool, find(tool), System.getenv(REQUIRE));
    }

    static Path require(String tool, @Nullable Path found, @Nullable String required) {
        if (found != null) {
            return found;
        }
        if (required != null
                && Arrays.stream(required.split(",")).map(String::strip).anyMatch(tool::equals)) {
            throw new AssertionError("%s names '%s', and it is not on this machine.".formatted(REQUIRE, tool));
        }
        throw new TestAbortedException(MARK + tool);
    }

    /** The tool that a skipped test missed, or null when it was skipped for another reason. */
    static @Nullable String missing(@Nullable Throwable reason) {
        String message = reason instanceof TestAbortedException ? reason.getMessage() : null;
        return message != null && message.startsWith(MARK) ? message.substring(MARK.length()) : null;
    }

    private static @Nullable Path find(String tool) {
        Supplier<@Nullable Path> known = KNOWN.get(tool);
        return known != null ? known.get() : executable(tool);
    }

    private static @Nullable Path folder(String property, String besideRepository) {
        String given = System.getProperty(property);
        if (given != null) {
            return existing(Path.of(given));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                Path parent = at.getParent();
                return parent == null ? null : existing(parent.resolve(besideRepository));
            }
        }
        return null;
    }

    private static @Nullable Path existing(Path folder) {
        return Files.isDirectory(folder) ? folder : null;
    }

    private static @Nullable Path executable(String... names) {
        String path = System.getenv("PATH");
        List<String> folders = path == null ? List.of() : List.of(path.split(java.io.File.pathSeparator));
        for (String name : names) {
            for (String folder : folders) {
                Path file = Path.of(folder, name);
                if (Files.isExecutable(file)) {
                    return file;
                }
            }
        }
        return null;
    }
}
