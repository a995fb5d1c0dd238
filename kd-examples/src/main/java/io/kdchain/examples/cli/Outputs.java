package io.kdchain.examples.cli;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Looks at the files that a command was told to write, before it does anything. */
final class Outputs {
    private static final String SQLITE = "jdbc:sqlite:";
    /** Files of a folder of rules or scenarios that are read with it. */
    private static final List<String> READ = List.of(".yaml", ".yml", ".drl", ".rule", ".csv");

    /**
     * A file or folder that the command line names.
     *
     * @param by the option, or what help calls the argument
     * @param file what it names
     */
    private record Named(String by, Path file) {}

    private Outputs() {}

    /**
     * Refuses outputs that would destroy what the command reads, or one another.
     *
     * @throws BadInputException if an output is an input, two are one file, or one cannot be written
     */
    static void require(ParseResult parsed) {
        List<Named> inputs = new ArrayList<>();
        List<Named> outputs = new ArrayList<>();
        for (ParseResult level = parsed; level != null; level = level.hasSubcommand() ? level.subcommand() : null) {
            for (ArgSpec arg : level.matchedArgs()) {
                (isOutput(arg) ? outputs : inputs).addAll(named(arg));
            }
        }
        try {
            for (int i = 0; i < outputs.size(); i++) {
                Named output = outputs.get(i);
                WholeFile.requirePlace(output.file());
                for (Named input : inputs) {
                    requireNotRead(output, input);
                }
                for (Named other : outputs.subList(0, i)) {
                    if (WholeFile.isSame(output.file(), other.file())) {
                        throw new BadInputException(
                                "%s and %s name one file, %s; one of the two would be lost. Name two."
                                        .formatted(other.by(), output.by(), output.file()));
                    }
                }
            }
        } catch (IOException e) {
            throw new BadInputException("The files to write cannot be looked at: %s.".formatted(e));
        }
    }

    private static void requireNotRead(Named output, Named input) throws IOException {
        if (WholeFile.isSame(output.file(), input.file()) || isReadWith(input.file(), output.file())) {
            throw new BadInputException(
                    "%s is %s, which this command reads (%s); it would be overwritten. Name another file."
                            .formatted(output.by(), output.file(), input.by()));
        }
    }

    /** Whether a file that is there is read as one of a folder. */
    private static boolean isReadWith(Path folder, Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Files.isDirectory(folder)
                && Files.exists(file)
                && READ.stream().anyMatch(name::endsWith)
                && file.toRealPath().startsWith(folder.toRealPath());
    }

    private static boolean isOutput(ArgSpec arg) {
        return arg.userObject() instanceof AnnotatedElement declared && declared.isAnnotationPresent(Output.class);
    }

    private static List<Named> named(ArgSpec arg) {
        String by = arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
        Object value = arg.getValue();
        Collection<?> values =
                value instanceof Collection<?> several ? several : value == null ? List.of() : List.of(value);
        return values.stream()
                .flatMap(v -> file(v).stream())
                .map(file -> new Named(by, file))
                .toList();
    }

    private static Optional<Path> file(@Nullable Object value) {
        if (value instanceof Path file) {
            return Optional.of(file);
        }
        if (value instanceof String text && text.startsWith(SQLITE)) {
            String file = text.substring(SQLITE.length());
            int settings = file.indexOf('?');
            return Optional.of(Path.of(settings < 0 ? file : file.substring(0, settings)));
        }
        return Optional.empty();
    }
}
