package io.kdchain.examples.distillation;

import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files below a folder by the digest of their bytes: a file is what the log says it is, or it is not found. */
final class ArtefactsByDigest {

    private static final int MOST_FILES = 100_000;

    private final Path folder;
    private final Map<String, Path> files = new LinkedHashMap<>();

    private ArtefactsByDigest(Path folder) {
        this.folder = folder;
    }

    static ArtefactsByDigest in(Path folder) {
        ArtefactsByDigest found = new ArtefactsByDigest(folder);
        for (Path file : files(folder)) {
            found.files.putIfAbsent(ContentDigest.of(NetworkByFile.bytes(file)).hex(), file);
        }
        return found;
    }

    /** The files below a folder, by name. */
    static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ArtefactException(
                    "%s is no folder. Give the one that holds the artefacts of the chain.".formatted(folder));
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .limit(MOST_FILES + 1L)
                    .sorted()
                    .toList();
            if (files.size() > MOST_FILES) {
                throw new ArtefactException("%s holds more than %d files. Give the folder of one chain's artefacts."
                        .formatted(folder, MOST_FILES));
            }
            return files;
        } catch (IOException e) {
            throw new ArtefactException(
                    "The folder %s cannot be read: %s.".formatted(folder, ArtefactException.reason(e)), e);
        }
    }

    /**
     * The bytes of an entity.
     *
     * @param known digests that the log has of the chain: a file with another one is named where the entity is missing
     * @throws ArtefactException if no file has the entity's digest, or the log has none of it
     */
    byte[] bytes(EntityId entity, Set<Digest> known) {
        Digest digest = entity.digest();
        if (digest == null) {
            throw new ArtefactException(
                    "The log has no digest of %s, so that no file can be known to be it. Its party has to record it with one."
                            .formatted(entity));
        }
        Path file = files.get(digest.hex());
        if (file == null) {
            Set<String> digests = known.stream().map(Digest::hex).collect(Collectors.toSet());
            String others = files.entrySet().stream()
                    .filter(entry -> !digests.contains(entry.getKey()))
                    .map(entry -> "%s (sha256:%s)".formatted(folder.relativize(entry.getValue()), entry.getKey()))
                    .limit(5)
                    .collect(Collectors.joining(", "));
            throw new ArtefactException("No file in %s has the digest that is on record of %s. %s"
                    .formatted(
                            folder,
                            entity,
                            others.isEmpty()
                                    ? "Put the recorded file there."
                                    : "Files with digests that the chain does not know, perhaps a changed one: %s. Put the recorded file there."
                                            .formatted(others)));
        }
        byte[] bytes = NetworkByFile.bytes(file);
        if (!ContentDigest.of(bytes).hex().equals(digest.hex())) {
            throw new ArtefactException("%s changed while it was read. Run it again.".formatted(file));
        }
        return bytes;
    }
}
