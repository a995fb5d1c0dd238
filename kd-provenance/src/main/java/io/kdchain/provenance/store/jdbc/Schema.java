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
    private final String url;
    private final Dialect dialect;

    Schema(String url, Dialect dialect) {
        this.url = url;
        this.dialect = dialect;
    }

    /**
     * Looks whether a database holds a log that this release can read, or may become one.
     *
     * @throws StoreException if not
     */
    void check(Connection connection, boolean create) throws SQLException {
        int version = version(connection);
        int newest = dialect.scripts().size();
        if (version > newest) {
            throw new StoreException("Log %s has schema %d; this release knows up to %d. Use a newer kdchain."
                    .formatted(url, version, newest));
        }
        if (version == 0 && !create) {
            throw new StoreException("%s holds no log.".formatted(url));
        }
    }

    /** Brings a database up to date, in one transaction: whoever is stopped leaves it as it was. */
    void upgrade(Connection connection) throws SQLException {
        List<String> scripts = dialect.scripts();
        if (version(connection) == scripts.size()) {
            return;
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            dialect.lockSchema(connection);
            // again: another process may have done it meanwhile
            int version = version(connection);
            statement.execute("CREATE TABLE IF NOT EXISTS kd_schema ("
                    + "version INTEGER PRIMARY KEY, script TEXT NOT NULL, sha256 TEXT NOT NULL)" + dialect.tableEnd());
            for (int i = version; i < scripts.size(); i++) {
                for (String command : script(i).replaceAll("(?m)^\\s*--.*$", "").split(";", -1)) {
                    if (!command.isBlank()) {
                        statement.execute(command);
                    }
                }
                dialect.follow(i + 1, connection);
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO kd_schema VALUES (?, ?, ?)")) {
                    insert.setInt(1, i + 1);
                    insert.setString(2, scripts.get(i));
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
    List<String> faults(Session session) throws SQLException {
        List<String> scripts = dialect.scripts();
        List<String> faults = new ArrayList<>();
        List<String> rows = session.all(
                "SELECT version, script, sha256 FROM kd_schema ORDER BY version",
                row -> row.getInt(1) + " " + row.getString(2) + " " + row.getString(3));
        for (int i = 0; i < Math.max(rows.size(), scripts.size()); i++) {
            boolean stands = i < rows.size()
                    && i < scripts.size()
                    && rows.get(i).equals((i + 1) + " " + scripts.get(i) + " " + sha256(script(i)));
            if (!stands) {
                faults.add("kd_schema: row %d was changed".formatted(i + 1));
            }
        }
        return faults;
    }

    private int version(Connection connection) throws SQLException {
        try (PreparedStatement table = connection.prepareStatement(dialect.hasTable())) {
            table.setString(1, "kd_schema");
            try (ResultSet row = table.executeQuery()) {
                if (!row.next()) {
                    return 0;
                }
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM kd_schema")) {
            return version.next() ? version.getInt(1) : 0;
        }
    }

    private String script(int index) {
        String name = dialect.scripts().get(index);
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
