package io.kdchain.core.data;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/**
 * A directory of artefacts. Writes a file whole or not at all, and gives back only bytes whose digest is the one asked
 * for.
 */
public final class ArtefactFolder {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Path directory;

    private ArtefactFolder(Path directory) {
        this.directory = directory;
    }

    /** The folder at this path; it is made with the first artefact. */
    public static ArtefactFolder at(Path directory) {
        return new ArtefactFolder(directory);
    }

    public Path directory() {
        return directory;
    }

    /** Saves under this name, replacing what was there, and answers the digest of what was written. */
    public ContentDigest save(String name, Artefact artefact) {
        Path file = file(name);
        byte[] bytes = artefact.toBytes();
        try {
            Files.createDirectories(directory);
            Path temporary = Files.createTempFile(directory, name, ".part");
            try {
                Files.write(temporary, bytes);
                move(temporary, file);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new ArtefactException(
                    "The artefact %s cannot be written: %s. Check the directory and the free space."
                            .formatted(file, ArtefactException.reason(e)),
                    e);
        }
        return ContentDigest.of(bytes);
    }

    /**
     * The bytes of an artefact.
     *
     * @throws ArtefactException if the file is missing, or its digest is not {@code expected}
     */
    public byte[] load(String name, ContentDigest expected) {
        Path file = file(name);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ArtefactException(
                    "The artefact %s cannot be read: %s. Give the directory that the chain's parties wrote."
                            .formatted(file, ArtefactException.reason(e)),
                    e);
        }
        ContentDigest found = ContentDigest.of(bytes);
        if (!found.equals(expected)) {
            throw new ArtefactException(
                    "The artefact %s has digest %s, but %s is on record. It was changed or is another file; get the recorded one."
                            .formatted(file, found, expected));
        }
        return bytes;
    }

    private Path file(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no name for an artefact: letters, digits, dot, dash and underscore, at most 100"
                            .formatted(name));
        }
        return directory.resolve(name);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
