package io.kdchain.rules.pack;

import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Problem;
import java.util.ArrayList;
import java.util.List;

/** Comma-separated values as RFC 4180 has them. */
final class Csv {
    private Csv() {}

    /** A line and where it begins. */
    record Row(Position at, List<String> cells) {
        Row {
            cells = List.copyOf(cells);
        }
    }

    /** All lines but empty ones. */
    static List<Row> read(String path, String text, List<Problem> problems) {
        List<Row> rows = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        int line = 1;
        int rowLine = 1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            boolean end = i == text.length();
            if (quoted && !end) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                    line += c == '\n' ? 1 : 0;
                }
                continue;
            }
            if (quoted) {
                problems.add(Problem.outside(
                        new Position(path, rowLine, 1),
                        "A quoted cell that begins on this line has no end; close it with a double quote."));
            }
            if (c == '"' && cell.length() == 0 && !wasQuoted) {
                quoted = true;
                wasQuoted = true;
            } else if (c == ',') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
                wasQuoted = false;
            } else if (c == '\n') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
                wasQuoted = false;
                if (cells.size() > 1 || !cells.get(0).isEmpty()) {
                    rows.add(new Row(new Position(path, rowLine, 1), cells));
                }
                cells.clear();
                line++;
                rowLine = line;
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        return rows;
    }
}
