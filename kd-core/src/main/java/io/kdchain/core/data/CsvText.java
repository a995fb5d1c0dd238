package io.kdchain.core.data;

import java.util.ArrayList;
import java.util.List;

/** CSV by RFC 4180, with the place of each field. */
final class CsvText {

    /**
     * One field.
     *
     * @param line from 1
     * @param column of its first character, from 1
     */
    record Field(String text, int line, int column) {}

    private final String source;
    private final String text;
    private int position;
    private int line = 1;
    private int column = 1;

    private CsvText(String source, String text) {
        this.source = source;
        this.text = text;
    }

    /** All records; blank lines are left out. */
    static List<List<Field>> parse(String source, String text) {
        var parser = new CsvText(source, text);
        List<List<Field>> records = new ArrayList<>();
        while (parser.position < text.length()) {
            List<Field> fields = parser.nextRecord();
            if (fields.size() > 1 || !fields.get(0).text().isEmpty()) {
                records.add(fields);
            }
        }
        return records;
    }

    static String quote(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    private List<Field> nextRecord() {
        List<Field> fields = new ArrayList<>();
        while (true) {
            fields.add(nextField());
            if (position >= text.length()) {
                return fields;
            }
            char end = next();
            if (end == '\r' && position < text.length() && text.charAt(position) == '\n') {
                end = next();
            }
            if (end != ',') {
                return fields;
            }
        }
    }

    private Field nextField() {
        int startLine = line;
        int startColumn = column;
        if (position < text.length() && text.charAt(position) == '"') {
            return new Field(quoted(), startLine, startColumn);
        }
        int start = position;
        while (position < text.length() && ",\r\n".indexOf(text.charAt(position)) < 0) {
            if (next() == '"') {
                throw new MalformedDataException(
                        source, line, column - 1, "a quote inside a field; put the whole field in quotes");
            }
        }
        return new Field(text.substring(start, position), startLine, startColumn);
    }

    private String quoted() {
        int startLine = line;
        int startColumn = column;
        next();
        var content = new StringBuilder();
        while (position < text.length()) {
            char c = next();
            if (c != '"') {
                content.append(c);
            } else if (position < text.length() && text.charAt(position) == '"') {
                content.append(next());
            } else {
                if (position < text.length() && ",\r\n".indexOf(text.charAt(position)) < 0) {
                    throw new MalformedDataException(
                            source, line, column, "a comma or a line end must follow the closing quote");
                }
                return content.toString();
            }
        }
        throw new MalformedDataException(source, startLine, startColumn, "the quote that opens here is never closed");
    }

    private char next() {
        char c = text.charAt(position++);
        if (c == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        return c;
    }
}
