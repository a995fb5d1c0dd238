package io.kdchain.provenance.artefact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.artefact.ManifestException.Reason;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.MalformedEventException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of an artefact that is a folder, such as a model in shards: name, size and SHA-256 of each. Its own digest
 * stands for the folder where an event names an artefact, and covers the names: two shards that change places give
 * another one. Folders without files, times and permissions are no part of it.
 *
 * @param files in the order of the UTF-8 bytes of their paths; at least one
 */
public record ArtefactManifest(List<Entry> files) {
    /** What the text of a manifest says of itself. */
    public static final String FORMAT = "kdchain-manifest/v1";

    private static final Comparator<String> UTF8 =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    /**
     * A file.
     *
     * @param path relative to the folder, with {@code /}, in Unicode's form NFC
     * @param sizeBytes its size; 0 or more
     * @param digest of its bytes
     */
    public record Entry(String path, long sizeBytes, Digest digest) {
        public Entry {
            if (!ManifestPath.checked(path).equals(path)) {
                throw new ManifestException(
                        Reason.NAME_UNUSABLE,
                        "'%s' is not in Unicode's form NFC, as names in a manifest are."
                                .formatted(ManifestPath.shown(path)));
            }
            if (sizeBytes < 0) {
                throw new ManifestException(
                        Reason.MALFORMED, "%s cannot have %d bytes.".formatted(ManifestPath.shown(path), sizeBytes));
            }
        }
    }

    public ArtefactManifest {
        files = files.stream().sorted(Comparator.comparing(Entry::path, UTF8)).toList();
        if (files.isEmpty()) {
            throw new ManifestException(Reason.MALFORMED, "A manifest names at least one file; this one names none.");
        }
        checkNames(files);
    }

    /** No name may be another's to any file system, nor a folder in one of them. */
    private static void checkNames(List<Entry> files) {
        Map<String, String> known = new HashMap<>();
        for (Entry file : files) {
            String other = known.putIfAbsent(ManifestPath.folded(file.path()), file.path());
            if (other != null) {
                throw clash(file.path(), other);
            }
        }
        Map<String, String> folders = new HashMap<>();
        for (Entry file : files) {
            for (int slash = file.path().indexOf('/');
                    slash >= 0;
                    slash = file.path().indexOf('/', slash + 1)) {
                String folder = file.path().substring(0, slash);
                String same = folders.putIfAbsent(ManifestPath.folded(folder), folder);
                String asFile = known.get(ManifestPath.folded(folder));
                if (asFile != null || (same != null && !same.equals(folder))) {
                    throw clash(folder, asFile == null ? String.valueOf(same) : asFile);
                }
            }
        }
    }

    private static ManifestException clash(String one, String other) {
        return new ManifestException(
                Reason.NAME_CLASH,
                "'%s' and '%s' are one name to a file system that does not tell letters by their case or composition; one would replace the other. Rename one of them."
                        .formatted(ManifestPath.shown(other), ManifestPath.shown(one)));
    }

    /**
     * Reads the text of a manifest, however it is indented.
     *
     * @throws ManifestException if it is none
     */
    public static ArtefactManifest parse(byte[] text) {
        try {
            JsonNode node = StrictJson.read(text);
            if (!FORMAT.equals(node.path("format").textValue()) || node.size() != 2) {
                throw new ManifestException(
                        Reason.MALFORMED,
                        "This is no manifest: it must have the members 'format', which is '%s', and 'files'. 'kd artefact manifest' writes one."
                                .formatted(FORMAT));
            }
            List<Entry> files = new ArrayList<>();
            for (JsonNode file : node.path("files")) {
                if (file.size() != 3
                        || !file.path("path").isTextual()
                        || !file.path("size").isIntegralNumber()
                        || !file.path("size").canConvertToLong()) {
                    throw new ManifestException(
                            Reason.MALFORMED,
                            "File %d of the manifest has not the members 'digest', 'path' and 'size' and no others."
                                    .formatted(files.size()));
                }
                files.add(new Entry(
                        file.path("path").textValue(),
                        file.path("size").longValue(),
                        Digest.parse(file.path("digest").asText())));
            }
            ArtefactManifest manifest = new ArtefactManifest(files);
            if (!manifest.files().equals(files)) {
                throw new ManifestException(
                        Reason.MALFORMED, "The files of the manifest do not stand in the order of their names.");
            }
            return manifest;
        } catch (MalformedEventException | IllegalArgumentException e) {
            throw new ManifestException(Reason.MALFORMED, "This is no manifest: %s".formatted(e.getMessage()), e);
        }
    }

    /** SHA-256 of the manifest in canonical JSON. */
    public Digest digest() {
        return Sha256.of(canonical());
    }

    /** Bytes of all files together. */
    public long sizeBytes() {
        return files.stream().mapToLong(Entry::sizeBytes).sum();
    }

    /** As canonical JSON (RFC 8785), which the digest covers. */
    byte[] canonical() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
        ArrayNode all = root.putArray("files");
        files.forEach(file -> all.add(json(file)));
        return Jcs.write(root);
    }

    private static ObjectNode json(Entry file) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("path", file.path())
                .put("size", file.sizeBytes())
                .put("digest", file.digest().toString());
    }

    /** As JSON with one file a line, which {@link #parse} reads. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("{\"files\":[\n".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < files.size(); i++) {
            out.writeBytes(Jcs.write(json(files.get(i))));
            out.writeBytes((i == files.size() - 1 ? "\n" : ",\n").getBytes(StandardCharsets.UTF_8));
        }
        out.writeBytes("],\"format\":\"%s\"}\n".formatted(FORMAT).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    /**
     * How another manifest differs from this one.
     *
     * @param kind in which way
     * @param path the file
     * @param other the file of this manifest whose content it has; null where there is none
     */
    public record Difference(
            Kind kind, String path, @Nullable String other) {
        /** In which way. */
        public enum Kind implements io.kdchain.provenance.event.Coded {
            /** A file of this manifest is not there. */
            MISSING,
            /** A file is there that this manifest does not name. */
            EXTRA,
            /** A file holds something else. */
            CHANGED,
            /** A file holds what another one should: shards changed places. */
            MISPLACED,
            /** A file that this manifest does not name holds what a missing one should. */
            RENAMED
        }
    }

    /** In which ways another manifest differs from this one, by path; empty if it is the same. */
    public List<Difference> differences(ArtefactManifest found) {
        Map<String, Entry> expected = byPath(this);
        Map<String, Entry> there = byPath(found);
        Map<Digest, String> places = new HashMap<>();
        files.forEach(file -> places.putIfAbsent(file.digest(), file.path()));
        Set<String> moved = new HashSet<>();
        List<Difference> all = new ArrayList<>();
        there.forEach((path, file) -> {
            Entry should = expected.get(path);
            String place = places.get(file.digest());
            if (should == null) {
                boolean renamed = place != null && !there.containsKey(place) && moved.add(place);
                all.add(new Difference(
                        renamed ? Difference.Kind.RENAMED : Difference.Kind.EXTRA, path, renamed ? place : null));
            } else if (!should.digest().equals(file.digest())) {
                all.add(new Difference(
                        place == null ? Difference.Kind.CHANGED : Difference.Kind.MISPLACED, path, place));
            }
        });
        expected.keySet().stream()
                .filter(path -> !there.containsKey(path) && !moved.contains(path))
                .forEach(path -> all.add(new Difference(Difference.Kind.MISSING, path, null)));
        all.sort(Comparator.comparing(Difference::path, UTF8));
        return all;
    }

    private static Map<String, Entry> byPath(ArtefactManifest manifest) {
        Map<String, Entry> all = new TreeMap<>();
        manifest.files().forEach(file -> all.put(file.path(), file));
        return all;
    }
}
