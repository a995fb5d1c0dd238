package io.kdchain.examples.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files whole or not at all. */
final class WholeFile {
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
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new BadInputException("%s is a folder; name a file in it.".formatted(file));
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new BadInputException(
                    "%s cannot be written: there is no folder %s. Make it first.".formatted(file, folder));
        }
        Path draft = null;
        try {
            draft = Files.createTempFile(folder, ".kd", ".tmp");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
                content.writeTo(out);
            }
            move(draft, file);
        } catch (IOException e) {
            throw new BadInputException("%s cannot be written: %s.".formatted(file, e));
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

    private static void remove(@org.jspecify.annotations.Nullable Path draft) {
        try {
            if (draft != null) {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + draft, e);
        }
    }
}
