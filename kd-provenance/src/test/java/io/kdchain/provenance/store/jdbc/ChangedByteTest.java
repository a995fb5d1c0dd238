package io.kdchain.provenance.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogVerifier;
import io.kdchain.provenance.evidence.VerificationReport;
import io.kdchain.provenance.store.EntryQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes each byte of everything that is stored, one at a time, and asks for its name. */
class ChangedByteTest {
    private static final Map<String, List<String>> KEYS = new TreeMap<>(Map.of(
            "kd_schema", List.of("version"),
            "kd_entry", List.of("idx"),
            "kd_tile", List.of("height", "idx"),
            "kd_edge", List.of("kind", "key", "idx"),
            "kd_counter", List.of("chain", "recorder", "seq", "idx"),
            "kd_checkpoint", List.of("size"),
            "kd_setting", List.of("name"),
            "kd_vault", List.of("commitment")));

    private final JdbcEventStore store = JdbcEventStore.open("jdbc:sqlite::memory:", true);
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = store.connection();
    }

    @Test
    void everyChangedByteIsNamed() throws SQLException {
        LogFixture fixture = LogFixture.begin(ChainLog.open(store, LogFixture.options()));
        fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
        fixture.record("cloud", LogFixture.served(), List.of("deployment:d"), List.of("output:1"));
        // puts the keys of all entries into the indexes
        assertThat(store.find(EntryQuery.all())).hasSize(3);
        assertThat(verify().problems()).isEmpty();
        int changed = 0;

        for (String table : tables()) {
            List<String> keys = KEYS.getOrDefault(table, List.of());
            assertThat(keys).as("table %s is known to this test", table).isNotEmpty();
            for (String column : columns(table)) {
                for (List<Object> row : rows(table, String.join(", ", keys))) {
                    changed += changeEachByte(table, column, keys, row);
                }
            }
        }

        assertThat(changed).isGreaterThan(4000);
        assertThat(verify().problems()).isEmpty();
    }

    /** The tree is stored by tiles of 64 entries: one byte of each hash, and each key. */
    @Test
    void everyChangedHashOfTheTreeIsNamed() throws SQLException {
        LogFixture fixture = LogFixture.begin(ChainLog.open(store, LogFixture.options()));
        Recorder cloud = fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
        cloud.recordAll(
                Collections.nCopies(64, EventDraft.of(LogFixture.served()).at(LogFixture.START)));
        assertThat(verify().problems()).isEmpty();
        byte[] tile = (byte[]) one("SELECT hashes FROM kd_tile WHERE height = ? AND idx = ?", List.of(0, 0));
        assertThat(tile).hasSize(126 * 32);

        for (int i = 0; i < tile.length; i += 32) {
            byte[] flipped = tile.clone();
            flipped[i + i / 32 % 32] ^= 1;
            check("kd_tile", "hash " + i / 32, List.of(0, 0), "UPDATE kd_tile SET hashes = ?", List.of(flipped));
        }
        check("kd_tile", "length", List.of(0, 0), "UPDATE kd_tile SET hashes = substr(hashes, 2)", List.of());
        check("kd_tile", "height", List.of(0, 0), "UPDATE kd_tile SET height = height + 1", List.of());
        check("kd_tile", "index", List.of(0, 0), "UPDATE kd_tile SET idx = idx + 1", List.of());
        check("kd_tile", "row", List.of(0, 0), "DELETE FROM kd_tile", List.of());
    }

    private int changeEachByte(String table, String column, List<String> keys, List<Object> row) throws SQLException {
        String where =
                String.join(" AND ", keys.stream().map(key -> key + " = ?").toList());
        Object old = one("SELECT " + column + " FROM " + table + " WHERE " + where, row);
        if (!(old instanceof byte[]) && !(old instanceof String)) {
            // whole numbers: as far away that no other row is met
            check(
                    table,
                    column,
                    row,
                    "UPDATE " + table + " SET " + column + " = " + column + " + 1000 WHERE " + where,
                    row);
            return 1;
        }
        byte[] bytes = (byte[]) one("SELECT CAST(" + column + " AS BLOB) FROM " + table + " WHERE " + where, row);
        String value = old instanceof String ? "CAST(? AS TEXT)" : "?";
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= 1;
            List<Object> values = new ArrayList<>();
            values.add(flipped);
            values.addAll(row);
            check(
                    table,
                    column + " byte " + i,
                    row,
                    "UPDATE " + table + " SET " + column + " = " + value + " WHERE " + where,
                    values);
        }
        return bytes.length;
    }

    private void check(String table, String what, List<Object> row, String update, List<Object> values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            bind(statement, values);
            assertThat(statement.executeUpdate()).isEqualTo(1);
            VerificationReport report = verify();
            assertThat(report.problems()).as("%s %s %s", table, row, what).isNotEmpty();
            String all = report.problems().toString();
            switch (table) {
                case "kd_entry" ->
                    assertThat(report.firstBadEntry())
                            .as("%s %s", row, what)
                            .contains(((Number) row.get(0)).longValue());
                case "kd_setting" -> {
                    // a wrong number of indexed entries is told of the indexes
                    assertThat(all).containsAnyOf(table, row.contains("indexed") ? "kd_edge" : table);
                }
                case "kd_edge" -> assertThat(all).containsAnyOf("kd_edge", "index rows");
                case "kd_tile" -> assertThat(all).contains("kd_tile");
                case "kd_checkpoint" -> assertThat(all).contains("Checkpoint of");
                default -> assertThat(all).contains(table);
            }
        } finally {
            connection.rollback();
        }
    }

    private VerificationReport verify() {
        return new LogVerifier(store, Trust.NONE).verify(null);
    }

    private List<String> tables() throws SQLException {
        return texts("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    }

    private List<String> columns(String table) throws SQLException {
        return texts("SELECT name FROM pragma_table_info('" + table + "')");
    }

    private List<String> texts(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private List<List<Object>> rows(String table, String keys) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + keys + " FROM " + table)) {
            List<List<Object>> found = new ArrayList<>();
            int width = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    row.add(rows.getObject(i));
                }
                found.add(row);
            }
            return found;
        }
    }

    private Object one(String sql, List<Object> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getObject(1);
            }
        }
    }

    private static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }
}
