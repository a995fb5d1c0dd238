package io.kdchain.provenance;

import io.kdchain.provenance.event.Bytes;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The least that a durable log can do: bytes with their hash and two keys go into a SQLite file, one flush for all who
 * wait. No event, no form, no policy, no tree, no checkpoint: what is left is the machine's own limit.
 */
final class BareGroupCommit implements AutoCloseable {
    private static final int MAX_ROWS = 1000;

    private volatile boolean closed;
    private final LinkedBlockingQueue<Row> queue = new LinkedBlockingQueue<>();
    private final Connection connection;
    private final Thread committer = new Thread(this::run, "bare-committer");

    private record Row(Bytes bytes, CompletableFuture<Long> done) {}

    BareGroupCommit(Path file) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("CREATE TABLE entry (idx INTEGER PRIMARY KEY, hash BLOB, bytes BLOB)");
            statement.execute("CREATE TABLE edge (key TEXT, idx INTEGER, PRIMARY KEY (key, idx)) WITHOUT ROWID");
        }
        connection.setAutoCommit(false);
        committer.start();
    }

    /** Returns when the bytes are durable. */
    void append(byte[] bytes) {
        Row row = new Row(Bytes.of(bytes), new CompletableFuture<>());
        queue.add(row);
        row.done().join();
    }

    private void run() {
        List<Row> batch = new ArrayList<>();
        try (PreparedStatement entry = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?)");
                PreparedStatement edge = connection.prepareStatement("INSERT INTO edge VALUES (?, ?)")) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            long size = 0;
            while (!closed) {
                batch.clear();
                Row first = queue.poll(1, TimeUnit.SECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, MAX_ROWS - 1);
                for (Row row : batch) {
                    entry.setLong(1, size);
                    entry.setBytes(2, sha256.digest(row.bytes().toArray()));
                    entry.setBytes(3, row.bytes().toArray());
                    entry.addBatch();
                    for (String key : List.of("uses deployment", "generates output:" + size)) {
                        edge.setString(1, key);
                        edge.setLong(2, size);
                        edge.addBatch();
                    }
                    size++;
                }
                entry.executeBatch();
                edge.executeBatch();
                connection.commit();
                long durable = size;
                batch.forEach(row -> row.done().complete(durable));
            }
        } catch (Exception e) {
            batch.forEach(row -> row.done().completeExceptionally(e));
        }
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        try {
            committer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
