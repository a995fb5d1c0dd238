package io.kdchain.rules.language;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The characters of a {@code .rule} file, compared without regard to case, width of punctuation and line ends. It
 * remembers how far any phrase has fitted, which is where a mistake is.
 */
final class Scan {
    private final String path;
    private final String text;
    private final int[] lines;
    private int furthest;
    private final SortedSet<String> expected = new TreeSet<>();

    Scan(String path, String text) {
        this.path = path;
        this.text = text;
        this.lines = IntStream.concat(
                        IntStream.of(0),
                        IntStream.range(0, text.length())
                                .filter(i -> text.charAt(i) == '\n')
                                .map(i -> i + 1))
                .toArray();
    }

    String text() {
        return text;
    }

    int length() {
        return text.length();
    }

    Position at(int offset) {
        int found = Arrays.binarySearch(lines, offset);
        int line = found < 0 ? -found - 2 : found;
        return new Position(path, line + 1, text.codePointCount(lines[line], offset) + 1);
    }

    /** The end of the line, its line feed not included. */
    int lineEnd(int offset) {
        int end = text.indexOf('\n', offset);
        return end < 0 ? text.length() : end;
    }

    /** The line break before a place, or the end of the text where nothing stands there. */
    int lineBreakBefore(int offset) {
        return offset >= text.length() ? text.length() : text.lastIndexOf('\n', offset - 1);
    }

    /** The first place that is neither blank nor in a line that is a comment. */
    int space(int from) {
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (blank(c)) {
                i++;
            } else if (c == '#' && firstOfLine(i)) {
                i = lineEnd(i);
            } else {
                break;
            }
        }
        return i;
    }

    private boolean firstOfLine(int offset) {
        int i = offset - 1;
        while (i >= 0 && text.charAt(i) != '\n') {
            if (!blank(text.charAt(i))) {
                return false;
            }
            i--;
        }
        return true;
    }

    static boolean blank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\u3000';
    }

    /** The sign at a place, in its half-width form; 0 at the end. */
    char sign(int offset) {
        return offset < text.length() ? fold(text.charAt(offset)) : 0;
    }

    /** Full-width punctuation as half-width, letters small. */
    private static char fold(char c) {
        return switch (c) {
            case '，' -> ',';
            case '；' -> ';';
            case '：' -> ':';
            case '（' -> '(';
            case '）' -> ')';
            case '。' -> '.';
            case '｛' -> '{';
            case '｝' -> '}';
            default -> c < 0x80 ? Character.toLowerCase(c) : c;
        };
    }

    /** Whether a sign stands next, and where it ends; -1 if it does not. */
    int sign(int from, char sign) {
        int i = space(from);
        if (sign(i) == sign) {
            return i + 1;
        }
        missed(i, String.valueOf(sign));
        return -1;
    }

    /** Where the words end if they stand next; -1 if they do not, and then the word that differs is noted. */
    int words(int from, String words) {
        int i = space(from);
        int word = i;
        int rest = 0;
        for (int k = 0; k < words.length(); k++) {
            char c = words.charAt(k);
            if (c == ' ') {
                int next = space(i);
                if (next == i) {
                    missed(word, words.substring(rest));
                    return -1;
                }
                i = next;
                word = i;
                rest = k + 1;
                continue;
            }
            if (c > 0x7F) {
                i = space(i);
                word = i;
                rest = k;
            }
            if (i >= text.length() || fold(text.charAt(i)) != fold(c)) {
                missed(word, words.substring(rest));
                return -1;
            }
            i++;
        }
        boolean cut = i < text.length() && latin(text.charAt(i)) && latin(words.charAt(words.length() - 1));
        if (cut) {
            missed(word, words.substring(rest));
            return -1;
        }
        return i;
    }

    private static boolean latin(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    /** Notes that something else was expected here. */
    void missed(int offset, String what) {
        if (offset > furthest) {
            furthest = offset;
            expected.clear();
        }
        if (offset == furthest) {
            expected.add(what);
        }
    }

    /** Begins to look for the furthest place anew. */
    void begin(int offset) {
        furthest = offset;
        expected.clear();
    }

    int furthest() {
        return furthest;
    }

    /** What could have stood at the furthest place. */
    SortedSet<String> expected() {
        return expected;
    }

    /** Some of what stands at a place, for messages. */
    String shown(int offset) {
        int end = Math.min(
                lineEnd(offset),
                text.offsetByCodePoints(offset, Math.min(40, text.codePointCount(offset, text.length()))));
        String shown = text.substring(offset, end).strip();
        return shown.isEmpty() ? "" : shown;
    }
}
