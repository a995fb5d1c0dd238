package io.kdchain.provenance.label.aigc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * WAV (RIFF WAVE): the label is a chunk of its own before the sound (TC260-PG-202510A). XMP, in a chunk {@code _PMX},
 * is read as well and keeps what else it says. Other chunks are left as they are.
 */
final class WavFormat implements Format {
    private static final int HEAD = 12;
    private static final int CHUNK_HEAD = 8;
    private static final String XMP = "_PMX";
    private static final String SOUND = "data";

    static boolean isOne(byte[] bytes) {
        return bytes.length >= HEAD
                && id(bytes, 0).equals("RIFF")
                && id(bytes, 8).equals("WAVE");
    }

    /** A chunk: its id, and where it stands with its head and the byte that makes it even. */
    private record Chunk(String id, int from, int length, int to) {
        byte[] data(byte[] bytes) {
            return Arrays.copyOfRange(bytes, from + CHUNK_HEAD, from + CHUNK_HEAD + length);
        }

        boolean isLabel() {
            return Format.isKey(id);
        }

        boolean isXmp() {
            return id.equals(XMP);
        }
    }

    @Override
    public Findings read(byte[] bytes) {
        Findings findings = new Findings();
        for (Chunk chunk : chunks(bytes, findings)) {
            String place = "chunk %s".formatted(chunk.id());
            if (!chunk.isLabel() && !chunk.isXmp()) {
                continue;
            }
            if (chunk.length() > MAX_TEXT) {
                findings.unread(place, "The text of the chunk is longer than %d bytes.".formatted(MAX_TEXT));
            } else if (chunk.isXmp()) {
                XmpPacket.read(chunk.data(bytes), place, findings);
            } else {
                findings.found(place, chunk.id(), text(chunk.data(bytes)));
            }
        }
        return findings;
    }

    /** Some writers end a text with zeros. */
    private static String text(byte[] data) {
        int length = data.length;
        while (length > 0 && data[length - 1] == 0) {
            length--;
        }
        return new String(data, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] write(byte[] bytes, AigcLabel label) {
        return splice(bytes, label.bare().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] payload(byte[] bytes) {
        return splice(bytes, null);
    }

    /** The file without labels: with this one before its sound and other XMP kept, or without both. */
    private static byte[] splice(byte[] bytes, byte @Nullable [] label) {
        Findings findings = new Findings();
        List<Chunk> chunks = chunks(bytes, findings);
        if (!findings.unread.isEmpty()) {
            AigcReading.Unread unread = findings.unread.get(0);
            throw new AigcException(
                    "The wav cannot be read to its end. At %s: %s".formatted(unread.place(), unread.why()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 4096);
        out.write(bytes, 0, HEAD);
        byte[] open = label;
        for (Chunk chunk : chunks) {
            if (open != null && chunk.id().equals(SOUND)) {
                write(out, AigcLabel.KEY, open);
                open = null;
            }
            if (chunk.isXmp()) {
                if (label != null) {
                    write(out, XMP, XmpPacket.stripped(chunk.data(bytes)));
                }
            } else if (!chunk.isLabel()) {
                out.write(bytes, chunk.from(), chunk.to() - chunk.from());
            }
        }
        byte[] file = out.toByteArray();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - CHUNK_HEAD);
        return file;
    }

    private static void write(ByteArrayOutputStream out, String id, byte[] data) {
        ByteBuffer chunk =
                ByteBuffer.allocate(CHUNK_HEAD + data.length + data.length % 2).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put(id.getBytes(StandardCharsets.US_ASCII)).putInt(data.length).put(data);
        out.writeBytes(chunk.array());
    }

    /** The chunks up to where the file ends or breaks off. */
    private static List<Chunk> chunks(byte[] bytes, Findings findings) {
        List<Chunk> chunks = new ArrayList<>();
        if (!isOne(bytes)) {
            findings.unread("head", "The file does not begin as a WAV does.");
            return chunks;
        }
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
        } else if (chunks.stream().noneMatch(chunk -> chunk.id().equals(SOUND))) {
            findings.unread("offset %d".formatted(at), "The file ends before its chunk 'data'.");
        }
        return chunks;
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
