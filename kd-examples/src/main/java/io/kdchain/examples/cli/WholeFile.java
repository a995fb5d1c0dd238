package io.kdchain.examples.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes files whole or not at all. A link is followed to its file, a file that is there keeps its permissions, and
 * what is no plain file, such as a pipe, is written to and never replaced.
 */
final class WholeFile {
    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private WholeFile() {}

    /**
     * Writes a text as UTF-8 beside its place and moves it there.
     *
     * @throws BadInputException if the place is a folder, or in a folder that does not exist
     */
    static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes, just so. */
    static void write(Path file, byte[] bytes) {
        write(file, out -> out.write(bytes));
    }

    /** What is written. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes what is not in memory as a whole. */
    static void write(Path file, Content content) {
        requirePlace(file);
        try {
            if (isStream(file)) {
                try (OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE))) {
                    content.writeTo(out);
                }
            } else {
                replace(target(file), content);
            }
        } catch (IOException e) {
            throw new BadInputException("%s cannot be written: %s.".formatted(file, e));
        }
    }

    /**
     * Refuses a place where no file can be written, before there is anything to write.
     *
     * @throws BadInputException if it is a folder, in a folder that does not exist, or may not be written
     */
    static void requirePlace(Path file) {
        if (file.toString().isEmpty()) {
            throw new BadInputException("The name of the file to write is empty; name a file.");
        }
        if (Files.isDirectory(file)) {
            throw new BadInputException("%s is a folder; name a file in it.".formatted(file));
        }
        Path target;
        try {
            target = target(file);
        } catch (IOException e) {
            throw new BadInputException("%s cannot be written: %s.".formatted(file, e));
        }
        Path folder = target.toAbsolutePath().getParent();
        if (!isStream(file) && (folder == null || !Files.isDirectory(folder))) {
            throw new BadInputException(
                    "%s cannot be written: there is no folder %s. Make it first.".formatted(file, folder));
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new BadInputException("%s cannot be written: it is read-only. Name another file.".formatted(file));
        }
    }

    /** Whether two names mean one file, there or not there yet. */
    static boolean isSame(Path one, Path other) throws IOException {
        if (Files.exists(one) && Files.exists(other)) {
            return Files.isSameFile(one, other);
        }
        return place(one).equals(place(other));
    }

    private static Path place(Path file) throws IOException {
        Path target = target(file).toAbsolutePath().normalize();
        Path folder = target.getParent();
        return folder != null && Files.isDirectory(folder) ? folder.toRealPath().resolve(target.getFileName()) : target;
    }

    /** The file to which links lead, there or not there yet. */
    private static Path target(Path file) throws IOException {
        Path target = file;
        for (int i = 0; Files.isSymbolicLink(target); i++) {
            if (i == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /** Whether it is a pipe, a device or a socket. */
    private static boolean isStream(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file);
    }

    private static void replace(Path file, Content content) throws IOException {
        Path draft = null;
        try {
            draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".kd", ".tmp");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
                content.writeTo(out);
            }
            if (Files.exists(file) && Files.getFileStore(draft).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(file));
            }
            move(draft, file);
        } finally {
            remove(draft);
        }
    }

    private static void move(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void remove(@Nullable Path draft) {
        try {
            if (draft != null) {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + draft, e);
        }
    }
}
