package io.kdchain.provenance.label.aigc;

import io.kdchain.provenance.event.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** PNG (W3C, third edition): the label stands in an iTXt chunk with XMP, and other chunks are left as they are. */
final class PngFormat implements Format {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final String XMP = "XML:com.adobe.xmp";
    private static final Set<String> TEXTS = Set.of("tEXt", "zTXt", "iTXt");
    /** Length, type and check sum around the data of a chunk. */
    private static final int FRAME = 12;

    static boolean isOne(byte[] bytes) {
        return bytes.length >= 4 && Arrays.equals(bytes, 0, 4, SIGNATURE, 0, 4);
    }

    /** A chunk: its type, and where it stands with its frame. */
    private record Chunk(String type, int from, int to) {
        byte[] data(byte[] bytes) {
            return Arrays.copyOfRange(bytes, from + 8, to - 4);
        }
    }

    /**
     * A text chunk taken apart.
     *
     * @param text null if it could not be unpacked
     */
    private record Text(String keyword, @Nullable Bytes text) {
        boolean isXmp() {
            return keyword.equals(XMP);
        }

        boolean isLabel() {
            return Format.isKey(keyword);
        }
    }

    @Override
    public Findings read(byte[] bytes) {
        Findings findings = new Findings();
        for (Chunk chunk : chunks(bytes, findings)) {
            String place = chunk.type();
            if (TEXTS.contains(chunk.type())) {
                Text text = text(chunk, bytes);
                if (text == null || !(text.isXmp() || text.isLabel())) {
                    continue;
                }
                place = "%s %s".formatted(chunk.type(), text.keyword());
                if (text.text() == null) {
                    findings.unread(
                            place,
                            "The text of the chunk cannot be unpacked, or is longer than %d bytes."
                                    .formatted(MAX_TEXT));
                } else if (text.isXmp()) {
                    XmpPacket.read(text.text().toArray(), place, findings);
                } else {
                    findings.found(place, text.keyword(), new String(text.text().toArray(), StandardCharsets.UTF_8));
                }
            } else if (chunk.type().equals("eXIf")) {
                ExifComment.read(chunk.data(bytes), "eXIf UserComment", findings);
            }
        }
        return findings;
    }

    @Override
    public byte[] write(byte[] bytes, AigcLabel label) {
        byte[] packet = null;
        for (Chunk chunk : chunks(bytes, new Findings())) {
            Text text = TEXTS.contains(chunk.type()) ? text(chunk, bytes) : null;
            if (packet == null && text != null && text.isXmp()) {
                packet = text.text() == null ? null : text.text().toArray();
            }
        }
        return splice(bytes, xmpChunk(XmpPacket.labelled(packet, label)));
    }

    @Override
    public byte[] payload(byte[] bytes) {
        return splice(bytes, null);
    }

    /** The file without XMP and labels, and with this chunk before the first one that holds pixels. */
    private static byte[] splice(byte[] bytes, byte @Nullable [] added) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 4096);
        out.write(bytes, 0, Math.min(SIGNATURE.length, bytes.length));
        byte[] open = added;
        int done = SIGNATURE.length;
        for (Chunk chunk : chunks(bytes, new Findings())) {
            if (open != null && (chunk.type().equals("IDAT") || chunk.type().equals("IEND"))) {
                out.writeBytes(open);
                open = null;
            }
            Text text = TEXTS.contains(chunk.type()) ? text(chunk, bytes) : null;
            if (chunk.type().equals("eXIf")) {
                out.writeBytes(chunk("eXIf", ExifComment.blanked(chunk.data(bytes))));
            } else if (text == null || !(text.isXmp() || text.isLabel())) {
                out.write(bytes, chunk.from(), chunk.to() - chunk.from());
            }
            done = chunk.to();
        }
        if (done < bytes.length) {
            out.write(bytes, done, bytes.length - done);
        }
        return out.toByteArray();
    }

    /** The chunks up to IEND or up to where the file breaks off. */
    private static List<Chunk> chunks(byte[] bytes, Findings findings) {
        List<Chunk> chunks = new ArrayList<>();
        if (bytes.length < SIGNATURE.length
                || !Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            findings.unread("signature", "The file does not begin as a PNG does.");
            return chunks;
        }
        int at = SIGNATURE.length;
        while (bytes.length - at >= FRAME) {
            int length = ByteBuffer.wrap(bytes).getInt(at);
            String type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (length < 0 || length > bytes.length - at - FRAME) {
                findings.unread(
                        "offset %d".formatted(at),
                        "Chunk '%s' states %d bytes, and the file ends before."
                                .formatted(printable(type), length & 0xffffffffL));
                return chunks;
            }
            Chunk chunk = new Chunk(type, at, at + FRAME + length);
            if (ByteBuffer.wrap(bytes).getInt(chunk.to() - 4) != crc(bytes, at + 4, length + 4)) {
                findings.unread("offset %d".formatted(at), "Chunk '%s' has a wrong CRC.".formatted(printable(type)));
            } else {
                chunks.add(chunk);
            }
            at = chunk.to();
            if (type.equals("IEND")) {
                return chunks;
            }
        }
        findings.unread("offset %d".formatted(at), "The file ends before its IEND chunk.");
        return chunks;
    }

    private static String printable(String type) {
        return type.replaceAll("[^A-Za-z]", "?");
    }

    /** Null if the chunk has no keyword. */
    private static @Nullable Text text(Chunk chunk, byte[] bytes) {
        byte[] data = chunk.data(bytes);
        int end = zero(data, 0);
        if (end < 0) {
            return null;
        }
        String keyword = new String(data, 0, end, StandardCharsets.ISO_8859_1);
        return switch (chunk.type()) {
            case "tEXt" ->
                new Text(
                        keyword,
                        Bytes.of(new String(data, end + 1, data.length - end - 1, StandardCharsets.ISO_8859_1)
                                .getBytes(StandardCharsets.UTF_8)));
            case "zTXt" -> new Text(keyword, inflate(data, end + 2));
            default -> new Text(keyword, international(data, end));
        };
    }

    private static @Nullable Bytes international(byte[] data, int keywordEnd) {
        int languageEnd = zero(data, keywordEnd + 3);
        int translatedEnd = languageEnd < 0 ? -1 : zero(data, languageEnd + 1);
        if (translatedEnd < 0) {
            return null;
        }
        return data[keywordEnd + 1] == 0
                ? Bytes.of(Arrays.copyOfRange(data, translatedEnd + 1, data.length))
                : inflate(data, translatedEnd + 1);
    }

    private static int zero(byte[] data, int from) {
        for (int i = from; i < data.length; i++) {
            if (data[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Bytes inflate(byte[] data, int from) {
        if (from > data.length) {
            return null;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data, from, data.length - from);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 || out.size() + count > MAX_TEXT) {
                    return null;
                }
                out.write(buffer, 0, count);
            }
            return Bytes.of(out.toByteArray());
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }

    private static byte[] xmpChunk(byte[] packet) {
        byte[] keyword = XMP.getBytes(StandardCharsets.ISO_8859_1);
        // keyword, no compression, its method, no language, no translated keyword
        byte[] data = Arrays.copyOf(keyword, keyword.length + 5 + packet.length);
        System.arraycopy(packet, 0, data, keyword.length + 5, packet.length);
        return chunk("iTXt", data);
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(data.length + FRAME);
        chunk.putInt(data.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(data);
        return chunk.putInt(crc(chunk.array(), 4, data.length + 4)).array();
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
