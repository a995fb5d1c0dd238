package io.kdchain.provenance;

import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A durable file of signed envelopes, one a line, in the order in which they were counted. One process at a time, told
 * by a lock beside the file. A line that is not whole was never acknowledged and is cut off on opening. The last
 * envelope stays in the file after it was appended, as the one that the next follows. Not safe for concurrent use.
 */
final class Spool implements AutoCloseable {
    private final Path file;
    private final FileChannel lockChannel;
    private final List<SignedEvent> events = new ArrayList<>();
    private FileChannel channel;

    private Spool(Path file, FileChannel lockChannel) throws IOException {
        this.file = file;
        this.lockChannel = lockChannel;
        this.channel = open(file);
        read();
    }

    static Spool open(Path file, String what) {
        FileChannel lockChannel = null;
        try {
            lockChannel = FileChannel.open(
                    file.resolveSibling(file.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            lock(lockChannel, file);
            return new Spool(file, lockChannel);
        } catch (IOException e) {
            close(lockChannel);
            throw new StoreException("Spool %s of %s cannot be opened: %s".formatted(file, what, e));
        } catch (RuntimeException e) {
            close(lockChannel);
            throw e;
        }
    }

    private static void lock(FileChannel lockChannel, Path file) throws IOException {
        FileLock lock;
        try {
            lock = lockChannel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new StoreException(
                    "Spool %s is in use by another recorder. One spool serves one recorder.".formatted(file));
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void read() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                try {
                    events.add(SignedEvent.parse(Arrays.copyOfRange(bytes, from, i)));
                } catch (MalformedEventException e) {
                    throw new StoreException(
                            "%s:%d:1: The spool was damaged: %s Move the file away; what it held before that line can be appended with 'kd log append'."
                                    .formatted(file, events.size() + 1, e.getMessage()));
                }
                from = i + 1;
            }
        }
        channel.truncate(from);
        channel.position(from);
        channel.force(true);
    }

    /** All events of the file, oldest first. */
    List<SignedEvent> events() {
        return List.copyOf(events);
    }

    @Nullable
    SignedEvent last() {
        return events.isEmpty() ? null : events.get(events.size() - 1);
    }

    /** Adds an event; it is on the disk when this returns, or not in the file at all. */
    void add(SignedEvent event) {
        byte[] envelope = event.envelope().toBytes();
        ByteBuffer line = ByteBuffer.allocate(envelope.length + 1)
                .put(envelope)
                .put((byte) '\n')
                .flip();
        try {
            long before = channel.position();
            try {
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(false);
            } catch (IOException e) {
                channel.truncate(before);
                channel.position(before);
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException("Spool %s cannot be written: %s".formatted(file, e));
        }
        events.add(event);
    }

    /** Keeps only these events, whole or not at all. */
    void keep(List<SignedEvent> kept) {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileChannel out = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                for (SignedEvent event : kept) {
                    out.write(ByteBuffer.wrap(event.envelope().toBytes()));
                    out.write(ByteBuffer.wrap(new byte[] {'\n'}));
                }
                out.force(true);
            }
            channel.close();
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            channel = open(file);
            channel.position(channel.size());
        } catch (IOException e) {
            throw new StoreException("Spool %s cannot be written: %s".formatted(file, e));
        }
        events.clear();
        events.addAll(kept);
    }

    @Override
    public void close() {
        close(channel);
        close(lockChannel);
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new StoreException("A spool cannot be closed: %s".formatted(e));
        }
    }
}
