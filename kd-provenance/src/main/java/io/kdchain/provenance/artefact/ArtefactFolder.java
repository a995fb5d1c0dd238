package io.kdchain.provenance.artefact;

import io.kdchain.provenance.artefact.ArtefactManifest.Entry;
import io.kdchain.provenance.artefact.FileMemory.Stamp;
import io.kdchain.provenance.artefact.ManifestException.Reason;
import io.kdchain.provenance.event.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder that is an artefact. A link to a file in the folder counts as a file with the same content; one that leads
 * anywhere else, and whatever is no file, is refused.
 */
public final class ArtefactFolder {
    private final Path folder;
    private final Map<String, Path> places;
    private final ArtefactManifest manifest;
    private final int filesRead;

    /** @param places where each file is, by its path in the manifest */
    private ArtefactFolder(Path folder, Map<String, Path> places, ArtefactManifest manifest, int filesRead) {
        this.folder = folder;
        this.places = places;
        this.manifest = manifest;
        this.filesRead = filesRead;
    }

    /**
     * Measures a folder and trusts nothing: reads every file.
     *
     * @throws ManifestException if it holds something that no manifest can name, or cannot be read
     */
    public static ArtefactFolder measure(Path folder) {
        // a memory of nothing, at a time before any file was written, so that nothing is kept in it either
        return measure(folder, FileMemory.empty(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    /**
     * Measures a folder and reads only the files that were touched since they were measured before; the memory is
     * brought up to date.
     *
     * @param clock that of the file system
     * @throws ManifestException if it holds something that no manifest can name, or cannot be read
     */
    public static ArtefactFolder measure(Path folder, FileMemory memory, Clock clock) {
        if (!Files.isDirectory(folder)) {
            throw new ManifestException(Reason.UNREACHABLE, "%s is no folder.".formatted(folder));
        }
        try {
            Map<String, Path> places = new TreeMap<>();
            find(folder.toRealPath(), "", folder.toRealPath(), places);
            if (places.isEmpty()) {
                throw new ManifestException(
                        Reason.UNREACHABLE, "%s holds no file, so there is nothing to measure.".formatted(folder));
            }
            List<Entry> files = new ArrayList<>();
            int read = 0;
            for (Map.Entry<String, Path> place : places.entrySet()) {
                Stamp stamp = Stamp.of(place.getValue());
                Digest digest = memory.find(place.getKey(), stamp).orElse(null);
                if (digest == null) {
                    Instant readAt = clock.instant();
                    digest = digest(folder, place.getKey(), place.getValue(), stamp);
                    memory.keep(place.getKey(), stamp, digest, readAt);
                    read++;
                }
                files.add(new Entry(place.getKey(), stamp.sizeBytes(), digest));
            }
            memory.retain(places.keySet());
            return new ArtefactFolder(folder, places, new ArtefactManifest(files), read);
        } catch (IOException e) {
            throw new ManifestException(Reason.UNREACHABLE, "%s cannot be read: %s.".formatted(folder, e), e);
        }
    }

    /** The files, as they were measured. */
    public ArtefactManifest manifest() {
        return manifest;
    }

    /** How many files were read, and not taken from memory. */
    public int filesRead() {
        return filesRead;
    }

    private static void find(Path within, String prefix, Path root, Map<String, Path> places) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(within)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        for (Path child : children) {
            String name = prefix + child.getFileName();
            BasicFileAttributes attributes =
                    Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                find(child, name + "/", root, places);
            } else {
                Path place = attributes.isSymbolicLink() ? linked(child, name, root) : child;
                if (attributes.isOther()) {
                    throw new ManifestException(
                            Reason.SPECIAL_FILE,
                            "%s in %s is neither file, folder nor link. Take it out of the folder."
                                    .formatted(ManifestPath.shown(name), root));
                }
                String path = ManifestPath.checked(name);
                if (places.put(path, place) != null) {
                    throw new ManifestException(
                            Reason.NAME_CLASH,
                            "%s holds two files whose names are both '%s' once Unicode composes them. Rename one."
                                    .formatted(root, ManifestPath.shown(path)));
                }
            }
        }
    }

    private static Path linked(Path link, String name, Path root) throws IOException {
        Path target;
        try {
            target = link.toRealPath();
        } catch (FileSystemException e) {
            throw new ManifestException(
                    Reason.LINK_LEAVES,
                    "%s in %s is a link that leads nowhere. Take it out.".formatted(ManifestPath.shown(name), root),
                    e);
        }
        if (!target.startsWith(root) || !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new ManifestException(
                    Reason.LINK_LEAVES,
                    "%s in %s is a link to %s, which is no file in the folder. Put the file itself there."
                            .formatted(ManifestPath.shown(name), root, target));
        }
        return target;
    }

    private static Digest digest(Path folder, String path, Path file, Stamp before) throws IOException {
        MessageDigest sha = Streams.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), sha)) {
            Streams.copy(in, OutputStream.nullOutputStream());
        }
        if (!Stamp.of(file).equals(before)) {
            throw changed(folder, path);
        }
        return Streams.digest(sha);
    }

    private static ManifestException changed(Path folder, String path) {
        return new ManifestException(
                Reason.CHANGED_MEANWHILE,
                "%s in %s was written while it was read. Wait until nobody writes there, then try again."
                        .formatted(ManifestPath.shown(path), folder));
    }

    /**
     * Bytes of what {@link #writeTo} writes.
     *
     * @throws ManifestException if its manifest is longer than a recipient reads
     */
    static long packedBytes(ArtefactManifest manifest) {
        int length = manifest.canonical().length;
        if (length > Streams.MAX_LINE_BYTES) {
            throw new ManifestException(
                    Reason.MALFORMED,
                    "The manifest of %d files has %d bytes; a folder that is sent has at most %d. Put small files together in archives."
                            .formatted(manifest.files().size(), length, Streams.MAX_LINE_BYTES));
        }
        return length + 1L + manifest.sizeBytes();
    }

    /**
     * Writes the folder as one stream: its manifest in canonical JSON, a line feed, and the contents in its order.
     *
     * @throws ManifestException if a file is not any more what was measured
     */
    void writeTo(OutputStream out) throws IOException {
        out.write(manifest.canonical());
        out.write('\n');
        for (Entry entry : manifest.files()) {
            MessageDigest sha = Streams.sha256();
            try (InputStream in =
                    new DigestInputStream(Files.newInputStream(place(entry), LinkOption.NOFOLLOW_LINKS), sha)) {
                if (Streams.copy(in, out, entry.sizeBytes()) != entry.sizeBytes()
                        || in.read() >= 0
                        || !Streams.digest(sha).equals(entry.digest())) {
                    throw changed(folder, entry.path());
                }
            }
        }
    }

    private Path place(Entry entry) {
        Path place = places.get(entry.path());
        if (place == null) {
            throw new IllegalStateException("No file was found under %s.".formatted(entry.path()));
        }
        return place;
    }

    /**
     * Makes of a stream the folder that it was written from.
     *
     * @param target an empty folder
     * @return the manifest that the stream begins with, which the files agree with
     * @throws ManifestException if it is none, or a file is not what it says
     */
    static ArtefactManifest unpack(InputStream in, Path target, long sizeBytes) throws IOException {
        ArtefactManifest manifest = ArtefactManifest.parse(Streams.line(in, sizeBytes));
        for (Entry entry : manifest.files()) {
            // the manifest has checked that no path leads out of the folder, and nobody else writes into it
            Path file = target.resolve(entry.path());
            Files.createDirectories(file.getParent());
            MessageDigest sha = Streams.sha256();
            try (OutputStream out = Streams.created(file)) {
                long written = Streams.copy(new DigestInputStream(in, sha), out, entry.sizeBytes());
                if (written != entry.sizeBytes() || !Streams.digest(sha).equals(entry.digest())) {
                    throw new ManifestException(
                            Reason.MALFORMED,
                            "%s is not what the manifest says of it.".formatted(ManifestPath.shown(entry.path())));
                }
            }
        }
        if (in.read() >= 0) {
            throw new ManifestException(Reason.MALFORMED, "Something follows the files of the manifest.");
        }
        return manifest;
    }
}
