package io.kdchain.provenance.artefact;

import io.kdchain.provenance.artefact.TransferException.Reason;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
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
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file or a folder sealed for one recipient; see the package for its form. Files of any size take the same few
 * megabytes of memory.
 *
 * @param header what it says of itself
 * @param ciphertextDigest digest of the whole sealed file, header included
 */
public record SealedFile(SealedHeader header, Digest ciphertextDigest) {
    /** Of AES256_GCM_HKDF_1MB: salt and nonce prefix with their length, segments, and a tag for each. */
    private static final long STREAM_HEADER_BYTES = 40;

    private static final long SEGMENT_BYTES = 1 << 20;
    private static final long TAG_BYTES = 16;

    /**
     * Seals a file or a folder.
     *
     * @param plain what is sealed; it is read twice
     * @param target a file that does not exist yet
     * @param from who seals
     * @param artefact what it is; if it states a digest, that must be the file's, or that of the folder's manifest
     * @param card for whom
     * @throws TransferException if it cannot be read, is another artefact, changes meanwhile, or cannot be written
     * @throws ManifestException if it is a folder and has no manifest
     */
    public static SealedFile seal(Path plain, Path target, PartyId from, EntityId artefact, TransferCard card) {
        Content content = Files.isDirectory(plain) ? folder(plain) : file(plain);
        Digest digest = content.digest();
        if (artefact.digest() != null && !artefact.digest().equals(digest)) {
            throw new TransferException(
                    Reason.CONTENT_DIFFERS,
                    "%s has the digest %s, so it is not %s.".formatted(plain, digest, artefact));
        }
        Path draft = null;
        try {
            SealedHeader bound = new SealedHeader(
                    from,
                    card.party(),
                    artefact,
                    card.epoch(),
                    content.isFolder(),
                    digest,
                    content.sizeBytes(),
                    Bytes.of(new byte[0]));
            byte[] keyset = Tink.newFileKeyset();
            SealedHeader header =
                    bound.withKey(Tink.wrap(card.publicKeyset().toArray(), keyset, bound.associatedData()));
            draft = draft(target);
            MessageDigest written = Streams.sha256();
            try (OutputStream out = new DigestOutputStream(Streams.written(draft), written)) {
                out.write(header.toBytes());
                out.write('\n');
                try (OutputStream encrypting =
                        Tink.streaming(keyset).newEncryptingStream(out, header.associatedData())) {
                    content.writeTo(encrypting);
                }
            }
            publish(draft, target);
            return new SealedFile(header, Streams.digest(written));
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

    /** What is sealed. */
    private interface Content {
        boolean isFolder();

        Digest digest();

        long sizeBytes() throws IOException;

        /** Writes it, and fails if it is not any more what was measured. */
        void writeTo(OutputStream out) throws IOException;
    }

    private static Content file(Path plain) {
        Digest digest = digest(plain);
        return new Content() {
            @Override
            public boolean isFolder() {
                return false;
            }

            @Override
            public Digest digest() {
                return digest;
            }

            @Override
            public long sizeBytes() throws IOException {
                return Files.size(plain);
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                MessageDigest read = Streams.sha256();
                try (InputStream in = new DigestInputStream(Files.newInputStream(plain), read)) {
                    Streams.copy(in, out);
                }
                if (!digest.equals(Streams.digest(read))) {
                    throw new TransferException(
                            Reason.CONTENT_DIFFERS, "%s changed while it was sealed.".formatted(plain));
                }
            }
        };
    }

    private static Content folder(Path plain) {
        ArtefactFolder folder = ArtefactFolder.measure(plain);
        return new Content() {
            @Override
            public boolean isFolder() {
                return true;
            }

            @Override
            public Digest digest() {
                return folder.manifest().digest();
            }

            @Override
            public long sizeBytes() {
                return ArtefactFolder.packedBytes(folder.manifest());
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                folder.writeTo(out);
            }
        };
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
     * Opens a file for its recipient. The target is there whole and right, and on the disk, or not at all.
     *
     * @param target a file or folder that does not exist yet; readable by its owner only
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
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            header(file, in);
            byte[] fileKeyset =
                    Tink.unwrap(keyset.toArray(), header.wrappedKey().toArray(), header.associatedData());
            draft = header.folder() ? draftFolder(target) : draft(target);
            Digest opened;
            try (InputStream decrypting = Tink.streaming(fileKeyset).newDecryptingStream(in, header.associatedData())) {
                opened = unpack(file, header, new BufferedInputStream(new Authentic(file, decrypting)), draft);
            }
            if (!opened.equals(header.plaintextDigest())) {
                throw new TransferException(
                        Reason.CONTENT_DIFFERS,
                        "%s holds %s, and its header announces %s: its sender sealed something else."
                                .formatted(file, opened, header.plaintextDigest()));
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

    /** Writes what was sealed to its draft; gives its digest. */
    private static Digest unpack(Path file, SealedHeader header, InputStream in, Path draft) throws IOException {
        if (header.folder()) {
            try {
                return ArtefactFolder.unpack(in, draft, header.sizeBytes()).digest();
            } catch (ManifestException e) {
                throw new TransferException(
                        Reason.CONTENT_DIFFERS,
                        "%s holds no folder as its sender announces: %s".formatted(file, e.getMessage()),
                        e);
            }
        }
        MessageDigest written = Streams.sha256();
        try (OutputStream out = new DigestOutputStream(Streams.written(draft), written)) {
            Streams.copy(in, out);
        }
        return Streams.digest(written);
    }

    /**
     * Whether what was sealed is there already, as when opening it was cut short before that was recorded.
     *
     * @param target where it would be opened to
     * @throws TransferException if it cannot be read
     * @throws ManifestException if it is a folder and cannot be measured
     */
    public boolean isOpenedAt(Path target) {
        if (!Files.exists(target) || Files.isDirectory(target) != header.folder()) {
            return false;
        }
        Digest there =
                header.folder() ? ArtefactFolder.measure(target).manifest().digest() : digest(target);
        return there.equals(header.plaintextDigest());
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
    private static final class Authentic extends FilterInputStream {
        private final Path file;

        Authentic(Path file, InputStream decrypting) {
            super(decrypting);
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int count = read(one, 0, 1);
            return count < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int length) {
            try {
                return in.read(buffer, from, length);
            } catch (IOException e) {
                throw altered(file, e);
            }
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
        MessageDigest sha = Streams.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
            Streams.copy(in, OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw unreachable("%s cannot be read".formatted(file), e);
        }
        return Streams.digest(sha);
    }

    private static Path draft(Path target) throws IOException {
        checkFree(target);
        return Files.createTempFile(folderOf(target), ".kd", ".tmp", ownerOnly("rw-------"));
    }

    private static Path draftFolder(Path target) throws IOException {
        checkFree(target);
        return Files.createTempDirectory(folderOf(target), ".kd", ownerOnly("rwx------"));
    }

    private static void checkFree(Path target) throws IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString(), null, "it exists; name another place");
        }
    }

    private static Path folderOf(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new FileAlreadyExistsException(target.toString(), null, "it is no place for a file");
        }
        return folder;
    }

    private static FileAttribute<?>[] ownerOnly(String mode) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    /** Puts a draft in its place, for good: neither it nor the folders that name it are lost with the power. */
    private static void publish(Path draft, Path target) throws IOException {
        if (Files.isDirectory(draft)) {
            try (Stream<Path> within = Files.walk(draft)) {
                for (Path folder : within.filter(Files::isDirectory).toList()) {
                    Streams.force(folder);
                }
            }
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        Streams.force(folderOf(target));
    }

    private static void remove(@Nullable Path draft) {
        try {
            if (draft == null || !Files.exists(draft)) {
                return;
            }
            try (Stream<Path> within = Files.walk(draft)) {
                for (Path one : within.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
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
