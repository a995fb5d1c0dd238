package io.kdchain.rules.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.rules.release.PackFinding.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Remembers in a file the newest version of each pack that was accepted, so that an old one, whose signatures are good
 * for ever, is not taken again. Safe for concurrent use within one process.
 */
public final class AcceptedPacks {
    private static final String FORMAT = "kdchain-accepted-packs/v1";

    private final Path file;
    private final Map<String, Entry> packs;

    private record Entry(PackVersion version, Digest manifest) {}

    private AcceptedPacks(Path file, Map<String, Entry> packs) {
        this.file = file;
        this.packs = packs;
    }

    /**
     * Opens a file; one that does not exist is made at the first pack.
     *
     * @throws IllegalArgumentException if it is no such file. It is never begun anew: that would be the forgetting that
     *     it guards against
     */
    public static AcceptedPacks open(Path file) {
        Map<String, Entry> packs = new TreeMap<>();
        if (Files.exists(file)) {
            try {
                JsonNode root = StrictJson.read(Files.readAllBytes(file));
                if (!root.path("format").asText().equals(FORMAT)
                        || !root.path("packs").isObject()
                        || root.size() != 2) {
                    throw damaged(file, "it must have the format '%s' and packs".formatted(FORMAT), null);
                }
                root.path("packs")
                        .properties()
                        .forEach(e -> packs.put(
                                e.getKey(),
                                new Entry(
                                        PackVersion.parse(
                                                e.getValue().path("version").asText()),
                                        Digest.parse(
                                                e.getValue().path("manifest").asText()))));
            } catch (MalformedEventException e) {
                throw damaged(file, String.valueOf(e.getMessage()), e);
            } catch (IOException e) {
                throw new UncheckedIOException("reading " + file, e);
            }
        }
        return new AcceptedPacks(file, packs);
    }

    private static IllegalArgumentException damaged(
            Path file, String what, @org.jspecify.annotations.Nullable Exception cause) {
        return new IllegalArgumentException(
                "%s does not tell which packs were accepted: %s. Restore it from a copy; without it an old version of a pack goes unseen."
                        .formatted(file, what),
                cause);
    }

    /** The newest version of a pack that was accepted. */
    public synchronized Optional<String> version(String pack) {
        return Optional.ofNullable(packs.get(pack)).map(e -> e.version().toString());
    }

    /**
     * Verifies a pack, and remembers it if nothing speaks against it. When this returns it is in the file.
     *
     * @return what speaks against it; empty if it is accepted
     */
    public synchronized List<PackFinding> accept(SignedPack pack, PackTrust trust) {
        List<PackFinding> findings = new ArrayList<>(pack.verify(trust));
        if (!findings.isEmpty()) {
            return findings;
        }
        PackManifest signed = pack.manifest();
        PackVersion version = PackVersion.parse(signed.version());
        Entry before = packs.get(signed.pack());
        if (before != null && version.compareTo(before.version()) < 0) {
            findings.add(new PackFinding(
                    Code.ROLLBACK,
                    "Version %s of %s was accepted before, and this is %s; take a newer one, or give the old rules a new version and let both sign again."
                            .formatted(before.version(), signed.pack(), version)));
        } else if (before != null
                && version.compareTo(before.version()) == 0
                && !before.manifest().equals(signed.digest())) {
            findings.add(new PackFinding(
                    Code.SAME_VERSION,
                    "Version %s of %s was accepted with another content; raise the version in pack.yaml and let both sign again."
                            .formatted(version, signed.pack())));
        }
        if (findings.isEmpty()) {
            packs.put(signed.pack(), new Entry(version, signed.digest()));
            write();
        }
        return findings;
    }

    private void write() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
        ObjectNode all = root.putObject("packs");
        packs.forEach((id, e) -> all.putObject(id)
                .put("version", e.version().toString())
                .put("manifest", e.manifest().toString()));
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path draft = Files.createTempFile(folder, ".kd", ".tmp");
            Files.write(draft, Jcs.write(root));
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }
}
