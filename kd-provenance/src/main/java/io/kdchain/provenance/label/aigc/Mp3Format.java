package io.kdchain.provenance.label.aigc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * MP3: the label is a frame {@code TXXX} with the description AIGC in the ID3 tag before the sound (TC260-PG-202510A;
 * ID3v2.3.0 and ID3v2.4.0, id3.org). A tag keeps its version, its other frames and its padding; a file without one gets
 * one of version 3. XMP, in a frame {@code PRIV}, is read as well and keeps what else it says. Sound is never touched.
 */
final class Mp3Format implements Format {
    private static final byte[] ID3 = "ID3".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID3_AT_END = "3DI".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAG_OF_VERSION_1 = "TAG".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH_OF_VERSION_1 = 128;
    private static final byte[] XMP_OWNER = "XMP\0".getBytes(StandardCharsets.US_ASCII);
    /** Head of a tag, and of a frame. */
    private static final int HEAD = 10;

    private static final int MAX_TAG = (1 << 28) - 1;

    private static final int UNSYNCHRONISED = 0x80;
    private static final int EXTENDED = 0x40;
    private static final int FOOTED = 0x10;
    /** Of a frame of version 4. */
    private static final int FRAME_UNSYNCHRONISED = 0x02;

    /** A tag: its frames, and where they and the tag end; between is padding. */
    private record Tag(int version, int flags, int framesFrom, List<Frame> frames, int framesTo, int to) {
        boolean isExtended() {
            return (flags & EXTENDED) != 0;
        }
    }

    /** A frame: its name, and where it stands with its head. */
    private record Frame(String id, int from, int to) {
        String place() {
            return "frame %s".formatted(id);
        }
    }

    static boolean isOne(byte[] bytes) {
        if (!begins(bytes, 0, ID3)) {
            return isSound(bytes, 0);
        }
        int size = bytes.length < HEAD ? -1 : synchsafe(bytes, 6);
        return size >= 0 && size <= bytes.length - HEAD && isSound(bytes, soundFrom(bytes, HEAD + size));
    }

    @Override
    public Findings read(byte[] file) {
        Findings findings = new Findings();
        byte[] bytes = synchronised(file);
        Tag tag = tag(bytes, findings);
        if (tag != null) {
            for (Frame frame : tag.frames()) {
                read(bytes, tag, frame, findings);
            }
        }
        return findings;
    }

    private static void read(byte[] bytes, Tag tag, Frame frame, Findings findings) {
        if (!frame.id().equals("TXXX") && !frame.id().equals("PRIV")) {
            return;
        }
        byte[] data = data(bytes, tag, frame);
        if (data == null) {
            findings.unread(frame.place(), "The frame is packed or encrypted, and may be a label.");
        } else if (frame.id().equals("PRIV")) {
            if (begins(data, 0, XMP_OWNER)) {
                XmpPacket.read(Arrays.copyOfRange(data, XMP_OWNER.length, data.length), "frame PRIV XMP", findings);
            }
        } else if (data.length > MAX_TEXT) {
            findings.unread(frame.place(), "The text of the frame is longer than %d bytes.".formatted(MAX_TEXT));
        } else {
            text(data, frame.place(), findings);
        }
    }

    private static void text(byte[] data, String place, Findings findings) {
        Charset charset = data.length == 0 ? null : charset(data[0]);
        if (charset == null) {
            findings.unread(place, "The frame names no character set that ID3 knows.");
            return;
        }
        int unit = data[0] == 1 || data[0] == 2 ? 2 : 1;
        int end = 1;
        while (end + unit <= data.length && !(data[end] == 0 && data[end + unit - 1] == 0)) {
            end += unit;
        }
        String description = new String(data, 1, Math.min(end, data.length) - 1, charset);
        if (Format.isKey(description)) {
            int from = Math.min(end + unit, data.length);
            String value = new String(data, from, data.length - from, charset);
            findings.found(place, description, value.replaceFirst("\0+$", ""));
        }
    }

    private static @Nullable Charset charset(byte encoding) {
        return switch (encoding) {
            case 0 -> StandardCharsets.ISO_8859_1;
            case 1 -> StandardCharsets.UTF_16;
            case 2 -> StandardCharsets.UTF_16BE;
            case 3 -> StandardCharsets.UTF_8;
            default -> null;
        };
    }

    /** What a frame holds; null if it is packed or encrypted. */
    private static byte @Nullable [] data(byte[] bytes, Tag tag, Frame frame) {
        int flags = bytes[frame.from() + 9];
        boolean old = tag.version() == 3;
        if ((flags & (old ? 0xc0 : 0x0c)) != 0) {
            return null;
        }
        int extra = (flags & (old ? 0x20 : 0x40)) == 0 ? 0 : 1;
        extra += !old && (flags & 0x01) != 0 ? 4 : 0;
        byte[] data = Arrays.copyOfRange(bytes, Math.min(frame.from() + HEAD + extra, frame.to()), frame.to());
        return !old && (flags & FRAME_UNSYNCHRONISED) != 0 ? synchronised(data, 0, data.length) : data;
    }

    @Override
    public byte[] write(byte[] bytes, AigcLabel label) {
        return splice(bytes, label);
    }

    @Override
    public byte[] payload(byte[] bytes) {
        return splice(bytes, null);
    }

    /**
     * The file without labels, and with this one before the other frames: some readers take the last frame of a tag of
     * version 4 that has no padding for one with a wrong size.
     */
    private static byte[] splice(byte[] file, @Nullable AigcLabel label) {
        byte[] bytes = synchronised(file);
        Findings findings = new Findings();
        Tag tag = tag(bytes, findings);
        if (!findings.unread.isEmpty()) {
            AigcReading.Unread unread = findings.unread.get(0);
            throw new AigcException(
                    "The mp3 cannot be read to its end. At %s: %s".formatted(unread.place(), unread.why()));
        }
        if (tag == null) {
            tag = new Tag(3, 0, 0, List.of(), 0, 0);
        }
        if (label != null && tag.isExtended()) {
            throw new AigcException(
                    "The ID3 tag has an extended head, which may limit or sum up its frames and is not rewritten here. Take it out with the tool that put it there.");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(bytes, Math.min(HEAD, tag.to()), tag.framesFrom() - Math.min(HEAD, tag.to()));
        if (label != null) {
            String text = "\0%s\0%s".formatted(AigcLabel.KEY, label.bare());
            body.writeBytes(frame(tag, "TXXX", (byte) 0, text.getBytes(StandardCharsets.ISO_8859_1)));
        }
        for (Frame frame : tag.frames()) {
            keep(bytes, tag, frame, body);
        }
        boolean empty = body.size() == 0;
        body.write(bytes, tag.framesTo(), tag.to() - tag.framesTo());
        if (body.size() > MAX_TAG) {
            throw new AigcException("The ID3 tag has %d bytes with the label, and %d is the most. Take a picture out."
                    .formatted(body.size(), MAX_TAG));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 4096);
        if (!empty) {
            out.writeBytes(ID3);
            out.write(tag.version());
            out.write(tag.to() == 0 ? 0 : bytes[4]);
            out.write(tag.flags());
            out.writeBytes(synchsafe(body.size()));
            out.writeBytes(body.toByteArray());
        }
        out.write(bytes, tag.to(), bytes.length - tag.to());
        return out.toByteArray();
    }

    /** Copies a frame unless it is a label; one that has a label within its XMP without that. */
    private static void keep(byte[] bytes, Tag tag, Frame frame, ByteArrayOutputStream out) {
        Findings labels = new Findings();
        read(bytes, tag, frame, labels);
        byte[] data = data(bytes, tag, frame);
        if (labels.labels.isEmpty() || data == null) {
            out.write(bytes, frame.from(), frame.to() - frame.from());
        } else if (frame.id().equals("PRIV")) {
            byte[] packet = XmpPacket.stripped(Arrays.copyOfRange(data, XMP_OWNER.length, data.length));
            byte[] kept = Arrays.copyOf(XMP_OWNER, XMP_OWNER.length + packet.length);
            System.arraycopy(packet, 0, kept, XMP_OWNER.length, packet.length);
            out.writeBytes(frame(tag, frame.id(), bytes[frame.from() + 8], kept));
        }
    }

    /** A frame of text without a byte 255, so that it needs no change where all frames are unsynchronised. */
    private static byte[] frame(Tag tag, String id, byte status, byte[] data) {
        boolean said = tag.version() == 4 && (tag.flags() & UNSYNCHRONISED) != 0;
        return ByteBuffer.allocate(HEAD + data.length)
                .put(id.getBytes(StandardCharsets.US_ASCII))
                .put(tag.version() == 4 ? synchsafe(data.length) : plain(data.length))
                .put(status)
                .put((byte) (said ? FRAME_UNSYNCHRONISED : 0))
                .put(data)
                .array();
    }

    /** The tag the file begins with; null if there is none, or none that can be read. */
    private static @Nullable Tag tag(byte[] bytes, Findings findings) {
        if (!begins(bytes, 0, ID3)) {
            requireSound(bytes, 0, findings);
            return null;
        }
        String why = bytes.length < HEAD ? "The file ends within the head of its tag." : objection(bytes);
        if (why != null) {
            findings.unread("ID3", why);
            return null;
        }
        int version = bytes[3];
        int flags = bytes[5] & 0xff;
        int to = HEAD + synchsafe(bytes, 6);
        int at = HEAD;
        if ((flags & EXTENDED) != 0) {
            long length = to - HEAD < 4
                    ? -1
                    : version == 4
                            ? synchsafe(bytes, at)
                            : 4L + ByteBuffer.wrap(bytes).getInt(at);
            if (length < 6 || length > to - HEAD) {
                findings.unread("ID3", "The extended head of the tag is longer than the tag, or too short.");
                return null;
            }
            at += (int) length;
        }
        List<Frame> frames = new ArrayList<>();
        int framesFrom = at;
        while (at < to && bytes[at] != 0) {
            int length = to - at < HEAD
                    ? -1
                    : version == 4
                            ? synchsafe(bytes, at + 4)
                            : ByteBuffer.wrap(bytes).getInt(at + 4);
            String id = new String(bytes, at, Math.min(4, to - at), StandardCharsets.ISO_8859_1);
            if (length < 0 || length > to - at - HEAD || !id.matches("[A-Z0-9 ]{4}")) {
                findings.unread("offset %d".formatted(at), "The tag has no whole frame here.");
                return null;
            }
            frames.add(new Frame(id, at, at + HEAD + length));
            at += HEAD + length;
        }
        for (int i = at; i < to; i++) {
            if (bytes[i] != 0) {
                findings.unread("offset %d".formatted(i), "The padding of the tag is not empty.");
                return null;
            }
        }
        requireSound(bytes, to, findings);
        return new Tag(version, flags, framesFrom, frames, at, to);
    }

    private static @Nullable String objection(byte[] bytes) {
        int size = synchsafe(bytes, 6);
        if (bytes[3] != 3 && bytes[3] != 4) {
            return "The tag is of version 2.%d, and 2.3 and 2.4 are read.".formatted(bytes[3] & 0xff);
        }
        if (size < 0) {
            return "The tag states its size with a bit that must be clear.";
        }
        if (size > bytes.length - HEAD) {
            return "The tag states %d bytes, and the file ends before.".formatted(size);
        }
        return bytes[3] == 4 && (bytes[5] & FOOTED) != 0 ? "The tag has a footer, which is not read." : null;
    }

    /** A frame of sound follows, and no second tag stands at the end. */
    private static void requireSound(byte[] bytes, int from, Findings findings) {
        if (!isSound(bytes, soundFrom(bytes, from))) {
            findings.unread(
                    "offset %d".formatted(from),
                    "No frame of MPEG layer III stands here; a second tag or other sound is not read.");
        }
        int end = bytes.length;
        if (begins(bytes, end - LENGTH_OF_VERSION_1, TAG_OF_VERSION_1)) {
            end -= LENGTH_OF_VERSION_1;
        }
        if (begins(bytes, end - HEAD, ID3_AT_END)) {
            findings.unread("offset %d".formatted(end - HEAD), "A second tag stands at the end, and is not read.");
        }
    }

    /** Some writers leave zeros between tag and sound. */
    private static int soundFrom(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] == 0) {
            at++;
        }
        return at;
    }

    /** The head of a frame of layer III (ISO/IEC 11172-3, 2.4.1.3): no reserved value in any field. */
    private static boolean isSound(byte[] bytes, int at) {
        if (bytes.length - at < 4) {
            return false;
        }
        int head = ByteBuffer.wrap(bytes).getInt(at);
        return head >>> 21 == 0x7ff
                && (head >>> 19 & 3) != 1
                && (head >>> 17 & 3) == 1
                && (head >>> 12 & 15) != 15
                && (head >>> 10 & 3) != 3;
    }

    /**
     * The file with a tag that may hold the byte 255 before any other. A tag of version 3 says of itself as a whole
     * that it is written otherwise, and its frames cannot be found before that is undone; no program needs it any more.
     */
    private static byte[] synchronised(byte[] file) {
        boolean whole = file.length >= HEAD && begins(file, 0, ID3) && file[3] == 3;
        if (!whole || (file[5] & UNSYNCHRONISED) == 0 || objection(file) != null) {
            return file;
        }
        int to = HEAD + synchsafe(file, 6);
        byte[] body = synchronised(file, HEAD, to);
        ByteBuffer out = ByteBuffer.allocate(HEAD + body.length + file.length - to);
        out.put(file, 0, 5).put((byte) (file[5] & ~UNSYNCHRONISED)).put(synchsafe(body.length));
        return out.put(body).put(file, to, file.length - to).array();
    }

    /** These bytes without the zeros that were put after each 255. */
    private static byte[] synchronised(byte[] bytes, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            if (i == from || bytes[i] != 0 || bytes[i - 1] != (byte) 0xff) {
                out.write(bytes[i]);
            }
        }
        return out.toByteArray();
    }

    private static boolean begins(byte[] bytes, int at, byte[] head) {
        return at >= 0
                && bytes.length - at >= head.length
                && Arrays.equals(bytes, at, at + head.length, head, 0, head.length);
    }

    /** Four bytes of seven bits; negative if an eighth is set. */
    private static int synchsafe(byte[] bytes, int at) {
        int number = ByteBuffer.wrap(bytes).getInt(at);
        return (number & 0x80808080) != 0
                ? -1
                : number >>> 24 << 21 | (number >>> 16 & 0x7f) << 14 | (number >>> 8 & 0x7f) << 7 | (number & 0x7f);
    }

    private static byte[] synchsafe(int number) {
        return plain(number >>> 21 << 24 | (number >>> 14 & 0x7f) << 16 | (number >>> 7 & 0x7f) << 8 | (number & 0x7f));
    }

    private static byte[] plain(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }
}
