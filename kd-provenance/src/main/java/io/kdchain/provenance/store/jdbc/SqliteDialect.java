package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.store.StoreException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file. It belongs to one process at a time: that one keeps a lock on the empty file {@code FILE-lock} beside
 * it, which ends with the process however that ends.
 */
final class SqliteDialect implements Dialect {
    static final String PREFIX = "jdbc:sqlite:";
    private static final String MEMORY = ":memory:";
    private static final List<String> SCRIPTS = List.of(
            "sqlite-0001.sql",
            "sqlite-0002.sql",
            "sqlite-0003.sql",
            "sqlite-0004.sql",
            "sqlite-0005.sql",
            "sqlite-0006.sql",
            "sqlite-0007.sql");
    /** The script that came with edges which follow from the envelopes. */
    private static final int BACKFILLED = 2;
    /** The script that came with tiles. */
    private static final int TILED = 5;
    /** The script that came with edges to named parties. */
    private static final int NAMED = 7;
    /** Entries that are put into the indexes together: as many keep a transaction busy for some twenty milliseconds. */
    private static final int INDEX_LAG = 1000;
    /** How long to wait for another process to let go of the file. */
    private static final int BUSY_MILLIS = 500;
    /** Pages in the write-ahead log before they are moved to the file: 16 MiB, so that few commits pay for it. */
    private static final int CHECKPOINT_PAGES = 4000;
    /**
     * Pages that a reading connection keeps, if it meets as many: a slice of a thousand events, judged, touches some
     * twenty megabytes of a large log.
     */
    private static final int READER_CACHE_KIB = 64 * 1024;
    /** Pages that the writing connection keeps: keys are put in all over the indexes. */
    private static final int WRITER_CACHE_KIB = 32 * 1024;

    private final String url;
    private final @Nullable Connection lock;

    private SqliteDialect(String url, @Nullable Connection lock) {
        this.url = url;
        this.lock = lock;
    }

    /**
     * The file of a URL, which is this process's from now on.
     *
     * @throws StoreException if it is missing and must not be, or cannot be one
     * @throws SQLException if another process has it
     */
    static SqliteDialect of(String url, boolean createIfMissing) throws SQLException {
        String file = file(url);
        if (file.isEmpty()) {
            return new SqliteDialect(url, null);
        }
        checkFile(url, file, createIfMissing);
        return new SqliteDialect(url, lock(file));
    }

    /** The name of the file in a URL; empty where there is none, because the database is in memory. */
    private static String file(String url) {
        String name = url.substring(PREFIX.length());
        int parameters = name.indexOf('?');
        String path = parameters < 0 ? name : name.substring(0, parameters);
        return path.startsWith(MEMORY) || path.startsWith("file:") ? "" : path;
    }

    private static void checkFile(String url, String name, boolean createIfMissing) {
        try {
            Path file = Path.of(name).toAbsolutePath();
            Path folder = file.getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                throw new StoreException("Log %s cannot be opened: folder %s does not exist.".formatted(url, folder));
            }
            if (Files.isDirectory(file)) {
                throw new StoreException("Log %s cannot be opened: it is a folder; name a file.".formatted(url));
            }
            if (!createIfMissing && !Files.exists(file)) {
                throw new StoreException("Log %s does not exist. Check the name after %s.".formatted(url, PREFIX));
            }
        } catch (InvalidPathException e) {
            throw new StoreException("'%s' names no file: %s.".formatted(name, e.getReason()), null, e);
        }
    }

    private static Connection lock(String file) throws SQLException {
        Connection lock = DriverManager.getConnection(PREFIX + file + "-lock");
        try (Statement statement = lock.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
            statement.execute("BEGIN EXCLUSIVE");
            return lock;
        } catch (SQLException e) {
            lock.close();
            throw e;
        }
    }

    @Override
    public List<String> scripts() {
        return SCRIPTS;
    }

    @Override
    public void follow(int version, Connection writer) throws SQLException {
        if (version == BACKFILLED) {
            Backfill.run(writer);
        } else if (version == TILED) {
            NodesToTiles.run(writer);
        } else if (version == NAMED) {
            NamedParties.run(this, writer);
        }
    }

    @Override
    public String tableEnd() {
        return " STRICT";
    }

    @Override
    public String hasTable() {
        return "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?";
    }

    @Override
    public Connection writer() throws SQLException {
        return connect(
                "PRAGMA synchronous = FULL",
                "PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES,
                "PRAGMA cache_size = " + -WRITER_CACHE_KIB,
                // what is erased must not stay in free pages, nor get into temporary files
                "PRAGMA secure_delete = ON",
                "PRAGMA temp_store = MEMORY");
    }

    @Override
    public void prepare(Connection writer) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
        }
    }

    @Override
    public Connection reader() throws SQLException {
        return connect("PRAGMA query_only = ON", "PRAGMA cache_size = " + -READER_CACHE_KIB);
    }

    private Connection connect(String... pragmas) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
            for (String pragma : pragmas) {
                statement.execute(pragma);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public String snapshot() {
        return "SELECT 1 FROM kd_schema";
    }

    @Override
    public boolean isAlone() {
        return lock == null;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public int indexLag() {
        return INDEX_LAG;
    }

    @Override
    public void lock(Session writer) {
        // the file belongs to this process, and the store lets one thread write
    }

    @Override
    public void lockSchema(Connection writer) {
        // as above
    }

    @Override
    public String key(String key) {
        return key;
    }

    @Override
    public String edge(String key) {
        return EdgeText.escape(key);
    }

    /**
     * Deleted rows are zeroed already. The table is written anew, as splitting pages leaves copies within them that
     * nothing deletes, and the write-ahead log is emptied into the file and cut to nothing. This costs what the vault
     * holds, not what the log holds.
     */
    @Override
    public void scrubVault(Connection writer) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute("CREATE TABLE kd_vault_copy AS SELECT * FROM kd_vault");
            statement.execute("DELETE FROM kd_vault");
            statement.execute("INSERT INTO kd_vault SELECT * FROM kd_vault_copy");
            statement.execute("DROP TABLE kd_vault_copy");
            writer.commit();
            writer.setAutoCommit(true);
            try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                if (row.next() && row.getInt(1) == 1) {
                    throw new SQLException(
                            "the values are erased, but a reader keeps the write-ahead log, which may still hold them; try again");
                }
            } finally {
                writer.setAutoCommit(false);
            }
        }
    }

    @Override
    public List<String> faults(Session session) throws SQLException {
        List<String> faults = new ArrayList<>();
        for (String line : session.all("PRAGMA integrity_check(20)", row -> Session.text(row, 1))) {
            if (!line.equals("ok")) {
                faults.add("database: " + line);
            }
        }
        return faults;
    }

    @Override
    public boolean isGone(SQLException e) {
        return false;
    }

    @Override
    public String advice(SQLException e) {
        return explain(e);
    }

    static String explain(SQLException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("SQLITE_BUSY") || message.contains("SQLITE_LOCKED")) {
            return "another process has it open; close that first";
        } else if (message.contains("SQLITE_NOTADB")) {
            return "the file is no SQLite database";
        } else if (message.contains("SQLITE_CORRUPT")) {
            return "the file is damaged or cut short; restore it from a copy";
        } else if (message.contains("SQLITE_FULL")) {
            return "the disk is full; nothing of this was written, make room and do it again";
        } else if (message.contains("SQLITE_READONLY") || message.contains("SQLITE_CANTOPEN")) {
            return "file or folder may not be written";
        }
        return message;
    }

    @Override
    public void close() throws SQLException {
        if (lock != null) {
            lock.close();
        }
    }
}
