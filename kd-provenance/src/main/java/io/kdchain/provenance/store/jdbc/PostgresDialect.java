package io.kdchain.provenance.store.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/**
 * A schema of a PostgreSQL database, to which several processes append. Who appends holds an advisory lock, named after
 * the table of entries, until the transaction ends; readers take none.
 */
final class PostgresDialect implements Dialect {
    static final String PREFIX = "jdbc:postgresql:";
    private static final List<String> SCRIPTS = List.of(
            "postgresql-0001.sql",
            "postgresql-0002.sql",
            "postgresql-0003.sql",
            "postgresql-0004.sql",
            "postgresql-0005.sql");
    /** The script that came with tiles. */
    private static final int TILED = 3;
    /** The script that came with edges to named parties. */
    private static final int NAMED = 5;
    /** How long to wait for another process that appends. */
    private static final int LOCK_SECONDS = 30;
    /** Any number that others hardly use: whoever makes the tables of a log locks it. */
    private static final long SCHEMA_LOCK = 0x6b64_7363_6865_6d61L;

    private final String url;

    PostgresDialect(String url) {
        this.url = url;
    }

    @Override
    public List<String> scripts() {
        return SCRIPTS;
    }

    @Override
    public void follow(int version, Connection writer) throws SQLException {
        if (version == TILED) {
            NodesToTiles.run(writer);
        } else if (version == NAMED) {
            NamedParties.run(this, writer);
        }
    }

    @Override
    public String tableEnd() {
        return "";
    }

    @Override
    public String hasTable() {
        return "SELECT 1 WHERE to_regclass(?) IS NOT NULL";
    }

    @Override
    public Connection writer() throws SQLException {
        // whatever the server's default is: what is answered is on its disk
        return connect(
                "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
                "SET lock_timeout = '" + LOCK_SECONDS + "s'");
    }

    @Override
    public void prepare(Connection writer) {
        // every database is ready
    }

    @Override
    public Connection reader() throws SQLException {
        return connect("SET default_transaction_read_only = on");
    }

    private Connection connect(String... settings) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "kdchain");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("tcpKeepAlive", "true");
        Connection connection = DriverManager.getConnection(url, properties);
        try (Statement statement = connection.createStatement()) {
            for (String setting : settings) {
                statement.execute(setting);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public String snapshot() {
        return "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";
    }

    @Override
    public boolean isAlone() {
        return false;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public int indexLag() {
        return 0;
    }

    @Override
    public void lock(Session writer) throws SQLException {
        writer.one("SELECT pg_advisory_xact_lock('kd_entry'::regclass::oid::bigint)", row -> true);
    }

    @Override
    public void lockSchema(Connection writer) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
        }
    }

    @Override
    public String key(String key) {
        return EdgeText.escape(key);
    }

    @Override
    public String edge(String key) {
        return key;
    }

    /**
     * The table gets new files. The write-ahead log of the server keeps what it has until it reuses the space, which no
     * client can hasten: there, only the destroyed key makes the values unreadable.
     */
    @Override
    public void scrubVault(Connection writer) throws SQLException {
        writer.setAutoCommit(true);
        try (Statement statement = writer.createStatement()) {
            statement.execute("VACUUM FULL kd_vault");
        } finally {
            writer.setAutoCommit(false);
        }
    }

    @Override
    public List<String> faults(Session session) {
        return List.of();
    }

    @Override
    public boolean isGone(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        // connection lost; server shut down or restarted
        return state.startsWith("08") || state.startsWith("57P0");
    }

    @Override
    public String advice(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.equals("08001") && String.valueOf(e.getMessage()).startsWith("No suitable driver")) {
            return "the driver org.postgresql:postgresql is not on the class path; add it";
        } else if (isGone(e)) {
            return "the server cannot be reached or has ended the connection; see that it runs, and try again";
        } else if (state.startsWith("28")) {
            return "the server refuses the login; check user, password and pg_hba.conf";
        } else if (state.equals("3D000")) {
            return "there is no such database; make it with createdb";
        } else if (state.equals("42501")) {
            return "the user may not do this; grant it the right to create tables in the schema";
        } else if (state.equals("25006")) {
            return "the server only reads, as a standby does; name the primary";
        } else if (state.equals("53100")) {
            return "the server's disk is full; nothing of this was written, make room and do it again";
        } else if (state.equals("55P03")) {
            return "another process has been appending for %d seconds; see why".formatted(LOCK_SECONDS);
        }
        return String.valueOf(e.getMessage());
    }

    @Override
    public void close() {
        // nothing is held beside the connections
    }
}
