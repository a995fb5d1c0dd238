package io.kdchain.provenance.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.IdSource;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.store.Checkpointer;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoredEvent;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs from before the tree was kept in tiles and envelopes were packed. */
class TiledUpgradeTest {
    private static final int SERVED = 140;

    @TempDir
    private Path folder = Path.of("");

    private final EventStore memory = new MemoryEventStore();

    private String oldLog() throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("old.db");
        record(memory);
        try (JdbcEventStore store = JdbcEventStore.open(url, true)) {
            record(store);
        }
        EarlierLayout.restore(url, memory, "BLOB", EarlierLayout.SQLITE_TILED);
        return url;
    }

    private static void record(EventStore store) {
        LogFixture fixture = LogFixture.begin(ChainLog.open(store, LogFixture.options()));
        fixture.party("cloud", Role.DEPLOYMENT_PLATFORM)
                .recordAll(Collections.nCopies(
                        SERVED, EventDraft.of(LogFixture.served()).at(LogFixture.START)));
        fixture.record("cloud", LogFixture.notice("patient", "output:1"), List.of(), List.of("notice:1"));
    }

    @Test
    void anEarlierLogIsTheSameAndGoesOn() throws SQLException {
        String url = oldLog();

        try (ChainLog log =
                ChainLog.open(url, LogFixture.options().ids(IdSource.RANDOM).mustExist())) {
            assertThat(log.size()).isEqualTo(memory.size());
            for (long index = 0; index < memory.size(); index++) {
                assertThat(log.read(index)).isEqualTo(memory.read(index));
                for (int level = 1; (index + 1) << level <= memory.size(); level++) {
                    assertThat(log.reader().node(level, index)).isEqualTo(memory.node(level, index));
                }
            }
            assertThat(log.verify().problems()).isEmpty();
            assertThat(log.reader().find(EdgeKind.NAMES, "patient")).containsExactly(memory.size() - 1);
            log.recorder(LogFixture.CHAIN, new PartyId("cloud"), LogFixture.signer("cloud"))
                    .recordAll(Collections.nCopies(
                            SERVED, EventDraft.of(LogFixture.served()).at(LogFixture.START)));
            assertThat(log.verify().problems()).isEmpty();
        }
        assertThat(numbers(url, "SELECT COUNT(*) FROM kd_tile")).containsExactly((3 + 2L * SERVED) / 64);
        assertThat(numbers(url, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'kd_node'"))
                .containsExactly(0L);
    }

    /** As it was right before entries stated the parties that they name; a setting may have been changed since. */
    @ParameterizedTest
    @CsvSource({"indexed, true", "nonsense, false"})
    void aLogWithoutNamedPartiesGetsThem(String value, boolean sound) throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("unnamed.db");
        record(memory);
        try (JdbcEventStore store = JdbcEventStore.open(url, true)) {
            record(store);
        }
        run(url, "DELETE FROM kd_edge WHERE kind = 'names'");
        run(
                url,
                "UPDATE kd_entry SET edges = replace(edges, char(10) || 'names patient', '') WHERE edges LIKE '%names%'");
        run(url, "DELETE FROM kd_schema WHERE version = 7");
        if (!sound) {
            run(url, "UPDATE kd_setting SET value = '" + value + "' WHERE name = 'indexed'");
        }

        try (ChainLog log = ChainLog.open(url, LogFixture.options().mustExist())) {
            assertThat(log.read(memory.size() - 1)).isEqualTo(memory.read(memory.size() - 1));
            assertThat(log.reader().find(EdgeKind.NAMES, "patient")).containsExactly(memory.size() - 1);
            assertThat(log.verify().problems().isEmpty()).isEqualTo(sound);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE kd_node SET hash = zeroblob(32) WHERE level = 3 AND idx = 2, Node 2 at level 3",
        "DELETE FROM kd_node WHERE level = 1 AND idx = 40, kd_tile: 1 tiles of height 0 are missing",
        "UPDATE kd_node SET hash = x'00' WHERE level = 5 AND idx = 0, kd_tile: 1 tiles of height 0 are missing"
    })
    void whatWasChangedInTheTreeBeforeIsFoundAfterwards(String change, String expected) throws SQLException {
        String url = oldLog();
        run(url, change);

        try (ChainLog log = ChainLog.open(url, LogFixture.options().mustExist())) {
            assertThat(log.verify().problems().toString()).contains(expected);
        }
    }

    /** No log that checks its entries has such ones, but the store below it takes them. */
    @Test
    void bytesThatWouldPassForPackedOnesStayWhatTheyWere() throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("bytes.db");
        List<StoredEvent> entries = new ArrayList<>();
        for (byte[] bytes : new byte[][] {{}, {0}, {1}, {0, 'a', 0}, {1, 0, 'b', (byte) 0xff}, {2}, {'{', 0, 1}}) {
            entries.add(new StoredEvent(LogFixture.START, Bytes.of(bytes), Bytes.of(new byte[32]), null));
        }
        memory.append(0, entries, Checkpointer.NONE);
        try (JdbcEventStore store = JdbcEventStore.open(url, true)) {
            store.append(0, entries, Checkpointer.NONE);
        }
        EarlierLayout.restore(url, memory, "BLOB", EarlierLayout.SQLITE_TILED);

        try (JdbcEventStore store = JdbcEventStore.open(url, false)) {
            assertThat(store.read(0, 100)).isEqualTo(entries);
            assertThat(MerkleTree.root(entries.size(), store)).isEqualTo(MerkleTree.root(entries.size(), memory));
        }
    }

    private static List<Long> numbers(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Long> numbers = new ArrayList<>();
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
            return numbers;
        }
    }

    private static void run(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }
}
