package io.kdchain.provenance.label.aigc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file of chunks (Resource Interchange File Format, Microsoft and IBM 1991), as WAV and WebP are. */
final class Riff {
    /** What stands before the first chunk: RIFF, the size of the rest, and the form. */
    static final int HEAD = 12;

    private static final int CHUNK_HEAD = 8;

    private Riff() {}

    /** A chunk: its id, and where it stands with its head and the byte that makes it even. */
    record Chunk(String id, int from, int length, int to) {
        byte[] data(byte[] bytes) {
            return Arrays.copyOfRange(bytes, from + CHUNK_HEAD, from + CHUNK_HEAD + length);
        }

        void copy(byte[] bytes, ByteArrayOutputStream out) {
            out.write(bytes, from, to - from);
        }
    }

    static boolean isOne(byte[] bytes, String form) {
        return bytes.length >= HEAD
                && id(bytes, 0).equals("RIFF")
                && id(bytes, 8).equals(form);
    }

    /** The chunks up to where the file ends or breaks off. */
    static List<Chunk> chunks(byte[] bytes, Format.Findings findings) {
        List<Chunk> chunks = new ArrayList<>();
        long stated = size(bytes, 4) + CHUNK_HEAD;
        if (stated != bytes.length) {
            findings.unread("head", "The file has %d bytes, and its head states %d.".formatted(bytes.length, stated));
            return chunks;
        }
        int at = HEAD;
        while (bytes.length - at >= CHUNK_HEAD) {
            long length = size(bytes, at + 4);
            if (length > bytes.length - at - CHUNK_HEAD) {
                findings.unread(
                        "offset %d".formatted(at),
                        "Chunk '%s' states %d bytes, and the file ends before."
                                .formatted(printable(id(bytes, at)), length));
                return chunks;
            }
            int end = at + CHUNK_HEAD + (int) length;
            // a file that ends with an odd chunk often lacks the byte after it
            int to = Math.min(bytes.length, end + (int) (length % 2));
            chunks.add(new Chunk(id(bytes, at), at, (int) length, to));
            at = to;
        }
        if (at < bytes.length) {
            findings.unread("offset %d".formatted(at), "The file ends within the head of a chunk.");
        }
        return chunks;
    }

    static void write(ByteArrayOutputStream out, String id, byte[] data) {
        ByteBuffer chunk =
                ByteBuffer.allocate(CHUNK_HEAD + data.length + data.length % 2).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put(id.getBytes(StandardCharsets.US_ASCII)).putInt(data.length).put(data);
        out.writeBytes(chunk.array());
    }

    /** The file with its size set right. */
    static byte[] sized(byte[] file) {
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - CHUNK_HEAD);
        return file;
    }

    /** Refuses a file that was not read to its end. */
    static void requireWhole(Format.Findings findings, String kind) {
        if (!findings.unread.isEmpty()) {
            AigcReading.Unread unread = findings.unread.get(0);
            throw new AigcException(
                    "The %s cannot be read to its end. At %s: %s".formatted(kind, unread.place(), unread.why()));
        }
    }

    private static long size(byte[] bytes, int at) {
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at));
    }

    private static String id(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }

    private static String printable(String id) {
        return id.replaceAll("[^A-Za-z0-9_ ]", "?");
    }
}
