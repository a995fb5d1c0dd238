package io.kdchain.provenance.label.aigc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JPEG (ISO/IEC 10918-1): the label stands in the APP1 segment with XMP, and other segments are left as they are. */
final class JpegFormat implements Format {
    private static final byte[] XMP = "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] EXTENDED = "http://ns.adobe.com/xmp/extension/\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final String EXTENDED_PLACE = "APP1 extended XMP";
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int START_OF_SCAN = 0xda;
    private static final int END_OF_IMAGE = 0xd9;
    /** What a segment can hold: its length, itself counted, has 16 bits. */
    private static final int MAX_DATA = 0xffff - 2;
    /** GUID, full length and offset before a part of extended XMP (XMP part 3, 1.1.3.1). */
    private static final int EXTENDED_HEAD = 32 + 4 + 4;

    static boolean isOne(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8 && bytes[2] == (byte) 0xff;
    }

    /** A segment: its marker, and where it stands with marker and length. */
    private record Segment(int marker, int from, int to) {
        int dataFrom() {
            return from + 4;
        }

        boolean begins(byte[] bytes, byte[] head) {
            return marker == APP1
                    && to - dataFrom() >= head.length
                    && Arrays.equals(bytes, dataFrom(), dataFrom() + head.length, head, 0, head.length);
        }

        byte[] after(byte[] bytes, byte[] head) {
            return Arrays.copyOfRange(bytes, dataFrom() + head.length, to);
        }
    }

    @Override
    public Findings read(byte[] bytes) {
        Findings findings = new Findings();
        Map<String, ByteArrayOutputStream> extended = new TreeMap<>();
        for (Segment segment : segments(bytes, findings)) {
            if (segment.begins(bytes, XMP)) {
                XmpPacket.read(segment.after(bytes, XMP), "APP1 XMP", findings);
            } else if (segment.begins(bytes, EXIF)) {
                ExifComment.read(segment.after(bytes, EXIF), "EXIF UserComment", findings);
            } else if (segment.begins(bytes, EXTENDED)) {
                gather(segment.after(bytes, EXTENDED), extended, findings);
            }
        }
        extended.values().forEach(packet -> XmpPacket.read(packet.toByteArray(), EXTENDED_PLACE, findings));
        return findings;
    }

    /** Parts stand in their order in every file that was seen; others are not read, and said to be so. */
    private static void gather(byte[] part, Map<String, ByteArrayOutputStream> extended, Findings findings) {
        if (part.length < EXTENDED_HEAD) {
            findings.unread(EXTENDED_PLACE, "The segment is shorter than its head.");
            return;
        }
        String guid = new String(part, 0, 32, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream packet = extended.computeIfAbsent(guid, key -> new ByteArrayOutputStream());
        if (ByteBuffer.wrap(part).getInt(36) == packet.size()) {
            packet.write(part, EXTENDED_HEAD, part.length - EXTENDED_HEAD);
        } else {
            findings.unread(EXTENDED_PLACE, "A part of the packet is missing or stands in another place.");
        }
    }

    @Override
    public byte[] write(byte[] bytes, AigcLabel label) {
        if (read(bytes).labels.stream().anyMatch(found -> found.place().equals(EXTENDED_PLACE))) {
            throw new AigcException(
                    "The file bears a label in extended XMP, which is not rewritten here. Take it out with the tool that put it there.");
        }
        List<Segment> segments = segments(bytes, new Findings());
        byte[] packet = segments.stream()
                .filter(segment -> segment.begins(bytes, XMP))
                .findFirst()
                .map(segment -> segment.after(bytes, XMP))
                .orElse(null);
        byte[] labelled = XmpPacket.labelled(packet, label);
        if (labelled.length > MAX_DATA - XMP.length) {
            throw new AigcException(
                    "The XMP packet has %d bytes with the label, and a JPEG segment holds %d. Take other metadata out of the file first."
                            .formatted(labelled.length, MAX_DATA - XMP.length));
        }
        return splice(bytes, segments, labelled);
    }

    @Override
    public byte[] payload(byte[] bytes) {
        return splice(bytes, segments(bytes, new Findings()), null);
    }

    /**
     * The file without XMP and labels, and with this packet after the heads of JFIF and EXIF, which must come first.
     */
    private static byte[] splice(byte[] bytes, List<Segment> segments, byte @Nullable [] packet) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 4096);
        out.write(bytes, 0, Math.min(2, bytes.length));
        byte[] open = packet;
        int done = Math.min(2, bytes.length);
        for (Segment segment : segments) {
            boolean head = segment.marker() == APP0 || segment.begins(bytes, EXIF);
            if (open != null && !head) {
                out.writeBytes(app1(open));
                open = null;
            }
            if (segment.begins(bytes, EXIF)) {
                out.write(bytes, segment.from(), 4 + EXIF.length);
                out.writeBytes(ExifComment.blanked(segment.after(bytes, EXIF)));
            } else if (!segment.begins(bytes, XMP)) {
                out.write(bytes, segment.from(), segment.to() - segment.from());
            }
            done = segment.to();
        }
        out.write(bytes, done, bytes.length - done);
        return out.toByteArray();
    }

    private static byte[] app1(byte[] packet) {
        return ByteBuffer.allocate(4 + XMP.length + packet.length)
                .put((byte) 0xff)
                .put((byte) APP1)
                .putShort((short) (2 + XMP.length + packet.length))
                .put(XMP)
                .put(packet)
                .array();
    }

    /** The segments up to the first scan, which is the last of them, or up to where the file breaks off. */
    private static List<Segment> segments(byte[] bytes, Findings findings) {
        List<Segment> segments = new ArrayList<>();
        if (!isOne(bytes)) {
            findings.unread("signature", "The file does not begin as a JPEG does.");
            return segments;
        }
        int at = 2;
        while (bytes.length - at >= 4 && bytes[at] == (byte) 0xff) {
            int marker = bytes[at + 1] & 0xff;
            if (marker == 0xff) {
                at++; // fill bytes may stand before a marker
                continue;
            }
            int length = ByteBuffer.wrap(bytes).getShort(at + 2) & 0xffff;
            if (length < 2 || length > bytes.length - at - 2) {
                findings.unread(
                        "offset %d".formatted(at),
                        "Segment %02X states %d bytes, and the file ends before.".formatted(marker, length));
                return segments;
            }
            segments.add(new Segment(marker, at, at + 2 + length));
            at += 2 + length;
            if (marker == START_OF_SCAN) {
                if (!ends(bytes, at)) {
                    findings.unread(
                            "offset %d".formatted(bytes.length), "The file ends before its end-of-image marker.");
                }
                return segments;
            }
        }
        findings.unread("offset %d".formatted(at), "The file ends, or breaks its structure, before its first scan.");
        return segments;
    }

    private static boolean ends(byte[] bytes, int from) {
        for (int at = bytes.length - 2; at >= from; at--) {
            if (bytes[at] == (byte) 0xff && bytes[at + 1] == (byte) END_OF_IMAGE) {
                return true;
            }
        }
        return false;
    }
}
