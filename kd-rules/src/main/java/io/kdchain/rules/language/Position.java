package io.kdchain.rules.language;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * A place in a file.
 *
 * @param file path inside its pack, with forward slashes
 * @param line from 1
 * @param column from 1, in characters as an editor counts them (code points)
 */
public record Position(String file, int line, int column) implements Comparable<Position> {
    private static final Comparator<Position> ORDER = Comparator.comparing(Position::file)
            .thenComparingInt(Position::line)
            .thenComparingInt(Position::column);

    public Position {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException(
                    "Position %d:%d in %s; lines and columns count from 1.".formatted(line, column, file));
        }
    }

    /**
     * The same in a folder, as whoever named the folder finds it.
     *
     * @param inside how the name of the file begins inside, such as {@code cn/}, and what the folder takes the place of
     */
    public Position in(String inside, Path folder) {
        return file.startsWith(inside)
                ? new Position(
                        folder.resolve(file.substring(inside.length()))
                                .toString()
                                .replace('\\', '/'),
                        line,
                        column)
                : this;
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** As editors and compilers write it: {@code file:line:column}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
