package io.kdchain.provenance.privacy;

import io.kdchain.provenance.event.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/**
 * Keys in a file of their own, readable by its owner only: one key of 32 bytes after the other, and the id of a key is
 * its number. A destroyed key is overwritten with zeros in place. Several processes may use one file.
 */
public final class FileValueKeys implements ValueKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;

    private FileValueKeys(Path file) {
        this.file = file;
    }

    /**
     * The keys in a file.
     *
     * @throws PrivacyException if there is no such file or it holds no keys
     */
    public static FileValueKeys open(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new PrivacyException(
                        "There are no keys of personal values at %s. Check the name; without them no value can be opened."
                                .formatted(file));
            }
            if (Files.size(file) % KEY_SIZE != 0) {
                throw new PrivacyException("%s has %d bytes and holds no keys of personal values, of %d bytes each."
                        .formatted(file, Files.size(file), KEY_SIZE));
            }
            return new FileValueKeys(file);
        } catch (IOException e) {
            throw failed(file, "read", e);
        }
    }

    /**
     * The keys in a file, which is made with mode 600 if it is missing.
     *
     * @throws PrivacyException if it cannot be made or holds no keys
     */
    public static FileValueKeys openOrCreate(Path file) {
        if (!Files.exists(file)) {
            try (FileChannel made =
                    FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly())) {
                made.force(true);
            } catch (IOException e) {
                throw failed(file, "made", e);
            }
        }
        return open(file);
    }

    /** Attributes of a file that only its owner may read, where the file system knows such. */
    static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public synchronized String create() {
        byte[] key = new byte[KEY_SIZE];
        RANDOM.nextBytes(key);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.lock();
            // a key that was cut short by a loss of power is not used
            long slot = (channel.size() + KEY_SIZE - 1) / KEY_SIZE;
            write(channel, slot, key);
            return Long.toString(slot);
        } catch (IOException e) {
            throw failed(file, "written", e);
        }
    }

    @Override
    public synchronized Optional<Bytes> find(String id) {
        ByteBuffer key = ByteBuffer.allocate(KEY_SIZE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long at = slot(id) * KEY_SIZE;
            while (key.hasRemaining()) {
                if (channel.read(key, at + key.position()) < 0) {
                    return Optional.empty();
                }
            }
        } catch (IOException e) {
            throw failed(file, "read", e);
        }
        Bytes found = Bytes.of(key.array());
        return found.equals(Bytes.of(new byte[KEY_SIZE])) ? Optional.empty() : Optional.of(found);
    }

    @Override
    public synchronized void destroy(String id) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.lock();
            long slot = slot(id);
            if ((slot + 1) * KEY_SIZE <= channel.size()) {
                write(channel, slot, new byte[KEY_SIZE]);
            }
        } catch (IOException e) {
            throw failed(file, "written", e);
        }
    }

    private static void write(FileChannel channel, long slot, byte[] key) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(key);
        while (bytes.hasRemaining()) {
            channel.write(bytes, slot * KEY_SIZE + bytes.position());
        }
        channel.force(true);
    }

    private long slot(String id) {
        try {
            long slot = Long.parseLong(id);
            if (slot >= 0 && slot < Long.MAX_VALUE / KEY_SIZE) {
                return slot;
            }
        } catch (NumberFormatException e) {
            throw new PrivacyException("'%s' is no id of a key in %s.".formatted(id, file), e);
        }
        throw new PrivacyException("'%s' is no id of a key in %s.".formatted(id, file));
    }

    private static PrivacyException failed(Path file, String what, IOException e) {
        return new PrivacyException("Keys of personal values in %s cannot be %s: %s.".formatted(file, what, e), e);
    }
}
