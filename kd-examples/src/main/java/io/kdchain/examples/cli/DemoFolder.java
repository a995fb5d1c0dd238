package io.kdchain.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder of the demonstration. It is filled beside its place and moved there when all is written; what another run
 * left there is replaced, what somebody else put there is never touched.
 */
final class DemoFolder implements AutoCloseable {
    /** Lists what a run wrote, so that the next one knows it may be replaced. */
    static final String MARK = ".kd-demo";

    private final Path place;
    private final Path staging;
    private final Thread cleaner = new Thread(this::deleteStaging, "kd-demo-cleaner");

    private DemoFolder(Path place, Path staging) {
        this.place = place;
        this.staging = staging;
        // also when the user interrupts
        Runtime.getRuntime().addShutdownHook(cleaner);
    }

    /**
     * Prepares to write.
     *
     * @throws BadInputException if the place is a file, holds what no run wrote, or cannot be written
     */
    static DemoFolder at(Path out) {
        Path place = out.toAbsolutePath().normalize();
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(place)) {
            throw new BadInputException(
                    "--out %s is not a folder; name one that is empty or not there yet.".formatted(out));
        }
        Path parent = place.getParent();
        if (parent == null) {
            throw new BadInputException("--out %s is the root of the file system; name a folder in it.".formatted(out));
        }
        try {
            refuseForeign(out, place);
            Files.createDirectories(parent);
            Path staging = parent.resolve(".%s.partial-%d"
                    .formatted(place.getFileName(), ProcessHandle.current().pid()));
            return new DemoFolder(place, Files.createDirectory(staging));
        } catch (IOException e) {
            throw new BadInputException("--out %s cannot be written (%s); name a folder that can.".formatted(out, e));
        }
    }

    private static void refuseForeign(Path out, Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return;
        }
        Set<String> foreign = new TreeSet<>(files(place));
        foreign.removeAll(written(place));
        if (!foreign.isEmpty()) {
            throw new BadInputException(
                    "--out %s holds %s, which no demonstration wrote; name a folder that is empty or not there yet."
                            .formatted(out, foreign.iterator().next()));
        }
    }

    /** What an earlier run says that it wrote. */
    private static Set<String> written(Path folder) throws IOException {
        Path mark = folder.resolve(MARK);
        return Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS)
                ? new HashSet<>(Files.readAllLines(mark))
                : Set.of();
    }

    /** Every file below the folder, as a path from it with slashes. */
    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            Set<String> names = new TreeSet<>();
            all.filter(p -> !Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS))
                    .forEach(p -> names.add(folder.relativize(p).toString().replace('\\', '/')));
            return names;
        }
    }

    /** Where the run writes. */
    Path staging() {
        return staging;
    }

    /** Puts all that was written in its place. */
    void publish() throws IOException {
        Set<String> names = new TreeSet<>(files(staging));
        names.add(MARK);
        Files.write(staging.resolve(MARK), names, StandardCharsets.UTF_8);
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(staging, place);
            return;
        }
        for (String old : written(place)) {
            Files.deleteIfExists(place.resolve(old));
        }
        // the mark first: a run that is cut off here can be repeated
        Files.move(staging.resolve(MARK), place.resolve(MARK), StandardCopyOption.REPLACE_EXISTING);
        for (String name : List.copyOf(names)) {
            if (!name.equals(MARK)) {
                Path target = place.resolve(name);
                Files.createDirectories(target.getParent());
                Files.move(staging.resolve(name), target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Override
    public void close() {
        deleteStaging();
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException e) {
            // the machine is already going down and the hook runs
            return;
        }
    }

    private void deleteStaging() {
        if (!Files.isDirectory(staging)) {
            return;
        }
        try {
            Files.walkFileTree(staging, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException error) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "What an unfinished run left in %s cannot be deleted: %s. Delete it by hand.".formatted(staging, e),
                    e);
        }
    }
}
