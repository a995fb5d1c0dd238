package io.kdchain.examples.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/** How the reader can call the command again. */
final class ThisCommand {
    private ThisCommand() {}

    /** {@code java -jar path/kd.jar} when it runs from there, else {@code kd}. */
    static String name() {
        CodeSource source = ThisCommand.class.getProtectionDomain().getCodeSource();
        if (source == null || !source.getLocation().getPath().endsWith(".jar")) {
            return "kd";
        }
        try {
            Path jar = Path.of(source.getLocation().toURI());
            Path here = Path.of("").toAbsolutePath();
            return "java -jar " + quoted((jar.startsWith(here) ? here.relativize(jar) : jar).toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The place of the program is no path: " + source.getLocation(), e);
        }
    }

    /** The word as a shell takes it. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
