package io.kdchain.provenance.label.aigc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The tag UserComment of EXIF (0x9286), where a label may stand after TC260-PG-20259A, Annex B. */
final class ExifComment {
    private static final int EXIF_FOLDER = 0x8769;
    private static final int USER_COMMENT = 0x9286;
    private static final int ENTRY = 12;
    /** What names the character set, before the comment. */
    private static final int CHARSET = 8;

    private ExifComment() {}

    /** Where a comment stands within the TIFF structure, and its text. */
    private record Comment(int from, int length, String text) {
        boolean isLabel() {
            return text.contains(AigcLabel.KEY);
        }
    }

    static void read(byte[] tiff, String place, Format.Findings findings) {
        try {
            Comment comment = find(tiff);
            if (comment != null && comment.isLabel()) {
                findings.found(place, AigcLabel.KEY, comment.text());
            }
        } catch (IndexOutOfBoundsException e) {
            findings.unread(place, "The EXIF structure points outside of itself.");
        }
    }

    /** The same structure with zeros where the label stood; nothing else moves. */
    static byte[] blanked(byte[] tiff) {
        try {
            Comment comment = find(tiff);
            if (comment == null || !comment.isLabel()) {
                return tiff;
            }
            byte[] copy = tiff.clone();
            Arrays.fill(copy, comment.from() + CHARSET, comment.from() + comment.length(), (byte) 0);
            return copy;
        } catch (IndexOutOfBoundsException e) {
            return tiff;
        }
    }

    private static @Nullable Comment find(byte[] tiff) {
        ByteBuffer in = ByteBuffer.wrap(tiff);
        in.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int folder = entry(in, in.getInt(4), EXIF_FOLDER);
        int comment = folder < 0 ? -1 : entry(in, in.getInt(folder + 8), USER_COMMENT);
        if (comment < 0) {
            return null;
        }
        int length = in.getInt(comment + 4);
        int from = in.getInt(comment + 8);
        if (length < CHARSET) {
            return null;
        }
        if (from < 0 || length > tiff.length - from) {
            throw new IndexOutOfBoundsException(from);
        }
        String text = new String(tiff, from + CHARSET, length - CHARSET, charset(in, from));
        return new Comment(from, length, text.replace("\0", "").strip());
    }

    private static Charset charset(ByteBuffer in, int from) {
        boolean unicode = in.get(from) == 'U' && in.get(from + 1) == 'N';
        if (!unicode) {
            return StandardCharsets.UTF_8;
        }
        return in.order() == ByteOrder.LITTLE_ENDIAN ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }

    /** Offset of the entry with this tag in a folder; negative if it has none. */
    private static int entry(ByteBuffer in, int folder, int tag) {
        int count = in.getShort(folder) & 0xffff;
        for (int i = 0; i < count; i++) {
            int at = folder + 2 + i * ENTRY;
            if ((in.getShort(at) & 0xffff) == tag) {
                return at;
            }
        }
        return -1;
    }
}
