package io.kdchain.rules.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.artefact.ArtefactFolder;
import io.kdchain.provenance.artefact.ArtefactManifest;
import io.kdchain.provenance.artefact.ManifestException;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.rules.pack.RulePack;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * What a signature of a pack stands for, as canonical JSON (RFC 8785) in {@code manifest.json}.
 *
 * @param pack id of the pack
 * @param version whole numbers with points between them
 * @param law digest of all that the pack says, that of the packs it builds on included: those cannot change under it
 * @param files every file of the folder but the manifest and its signatures
 */
public record PackManifest(String pack, String version, Digest law, ArtefactManifest files) {
    /** What the text of a manifest says of itself. */
    public static final String FORMAT = "kdchain-pack/v1";

    static final String FILE = "manifest.json";

    private static final Set<String> OWN = Set.of(FILE, PackRole.AUTHOR.file(), PackRole.REVIEWER.file());

    public PackManifest {
        PackVersion.parse(version);
    }

    /**
     * Measures a folder.
     *
     * @param pack what was read from it
     * @throws ManifestException if it holds links or names that another machine cannot have
     */
    static PackManifest of(RulePack pack, Path folder) {
        return new PackManifest(pack.id(), pack.version(), law(pack), measure(folder));
    }

    static Digest law(RulePack pack) {
        return new Digest(pack.digest());
    }

    static ArtefactManifest measure(Path folder) {
        return new ArtefactManifest(ArtefactFolder.measure(folder).manifest().files().stream()
                .filter(f -> !OWN.contains(f.path()))
                .toList());
    }

    /**
     * Reads the text of a manifest.
     *
     * @throws IllegalArgumentException if the bytes are not exactly what {@link #toBytes} writes
     */
    static PackManifest parse(byte[] bytes) {
        try {
            JsonNode node = StrictJson.read(bytes);
            if (!FORMAT.equals(node.path("format").asText())) {
                throw new IllegalArgumentException("Its format is '%s' and must be '%s'."
                        .formatted(node.path("format").asText(), FORMAT));
            }
            PackManifest manifest = new PackManifest(
                    node.path("pack").asText(),
                    node.path("version").asText(),
                    Digest.parse(node.path("law").asText()),
                    ArtefactManifest.parse(Jcs.write(node.path("files"))));
            if (!Arrays.equals(manifest.toBytes(), bytes)) {
                throw new IllegalArgumentException("It is not in canonical form, or holds more than it may.");
            }
            return manifest;
        } catch (MalformedEventException | ManifestException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The canonical bytes. */
    public byte[] toBytes() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("format", FORMAT).put("pack", pack).put("version", version).put("law", law.toString());
        root.set("files", StrictJson.read(files.toBytes()));
        return Jcs.write(root);
    }

    /** Digest of the canonical bytes. */
    public Digest digest() {
        return Sha256.of(toBytes());
    }
}
