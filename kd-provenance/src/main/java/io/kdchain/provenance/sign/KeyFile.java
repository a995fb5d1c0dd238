package io.kdchain.provenance.sign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files that hold one Ed25519 key pair as PKCS#8 in PEM (RFC 8410, RFC 7468), readable by their owner only. */
public final class KeyFile {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    /** PKCS#8 version 0, algorithm 1.3.101.112, and an octet string of 32 bytes within one of 34. */
    private static final byte[] PKCS8_HEAD = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final long MAX_SIZE_BYTES = 10_000;

    private KeyFile() {}

    /**
     * Makes a key pair and writes it to a new file with mode 600.
     *
     * @throws KeyFileException if the file is there already or cannot be written
     */
    public static Ed25519Signer create(Path file) {
        Ed25519Signer signer = Ed25519Signer.generate();
        write(file, signer);
        return signer;
    }

    /**
     * Writes a key pair to a new file with mode 600.
     *
     * @throws KeyFileException if the file is there already or cannot be written
     */
    public static void write(Path file, Ed25519Signer signer) {
        byte[] seed = signer.seed();
        byte[] der = Arrays.copyOf(PKCS8_HEAD, PKCS8_HEAD.length + seed.length);
        System.arraycopy(seed, 0, der, PKCS8_HEAD.length, seed.length);
        String pem = BEGIN + "\n" + Base64.getEncoder().encodeToString(der) + "\n" + END + "\n";
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
            channel.write(StandardCharsets.US_ASCII.encode(pem));
        } catch (FileAlreadyExistsException e) {
            throw new KeyFileException(
                    "Key file %s exists; a key is never overwritten. Choose another name.".formatted(file), e);
        } catch (IOException e) {
            throw new KeyFileException("Key file %s cannot be written: %s.".formatted(file, e), e);
        }
    }

    /**
     * The key pair in a file.
     *
     * @throws KeyFileException if the file is missing or holds no Ed25519 key in PKCS#8 PEM
     */
    public static Ed25519Signer read(Path file) {
        String text;
        try {
            if (Files.size(file) > MAX_SIZE_BYTES) {
                throw noKey(file, null);
            }
            text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (NoSuchFileException e) {
            throw new KeyFileException(
                    "Key file %s does not exist. Make one with 'kd key new %s'.".formatted(file, file), e);
        } catch (IOException e) {
            throw new KeyFileException("Key file %s cannot be read: %s.".formatted(file, e), e);
        }
        if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.length() < BEGIN.length() + END.length()) {
            throw noKey(file, null);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()));
            if (der.length != PKCS8_HEAD.length + Ed25519Signer.SEED_SIZE
                    || !Arrays.equals(der, 0, PKCS8_HEAD.length, PKCS8_HEAD, 0, PKCS8_HEAD.length)) {
                throw noKey(file, null);
            }
            return Ed25519Signer.fromSeed(Arrays.copyOfRange(der, PKCS8_HEAD.length, der.length));
        } catch (IllegalArgumentException e) {
            throw noKey(file, e);
        }
    }

    private static KeyFileException noKey(Path file, @Nullable Throwable cause) {
        return new KeyFileException(
                "%s holds no Ed25519 private key in PKCS#8 PEM. Make one with 'kd key new FILE'.".formatted(file),
                cause);
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
