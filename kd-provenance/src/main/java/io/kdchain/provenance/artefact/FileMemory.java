package io.kdchain.provenance.artefact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.artefact.ManifestException.Reason;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.MalformedEventException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was measured of files before, so that those that nobody touched need not be read again. A file counts as
 * untouched if size, time of change, and, where the system tells them, inode and time of the inode's change are as they
 * were. This believes the file system and whoever can write the memory: evidence for others is measured without it. Not
 * safe for concurrent use.
 */
public final class FileMemory {
    private static final String FORMAT = "kdchain-file-memory/v1";
    /**
     * What was written shortly before it was read may be written again within the same tick of the clock: such a file
     * is read again the next time, as git does. FAT has the coarsest ticks, of two seconds.
     */
    private static final Duration TICK = Duration.ofSeconds(2);

    private final Map<String, Known> known;

    private record Known(String stamp, Digest digest) {}

    /**
     * What the file system says of a file.
     *
     * @param sizeBytes its size
     * @param text all that it says, as text
     * @param touchedAt the last time that it was touched
     */
    record Stamp(long sizeBytes, String text, Instant touchedAt) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Instant touched = attributes.lastModifiedTime().toInstant();
            StringBuilder text =
                    new StringBuilder().append(attributes.size()).append(' ').append(touched);
            if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                Map<String, Object> unix = Files.readAttributes(file, "unix:ino,dev,ctime", LinkOption.NOFOLLOW_LINKS);
                Instant changed = unix.get("ctime") instanceof FileTime time ? time.toInstant() : touched;
                touched = changed.isAfter(touched) ? changed : touched;
                text.append(' ').append(changed);
                text.append(' ').append(unix.get("dev")).append('/').append(unix.get("ino"));
            }
            return new Stamp(attributes.size(), text.toString(), touched);
        }
    }

    private FileMemory(Map<String, Known> known) {
        this.known = known;
    }

    /** Remembers nothing yet. */
    public static FileMemory empty() {
        return new FileMemory(new TreeMap<>());
    }

    /**
     * What a file remembers; nothing if there is no such file.
     *
     * @throws ManifestException if it is there and no memory
     */
    public static FileMemory read(Path file) {
        FileMemory memory = empty();
        if (!Files.exists(file)) {
            return memory;
        }
        try {
            JsonNode node = StrictJson.read(Files.readAllBytes(file));
            if (!FORMAT.equals(node.path("format").textValue())) {
                throw new IllegalArgumentException("its format is not '%s'".formatted(FORMAT));
            }
            for (Map.Entry<String, JsonNode> one : node.path("files").properties()) {
                memory.known.put(
                        one.getKey(),
                        new Known(
                                one.getValue().path("stamp").asText(),
                                Digest.parse(one.getValue().path("digest").asText())));
            }
            return memory;
        } catch (MalformedEventException | IllegalArgumentException e) {
            throw new ManifestException(
                    Reason.MALFORMED,
                    "%s is no memory of measured files: %s. Delete it; it is made anew."
                            .formatted(file, e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new ManifestException(Reason.UNREACHABLE, "%s cannot be read: %s.".formatted(file, e), e);
        }
    }

    /**
     * Writes the memory, in place of what is there.
     *
     * @throws ManifestException if it cannot be written
     */
    public void write(Path file) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
        ObjectNode files = root.putObject("files");
        known.forEach((path, one) -> files.putObject(path)
                .put("stamp", one.stamp())
                .put("digest", one.digest().toString()));
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(draft, Jcs.write(root));
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ManifestException(Reason.UNREACHABLE, "%s cannot be written: %s.".formatted(file, e), e);
        }
    }

    Optional<Digest> find(String path, Stamp stamp) {
        return Optional.ofNullable(known.get(path))
                .filter(one -> one.stamp().equals(stamp.text()))
                .map(Known::digest);
    }

    /** @param readAt when reading it began, by the clock of the file system */
    void keep(String path, Stamp stamp, Digest digest, Instant readAt) {
        if (stamp.touchedAt().isBefore(readAt.minus(TICK))) {
            known.put(path, new Known(stamp.text(), digest));
        } else {
            known.remove(path);
        }
    }

    /** Forgets files that are not there any more. */
    void retain(java.util.Set<String> paths) {
        known.keySet().retainAll(paths);
    }
}
