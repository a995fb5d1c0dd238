package io.kdchain.provenance.artefact;

import io.kdchain.provenance.artefact.ManifestException.Reason;
import io.kdchain.provenance.event.Digest;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What files of any size need, in a buffer of fixed size. */
final class Streams {
    private static final int BUFFER_BYTES = 1 << 16;
    /** Manifests of some two hundred thousand files fit, and a stranger's does not exhaust the memory. */
    static final int MAX_LINE_BYTES = 1 << 25;

    private Streams() {}

    static long copy(InputStream in, OutputStream out) throws IOException {
        return copy(in, out, Long.MAX_VALUE);
    }

    /** Copies at most so many bytes; says how many there were. */
    static long copy(InputStream in, OutputStream out, long most) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long copied = 0;
        while (copied < most) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, most - copied));
            if (count < 0) {
                return copied;
            }
            out.write(buffer, 0, count);
            copied += count;
        }
        return copied;
    }

    /** Bytes up to the first line feed, which is taken and not given. */
    static byte[] line(InputStream in, long most) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() >= Math.min(most, MAX_LINE_BYTES)) {
                throw new ManifestException(Reason.MALFORMED, "There is no manifest at the beginning.");
            }
            line.write(next);
        }
        return line.toByteArray();
    }

    /** A file that was not there, and that is on the disk when the stream is closed. */
    static OutputStream created(Path file) throws IOException {
        return durable(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** A file that is there, and whose content is on the disk when the stream is closed. */
    static OutputStream written(Path file) throws IOException {
        return durable(FileChannel.open(file, StandardOpenOption.WRITE));
    }

    private static OutputStream durable(FileChannel channel) {
        return new FilterOutputStream(Channels.newOutputStream(channel)) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                if (channel.isOpen()) {
                    channel.force(true);
                }
                super.close();
            }
        };
    }

    /**
     * Has the names in a folder on the disk, where the system lets a folder be opened; Windows does not, and needs it
     * not.
     */
    static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one must have.", e);
        }
    }

    static Digest digest(MessageDigest sha) {
        return new Digest(HexFormat.of().formatHex(sha.digest()));
    }
}
