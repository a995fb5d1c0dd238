package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.store.Checkpointer;
import io.kdchain.provenance.store.Edge;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryIndex;
import io.kdchain.provenance.store.EntryQuery;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.GrowingTree;
import io.kdchain.provenance.store.Position;
import io.kdchain.provenance.store.StoreConflictException;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A log in a SQLite file. The file belongs to one process at a time; what {@link #append} has returned from survives a
 * loss of power.
 */
public final class SqliteEventStore implements EventStore {
    private static final String PREFIX = "jdbc:sqlite:";
    private static final String MEMORY = ":memory:";
    /** How long to wait for another process to let go of the file. */
    private static final int BUSY_MILLIS = 500;

    private final String url;
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private long size;

    private SqliteEventStore(String url, Connection connection) {
        this.url = url;
        this.connection = connection;
    }

    /**
     * Opens a log.
     *
     * @param url such as {@code jdbc:sqlite:chain.db}
     * @param createIfMissing whether a file that is missing or empty becomes a new log
     * @throws StoreException if the file is missing, in use by another process, damaged or no log
     */
    public static SqliteEventStore open(String url, boolean createIfMissing) {
        if (!url.startsWith(PREFIX)) {
            throw new StoreException(
                    "'%s' names no log: it must begin with %s and go on with a file name.".formatted(url, PREFIX));
        }
        checkFile(url, createIfMissing);
        try {
            Connection connection = DriverManager.getConnection(url);
            try {
                SqliteEventStore store = new SqliteEventStore(url, connection);
                store.prepare(createIfMissing);
                return store;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failure(url, "be opened", e);
        }
    }

    private static void checkFile(String url, boolean createIfMissing) {
        String name = url.substring(PREFIX.length());
        int parameters = name.indexOf('?');
        String path = parameters < 0 ? name : name.substring(0, parameters);
        if (path.isEmpty() || path.startsWith(MEMORY) || path.startsWith("file:")) {
            return;
        }
        try {
            Path file = Path.of(path).toAbsolutePath();
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
            throw new StoreException("'%s' names no file: %s.".formatted(path, e.getReason()), null, e);
        }
    }

    private void prepare(boolean createIfMissing) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
            // one process at a time: a second one is told so at once, instead of two logs growing apart
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            // before anything is written: what is no log stays as it is
            Schema.check(url, connection, createIfMissing);
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("BEGIN EXCLUSIVE");
            statement.execute("COMMIT");
        }
        Schema.prepare(connection);
        connection.setAutoCommit(false);
        size = one("SELECT COALESCE(MAX(idx) + 1, 0) FROM kd_entry", "be opened", row -> row.getLong(1))
                .orElse(0L);
        connection.commit();
    }

    @Override
    public synchronized void append(long expectedSize, List<StoredEvent> entries, Checkpointer checkpointer) {
        if (expectedSize != size) {
            throw new StoreConflictException(expectedSize, size);
        }
        if (entries.isEmpty()) {
            return;
        }
        GrowingTree tree = new GrowingTree(size, this);
        entries.forEach(entry -> tree.append(entry.leafHash()));
        long grown = size + entries.size();
        Bytes note = checkpointer.checkpoint(grown, tree.root());
        try {
            for (int i = 0; i < entries.size(); i++) {
                insert(size + i, entries.get(i));
            }
            for (GrowingTree.Node node : tree.drain()) {
                if (node.level() > 0) {
                    update(
                            "INSERT INTO kd_node VALUES (?, ?, ?)",
                            node.level(),
                            node.index(),
                            node.hash().toArray());
                }
            }
            if (note != null) {
                update("INSERT OR REPLACE INTO kd_checkpoint VALUES (?, ?)", grown, note.toArray());
            }
            connection.commit();
            size = grown;
        } catch (SQLException e) {
            rollback(e);
            throw failure(url, "be appended to", e);
        }
    }

    private void insert(long index, StoredEvent entry) throws SQLException {
        update(
                "INSERT INTO kd_entry VALUES (?, ?, ?, ?)",
                index,
                entry.recordedAt().toEpochMilli(),
                entry.envelope().toArray(),
                entry.leafHash().toArray());
        EntryIndex keys = entry.index();
        if (keys == null) {
            return;
        }
        for (Edge edge : keys.edges()) {
            update("INSERT INTO kd_edge VALUES (?, ?, ?)", edge.kind().code(), edge.key(), index);
        }
        update("INSERT INTO kd_counter VALUES (?, ?, ?, ?)", keys.chain(), keys.recorder(), keys.seq(), index);
    }

    @Override
    public synchronized long size() {
        return size;
    }

    @Override
    public synchronized Optional<StoredEvent> read(long index) {
        List<Edge> edges = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String[] edge : all(
                "SELECT kind, key FROM kd_edge WHERE idx = ? ORDER BY kind, key",
                row -> new String[] {text(row, 1), text(row, 2)},
                index)) {
            EdgeKind kind = Coded.find(EdgeKind.class, edge[0]).orElse(null);
            if (kind == null) {
                unknown.add(edge[0]);
            } else {
                edges.add(new Edge(kind, edge[1]));
            }
        }
        List<EntryIndex> keys = all(
                "SELECT chain, recorder, seq FROM kd_counter WHERE idx = ?",
                row -> new EntryIndex(text(row, 1), text(row, 2), row.getLong(3), edges),
                index);
        return one(
                "SELECT recorded_at, envelope, leaf_hash FROM kd_entry WHERE idx = ?",
                "be read",
                row -> new StoredEvent(
                        Instant.ofEpochMilli(row.getLong(1)),
                        bytes(row, 2),
                        bytes(row, 3),
                        keys.size() == 1 && unknown.isEmpty() ? keys.get(0) : null),
                index);
    }

    @Override
    public synchronized List<Long> find(EdgeKind kind, String key) {
        return all(
                "SELECT idx FROM kd_edge WHERE kind = ? AND key = ? ORDER BY idx",
                row -> row.getLong(1),
                kind.code(),
                key);
    }

    @Override
    public synchronized List<Long> find(EntryQuery query) {
        return new EntryFinder(query, (sql, values) -> all(sql, row -> row.getLong(1), values.toArray()), this::read)
                .find();
    }

    @Override
    public synchronized Optional<Position> before(String chain, String recorder, long seq) {
        return one(
                "SELECT seq, idx FROM kd_counter WHERE chain = ? AND recorder = ? AND seq < ? ORDER BY seq DESC, idx LIMIT 1",
                "be read",
                row -> new Position(row.getLong(1), row.getLong(2)),
                chain,
                recorder,
                seq);
    }

    @Override
    public synchronized Optional<Position> after(String chain, String recorder, long seq) {
        return one(
                "SELECT seq, idx FROM kd_counter WHERE chain = ? AND recorder = ? AND seq > ? ORDER BY seq, idx LIMIT 1",
                "be read",
                row -> new Position(row.getLong(1), row.getLong(2)),
                chain,
                recorder,
                seq);
    }

    @Override
    public synchronized byte[] node(int level, long index) {
        Optional<Bytes> hash = level == 0
                ? one("SELECT leaf_hash FROM kd_entry WHERE idx = ?", "be read", row -> bytes(row, 1), index)
                : one(
                        "SELECT hash FROM kd_node WHERE level = ? AND idx = ?",
                        "be read",
                        row -> bytes(row, 1),
                        level,
                        index);
        return hash.orElseThrow(() -> new StoreException(
                        "Log %s lacks node %d at level %d of its tree.".formatted(url, index, level)))
                .toArray();
    }

    @Override
    public synchronized Optional<StoredCheckpoint> lastCheckpoint() {
        return one(
                "SELECT size, note FROM kd_checkpoint ORDER BY size DESC LIMIT 1",
                "be read",
                row -> new StoredCheckpoint(row.getLong(1), bytes(row, 2)));
    }

    @Override
    public synchronized List<StoredCheckpoint> checkpoints() {
        return all(
                "SELECT size, note FROM kd_checkpoint ORDER BY size",
                row -> new StoredCheckpoint(row.getLong(1), bytes(row, 2)));
    }

    @Override
    public synchronized Optional<String> setting(String name) {
        return one("SELECT value FROM kd_setting WHERE name = ?", "be read", row -> text(row, 1), name);
    }

    @Override
    public synchronized void define(String name, String value) {
        String known = setting(name).orElse(null);
        if (known != null && !known.equals(value)) {
            throw new StoreException("Log %s has %s '%s' and cannot have '%s'.".formatted(url, name, known, value));
        }
        if (known == null) {
            try {
                update("INSERT INTO kd_setting VALUES (?, ?)", name, value);
                connection.commit();
            } catch (SQLException e) {
                rollback(e);
                throw failure(url, "be written", e);
            }
        }
    }

    @Override
    public synchronized List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (String line : all("PRAGMA integrity_check(20)", row -> text(row, 1))) {
            if (!line.equals("ok")) {
                faults.add("database: " + line);
            }
        }
        faults.addAll(Schema.faults(connection, url));
        stray("kd_entry", "idx < 0 OR idx >= " + size, faults);
        stray("kd_edge", "idx < 0 OR idx >= " + size, faults);
        stray("kd_counter", "idx < 0 OR idx >= " + size, faults);
        stray("kd_node", "level < 1 OR level > 62 OR idx < 0 OR ((idx + 1) << level) > " + size, faults);
        stray("kd_setting", "name NOT IN ('origin', 'key')", faults);
        return faults;
    }

    private void stray(String table, String condition, List<String> faults) {
        long count = one("SELECT COUNT(*) FROM " + table + " WHERE " + condition, "be read", row -> row.getLong(1))
                .orElse(0L);
        if (count > 0) {
            faults.add("%s: %d rows belong to no entry".formatted(table, count));
        }
    }

    /** The database itself: for tests that change it behind the log's back. */
    Connection connection() {
        return connection;
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(url, "be closed", e);
        }
    }

    /** What is made of one row. */
    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> Optional<T> one(String sql, String what, Row<T> reader, Object... values) {
        try (ResultSet rows = query(sql, values)) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        } catch (SQLException e) {
            throw failure(url, what, e);
        }
    }

    private <T> List<T> all(String sql, Row<T> reader, Object... values) {
        try (ResultSet rows = query(sql, values)) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        } catch (SQLException e) {
            throw failure(url, "be read", e);
        }
    }

    private ResultSet query(String sql, Object... values) throws SQLException {
        return bind(sql, values).executeQuery();
    }

    private void update(String sql, Object... values) throws SQLException {
        bind(sql, values).executeUpdate();
    }

    private PreparedStatement bind(String sql, Object... values) throws SQLException {
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

    private void rollback(SQLException cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    private static Bytes bytes(ResultSet row, int column) throws SQLException {
        byte @Nullable [] bytes = row.getBytes(column);
        return Bytes.of(bytes == null ? new byte[0] : bytes);
    }

    /** What the database says, in words that say what to do. */
    static StoreException failure(String url, String what, SQLException e) {
        String message = String.valueOf(e.getMessage());
        String advice;
        if (message.contains("SQLITE_BUSY") || message.contains("SQLITE_LOCKED")) {
            advice = "another process has it open; close that first";
        } else if (message.contains("SQLITE_NOTADB")) {
            advice = "the file is no SQLite database";
        } else if (message.contains("SQLITE_CORRUPT")) {
            advice = "the file is damaged or cut short; restore it from a copy";
        } else if (message.contains("SQLITE_FULL")) {
            advice = "the disk is full";
        } else if (message.contains("SQLITE_READONLY") || message.contains("SQLITE_CANTOPEN")) {
            advice = "file or folder may not be written";
        } else {
            advice = message;
        }
        return new StoreException("Log %s cannot %s: %s.".formatted(url, what, advice), e.getSQLState(), e);
    }
}
