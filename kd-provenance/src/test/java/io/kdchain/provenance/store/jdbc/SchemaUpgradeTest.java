package io.kdchain.provenance.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.store.EntryQuery;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of earlier releases go on as if they had been made by this one. */
class SchemaUpgradeTest {
    @TempDir
    private Path folder = Path.of("");

    private String url = "";

    @BeforeEach
    void fileOfAnEarlierRelease() throws IOException, SQLException {
        Path file = folder.resolve("old.db");
        url = "jdbc:sqlite:" + file;
        try (InputStream in = SchemaUpgradeTest.class.getResourceAsStream("log-schema-1.sql")) {
            assertThat(in).isNotNull();
            run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void anOlderFileHasTheSameEntriesAndGoesOn() {
        ChainLog same = LogFixture.chain(new MemoryEventStore()).log();

        try (ChainLog log = ChainLog.open(url, LogFixture.options().mustExist())) {
            assertThat(log.size()).isEqualTo(15);
            for (long index = 0; index < log.size(); index++) {
                assertThat(log.read(index)).isEqualTo(same.read(index));
            }
            assertThat(log.checkpoint()).isEqualTo(same.checkpoint());
            assertThat(log.verify().problems()).isEmpty();
            assertThat(log.find(EntryQuery.all().types(Set.of("ModelAdapted")))).containsExactly(11L);
            log.recorder(LogFixture.CHAIN, new PartyId("cloud"), LogFixture.signer("cloud"))
                    .record(
                            LogFixture.served(),
                            LogFixture.START.plusSeconds(1),
                            List.of(),
                            LogFixture.entities(List.of("output:2")),
                            List.of());
            assertThat(log.verify().problems()).isEmpty();
        }
        try (ChainLog log = ChainLog.open(url, LogFixture.options().mustExist())) {
            assertThat(log.size()).isEqualTo(16);
            assertThat(log.verify().problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE kd_counter SET seq = seq + 7 WHERE idx = 9",
                "DELETE FROM kd_counter WHERE idx = 9",
                "INSERT INTO kd_counter VALUES ('ct-chain', 'cloud', 99, 9)",
                "DELETE FROM kd_edge WHERE idx = 9 AND kind = 'generates'",
                "INSERT INTO kd_edge VALUES ('uses', 'output:9', 9)",
                "UPDATE kd_edge SET kind = 'nothing' WHERE idx = 9 AND kind = 'uses'",
                "UPDATE kd_entry SET envelope = CAST(replace(CAST(envelope AS TEXT), 'eyJ', 'eyK') AS BLOB) WHERE idx = 9"
            })
    void whatWasChangedBeforeIsFoundAfterwards(String change) throws SQLException {
        run(change);

        try (ChainLog log = ChainLog.open(url, LogFixture.options().mustExist())) {
            assertThat(log.verify().firstBadEntry()).contains(9L);
        }
    }

    @Test
    void anUpgradeThatFailsLeavesTheFileAsItWas() throws SQLException, IOException {
        // stands in the way of the last statement of the upgrade
        run("CREATE INDEX kd_entry_by_counter ON kd_node (hash)");
        List<String> before = dump();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> ChainLog.open(url, LogFixture.options().mustExist()))
                .withMessageContaining("old.db");

        assertThat(dump()).isEqualTo(before);
        assertThat(Files.size(folder.resolve("old.db"))).isPositive();
    }

    private List<String> dump() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "SELECT sql FROM sqlite_master ORDER BY name",
                    "SELECT version || script || sha256 FROM kd_schema",
                    "SELECT idx || hex(envelope) || hex(leaf_hash) FROM kd_entry ORDER BY idx",
                    "SELECT kind || key || idx FROM kd_edge ORDER BY kind, key, idx",
                    "SELECT chain || recorder || seq || idx FROM kd_counter ORDER BY idx")) {
                try (ResultSet row = statement.executeQuery(sql)) {
                    while (row.next()) {
                        rows.add(row.getString(1));
                    }
                }
            }
        }
        return rows;
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
