package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.NodeSource;
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
import io.kdchain.provenance.store.Vault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log in a database. What {@link #append} has returned from is on disk. One connection appends, a few others read,
 * and neither waits for the other. A SQLite file belongs to one process at a time; to a log in PostgreSQL several may
 * append.
 */
public final class JdbcEventStore implements EventStore {
    private static final String INSERT_ENTRY = "INSERT INTO kd_entry"
            + " (idx, recorded_at, leaf_hash, chain, recorder, seq, edges, envelope) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_EDGE =
            "INSERT INTO kd_edge (kind, key, idx) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String INSERT_COUNTER =
            "INSERT INTO kd_counter (chain, recorder, seq, idx) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String INSERT_TILE = "INSERT INTO kd_tile (height, idx, hashes) VALUES (?, ?, ?)";
    private static final String INSERT_CHECKPOINT = "INSERT INTO kd_checkpoint (size, note) VALUES (?, ?)";
    private static final String ENTRY =
            "SELECT recorded_at, leaf_hash, chain, recorder, seq, edges, envelope FROM kd_entry ";

    private static final Logger LOG = LoggerFactory.getLogger(JdbcEventStore.class);

    private final String url;
    private final Dialect dialect;
    private final Readers readers;
    private final Vault vault = new JdbcVault(this);
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable Session writer;
    /** The right edge of the tree, so that an append reads nothing of it; null means to read it again. */
    private @Nullable GrowingTree tree;
    /** What {@link #tree} has grown since its last complete tiles. */
    private Tiles tiles = new Tiles();

    private final TileCache provenTiles = new TileCache();
    /** Entries that kd_edge and kd_counter do not lead to yet. */
    private final IndexTail tail = new IndexTail();
    /** Number of entries, where no other process appends. */
    private volatile long size;

    private JdbcEventStore(String url, Dialect dialect) {
        this.url = url;
        this.dialect = dialect;
        this.readers = new Readers(dialect);
    }

    /**
     * Opens a log, and brings its tables up to date.
     *
     * @param url such as {@code jdbc:sqlite:chain.db} or {@code jdbc:postgresql://localhost/chain}
     * @param createIfMissing whether a file or schema that is missing or empty becomes a new log
     * @throws StoreException if it cannot be reached, is in use by another process, damaged, made by a newer release,
     *     or no log
     */
    public static JdbcEventStore open(String url, boolean createIfMissing) {
        if (url.startsWith(SqliteDialect.PREFIX)) {
            try {
                return open(url, SqliteDialect.of(url, createIfMissing), createIfMissing);
            } catch (SQLException e) {
                throw failure(url, SqliteDialect.explain(e), "be opened", e);
            }
        }
        if (url.startsWith(PostgresDialect.PREFIX)) {
            return open(url, new PostgresDialect(url), createIfMissing);
        }
        throw new StoreException("'%s' names no log: it must begin with %s and go on with a file name, or with %s."
                .formatted(url, SqliteDialect.PREFIX, PostgresDialect.PREFIX));
    }

    private static JdbcEventStore open(String url, Dialect dialect, boolean createIfMissing) {
        // what follows may hold a password
        String shown = url.startsWith(PostgresDialect.PREFIX) ? url.replaceFirst("\\?.*", "") : url;
        JdbcEventStore store = new JdbcEventStore(shown, dialect);
        try {
            store.prepare(createIfMissing);
            return store;
        } catch (SQLException e) {
            store.closeAfter(e);
            throw store.failure("be opened", e);
        } catch (RuntimeException e) {
            store.closeAfter(e);
            throw e;
        }
    }

    private void prepare(boolean createIfMissing) throws SQLException {
        Session session = new Session(dialect.writer());
        writer = session;
        Schema schema = new Schema(url, dialect);
        // before anything is written: what is no log stays as it is
        schema.check(session.connection(), createIfMissing);
        dialect.prepare(session.connection());
        schema.upgrade(session.connection());
        session.connection().setAutoCommit(false);
        size = size(session);
        session.connection().commit();
        if (dialect.indexLag() > 0) {
            readTail(session);
        }
    }

    /** What was appended and not put into the indexes when the log was last open, however that ended. */
    private void readTail(Session session) throws SQLException {
        long from = setting(session, Strays.INDEXED)
                .map(JdbcEventStore::wholeNumber)
                .orElse(0L);
        List<Keyed> page;
        do {
            page = session.all(
                    "SELECT idx, leaf_hash, chain, recorder, seq, edges FROM kd_entry WHERE idx >= ? ORDER BY idx LIMIT ?",
                    row -> new Keyed(row.getLong(1), index(row)),
                    from,
                    dialect.indexLag());
            for (Keyed entry : page) {
                tail.add(entry.index(), entry.keys());
                from = entry.index() + 1;
            }
            session.connection().commit();
            if (tail.size() >= dialect.indexLag()) {
                settle();
            }
        } while (page.size() == dialect.indexLag());
    }

    private record Keyed(long index, @Nullable EntryIndex keys) {}

    /** What somebody changed means that nothing is known to be in the indexes. */
    static long wholeNumber(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    @Override
    public void append(long expectedSize, List<StoredEvent> entries, Checkpointer checkpointer) {
        append(expectedSize, entries, grown -> {
            Bytes note = checkpointer.checkpoint(grown.size(), grown.root());
            return note == null ? List.of() : List.of(new StoredCheckpoint(grown.size(), note));
        });
    }

    @Override
    public void copy(long expectedSize, List<StoredEvent> entries, List<StoredCheckpoint> checkpoints) {
        append(expectedSize, entries, grown -> checkpoints);
    }

    private void append(
            long expectedSize, List<StoredEvent> entries, Function<GrowingTree, List<StoredCheckpoint>> checkpoints) {
        writing.lock();
        try {
            Session session = writer();
            try {
                dialect.lock(session);
                long now = dialect.isShared() ? size(session) : size;
                if (expectedSize != now) {
                    throw new StoreConflictException(expectedSize, now);
                }
                if (entries.isEmpty()) {
                    session.rollback();
                    return;
                }
                boolean settled = insert(session, now, entries, checkpoints);
                session.connection().commit();
                // in this order: whoever sees the new size finds the new entries
                if (settled) {
                    tail.clear();
                } else {
                    for (int i = 0; i < entries.size(); i++) {
                        tail.add(now + i, entries.get(i).index());
                    }
                }
                size = now + entries.size();
            } catch (SQLException | RuntimeException e) {
                tree = null;
                undo(session, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failure("be appended to", e);
        } finally {
            writing.unlock();
        }
    }

    /** Says whether all entries are in the indexes now. */
    private boolean insert(
            Session session,
            long first,
            List<StoredEvent> entries,
            Function<GrowingTree, List<StoredCheckpoint>> checkpoints)
            throws SQLException {
        GrowingTree grown = tree;
        if (grown == null || grown.size() != first) {
            grown = new GrowingTree(first, (level, index) -> {
                try {
                    return node(session, level, index);
                } catch (SQLException e) {
                    throw failure("be read", e);
                }
            });
            tree = grown;
            tiles = new Tiles();
        }
        for (int i = 0; i < entries.size(); i++) {
            StoredEvent entry = entries.get(i);
            grown.append(entry.leafHash());
            insert(session, first + i, entry);
        }
        session.flush(INSERT_ENTRY);
        boolean settles = tail.size() + entries.size() >= dialect.indexLag();
        if (settles) {
            for (int i = 0; i < entries.size(); i++) {
                index(session, first + i, entries.get(i).index());
            }
            settle(session, first + entries.size());
        }
        TreeReader stored = new TreeReader(session);
        for (GrowingTree.Node node : grown.drain()) {
            Optional<Tiles.Placed> tile =
                    tiles.add(node.level(), node.index(), node.hash().toArray(), stored::children);
            if (tile.isPresent()) {
                Tiles.Place place = tile.get().place();
                session.put(
                        INSERT_TILE,
                        place.height(),
                        place.index(),
                        tile.get().tile().hashes());
            }
        }
        session.flush(INSERT_TILE);
        for (StoredCheckpoint checkpoint : checkpoints.apply(grown)) {
            session.put(INSERT_CHECKPOINT, checkpoint.size(), checkpoint.note().toArray());
        }
        session.flush(INSERT_CHECKPOINT);
        return settles;
    }

    private void insert(Session session, long index, StoredEvent entry) throws SQLException {
        EntryIndex keys = entry.index();
        session.put(
                INSERT_ENTRY,
                index,
                entry.recordedAt().toEpochMilli(),
                entry.leafHash().toArray(),
                keys == null ? null : keys.chain(),
                keys == null ? null : keys.recorder(),
                keys == null ? null : keys.seq(),
                keys == null ? null : EdgeText.of(keys.edges()),
                PackedEnvelope.pack(entry.envelope().toArray()));
    }

    /** Puts what is not in the indexes yet there, so that they can be asked. */
    private void settle() {
        if (tail.size() == 0) {
            return;
        }
        writing.lock();
        try {
            write(session -> settle(session, size));
            tail.clear();
        } finally {
            writing.unlock();
        }
    }

    private void settle(Session session, long indexed) throws SQLException {
        for (Map.Entry<Long, @Nullable EntryIndex> entry : tail.entries().entrySet()) {
            index(session, entry.getKey(), entry.getValue());
        }
        session.flush(INSERT_EDGE);
        session.flush(INSERT_COUNTER);
        if (dialect.indexLag() > 0) {
            session.update(
                    "INSERT INTO kd_setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    Strays.INDEXED,
                    Long.toString(indexed));
        }
    }

    private void index(Session session, long index, @Nullable EntryIndex keys) throws SQLException {
        if (keys != null) {
            session.put(INSERT_COUNTER, keys.chain(), keys.recorder(), keys.seq(), index);
            for (Edge edge : keys.edges()) {
                session.put(INSERT_EDGE, edge.kind().code(), dialect.key(edge.key()), index);
            }
        }
    }

    private Session writer() throws SQLException {
        Session session = writer;
        if (session == null) {
            Connection connection = dialect.writer();
            connection.setAutoCommit(false);
            session = new Session(connection);
            writer = session;
        }
        return session;
    }

    private void undo(Session session, Exception cause) {
        try {
            session.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
            // a connection that cannot even be rolled back is of no more use
            writer = null;
            try {
                session.close();
            } catch (SQLException suppressed) {
                cause.addSuppressed(suppressed);
            }
        }
    }

    private static long size(Session session) throws SQLException {
        return session.one("SELECT COALESCE(MAX(idx) + 1, 0) FROM kd_entry", row -> row.getLong(1))
                .orElse(0L);
    }

    @Override
    public long size() {
        return dialect.isShared() ? read(JdbcEventStore::size) : size;
    }

    @Override
    public Optional<StoredEvent> read(long index) {
        return read(session -> session.one(ENTRY + "WHERE idx = ?", JdbcEventStore::entry, index));
    }

    @Override
    public List<StoredEvent> read(long from, int limit) {
        return read(session -> session.all(
                ENTRY + "WHERE idx >= ? AND idx < ? ORDER BY idx", JdbcEventStore::entry, from, from + limit));
    }

    private static StoredEvent entry(ResultSet row) throws SQLException {
        byte @Nullable [] envelope = row.getBytes(7);
        return new StoredEvent(
                Instant.ofEpochMilli(row.getLong(1)),
                Bytes.of(envelope == null ? new byte[0] : PackedEnvelope.unpack(envelope)),
                Session.bytes(row, 2),
                index(row));
    }

    private static @Nullable EntryIndex index(ResultSet row) throws SQLException {
        String chain = row.getString(3);
        String recorder = row.getString(4);
        long seq = row.getLong(5);
        boolean counted = !row.wasNull();
        String text = row.getString(6);
        if (chain == null || recorder == null || !counted || text == null) {
            return null;
        }
        return EdgeText.read(text)
                .map(edges -> new EntryIndex(chain, recorder, seq, edges))
                .orElse(null);
    }

    @Override
    public List<Long> find(EdgeKind kind, String key) {
        // in this order: what leaves the one meanwhile is in the other
        List<Long> newest = tail.find(kind, key);
        List<Long> indexed = read(session -> session.all(
                "SELECT idx FROM kd_edge WHERE kind = ? AND key = ? ORDER BY idx",
                row -> row.getLong(1),
                kind.code(),
                dialect.key(key)));
        return joined(indexed, newest);
    }

    /** Both ascending; what left the memory while the tables were asked stands in both. */
    private static List<Long> joined(List<Long> indexed, List<Long> newest) {
        return newest.isEmpty()
                ? indexed
                : Stream.concat(indexed.stream(), newest.stream())
                        .sorted()
                        .distinct()
                        .toList();
    }

    @Override
    public Map<Long, StoredEvent> readAll(Collection<Long> indexes) {
        return read(session -> {
            Map<Long, StoredEvent> entries = new HashMap<>();
            InLists.read(
                    session,
                    "SELECT recorded_at, leaf_hash, chain, recorder, seq, edges, envelope, idx FROM kd_entry WHERE idx IN (%s)",
                    List.of(),
                    indexes,
                    row -> entries.put(row.getLong(8), entry(row)));
            return entries;
        });
    }

    @Override
    public Map<Long, EntryIndex> indexes(Collection<Long> indexes) {
        return read(session -> {
            Map<Long, EntryIndex> found = new HashMap<>();
            InLists.read(
                    session,
                    "SELECT idx, leaf_hash, chain, recorder, seq, edges FROM kd_entry WHERE idx IN (%s)",
                    List.of(),
                    indexes,
                    row -> {
                        EntryIndex index = index(row);
                        if (index != null) {
                            found.put(row.getLong(1), index);
                        }
                    });
            return found;
        });
    }

    @Override
    public Map<String, List<Long>> findAll(EdgeKind kind, Collection<String> keys) {
        Map<String, List<Long>> newest = new HashMap<>();
        for (String key : keys) {
            List<Long> found = tail.find(kind, key);
            if (!found.isEmpty()) {
                newest.put(key, found);
            }
        }
        Map<String, List<Long>> all = read(session -> findAll(session, kind, keys));
        newest.forEach((key, found) -> all.merge(key, found, JdbcEventStore::joined));
        return all;
    }

    private Map<String, List<Long>> findAll(Session session, EdgeKind kind, Collection<String> keys)
            throws SQLException {
        Map<String, String> asStored = new LinkedHashMap<>();
        keys.forEach(key -> asStored.put(dialect.key(key), key));
        Map<String, List<Long>> found = new HashMap<>();
        InLists.read(
                session,
                "SELECT key, idx FROM kd_edge WHERE kind = ? AND key IN (%s) ORDER BY key, idx",
                List.of(kind.code()),
                asStored.keySet(),
                row -> found.computeIfAbsent(
                                asStored.getOrDefault(row.getString(1), row.getString(1)), key -> new ArrayList<>())
                        .add(row.getLong(2)));
        return found;
    }

    @Override
    public Set<String> known(Collection<String> ids) {
        Set<String> known = new HashSet<>();
        writing.lock();
        try {
            Session session = writer();
            try {
                // this connection, as each commit makes void what the others keep of the database
                known.addAll(findAll(session, EdgeKind.EVENT, ids).keySet());
                session.rollback();
            } catch (SQLException e) {
                undo(session, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failure("be read", e);
        } finally {
            writing.unlock();
        }
        ids.stream().filter(id -> !tail.find(EdgeKind.EVENT, id).isEmpty()).forEach(known::add);
        return known;
    }

    @Override
    public Map<Place, byte[]> nodes(Collection<Place> places) {
        return read(session -> new TreeReader(session).nodes(places));
    }

    @Override
    public NodeSource around(Collection<Long> leaves, long size) {
        TreeReader.Fetched fetched = read(session -> new TreeReader(session, provenTiles).around(leaves, size));
        return (level, index) -> fetched.node(level, index).orElseGet(() -> node(level, index));
    }

    @Override
    public List<StoredCheckpoint> checkpoints(long above, int limit) {
        List<StoredCheckpoint> found = read(session -> session.all(
                "SELECT size, note FROM kd_checkpoint WHERE size > ? ORDER BY size LIMIT ?",
                JdbcEventStore::checkpoint,
                above,
                limit));
        long last = above;
        for (StoredCheckpoint checkpoint : found) {
            if (checkpoint.size() <= last) {
                // whoever asks for the next page would be given this one for ever
                throw new StoreException(
                        "Log %s is damaged: its checkpoints are out of order at %d entries. Restore it from a copy."
                                .formatted(url, checkpoint.size()));
            }
            last = checkpoint.size();
        }
        return found;
    }

    @Override
    public List<Long> find(EntryQuery query) {
        settle();
        return new EntryFinder(
                        query,
                        dialect::key,
                        (sql, values) -> read(session -> session.all(sql, row -> row.getLong(1), values.toArray())),
                        this::read)
                .find();
    }

    @Override
    public Optional<Position> before(String chain, String recorder, long seq) {
        Optional<Position> newest = tail.before(chain, recorder, seq);
        return better(
                neighbour("seq < ? ORDER BY seq DESC, idx", chain, recorder, seq),
                newest,
                (indexed, other) -> indexed.seq() >= other.seq());
    }

    @Override
    public Optional<Position> after(String chain, String recorder, long seq) {
        Optional<Position> newest = tail.after(chain, recorder, seq);
        return better(
                neighbour("seq > ? ORDER BY seq, idx", chain, recorder, seq),
                newest,
                (indexed, other) -> indexed.seq() <= other.seq());
    }

    private static Optional<Position> better(
            Optional<Position> indexed, Optional<Position> newest, BiPredicate<Position, Position> isBetter) {
        return indexed.filter(position -> newest.isEmpty() || isBetter.test(position, newest.get()))
                .or(() -> newest);
    }

    private Optional<Position> neighbour(String side, String chain, String recorder, long seq) {
        return read(session -> session.one(
                "SELECT seq, idx FROM kd_counter WHERE chain = ? AND recorder = ? AND " + side + " LIMIT 1",
                row -> new Position(row.getLong(1), row.getLong(2)),
                chain,
                recorder,
                seq));
    }

    @Override
    public byte[] node(int level, long index) {
        return read(session -> node(session, level, index));
    }

    private byte[] node(Session session, int level, long index) throws SQLException {
        return new TreeReader(session)
                .node(level, index)
                .orElseThrow(() -> new StoreException(
                        "Log %s lacks node %d at level %d of its tree.".formatted(url, index, level)));
    }

    @Override
    public Optional<StoredCheckpoint> lastCheckpoint() {
        return read(session -> session.one(
                "SELECT size, note FROM kd_checkpoint ORDER BY size DESC LIMIT 1", JdbcEventStore::checkpoint));
    }

    @Override
    public List<StoredCheckpoint> checkpoints() {
        return read(session ->
                session.all("SELECT size, note FROM kd_checkpoint ORDER BY size", JdbcEventStore::checkpoint));
    }

    @Override
    public boolean replaceCheckpoint(StoredCheckpoint known, Bytes note) {
        int[] replaced = {0};
        write(session -> replaced[0] = session.update(
                "UPDATE kd_checkpoint SET note = ? WHERE size = ? AND note = ?",
                note.toArray(),
                known.size(),
                known.note().toArray()));
        return replaced[0] == 1;
    }

    private static StoredCheckpoint checkpoint(ResultSet row) throws SQLException {
        return new StoredCheckpoint(row.getLong(1), Session.bytes(row, 2));
    }

    @Override
    public Optional<String> setting(String name) {
        return read(session -> setting(session, name));
    }

    private static Optional<String> setting(Session session, String name) throws SQLException {
        return session.one("SELECT value FROM kd_setting WHERE name = ?", row -> Session.text(row, 1), name);
    }

    @Override
    public void define(String name, String value) {
        if (setting(name).isEmpty()) {
            write(session -> session.update(
                    "INSERT INTO kd_setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", name, value));
        }
        String known = setting(name).orElse(value);
        if (!known.equals(value)) {
            throw new StoreException("Log %s has %s '%s' and cannot have '%s'.".formatted(url, name, known, value));
        }
    }

    @Override
    public List<String> faults() {
        return read(
                session -> dialect.isAlone() ? faults(session) : session.snapshot(dialect.snapshot(), this::faults));
    }

    private List<String> faults(Session session) throws SQLException {
        List<String> faults = new ArrayList<>(dialect.faults(session));
        faults.addAll(new Schema(url, dialect).faults(session));
        long all = size(session);
        Optional<String> claimed = dialect.indexLag() == 0 ? Optional.empty() : setting(session, Strays.INDEXED);
        long indexed = claimed.map(JdbcEventStore::wholeNumber).orElse(all);
        if (claimed.isPresent() && (indexed > all || !claimed.get().equals(Long.toString(indexed)))) {
            faults.add("kd_setting: the indexes are said to lead to '%s' of %d entries".formatted(claimed.get(), all));
        }
        faults.addAll(new Strays(session, dialect, all, indexed).faults());
        return faults;
    }

    @Override
    public Vault vault() {
        return vault;
    }

    /** Removes from the files of the database what was deleted from the vault. */
    void scrubVault() {
        write(session -> dialect.scrubVault(session.connection()));
    }

    <T> T read(Readers.Question<T> question) {
        try {
            if (!dialect.isAlone()) {
                return readers.read(question);
            }
            writing.lock();
            try {
                return question.ask(writer());
            } finally {
                writing.unlock();
            }
        } catch (SQLException e) {
            throw failure("be read", e);
        }
    }

    /** Something that is written. */
    @FunctionalInterface
    interface Change {
        void make(Session session) throws SQLException;
    }

    void write(Change change) {
        writing.lock();
        try {
            Session session = writer();
            try {
                change.make(session);
                session.connection().commit();
            } catch (SQLException e) {
                undo(session, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failure("be written", e);
        } finally {
            writing.unlock();
        }
    }

    /** The connection that writes: for tests that change the log behind its back. */
    Connection connection() throws SQLException {
        return writer().connection();
    }

    @Override
    public void close() {
        writing.lock();
        try {
            readers.close();
            Session session = writer;
            if (session != null) {
                settleAtLast();
                writer = null;
                session.close();
            }
            dialect.close();
        } catch (SQLException e) {
            throw failure("be closed", e);
        } finally {
            writing.unlock();
        }
    }

    /** Whoever opens the log next then has nothing to catch up with; where this fails, that one does it. */
    private void settleAtLast() {
        try {
            settle();
        } catch (StoreException e) {
            LOG.info("The newest entries are put into the indexes when the log is opened again. {}", e.getMessage());
        }
    }

    private void closeAfter(Exception cause) {
        try {
            close();
        } catch (StoreException e) {
            cause.addSuppressed(e);
        }
    }

    private StoreException failure(String what, SQLException e) {
        return failure(url, dialect.advice(e), what, e);
    }

    private static StoreException failure(String url, String advice, String what, SQLException e) {
        return new StoreException("Log %s cannot %s: %s.".formatted(url, what, advice), e.getSQLState(), e);
    }
}
