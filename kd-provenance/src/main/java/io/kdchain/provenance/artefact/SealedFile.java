package io.kdchain.provenance.artefact;

import io.kdchain.provenance.artefact.TransferException.Reason;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A file sealed for one recipient; see the package for its form. Files of any size take the same few megabytes of
 * memory.
 *
 * @param header what it says of itself
 * @param ciphertextDigest digest of the whole sealed file, header included
 */
public record SealedFile(SealedHeader header, Digest ciphertextDigest) {
    private static final int BUFFER_BYTES = 1 << 16;
    /** Of AES256_GCM_HKDF_1MB: salt and nonce prefix with their length, segments, and a tag for each. */
    private static final long STREAM_HEADER_BYTES = 40;

    private static final long SEGMENT_BYTES = 1 << 20;
    private static final long TAG_BYTES = 16;

    /**
     * Seals a file.
     *
     * @param plain what is sealed; it is read twice
     * @param target a file that does not exist yet
     * @param from who seals
     * @param artefact what it is; if it states a digest, that must be the file's
     * @param card for whom
     * @throws TransferException if it cannot be read, is another artefact, changes meanwhile, or cannot be written
     */
    public static SealedFile seal(Path plain, Path target, PartyId from, EntityId artefact, TransferCard card) {
        Digest digest = digest(plain);
        if (artefact.digest() != null && !artefact.digest().equals(digest)) {
            throw new TransferException(
                    Reason.CONTENT_DIFFERS,
                    "%s has the digest %s, so it is not %s.".formatted(plain, digest, artefact));
        }
        Path draft = null;
        try {
            SealedHeader bound = new SealedHeader(
                    from, card.party(), artefact, card.epoch(), digest, Files.size(plain), Bytes.of(new byte[0]));
            byte[] keyset = Tink.newFileKeyset();
            SealedHeader header =
                    bound.withKey(Tink.wrap(card.publicKeyset().toArray(), keyset, bound.associatedData()));
            draft = draft(target);
            MessageDigest read = sha256();
            MessageDigest written = sha256();
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(draft), written)) {
                out.write(header.toBytes());
                out.write('\n');
                try (InputStream in = new DigestInputStream(Files.newInputStream(plain), read);
                        OutputStream encrypting =
                                Tink.streaming(keyset).newEncryptingStream(out, header.associatedData())) {
                    copy(in, encrypting);
                }
            }
            if (!digest.equals(digest(read))) {
                throw new TransferException(Reason.CONTENT_DIFFERS, "%s changed while it was sealed.".formatted(plain));
            }
            publish(draft, target);
            return new SealedFile(header, digest(written));
        } catch (IOException e) {
            throw unreachable("%s cannot be sealed into %s".formatted(plain, target), e);
        } catch (GeneralSecurityException e) {
            throw new TransferException(
                    Reason.KEY_UNUSABLE,
                    "The card of '%s' holds no key of use: %s.".formatted(card.party(), e.getMessage()),
                    e);
        } finally {
            remove(draft);
        }
    }

    /**
     * What a file says of itself, and its digest; it is not opened.
     *
     * @throws TransferException if it is no sealed file or cannot be read
     */
    public static SealedFile read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return new SealedFile(header(file, in), digest(file));
        } catch (IOException e) {
            throw unreachable("%s cannot be read".formatted(file), e);
        }
    }

    /**
     * Opens a file for its recipient. The target is there whole and right, or not at all.
     *
     * @param target a file that does not exist yet; readable by its owner only
     * @throws TransferException if it cannot be opened; says in which way it is not what it should be
     */
    public static SealedFile open(Path file, Path target, TransferKey key) {
        SealedFile sealedFile = read(file);
        SealedHeader header = sealedFile.header();
        if (!header.to().equals(key.party())) {
            throw new TransferException(
                    Reason.OTHER_RECIPIENT,
                    "%s is sealed for '%s', and the key is that of '%s'.".formatted(file, header.to(), key.party()));
        }
        Bytes keyset = key.keyset(header.epoch())
                .orElseThrow(() -> new TransferException(
                        Reason.EPOCH_NOT_OPEN,
                        "%s is sealed for epoch %d of '%s', whose key is closed or was never made; open are %s. Ask for it again, sealed for epoch %d."
                                .formatted(file, header.epoch(), header.to(), key.epochs(), key.epoch())));
        checkLength(file, header);
        Path draft = null;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            header(file, in);
            byte[] fileKeyset =
                    Tink.unwrap(keyset.toArray(), header.wrappedKey().toArray(), header.associatedData());
            draft = draft(target);
            MessageDigest written = sha256();
            try (InputStream decrypting = Tink.streaming(fileKeyset).newDecryptingStream(in, header.associatedData());
                    OutputStream out = new DigestOutputStream(Files.newOutputStream(draft), written)) {
                copyAuthentic(file, decrypting, out);
            }
            if (!digest(written).equals(header.plaintextDigest())) {
                throw new TransferException(
                        Reason.CONTENT_DIFFERS,
                        "%s holds %s, and its header announces %s: its sender sealed something else."
                                .formatted(file, digest(written), header.plaintextDigest()));
            }
            publish(draft, target);
            return sealedFile;
        } catch (GeneralSecurityException e) {
            throw altered(file, e);
        } catch (IOException e) {
            throw unreachable("%s cannot be opened into %s".formatted(file, target), e);
        } finally {
            remove(draft);
        }
    }

    /** What is wrong with a file whose bytes are not those that were sealed under this header. */
    public static TransferException damage(Path file, SealedHeader header) {
        try {
            checkLength(file, header);
            return altered(file, null);
        } catch (TransferException e) {
            return e;
        }
    }

    private static void checkLength(Path file, SealedHeader header) {
        try {
            long plainSegment = SEGMENT_BYTES - TAG_BYTES;
            long inner = header.sizeBytes() + STREAM_HEADER_BYTES;
            long rest = inner % plainSegment;
            long expected = header.toBytes().length
                    + 1L
                    + inner / plainSegment * SEGMENT_BYTES
                    + (rest > 0 ? rest + TAG_BYTES : 0);
            long size = Files.size(file);
            if (size < expected) {
                throw new TransferException(
                        Reason.TRUNCATED,
                        "%s has %d of %d bytes: the rest did not arrive. Have it sent again."
                                .formatted(file, size, expected));
            }
            if (size > expected) {
                throw new TransferException(
                        Reason.EXTENDED,
                        "%s has %d bytes and should end after %d: something was put behind it."
                                .formatted(file, size, expected));
            }
        } catch (IOException e) {
            throw unreachable("%s cannot be read".formatted(file), e);
        }
    }

    /** Tink tells of a false tag by an IOException like those of the disk; here only the tag is behind it. */
    private static void copyAuthentic(Path file, InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (true) {
            int count;
            try {
                count = in.read(buffer);
            } catch (IOException e) {
                throw altered(file, e);
            }
            if (count < 0) {
                return;
            }
            out.write(buffer, 0, count);
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
        }
    }

    private static SealedHeader header(Path file, InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() == SealedHeader.MAX_BYTES) {
                throw notSealed(file, null);
            }
            line.write(next);
        }
        try {
            return SealedHeader.parse(line.toByteArray());
        } catch (IllegalArgumentException e) {
            throw notSealed(file, e);
        }
    }

    private static Digest digest(Path file) {
        MessageDigest sha = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
            copy(in, OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw unreachable("%s cannot be read".formatted(file), e);
        }
        return digest(sha);
    }

    private static Digest digest(MessageDigest sha) {
        return new Digest(HexFormat.of().formatHex(sha.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one must have.", e);
        }
    }

    private static Path draft(Path target) throws IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString(), null, "it exists; name another file");
        }
        Path folder = target.toAbsolutePath().getParent();
        FileAttribute<?>[] ownerOnly =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return Files.createTempFile(folder, ".kd", ".tmp", ownerOnly);
    }

    private static void publish(Path draft, Path target) throws IOException {
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void remove(@Nullable Path draft) {
        try {
            if (draft != null) {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw unreachable("%s cannot be removed".formatted(draft), e);
        }
    }

    private static TransferException altered(Path file, @Nullable Exception cause) {
        return new TransferException(
                Reason.ALTERED,
                "%s was changed on its way, or is under another header than it was sealed with. Nothing of it was kept."
                        .formatted(file),
                cause);
    }

    private static TransferException notSealed(Path file, @Nullable Exception cause) {
        return new TransferException(Reason.NOT_SEALED, "%s is no sealed file.".formatted(file), cause);
    }

    private static TransferException unreachable(String what, IOException cause) {
        return new TransferException(Reason.UNREACHABLE, "%s: %s.".formatted(what, cause.getMessage()), cause);
    }
}
