package io.kdchain.provenance.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.IdSource;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.EventStoreContract;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresLogIT extends EventStoreContract {
    private final String url = newDatabase();

    private static String newDatabase() {
        try {
            return TestPostgres.newDatabase();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected EventStore open() {
        return JdbcEventStore.open(url, true);
    }

    @Test
    void theSameEventsGiveTheSameEntriesAndRootsAsInMemory() {
        ChainLog memory = LogFixture.chain(new MemoryEventStore()).log();
        try (ChainLog log = ChainLog.open(url, LogFixture.options())) {
            LogFixture.begin(log).wholeChain();

            assertThat(log.size()).isEqualTo(memory.size());
            for (long index = 0; index < log.size(); index++) {
                assertThat(log.read(index)).isEqualTo(memory.read(index));
            }
            assertThat(log.checkpoint()).isPresent().isEqualTo(memory.checkpoint());
            assertThat(log.verify().problems()).isEmpty();
            assertThat(log.evidence(LogFixture.entities(List.of("output:1"))).rejected())
                    .isEmpty();
        }
    }

    @Test
    void severalProcessesAppendToOneLog() throws IOException, InterruptedException {
        int processes = 2;
        int events = 60;
        try (ChainLog log = ChainLog.open(url, LogFixture.options())) {
            LogFixture fixture = LogFixture.begin(log);
            for (int i = 0; i < processes; i++) {
                fixture.party("platform-" + i, Role.DEPLOYMENT_PLATFORM);
            }
            List<Process> running = new ArrayList<>();
            for (int i = 0; i < processes; i++) {
                running.add(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                Appender.class.getName(),
                                url,
                                "platform-" + i,
                                Integer.toString(events))
                        .inheritIO()
                        .start());
            }
            for (Process process : running) {
                assertThat(process.waitFor()).isZero();
            }

            assertThat(log.size()).isEqualTo(1 + processes + (long) processes * events);
            for (int i = 0; i < processes; i++) {
                assertThat(log.find(EdgeKind.ACTOR, "platform-" + i)).hasSize(1 + events);
            }
            assertThat(log.verify().problems()).isEmpty();
            // this process learns of what the others did, and goes on
            fixture.record("platform-0", LogFixture.served(), List.of("deployment:d"), List.of("output:last"));
            assertThat(log.verify().problems()).isEmpty();
        }
    }

    /** Appends some events of one party, from several threads. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] arguments) throws InterruptedException {
            LogOptions options = LogOptions.defaults().ids(IdSource.RANDOM).key(LogFixture.LOG_KEY);
            try (ChainLog log = ChainLog.open(arguments[0], options)) {
                Recorder recorder =
                        log.recorder(LogFixture.CHAIN, new PartyId(arguments[1]), LogFixture.signer(arguments[1]));
                int events = Integer.parseInt(arguments[2]);
                for (int i = 0; i < events; i++) {
                    recorder.record(
                            LogFixture.served(),
                            LogFixture.START,
                            LogFixture.entities(List.of("deployment:" + arguments[1])),
                            LogFixture.entities(List.of("output:" + arguments[1] + "-" + i)),
                            List.of());
                }
            }
        }
    }

    @Test
    void whatIsWrongWithTheAddressIsSaid() {
        for (String[] wrong : new String[][] {
            {url.replaceFirst("/log\\d+", "/nowhere"), "createdb"},
            {"jdbc:postgresql://127.0.0.1:1/log", "cannot be reached"},
            {newDatabase(), "holds no log"}
        }) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> ChainLog.open(
                            wrong[0] + (wrong[0].contains("?") ? "&" : "?") + "password=secret",
                            LogFixture.options().mustExist()))
                    .withMessageContaining(wrong[1])
                    .withMessageNotContaining("secret");
        }
    }

    @Test
    void aNewerSchemaIsNotTouched() throws SQLException {
        JdbcEventStore.open(url, true).close();
        change("INSERT INTO kd_schema VALUES (99, 'postgresql-0099.sql', '')");

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> JdbcEventStore.open(url, true))
                .withMessageContaining("99");
    }

    @Test
    void aServerThatEndsTheConnectionsIsReachedAgain() throws SQLException {
        try (ChainLog log = ChainLog.open(url, LogFixture.options())) {
            LogFixture fixture = LogFixture.begin(log);
            fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
            change("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");

            assertThat(log.read(0)).isPresent();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> fixture.record("cloud", LogFixture.served(), List.of(), List.of("output:1")))
                    .withMessageContaining("ended the connection");
            fixture.record("cloud", LogFixture.served(), List.of(), List.of("output:1"));

            assertThat(log.size()).isEqualTo(3);
            assertThat(log.verify().problems()).isEmpty();
        }
    }

    @Test
    void whatWasChangedInTheDatabaseIsFound() throws SQLException {
        try (ChainLog log = ChainLog.open(url, LogFixture.options())) {
            LogFixture.begin(log)
                    .wholeChain()
                    .party("cloud")
                    .recordAll(Collections.nCopies(
                            64, EventDraft.of(LogFixture.served()).at(LogFixture.START)));
            for (String[] change : new String[][] {
                {"UPDATE kd_entry SET envelope = set_byte(envelope, 40, 65) WHERE idx = 5", "Entry 5"},
                {"UPDATE kd_entry SET seq = seq + 1 WHERE idx = 5", "entry 5"},
                {"UPDATE kd_edge SET key = 'output:2' WHERE key = 'output:1' AND kind = 'generates'", "entry 13"},
                {"DELETE FROM kd_edge WHERE key = 'output:1' AND kind = 'uses'", "entry 14"},
                {"INSERT INTO kd_edge VALUES ('uses', 'output:9', 3)", "entry 3"},
                {"INSERT INTO kd_edge VALUES ('uses', 'output:9', 99)", "kd_edge"},
                {"UPDATE kd_counter SET seq = seq + 100 WHERE idx = 7", "entry 7"},
                {"DELETE FROM kd_counter WHERE idx = 7", "entry 7"},
                {"UPDATE kd_tile SET hashes = set_byte(hashes, 1, 255 - get_byte(hashes, 1))", "kd_tile"},
                {"DELETE FROM kd_tile", "kd_tile"},
                {"DELETE FROM kd_entry WHERE idx = 78", "cut short"},
                {"UPDATE kd_checkpoint SET note = set_byte(note, 3, 65) WHERE size = 7", "Checkpoint of 7"},
                {"UPDATE kd_schema SET sha256 = 'x' WHERE version = 1", "kd_schema"},
            }) {
                assertThat(log.verify().problems()).as("before %s", change[0]).isEmpty();
                try (Connection connection = DriverManager.getConnection(url);
                        Statement statement = connection.createStatement()) {
                    statement.execute("CREATE SCHEMA kept");
                    for (String table :
                            List.of("kd_entry", "kd_edge", "kd_counter", "kd_tile", "kd_checkpoint", "kd_schema")) {
                        statement.execute("CREATE TABLE kept." + table + " AS SELECT * FROM " + table);
                    }
                    assertThat(statement.executeUpdate(change[0])).isEqualTo(1);

                    assertThat(log.verify().problems().toString()).as(change[0]).contains(change[1]);

                    for (String table :
                            List.of("kd_entry", "kd_edge", "kd_counter", "kd_tile", "kd_checkpoint", "kd_schema")) {
                        statement.execute("TRUNCATE " + table);
                        statement.execute("INSERT INTO " + table + " SELECT * FROM kept." + table);
                    }
                    statement.execute("DROP SCHEMA kept CASCADE");
                }
            }
        }
    }

    @Test
    void aLogFromBeforeTilesIsTheSameAndGoesOn() throws SQLException {
        EventStore memory = new MemoryEventStore();
        for (EventStore store : List.of(memory, open())) {
            LogFixture fixture = LogFixture.begin(ChainLog.open(store, LogFixture.options()));
            fixture.record("cloud", LogFixture.notice("patient", "output:1"), List.of(), List.of("notice:1"));
            fixture.party("cloud", Role.DEPLOYMENT_PLATFORM)
                    .recordAll(Collections.nCopies(
                            140, EventDraft.of(LogFixture.served()).at(LogFixture.START)));
        }
        EarlierLayout.restore(url, memory, "BYTEA", 3);

        try (ChainLog log = ChainLog.open(url, LogFixture.options().ids(IdSource.RANDOM))) {
            for (long index = 0; index < memory.size(); index++) {
                assertThat(log.read(index)).isEqualTo(memory.read(index));
            }
            assertThat(log.reader().find(EdgeKind.NAMES, "patient")).hasSize(1);
            assertThat(log.reader().node(6, 1)).isEqualTo(memory.node(6, 1));
            log.recorder(LogFixture.CHAIN, new PartyId("cloud"), LogFixture.signer("cloud"))
                    .recordAll(Collections.nCopies(
                            70, EventDraft.of(LogFixture.served()).at(LogFixture.START)));
            assertThat(log.verify().problems()).isEmpty();
        }
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
