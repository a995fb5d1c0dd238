package io.kdchain.provenance.artefact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What a sealed file says of itself, in its first line.
 *
 * @param from who sealed it
 * @param to for whom
 * @param artefact what
 * @param epoch epoch of the recipient's key; 1 or more
 * @param folder whether a folder is sealed: its manifest and its files
 * @param plaintextDigest digest of what is sealed; of a folder, that of its manifest
 * @param sizeBytes bytes of what is sealed; of a folder, with its manifest
 * @param wrappedKey the key of the file, wrapped for the recipient
 */
public record SealedHeader(
        PartyId from,
        PartyId to,
        EntityId artefact,
        long epoch,
        boolean folder,
        Digest plaintextDigest,
        long sizeBytes,
        Bytes wrappedKey) {
    private static final String FORMAT = "kdchain-sealed/v1";
    private static final String FOLDER_FORMAT = "kdchain-sealed-folder/v1";
    private static final List<String> KEYS =
            List.of("format", "from", "to", "artefact", "epoch", "plaintext", "size", "key");
    /** No header is longer: names have at most 256 characters. */
    static final int MAX_BYTES = 8192;

    /** What cannot be changed without the file staying closed: all but the wrapped key, as canonical JSON. */
    byte[] associatedData() {
        return Jcs.write(bound());
    }

    private ObjectNode bound() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put(KEYS.get(0), folder ? FOLDER_FORMAT : FORMAT);
        node.put(KEYS.get(1), from.value());
        node.put(KEYS.get(2), to.value());
        node.put(KEYS.get(3), artefact.toString());
        node.put(KEYS.get(4), epoch);
        node.put(KEYS.get(5), plaintextDigest.toString());
        node.put(KEYS.get(6), sizeBytes);
        return node;
    }

    SealedHeader withKey(byte[] wrapped) {
        return new SealedHeader(from, to, artefact, epoch, folder, plaintextDigest, sizeBytes, Bytes.of(wrapped));
    }

    /** The line, without its line feed. */
    byte[] toBytes() {
        ObjectNode node = bound();
        node.put(KEYS.get(7), Base64.getEncoder().encodeToString(wrappedKey.toArray()));
        return Jcs.write(node);
    }

    /** Reads the line; throws {@link IllegalArgumentException} if it is no header in canonical form. */
    static SealedHeader parse(byte[] line) {
        try {
            JsonNode node = StrictJson.read(line);
            SealedHeader header = new SealedHeader(
                    new PartyId(node.path(KEYS.get(1)).asText()),
                    new PartyId(node.path(KEYS.get(2)).asText()),
                    EntityId.parse(node.path(KEYS.get(3)).asText()),
                    node.path(KEYS.get(4)).longValue(),
                    FOLDER_FORMAT.equals(node.path(KEYS.get(0)).asText()),
                    Digest.parse(node.path(KEYS.get(5)).asText()),
                    node.path(KEYS.get(6)).longValue(),
                    Bytes.of(Base64.getDecoder().decode(node.path(KEYS.get(7)).asText())));
            if (!Arrays.equals(header.toBytes(), line)) {
                throw new IllegalArgumentException("The header is not in canonical form.");
            }
            return header;
        } catch (MalformedEventException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
