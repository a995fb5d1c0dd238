package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.store.Edge;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryIndex;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.StoredEvent;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Puts a log back into the layout before tiles: a row for each node of the tree, envelopes as they were signed, no
 * index that lags, and no edges to named parties.
 */
final class EarlierLayout {
    /** The schema of SQLite that came with tiles. */
    static final int SQLITE_TILED = 5;

    private EarlierLayout() {}

    /**
     * Rewrites a database that nobody has open.
     *
     * @param memory the same log
     * @param blob type of a column of bytes
     * @param version number of the schema that came after this layout
     */
    static void restore(String url, EventStore memory, String blob, int version) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE kd_node (level INTEGER NOT NULL, idx BIGINT NOT NULL, hash " + blob
                    + " NOT NULL, PRIMARY KEY (level, idx))");
            statement.execute("DROP TABLE kd_tile");
            statement.execute("DROP TABLE kd_counter");
            statement.execute("CREATE INDEX kd_entry_by_counter ON kd_entry (chain, recorder, seq)");
            statement.execute("DELETE FROM kd_setting WHERE name = 'indexed'");
            statement.execute("DELETE FROM kd_edge WHERE kind = 'names'");
            statement.execute("DELETE FROM kd_schema WHERE version >= " + version);
            try (PreparedStatement node = connection.prepareStatement("INSERT INTO kd_node VALUES (?, ?, ?)");
                    PreparedStatement entry =
                            connection.prepareStatement("UPDATE kd_entry SET envelope = ?, edges = ? WHERE idx = ?")) {
                for (int level = 1; memory.size() >> level > 0; level++) {
                    for (long index = 0; index < memory.size() >> level; index++) {
                        node.setInt(1, level);
                        node.setLong(2, index);
                        node.setBytes(3, memory.node(level, index));
                        node.executeUpdate();
                    }
                }
                for (long index = 0; index < memory.size(); index++) {
                    StoredEvent stored = memory.read(index).orElseThrow();
                    entry.setBytes(1, stored.envelope().toArray());
                    entry.setString(2, EdgeText.of(edgesOf(stored)));
                    entry.setLong(3, index);
                    entry.executeUpdate();
                }
            }
            connection.commit();
        }
    }

    private static List<Edge> edgesOf(StoredEvent stored) {
        EntryIndex index = stored.index();
        return index == null
                ? List.of()
                : index.edges().stream()
                        .filter(edge -> edge.kind() != EdgeKind.NAMES)
                        .toList();
    }
}
