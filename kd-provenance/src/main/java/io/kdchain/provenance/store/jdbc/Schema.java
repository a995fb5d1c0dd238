package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The numbered scripts that make the tables, and which of them a database has seen. */
final class Schema {
    private static final List<String> SCRIPTS = List.of("sqlite-0001.sql", "sqlite-0002.sql");

    /** Version that came with edges which follow from the envelopes. */
    private static final int BACKFILLED = 2;

    private Schema() {}

    /**
     * Looks whether a database holds a log that this release can read, or may become one.
     *
     * @throws StoreException if not
     */
    static void check(String url, Connection connection, boolean create) throws SQLException {
        int version = version(connection);
        if (version > SCRIPTS.size()) {
            throw new StoreException("Log %s has schema %d; this release knows up to %d. Use a newer kdchain."
                    .formatted(url, version, SCRIPTS.size()));
        }
        if (version == 0 && !create) {
            throw new StoreException("%s holds no log.".formatted(url));
        }
    }

    /** Brings a database up to date. */
    static void prepare(Connection connection) throws SQLException {
        int version = version(connection);
        if (version == SCRIPTS.size()) {
            return;
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS kd_schema ("
                    + "version INTEGER PRIMARY KEY, script TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT");
            for (int i = version; i < SCRIPTS.size(); i++) {
                for (String command : script(i).replaceAll("(?m)^--.*$", "").split(";", -1)) {
                    if (!command.isBlank()) {
                        statement.execute(command);
                    }
                }
                if (i + 1 == BACKFILLED) {
                    Backfill.run(connection);
                }
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO kd_schema VALUES (?, ?, ?)")) {
                    insert.setInt(1, i + 1);
                    insert.setString(2, SCRIPTS.get(i));
                    insert.setString(3, sha256(script(i)));
                    insert.executeUpdate();
                }
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Rows of the schema table that are not as this release writes them. */
    static List<String> faults(Connection connection, String url) {
        List<String> faults = new ArrayList<>();
        int expected = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT version, script, sha256 FROM kd_schema ORDER BY version")) {
            while (rows.next()) {
                int version = rows.getInt(1);
                expected++;
                if (version != expected
                        || version > SCRIPTS.size()
                        || !SCRIPTS.get(version - 1).equals(rows.getString(2))
                        || !sha256(script(version - 1)).equals(rows.getString(3))) {
                    faults.add("kd_schema: row %d was changed".formatted(version));
                }
            }
        } catch (SQLException e) {
            throw SqliteEventStore.failure(url, "be read", e);
        }
        return faults;
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery(
                    "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'kd_schema'")) {
                if (!table.next() || table.getInt(1) == 0) {
                    return 0;
                }
            }
            try (ResultSet version = statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM kd_schema")) {
                return version.next() ? version.getInt(1) : 0;
            }
        }
    }

    private static String script(int index) {
        String name = SCRIPTS.get(index);
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("Resource %s is missing from the jar.".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Resource %s cannot be read.".formatted(name), e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one must have.", e);
        }
    }
}
