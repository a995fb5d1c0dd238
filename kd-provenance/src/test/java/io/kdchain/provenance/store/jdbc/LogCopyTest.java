package io.kdchain.provenance.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.LogCopy;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.store.Checkpointer;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCopyTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aLogGoesToPostgresAndBackWithTheSameBytes() throws SQLException {
        String there = TestPostgres.newDatabase();
        makeLog("log.db");

        assertThat(LogCopy.copy(url("log.db"), there)).isEqualTo(new LogCopy(15, 15, 15));
        assertThat(LogCopy.copy(there, url("back.db"))).isEqualTo(new LogCopy(15, 15, 15));

        assertThat(content(url("back.db"))).isEqualTo(content(url("log.db"))).isEqualTo(content(there));
        try (ChainLog log = ChainLog.open(there, LogFixture.options().mustExist())) {
            assertThat(log.verify().problems()).isEmpty();
        }
        try (ChainLog log = ChainLog.open(url("back.db"), LogFixture.options().mustExist())) {
            assertThat(log.verify().problems()).isEmpty();
        }
    }

    @Test
    void aCopyThatWasInterruptedGoesOn() {
        makeLog("log.db");
        try (EventStore source = JdbcEventStore.open(url("log.db"), false);
                EventStore target = JdbcEventStore.open(url("copy.db"), true)) {
            target.copy(0, source.read(0, 6), source.checkpoints(0, 6));
        }
        try (ChainLog log = ChainLog.open(url("copy.db"))) {
            assertThat(log.verify().ok()).as("an unfinished copy").isFalse();
        }

        assertThat(LogCopy.copy(url("log.db"), url("copy.db"))).isEqualTo(new LogCopy(15, 9, 15));
        assertThat(LogCopy.copy(url("log.db"), url("copy.db"))).isEqualTo(new LogCopy(15, 0, 15));

        assertThat(content(url("copy.db"))).isEqualTo(content(url("log.db")));
    }

    @Test
    void anotherLogIsNotWrittenOver() {
        makeLog("log.db");
        try (ChainLog other = ChainLog.open(url("other.db"), LogFixture.options())) {
            LogFixture.begin(other).party("somebody", Role.AUDITOR);
        }
        String before = content(url("other.db"));

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> LogCopy.copy(url("log.db"), url("other.db")))
                .withMessageContaining("Entry 1");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> LogCopy.copy(url("other.db"), url("log.db")))
                .withMessageContaining("no beginning");

        assertThat(content(url("other.db"))).isEqualTo(before);
    }

    @Test
    void aBackupIsThereWholeOrNotAtAll() throws IOException {
        makeLog("log.db");

        LogCopy.backup(url("log.db"), folder.resolve("backup.db"));

        assertThat(content(url("backup.db"))).isEqualTo(content(url("log.db")));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> LogCopy.backup(url("log.db"), folder.resolve("backup.db")))
                .withMessageContaining("backup.db");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> LogCopy.backup(url("none.db"), folder.resolve("second.db")));
        try (EventStore source = JdbcEventStore.open(url("log.db"), false)) {
            // an entry that lies beyond the end: what can be read is not all
            StoredEvent last = source.read(14).orElseThrow();
            source.append(15, List.of(last), Checkpointer.NONE);
        }
        assertThat(folder.resolve("second.db")).doesNotExist();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().contains(".part"))).isEmpty();
        }
    }

    @Test
    void aLogWithAChangedTreeIsNotCopiedSilently() {
        // as many as a row of the tree covers
        try (ChainLog log = ChainLog.open(url("log.db"), LogFixture.options())) {
            LogFixture.begin(log)
                    .party("cloud", Role.DEPLOYMENT_PLATFORM)
                    .recordAll(Collections.nCopies(
                            64, EventDraft.of(LogFixture.served()).at(LogFixture.START)));
        }
        MemoryEventStore target = new MemoryEventStore();
        try (JdbcEventStore source = JdbcEventStore.open(url("log.db"), false)) {
            assertThat(source.connection()
                            .createStatement()
                            .executeUpdate("UPDATE kd_tile SET hashes = zeroblob(4032)"))
                    .isEqualTo(1);
            source.connection().commit();

            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> LogCopy.copy(source, target))
                    .withMessageContaining("another root");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void makeLog(String name) {
        try (ChainLog log = ChainLog.open(url(name), LogFixture.options())) {
            LogFixture.begin(log).wholeChain();
        }
    }

    private static String content(String url) {
        StringBuilder all = new StringBuilder();
        try (EventStore store = JdbcEventStore.open(url, false)) {
            for (StoredEvent entry : store.read(0, 1000)) {
                all.append(entry).append('\n');
            }
            for (StoredCheckpoint checkpoint : store.checkpoints()) {
                all.append(checkpoint.size())
                        .append(new String(checkpoint.note().toArray(), java.nio.charset.StandardCharsets.UTF_8));
            }
            return all.append(store.setting("origin"))
                    .append(store.setting("key"))
                    .toString();
        }
    }

    private String url(String name) {
        return "jdbc:sqlite:" + folder.resolve(name);
    }
}
