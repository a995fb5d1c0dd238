package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.event.Bytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection and the statements prepared on it. Not safe for concurrent use. */
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /** What is made of one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    Connection connection() {
        return connection;
    }

    <T> Optional<T> one(String sql, Row<T> reader, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = bind(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        }
    }

    <T> List<T> all(String sql, Row<T> reader, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = bind(sql, values).executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        }
    }

    /** Changes rows, and says how many. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        return bind(sql, values).executeUpdate();
    }

    /** Puts an update off until {@link #flush}, so that many of a kind travel together. */
    void put(String sql, @Nullable Object... values) throws SQLException {
        bind(sql, values).addBatch();
    }

    /** Does what was put off for this statement. */
    void flush(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement != null) {
            statement.executeBatch();
        }
    }

    private PreparedStatement bind(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Undoes what was not committed, batches included. */
    void rollback() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.clearBatch();
        }
        connection.rollback();
    }

    /** Asks several things of one moment, on a connection that otherwise has each statement by itself. */
    <T> T snapshot(String begin, Readers.Question<T> question) throws SQLException {
        connection.setAutoCommit(false);
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute(begin);
            }
            return question.ask(this);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    static Bytes bytes(ResultSet row, int column) throws SQLException {
        byte @Nullable [] bytes = row.getBytes(column);
        return Bytes.of(bytes == null ? new byte[0] : bytes);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
