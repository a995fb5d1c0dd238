package io.kdchain.provenance.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.store.Checkpointer;
import io.kdchain.provenance.store.Edge;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryIndex;
import io.kdchain.provenance.store.EntryQuery;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoredEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries are found the same whether their keys are in the indexes of the file yet or not. */
class IndexTailTest {
    private static final int PARTIES = 7;

    @TempDir
    private Path folder = Path.of("");

    private final MemoryEventStore model = new MemoryEventStore();
    private final Random random = new Random(20261129);
    private String url = "";

    @BeforeEach
    void name() {
        url = url("log.db");
    }

    private String url(String file) {
        return "jdbc:sqlite:" + folder.resolve(file);
    }

    @Test
    void whatIsAskedBetweenAppendsIsAnsweredAsByAnIndexThatNeverLags() {
        try (JdbcEventStore store = JdbcEventStore.open(url, true)) {
            while (model.size() < 3500) {
                append(store, 1 + random.nextInt(400));
                assertThat(indexed()).as("entries in the indexes").isBetween(model.size() - 999, model.size());
                compareLookUps(store);
                if (random.nextInt(4) == 0) {
                    compareQueries(store);
                    assertThat(indexed()).isEqualTo(model.size());
                }
            }
            assertThat(store.faults()).isEmpty();
        }
    }

    @Test
    void aFileThatWasClosedIsIndexedToItsEnd() {
        try (JdbcEventStore store = JdbcEventStore.open(url, true)) {
            append(store, 30);
            assertThat(indexed()).isZero();
        }
        assertThat(indexed()).isEqualTo(30);
        try (JdbcEventStore store = JdbcEventStore.open(url, false)) {
            compareLookUps(store);
            compareQueries(store);
        }
    }

    @Test
    void aFileThatWasLeftInTheMiddleCatchesUp() throws IOException {
        try (JdbcEventStore store = JdbcEventStore.open(url, true)) {
            append(store, 1200);
            append(store, 700);
            assertThat(indexed()).isEqualTo(1200);
            // what the disk holds at this moment, as after a sudden death
            Files.copy(folder.resolve("log.db"), folder.resolve("left.db"));
            Files.copy(folder.resolve("log.db-wal"), folder.resolve("left.db-wal"));
        }
        try (JdbcEventStore left = JdbcEventStore.open(url("left.db"), false)) {
            compareLookUps(left);
            append(left, 50);
            compareLookUps(left);
            compareQueries(left);
            assertThat(left.faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1499", "-3", "many", "99999999999999999999"})
    void aNumberThatClaimsTooLittleIsMadeGood(String claimed) throws SQLException {
        fill(2500);
        change("UPDATE kd_setting SET value = '%s' WHERE name = 'indexed'".formatted(claimed));

        try (JdbcEventStore store = JdbcEventStore.open(url, false)) {
            compareLookUps(store);
            append(store, 10);
            compareQueries(store);
            assertThat(store.faults()).isEmpty();
        }
    }

    @Test
    void aNumberThatClaimsTooMuchIsFound() throws SQLException, IOException {
        try (JdbcEventStore store = JdbcEventStore.open(url, true)) {
            append(store, 20);
            Files.copy(folder.resolve("log.db"), folder.resolve("left.db"));
            Files.copy(folder.resolve("log.db-wal"), folder.resolve("left.db-wal"));
        }
        url = url("left.db");
        change("UPDATE kd_setting SET value = '15' WHERE name = 'indexed'");

        try (JdbcEventStore store = JdbcEventStore.open(url, false)) {
            assertThat(store.faults())
                    .contains("kd_edge: the rows of entry 14 are not the edges that it states")
                    .contains("kd_counter: the rows of entry 14 are not the counter that it states")
                    .noneMatch(fault -> fault.contains("entry 15"));
        }
        change("UPDATE kd_setting SET value = '21' WHERE name = 'indexed'");
        try (JdbcEventStore store = JdbcEventStore.open(url, false)) {
            assertThat(store.faults()).anyMatch(fault -> fault.startsWith("kd_setting"));
        }
    }

    private void fill(int entries) {
        try (JdbcEventStore store = JdbcEventStore.open(url, true)) {
            append(store, entries);
        }
    }

    private void append(EventStore store, int entries) {
        List<StoredEvent> added = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            added.add(entry(model.size() + i));
        }
        store.append(model.size(), added, Checkpointer.NONE);
        model.append(model.size(), added, Checkpointer.NONE);
    }

    private StoredEvent entry(long index) {
        String party = party();
        List<Edge> edges = new ArrayList<>(List.of(
                new Edge(EdgeKind.EVENT, "event-" + index),
                new Edge(EdgeKind.ACTOR, party),
                new Edge(EdgeKind.TYPE, random.nextBoolean() ? "OutputServed" : "ModelAdapted")));
        if (random.nextBoolean()) {
            edges.add(new Edge(EdgeKind.USES, "model:" + random.nextInt(20)));
        }
        byte[] bytes = ("entry " + index).getBytes(StandardCharsets.UTF_8);
        // now and then one whose keys nobody could tell, and a counter that was used before
        EntryIndex keys = random.nextInt(50) == 0
                ? null
                : new EntryIndex("chain-" + random.nextInt(2), party, index - random.nextInt(3), edges);
        return new StoredEvent(
                Instant.ofEpochMilli(1_000_000 + index), Bytes.of(bytes), Bytes.of(MerkleHash.leaf(bytes)), keys);
    }

    private String party() {
        return "party-" + random.nextInt(PARTIES);
    }

    private void compareLookUps(EventStore store) {
        for (int i = 0; i < 40; i++) {
            String chain = "chain-" + random.nextInt(2);
            String party = party();
            long seq = random.nextLong(model.size() + 5) - 2;
            assertThat(store.before(chain, party, seq)).isEqualTo(model.before(chain, party, seq));
            assertThat(store.after(chain, party, seq)).isEqualTo(model.after(chain, party, seq));
            String event = "event-" + random.nextLong(model.size() + 2);
            assertThat(store.find(EdgeKind.EVENT, event)).isEqualTo(model.find(EdgeKind.EVENT, event));
        }
        assertThat(store.before("chain-0", "party-0", Long.MAX_VALUE))
                .isEqualTo(model.before("chain-0", "party-0", Long.MAX_VALUE));
        List<String> models =
                LongStream.range(0, 21).mapToObj(number -> "model:" + number).toList();
        assertThat(store.findAll(EdgeKind.USES, models)).isEqualTo(model.findAll(EdgeKind.USES, models));
    }

    private void compareQueries(EventStore store) {
        for (EntryQuery query : List.of(
                EntryQuery.all(),
                EntryQuery.all().newestFirst(true).limit(30),
                EntryQuery.all().chain("chain-1").limit(100),
                EntryQuery.all().types(Set.of("ModelAdapted")).after(model.size() / 2))) {
            assertThat(store.find(query)).isEqualTo(model.find(query));
        }
    }

    private long indexed() {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT value FROM kd_setting WHERE name = 'indexed'")) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }
}
