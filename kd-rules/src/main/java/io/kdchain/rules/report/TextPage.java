package io.kdchain.rules.report;

import java.util.List;

/** Lines of a terminal: wrapped, indented, columns aligned by what a terminal shows, wide characters included. */
final class TextPage {
    /** Columns of a line; a printed page in a monospaced type takes about as many. */
    static final int WIDTH_COLUMNS = 96;
    /** Below this many columns nothing is wrapped any narrower. */
    private static final int LEAST_COLUMNS = 32;

    private final StringBuilder out = new StringBuilder();

    TextPage blank() {
        out.append('\n');
        return this;
    }

    TextPage heading(String text) {
        return blank().line(0, text).line(0, "─".repeat(Math.min(WIDTH_COLUMNS, columns(text))));
    }

    /** The text, with this many spaces before each of its lines. */
    TextPage line(int indent, String text) {
        return line(indent, "", text);
    }

    /** The text behind a mark; further lines start below the text. */
    TextPage line(int indent, String mark, String text) {
        String visible = Visible.of(text);
        int left = indent + columns(mark);
        int room = Math.max(LEAST_COLUMNS, WIDTH_COLUMNS - left);
        String prefix = " ".repeat(indent) + mark;
        int from = 0;
        while (from < visible.length()) {
            int to = breakAt(visible, from, room);
            out.append(prefix)
                    .append(visible.substring(from, to).stripTrailing())
                    .append('\n');
            prefix = " ".repeat(left);
            from = to;
            while (from < visible.length() && visible.charAt(from) == ' ') {
                from++;
            }
        }
        return this;
    }

    /** Rows in columns, each as wide as its widest cell, two spaces apart; never wrapped. */
    TextPage table(int indent, List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < row.size(); c++) {
                widths[c] = Math.max(widths[c], columns(Visible.of(row.get(c))));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ".repeat(indent));
            for (int c = 0; c < row.size(); c++) {
                String cell = Visible.of(row.get(c));
                line.append(cell).append(" ".repeat(widths[c] - columns(cell) + 2));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return this;
    }

    /** Where the next line ends: behind the last space or wide character that fits, else where the room ends. */
    private static int breakAt(String text, int from, int room) {
        int used = 0;
        int best = -1;
        int i = from;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            used += columns(c);
            if (used > room) {
                return best > from ? best : Math.max(i, from + 1);
            }
            if (c == ' ' || columns(c) == 2) {
                best = next;
            }
            i = next;
        }
        return text.length();
    }

    /** Columns that a terminal gives to the text. */
    static int columns(String text) {
        return text.codePoints().map(TextPage::columns).sum();
    }

    private static int columns(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    /** East Asian wide and fullwidth characters, by block; Unicode Standard Annex 11. */
    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0x303E)
                || (c >= 0x3041 && c <= 0xA4CF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x1F300 && c <= 0x1FAFF)
                || (c >= 0x20000 && c <= 0x3FFFD);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
