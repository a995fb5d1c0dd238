package io.kdchain.provenance.label.aigc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * WebP (WebP Container Specification; RFC 9649): the label is a property of XMP, in a chunk at the end of the file. XMP
 * asks for the extended form, whose chunk {@code VP8X} states the size of the canvas and what the file holds; a file in
 * the simple form gets one, and its payload is the simple form again. Other chunks are left as they are.
 */
final class WebpFormat implements Format {
    private static final String XMP = "XMP ";
    private static final String EXIF = "EXIF";
    private static final String EXTENDED = "VP8X";
    private static final String LOSSY = "VP8 ";
    private static final String LOSSLESS = "VP8L";
    private static final Set<String> FIRST = Set.of(EXTENDED, LOSSY, LOSSLESS);
    private static final Set<String> PICTURES = Set.of(LOSSY, LOSSLESS, "ANMF");
    private static final int EXTENDED_LENGTH = 10;
    private static final byte[] EXIF_HEAD = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    private static final int HAS_PROFILE = 0x20;
    private static final int HAS_ALPHA = 0x10;
    private static final int HAS_EXIF = 0x08;
    private static final int HAS_XMP = 0x04;
    private static final int HAS_ANIMATION = 0x02;

    static boolean isOne(byte[] bytes) {
        return Riff.isOne(bytes, "WEBP");
    }

    @Override
    public Findings read(byte[] bytes) {
        Findings findings = new Findings();
        for (Riff.Chunk chunk : chunks(bytes, findings)) {
            if (chunk.id().equals(XMP)) {
                XmpPacket.read(chunk.data(bytes), "chunk XMP", findings);
            } else if (chunk.id().equals(EXIF)) {
                byte[] data = chunk.data(bytes);
                ExifComment.read(Arrays.copyOfRange(data, tiff(data), data.length), "chunk EXIF UserComment", findings);
            }
        }
        return findings;
    }

    /** Some writers put the head before EXIF that it has in a JPEG. */
    private static int tiff(byte[] exif) {
        boolean headed = exif.length >= EXIF_HEAD.length
                && Arrays.equals(exif, 0, EXIF_HEAD.length, EXIF_HEAD, 0, EXIF_HEAD.length);
        return headed ? EXIF_HEAD.length : 0;
    }

    @Override
    public byte[] write(byte[] bytes, AigcLabel label) {
        byte[] packet = chunks(bytes, new Findings()).stream()
                .filter(chunk -> chunk.id().equals(XMP))
                .findFirst()
                .map(chunk -> chunk.data(bytes))
                .orElse(null);
        return splice(bytes, XmpPacket.labelled(packet, label));
    }

    @Override
    public byte[] payload(byte[] bytes) {
        return splice(bytes, null);
    }

    /** The file without XMP and labels, and with this packet at its end. */
    private static byte[] splice(byte[] bytes, byte @Nullable [] packet) {
        Findings findings = new Findings();
        List<Riff.Chunk> chunks = chunks(bytes, findings);
        Riff.requireWhole(findings, "webp");
        List<Riff.Chunk> rest = chunks.stream()
                .filter(chunk -> !chunk.id().equals(XMP) && !chunk.id().equals(EXTENDED))
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 4096);
        out.write(bytes, 0, Riff.HEAD);
        byte[] extended = extended(bytes, chunks.get(0), rest);
        extended[0] = (byte) (packet == null ? extended[0] & ~HAS_XMP : extended[0] | HAS_XMP);
        boolean simple = packet == null && rest.size() == 1 && Arrays.equals(extended, derived(bytes, rest));
        if (!simple) {
            Riff.write(out, EXTENDED, extended);
        }
        for (Riff.Chunk chunk : rest) {
            if (chunk.id().equals(EXIF)) {
                Riff.write(out, EXIF, blanked(chunk.data(bytes)));
            } else {
                chunk.copy(bytes, out);
            }
        }
        if (packet != null) {
            Riff.write(out, XMP, packet);
        }
        return Riff.sized(out.toByteArray());
    }

    private static byte[] blanked(byte[] exif) {
        int from = tiff(exif);
        byte[] tiff = ExifComment.blanked(Arrays.copyOfRange(exif, from, exif.length));
        byte[] blanked = Arrays.copyOf(exif, from + tiff.length);
        System.arraycopy(tiff, 0, blanked, from, tiff.length);
        return blanked;
    }

    /** What VP8X says, or for a file in the simple form what it has to say. */
    private static byte[] extended(byte[] bytes, Riff.Chunk first, List<Riff.Chunk> rest) {
        byte[] data = first.id().equals(EXTENDED) ? first.data(bytes) : derived(bytes, rest);
        if (data == null) {
            throw new AigcException("The webp states no size of its picture. Export it anew.");
        }
        return data;
    }

    /** What VP8X says of a file that begins with its picture; null if the picture does not state its size. */
    private static byte @Nullable [] derived(byte[] bytes, List<Riff.Chunk> rest) {
        Riff.Chunk picture = rest.get(0);
        ByteBuffer data = ByteBuffer.wrap(picture.data(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        int width;
        int height;
        int flags = 0;
        // a key frame, its start code, and two sizes of 14 bits (RFC 6386, section 9.1)
        if (picture.id().equals(LOSSY)
                && data.limit() >= 10
                && (data.get(0) & 1) == 0
                && (data.getInt(3) & 0xffffff) == 0x2a019d) {
            width = data.getShort(6) & 0x3fff;
            height = data.getShort(8) & 0x3fff;
        } else if (picture.id().equals(LOSSLESS) && data.limit() >= 5 && data.get(0) == 0x2f) {
            int sizes = data.getInt(1);
            width = (sizes & 0x3fff) + 1;
            height = (sizes >>> 14 & 0x3fff) + 1;
            flags |= (sizes >>> 28 & 1) == 1 ? HAS_ALPHA : 0;
        } else {
            return null;
        }
        if (width == 0 || height == 0) {
            return null;
        }
        for (Riff.Chunk chunk : rest) {
            flags |= switch (chunk.id()) {
                case "ICCP" -> HAS_PROFILE;
                case "ALPH" -> HAS_ALPHA;
                case EXIF -> HAS_EXIF;
                case "ANIM" -> HAS_ANIMATION;
                default -> 0;
            };
        }
        // the sizes less one have 24 bits each, and one of a picture 14
        return ByteBuffer.allocate(EXTENDED_LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) flags)
                .putShort(4, (short) (width - 1))
                .putShort(7, (short) (height - 1))
                .array();
    }

    /** The chunks up to where the file ends or breaks off. */
    private static List<Riff.Chunk> chunks(byte[] bytes, Findings findings) {
        if (!isOne(bytes)) {
            findings.unread("head", "The file does not begin as a WebP does.");
            return List.of();
        }
        List<Riff.Chunk> chunks = Riff.chunks(bytes, findings);
        if (findings.unread.isEmpty()) {
            String why = objection(bytes, chunks);
            if (why != null) {
                findings.unread("chunks", why);
            }
        }
        return chunks;
    }

    private static @Nullable String objection(byte[] bytes, List<Riff.Chunk> chunks) {
        if (chunks.isEmpty() || !FIRST.contains(chunks.get(0).id())) {
            return "The first chunk is none of VP8X, VP8 and VP8L.";
        }
        Riff.Chunk first = chunks.get(0);
        if (first.id().equals(EXTENDED) && first.length() < EXTENDED_LENGTH) {
            return "Chunk 'VP8X' has %d bytes, and its fields need %d.".formatted(first.length(), EXTENDED_LENGTH);
        }
        if (chunks.stream().skip(1).anyMatch(chunk -> chunk.id().equals(EXTENDED))) {
            return "Chunk 'VP8X' stands in another place than the first.";
        }
        if (chunks.stream().noneMatch(chunk -> PICTURES.contains(chunk.id()))) {
            return "The file ends before its picture.";
        }
        if (!first.id().equals(EXTENDED) && derived(bytes, chunks) == null) {
            return "The picture does not state its size.";
        }
        return bytes.length % 2 == 0 ? null : "The file ends before the byte that makes its last chunk even.";
    }
}
