package io.kdchain.examples.cli;

import io.kdchain.provenance.event.KdException;
import io.kdchain.rules.workbench.Scenario;
import io.kdchain.rules.workbench.ScenarioException;
import io.kdchain.rules.workbench.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds and reads scenario files. */
final class ScenarioFiles {
    private static final List<String> EXTENSIONS = List.of(".yaml", ".yml", ".json");

    private ScenarioFiles() {}

    /**
     * The scenario files of these files and folders, each once, in the order of their names. Within folders every YAML
     * and JSON file counts, but for those beside a {@code pack.yaml}: these are the pack itself.
     */
    static SortedSet<Path> find(Collection<Path> places) {
        SortedSet<Path> files = new TreeSet<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                SortedSet<Path> inside = below(place);
                if (inside.isEmpty()) {
                    throw new BadInputException(
                            "%s holds no scenario file; they end in .yaml, .yml or .json.".formatted(place));
                }
                files.addAll(inside);
            } else {
                requireFile(place);
                files.add(place.normalize());
            }
        }
        return files;
    }

    private static SortedSet<Path> below(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(f -> EXTENSIONS.stream()
                            .anyMatch(e -> f.toString().toLowerCase(Locale.ROOT).endsWith(e)))
                    .filter(f -> !Files.exists(f.resolveSibling("pack.yaml")))
                    .map(Path::normalize)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new BadInputException("%s cannot be read: %s.".formatted(folder, e.getMessage()));
        }
    }

    /** Reads all, or says of all what is wrong. */
    static List<Scenario> readAll(ScenarioReader reader, Collection<Path> files) {
        List<Scenario> read = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Path file : files) {
            try {
                read.add(read(reader, file));
            } catch (ScenarioException | BadInputException e) {
                wrong.add(String.valueOf(e.getMessage()));
            }
        }
        if (!wrong.isEmpty()) {
            throw new BadInputException(String.join("\n", wrong));
        }
        return read;
    }

    /**
     * Reads one.
     *
     * @throws KdException if it is no scenario
     */
    static Scenario read(ScenarioReader reader, Path file) {
        requireFile(file);
        try {
            return reader.read(file);
        } catch (java.io.UncheckedIOException e) {
            throw new BadInputException("%s cannot be read: %s.".formatted(file, e.getCause()));
        }
    }

    private static void requireFile(Path file) {
        if (file.toString().isEmpty()) {
            throw new BadInputException("The name of a scenario file is empty; name a file.");
        }
        if (!Files.exists(file)) {
            throw new BadInputException("%s does not exist.".formatted(file));
        }
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("%s is no file.".formatted(file));
        }
    }
}
