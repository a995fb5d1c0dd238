package io.kdchain.rules.language;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Text that shows what it is: UTF-8, NFC, nothing invisible, nothing escaped. Checked before anything is parsed. */
public final class SourceText {
    /** The largest file, in bytes: a rule file is read by people. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_PROBLEMS = 20;

    private final String path;
    private final String text;
    private final List<Problem> problems = new ArrayList<>();

    private SourceText(String path, String text) {
        this.path = path;
        this.text = text;
    }

    /** The text and what is wrong with it; the text is empty if it cannot be decoded. */
    public record Checked(String text, List<Problem> problems) {
        public Checked {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Decodes and checks.
     *
     * @param path for the problems
     * @param bytes of the file
     * @param escapes whether {@code \}{@code u} is refused, as rule files do
     */
    public static Checked check(String path, byte[] bytes, boolean escapes) {
        if (bytes.length > MAX_BYTES) {
            return refuse(
                    new Position(path, 1, 1),
                    "The file has %d bytes and may have %d; split it, one article a file."
                            .formatted(bytes.length, MAX_BYTES));
        }
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            return refuse(
                    new Position(path, 1, 1),
                    "The file begins with a byte order mark (EF BB BF), which is invisible; save it as UTF-8 without BOM.");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            int offset = in.position();
            return refuse(
                    position(path, out.toString(), out.length()),
                    "Byte %d (0x%02X) is not UTF-8; save the file in UTF-8.".formatted(offset, bytes[offset] & 0xFF));
        }
        SourceText source = new SourceText(path, out.toString());
        source.characters(escapes);
        source.composed();
        return new Checked(source.text, source.problems);
    }

    private static Checked refuse(Position at, String message) {
        return new Checked("", List.of(Problem.outside(at, message)));
    }

    private void characters(boolean escapes) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length() && problems.size() < MAX_PROBLEMS; ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c == '\r' && !(next < text.length() && text.charAt(next) == '\n')) {
                add(line, column, "A carriage return stands alone; end lines with LF or CR LF.");
            } else if (!visible(c)) {
                add(
                        line,
                        column,
                        "Character U+%04X (%s) is invisible or changes how the text is shown; delete it."
                                .formatted(c, name(c)));
            } else if (escapes && c == '\\' && next < text.length() && text.charAt(next) == 'u') {
                add(line, column, "\\u escapes hide what is written; write the character itself.");
            }
            if (c == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
            i = next;
        }
    }

    private void composed() {
        if (!problems.isEmpty() || Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            return;
        }
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        int i = 0;
        while (i < text.length() && i < composed.length() && text.charAt(i) == composed.charAt(i)) {
            i++;
        }
        Position at = position(path, text, i);
        problems.add(
                Problem.outside(
                        at,
                        "The text is not in Unicode normal form C from here on, so that equal words may differ; save it in NFC."));
    }

    private void add(int line, int column, String message) {
        problems.add(Problem.outside(new Position(path, line, column), message));
    }

    private static Position position(String path, String text, int end) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Position(path, line, text.codePointCount(lineStart, end) + 1);
    }

    /** The first character that is invisible or changes how a text is shown, for a message; empty if there is none. */
    public static Optional<String> hidden(String text) {
        return text.codePoints()
                .filter(c -> !visible(c))
                .mapToObj(c -> "character U+%04X (%s), which is invisible or changes how the text is shown"
                        .formatted(c, name(c)))
                .findFirst();
    }

    private static String name(int c) {
        String name = Character.getName(c);
        return name == null ? "unassigned" : name;
    }

    private static boolean visible(int c) {
        if (c == '\n' || c == '\r' || c == '\t' || c == ' ' || c == 0x3000) {
            return true;
        }
        // variation selectors, fillers and the like are letters or marks by category, and yet show nothing
        if ((c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xE0100 && c <= 0xE01EF)
                || c == 0x034F
                || (c >= 0x115F && c <= 0x1160)
                || (c >= 0x17B4 && c <= 0x17B5)
                || c == 0x3164
                || c == 0xFFA0
                || c == 0x2800) {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
