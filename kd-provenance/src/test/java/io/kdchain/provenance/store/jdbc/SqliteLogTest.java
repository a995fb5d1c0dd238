package io.kdchain.provenance.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogKey;
import io.kdchain.provenance.evidence.VerificationReport;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.EventStoreContract;
import io.kdchain.provenance.store.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteLogTest extends EventStoreContract {
    @TempDir
    Path folder = Path.of("");

    @Override
    protected EventStore open() {
        return JdbcEventStore.open(url("contract.db"), true);
    }

    @Test
    void aLogIsThereAgainAfterItWasClosed() {
        ChainLog log = ChainLog.open(url("log.db"), LogFixture.options());
        LogFixture.begin(log).wholeChain();
        long size = log.size();
        log.close();

        try (ChainLog again = ChainLog.open(url("log.db"), LogFixture.options().mustExist())) {
            assertThat(again.size()).isEqualTo(size);
            assertThat(again.verify().problems()).isEmpty();
            assertThat(again.evidence(LogFixture.entities(List.of("output:1"))).rejected())
                    .isEmpty();
        }
    }

    @Test
    void aSecondOneOnTheSameFileIsToldSo() {
        try (ChainLog first = ChainLog.open(url("log.db"))) {
            assertThat(first.size()).isZero();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> ChainLog.open(url("log.db")))
                    .withMessageContaining("another process")
                    .withMessageContaining("log.db");
        }
    }

    @Test
    void aLogKeepsItsNameAndKey() {
        ChainLog.open(url("log.db"), LogFixture.options()).close();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> ChainLog.open(
                        url("log.db"),
                        LogFixture.options().key(new LogKey("kd.example/log", LogFixture.signer("other")))));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> ChainLog.open(
                        url("log.db"),
                        LogFixture.options().key(new LogKey("kd.example/other", LogFixture.signer("log")))));
        ChainLog.open(url("log.db"), LogFixture.options()).close();
    }

    @Test
    void aLogThatIsMissingOrNoneIsNamed() throws IOException {
        Files.writeString(
                folder.resolve("text.db"), "This is a text and no database, long enough to have a header. ".repeat(20));
        Files.createDirectory(folder.resolve("sub"));
        Files.createFile(folder.resolve("empty.db"));

        for (String url : List.of(
                url("none.db"),
                url("text.db"),
                url("sub"),
                url("empty.db"),
                url("nowhere/log.db"),
                "jdbc:mysql://localhost/log",
                "chain.db")) {
            assertThatExceptionOfType(StoreException.class)
                    .as(url)
                    .isThrownBy(() -> ChainLog.open(url, LogFixture.options().mustExist()))
                    .withMessageContaining(url);
        }
        assertThat(folder.resolve("none.db")).doesNotExist();
        assertThat(Files.size(folder.resolve("empty.db"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.3, 0.6, 0.95})
    void aFileThatWasCutShortIsNoticed(double part) throws IOException {
        ChainLog log = ChainLog.open(url("log.db"), LogFixture.options());
        LogFixture.begin(log).wholeChain();
        log.close();
        Path file = folder.resolve("log.db");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate((long) (channel.size() * part));
        }

        assertThat(noticed()).isTrue();
    }

    @Test
    void damageToThePagesIsNoticed() throws IOException {
        ChainLog log = ChainLog.open(url("log.db"), LogFixture.options());
        LogFixture.begin(log).wholeChain();
        log.close();
        Path file = folder.resolve("log.db");
        byte[] good = Files.readAllBytes(file);
        int page = 4096;
        for (int at = page; at < good.length; at += page) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[64]), at);
            }
            assertThat(noticed()).as("page %d", at / page).isTrue();
            Files.write(file, good);
        }
    }

    private boolean noticed() {
        try (ChainLog log = ChainLog.open(url("log.db"), LogFixture.options().mustExist())) {
            VerificationReport report = log.verify();
            return !report.ok();
        } catch (StoreException e) {
            return true;
        }
    }

    @Test
    void aNewerSchemaIsNotTouched() throws SQLException {
        JdbcEventStore store = JdbcEventStore.open(url("log.db"), true);
        try (Statement statement = store.connection().createStatement()) {
            statement.executeUpdate("INSERT INTO kd_schema VALUES (99, 'sqlite-0099.sql', '')");
            store.connection().commit();
        }
        store.close();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> JdbcEventStore.open(url("log.db"), true))
                .withMessageContaining("99");
    }

    @Test
    void whatWasAppendedSurvivesTheDeathOfTheProcess() throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Appender.class.getName(),
                        url("log.db"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long promised = -1;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < 25; i++) {
                promised = Long.parseLong(String.valueOf(lines.readLine()));
            }
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (ChainLog log = ChainLog.open(url("log.db"), LogFixture.options().mustExist())) {
            assertThat(log.size()).isGreaterThan(promised);
            assertThat(log.verify().problems()).isEmpty();
        }
    }

    /** Appends until it is killed; prints each index after it was appended. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] arguments) {
            LogFixture fixture = LogFixture.begin(ChainLog.open(arguments[0], LogFixture.options()));
            for (int i = 0; ; i++) {
                System.out.println(
                        fixture.record("cloud", LogFixture.served(), List.of("deployment:d"), List.of("output:" + i))
                                .index());
                System.out.flush();
            }
        }
    }

    private String url(String name) {
        return "jdbc:sqlite:" + folder.resolve(name);
    }
}
