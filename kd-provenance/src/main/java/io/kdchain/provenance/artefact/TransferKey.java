package io.kdchain.provenance.artefact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.artefact.TransferException.Reason;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A recipient's private keys, one for each epoch that is open, in a file that only its owner can read. Not safe for
 * concurrent use.
 */
public final class TransferKey {
    private final Path file;
    private final PartyId party;
    private final SortedMap<Long, Bytes> keysets;

    private TransferKey(Path file, PartyId party, SortedMap<Long, Bytes> keysets) {
        this.file = file;
        this.party = party;
        this.keysets = keysets;
    }

    /**
     * Makes the key of epoch 1 in a new file with mode 600.
     *
     * @throws TransferException if the file is there already or cannot be written
     */
    public static TransferKey create(Path file, PartyId party) {
        if (Files.exists(file)) {
            throw new TransferException(
                    Reason.UNREACHABLE,
                    "%s exists; a key is never overwritten. Rotate it, or choose another name.".formatted(file));
        }
        TransferKey key = new TransferKey(file, party, new TreeMap<>());
        key.rotate();
        return key;
    }

    /**
     * Reads a file.
     *
     * @throws TransferException if it holds no keys
     */
    public static TransferKey read(Path file) {
        try {
            JsonNode node = StrictJson.read(Files.readAllBytes(file));
            SortedMap<Long, Bytes> keysets = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : node.path("epochs").properties()) {
                keysets.put(
                        Long.parseLong(entry.getKey()),
                        Bytes.of(Base64.getDecoder().decode(entry.getValue().asText())));
            }
            if (keysets.isEmpty()) {
                throw new IllegalArgumentException("it holds no epoch");
            }
            return new TransferKey(file, new PartyId(node.path("party").asText()), keysets);
        } catch (IOException e) {
            throw new TransferException(
                    Reason.UNREACHABLE,
                    "Transfer key %s cannot be read: %s. 'kd transfer key' makes one.".formatted(file, e),
                    e);
        } catch (MalformedEventException | IllegalArgumentException e) {
            throw new TransferException(
                    Reason.KEY_UNUSABLE, "%s is no transfer key; 'kd transfer key' makes one.".formatted(file), e);
        }
    }

    /** Whose it is. */
    public PartyId party() {
        return party;
    }

    /** The epochs that are open, ascending. */
    public Set<Long> epochs() {
        return Set.copyOf(keysets.keySet());
    }

    /** The current epoch, for which others seal. */
    public long epoch() {
        return keysets.lastKey();
    }

    /** Begins a new epoch; those before stay open until they are closed. */
    public void rotate() {
        try {
            keysets.put(keysets.isEmpty() ? 1 : keysets.lastKey() + 1, Bytes.of(Tink.newPrivateKeyset()));
        } catch (GeneralSecurityException e) {
            throw new TransferException(Reason.KEY_UNUSABLE, "No key could be made: %s.".formatted(e.getMessage()), e);
        }
        save();
    }

    /**
     * Closes all epochs before one: destroys their keys, so that nothing that was sealed for them can ever be opened.
     *
     * @param epoch the first that stays open
     */
    public void close(long epoch) {
        if (!keysets.containsKey(epoch)) {
            throw new IllegalArgumentException(
                    "Epoch %d is not open; those open are %s.".formatted(epoch, keysets.keySet()));
        }
        keysets.headMap(epoch).clear();
        save();
    }

    /** The public half of the current epoch's key. */
    public TransferCard card() {
        try {
            Bytes current = keyset(epoch()).orElseThrow();
            return new TransferCard(party, epoch(), Bytes.of(Tink.publicKeyset(current.toArray())));
        } catch (GeneralSecurityException e) {
            throw new TransferException(Reason.KEY_UNUSABLE, "%s holds no usable key.".formatted(file), e);
        }
    }

    Optional<Bytes> keyset(long epoch) {
        return Optional.ofNullable(keysets.get(epoch));
    }

    /** Writes the file anew beside its place, and what stood there over with zeros. */
    private void save() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("party", party.value());
        ObjectNode epochs = node.putObject("epochs");
        keysets.forEach((epoch, keyset) ->
                epochs.put(Long.toString(epoch), Base64.getEncoder().encodeToString(keyset.toArray())));
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(draft);
            try (FileChannel channel = FileChannel.open(
                    draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
                channel.write(ByteBuffer.wrap(Jcs.write(node)));
                channel.force(true);
            }
            if (Files.exists(file)) {
                Path old = file.resolveSibling(file.getFileName() + ".old");
                Files.deleteIfExists(old);
                Files.createLink(old, file);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
                try (FileChannel channel = FileChannel.open(old, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.allocate((int) channel.size()));
                    channel.force(true);
                }
                Files.delete(old);
            } else {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new TransferException(
                    Reason.UNREACHABLE, "Transfer key %s cannot be written: %s.".formatted(file, e), e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
