package io.kdchain.provenance.label.aigc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * WAV (RIFF WAVE): the label is a chunk of its own before the sound (TC260-PG-202510A). XMP, in a chunk {@code _PMX},
 * is read as well and keeps what else it says. Other chunks are left as they are.
 */
final class WavFormat implements Format {
    private static final String XMP = "_PMX";
    private static final String SOUND = "data";

    static boolean isOne(byte[] bytes) {
        return Riff.isOne(bytes, "WAVE");
    }

    @Override
    public Findings read(byte[] bytes) {
        Findings findings = new Findings();
        for (Riff.Chunk chunk : chunks(bytes, findings)) {
            String place = "chunk %s".formatted(chunk.id());
            if (!isLabel(chunk) && !isXmp(chunk)) {
                continue;
            }
            if (chunk.length() > MAX_TEXT) {
                findings.unread(place, "The text of the chunk is longer than %d bytes.".formatted(MAX_TEXT));
            } else if (isXmp(chunk)) {
                XmpPacket.read(chunk.data(bytes), place, findings);
            } else {
                findings.found(place, chunk.id(), text(chunk.data(bytes)));
            }
        }
        return findings;
    }

    private static boolean isLabel(Riff.Chunk chunk) {
        return Format.isKey(chunk.id());
    }

    private static boolean isXmp(Riff.Chunk chunk) {
        return chunk.id().equals(XMP);
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
        List<Riff.Chunk> chunks = chunks(bytes, findings);
        Riff.requireWhole(findings, "wav");
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 4096);
        out.write(bytes, 0, Riff.HEAD);
        byte[] open = label;
        for (Riff.Chunk chunk : chunks) {
            if (open != null && chunk.id().equals(SOUND)) {
                Riff.write(out, AigcLabel.KEY, open);
                open = null;
            }
            if (isXmp(chunk)) {
                if (label != null) {
                    Riff.write(out, XMP, XmpPacket.stripped(chunk.data(bytes)));
                }
            } else if (!isLabel(chunk)) {
                chunk.copy(bytes, out);
            }
        }
        return Riff.sized(out.toByteArray());
    }

    /** The chunks up to where the file ends or breaks off. */
    private static List<Riff.Chunk> chunks(byte[] bytes, Findings findings) {
        if (!isOne(bytes)) {
            findings.unread("head", "The file does not begin as a WAV does.");
            return List.of();
        }
        List<Riff.Chunk> chunks = Riff.chunks(bytes, findings);
        if (findings.unread.isEmpty()
                && chunks.stream().noneMatch(chunk -> chunk.id().equals(SOUND))) {
            findings.unread("offset %d".formatted(bytes.length), "The file ends before its chunk 'data'.");
        }
        return chunks;
    }
}
