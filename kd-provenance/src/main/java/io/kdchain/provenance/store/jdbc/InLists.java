package io.kdchain.provenance.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for many rows by their keys in few statements: lists of a few fixed lengths, so that each is prepared once. */
final class InLists {
    private static final int MAX_LENGTH = 256;

    private InLists() {}

    /** What is made of one row. */
    @FunctionalInterface
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /**
     * Reads the rows of these keys.
     *
     * @param sql with {@code %s} in place of the list
     * @param first values of the statement before the list
     * @param keys what to list; each is met once
     */
    static void read(Session session, String sql, List<?> first, Collection<?> keys, RowReader reader)
            throws SQLException {
        List<?> all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += MAX_LENGTH) {
            List<?> some = all.subList(from, Math.min(all.size(), from + MAX_LENGTH));
            int length = Integer.highestOneBit(Math.max(1, 2 * some.size() - 1));
            List<@Nullable Object> values = new ArrayList<>(first);
            values.addAll(some);
            // what is asked for twice is answered once
            values.addAll(Collections.nCopies(length - some.size(), some.get(some.size() - 1)));
            session.all(
                    sql.formatted(String.join(", ", Collections.nCopies(length, "?"))),
                    row -> {
                        reader.read(row);
                        return row;
                    },
                    values.toArray());
        }
    }
}
