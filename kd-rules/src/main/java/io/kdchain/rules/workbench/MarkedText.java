package io.kdchain.rules.workbench;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes of a file to a tree of marked values; YAML, or JSON for files that end in {@code .json}. */
final class MarkedText {
    /** Far above any scenario that people write, and small enough to read at once. */
    static final int LARGEST_FILE_BYTES = 4 * 1024 * 1024;

    /** A scenario needs about eight. */
    static final int DEEPEST_NESTING = 32;

    private MarkedText() {}

    static Marked read(byte[] bytes, Problems problems) {
        if (bytes.length > LARGEST_FILE_BYTES) {
            throw problems.stop(
                    Mark.START,
                    "the file has %d bytes; at most %d are read. Split it into several scenarios."
                            .formatted(bytes.length, LARGEST_FILE_BYTES));
        }
        String text = decode(bytes, problems);
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        Marked root = problems.file().endsWith(".json")
                ? new MarkedJson(problems).read(text)
                : new MarkedYaml(problems).read(text);
        problems.throwIfAny();
        return root;
    }

    private static String decode(byte[] bytes, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return decoder.decode(in).toString();
        } catch (CharacterCodingException e) {
            int offset = firstBadByte(bytes);
            throw problems.stop(
                    after(bytes, offset),
                    "byte %d (0x%02x) is not UTF-8. Save the file as UTF-8.".formatted(offset, bytes[offset] & 0xff));
        }
    }

    private static int firstBadByte(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        decoder.decode(in, out, true);
        return in.position();
    }

    private static Mark after(byte[] bytes, int offset) {
        return after(new String(bytes, 0, offset, StandardCharsets.UTF_8));
    }

    /** The place just after this text. */
    static Mark after(String text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new Mark(line, column);
    }
}
