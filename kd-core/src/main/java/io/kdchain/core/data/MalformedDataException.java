package io.kdchain.core.data;

/** A data file breaks its format. The message begins with {@code file:line:column}. */
public final class MalformedDataException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    MalformedDataException(String source, int line, int column, String problem) {
        super("%s:%d:%d: %s".formatted(source, line, column, problem));
        this.line = line;
        this.column = column;
    }

    /** Line in the file, from 1. */
    public int line() {
        return line;
    }

    /** Character in the line, from 1. */
    public int column() {
        return column;
    }
}
