package io.kdchain.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Commitment;
import io.kdchain.provenance.event.DataErased;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.LegalHoldLifted;
import io.kdchain.provenance.event.LegalHoldSet;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.privacy.Disclosure;
import io.kdchain.provenance.privacy.FileValueKeys;
import io.kdchain.provenance.privacy.PersonalValues;
import io.kdchain.provenance.privacy.PrivacyException;
import io.kdchain.provenance.privacy.ValueKeys;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.store.Vault;
import io.kdchain.provenance.store.jdbc.JdbcEventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErasureTest {
    private static final PartyId PATIENT = new PartyId("patient");

    private final Path folder;
    private final Random random = new Random(7);
    private final FileValueKeys keys;
    private final LogFixture chain;
    private JdbcEventStore store;
    private ChainLog log;
    private PersonalValues values;

    ErasureTest(@TempDir Path folder) {
        this.folder = folder;
        this.keys = FileValueKeys.openOrCreate(folder.resolve("keys"));
        this.store = JdbcEventStore.open("jdbc:sqlite:" + folder.resolve("chain.db"), true);
        this.log = ChainLog.open(store, LogFixture.options());
        this.values = log.personalValues(keys);
        this.chain = LogFixture.begin(log);
        chain.party("cloud", Role.DEPLOYMENT_PLATFORM);
        chain.party("court", Role.REGULATOR);
    }

    private void reopen() {
        store = JdbcEventStore.open("jdbc:sqlite:" + folder.resolve("chain.db"), true);
        log = ChainLog.open(store, LogFixture.options().ids(IdSource.RANDOM));
        values = log.personalValues(keys);
    }

    @AfterEach
    void end() {
        log.close();
    }

    private JsonNode patient(int size) {
        StringBuilder name = new StringBuilder("patient ");
        for (int i = 0; i < size; i++) {
            name.append((char) ('a' + random.nextInt(26)));
        }
        return JsonNodeFactory.instance.objectNode().put("name", name.toString());
    }

    private LogEntry serve(int number, Commitment input) {
        return chain.record(
                "cloud",
                new OutputServed(input.toString(), List.of(), null, null),
                List.of("deployment:d"),
                List.of("output:" + number));
    }

    private Erasure.Erased erase(Commitment... commitments) {
        Recorder cloud = log.recorder(LogFixture.CHAIN, new PartyId("cloud"), LogFixture.signer("cloud"));
        return new Erasure(log, values, cloud)
                .erase(List.of(commitments), "consent withdrawn", PATIENT, LogFixture.START);
    }

    private boolean onDisk(byte[] wanted) {
        return disk().contains(latin(wanted));
    }

    /** All files of the folder, one after the other, a character for a byte. */
    private String disk() {
        try (Stream<Path> files = Files.walk(folder)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(latin(Files.readAllBytes(file)));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void afterErasureNoFileHoldsTheValueInAnyForm() throws IOException {
        List<Commitment> commitments = new ArrayList<>();
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            commitments.add(values.commit(patient(10 + i * i)));
            entries.add(serve(i, commitments.get(i)));
        }
        List<Commitment> erased = new ArrayList<>();
        List<byte[]> traces = new ArrayList<>();
        for (int i = 0; i < 120; i += 2) {
            erased.add(commitments.get(i));
            traces.addAll(traces(entries.get(i)));
        }
        // a trace that happens to lie across two pages is not found as one
        String before = disk();
        assertThat(traces.stream().filter(trace -> before.contains(latin(trace))))
                .hasSizeGreaterThan(traces.size() * 9 / 10);

        Erasure.Erased done = erase(erased.toArray(new Commitment[0]));

        String after = disk();
        assertThat(traces.stream().filter(trace -> after.contains(latin(trace))))
                .isEmpty();
        assertThat(done.recorded()).isNotNull();
        assertThat(done.receipts()).hasSize(60).containsEntry(erased.get(0), log.size() - 1);
        assertThat(log.verify(Trust.of(LogFixture.LOG_KEY.publicKey()), null).problems())
                .isEmpty();
        for (int i = 0; i < 120; i++) {
            assertThat(values.disclose(entries.get(i).event())).hasSize(i % 2);
            assertThat(values.erased(commitments.get(i))).isEqualTo(i % 2 == 0);
        }
        assertThat(log.evidence(LogFixture.entities(List.of("output:0"))).admitted())
                .extracting(entry -> entry.event().type())
                .contains("OutputServed", "DataErased");
    }

    /** What a value leaves on the disk: its key, and its content bytes at both ends and in the middle. */
    private List<byte[]> traces(LogEntry entry) {
        Disclosure disclosure = values.disclose(entry.event()).get(0);
        assertThat(disclosure.opens(entry.event())).isTrue();
        Vault.Sealed kept = store.vault().find(disclosure.commitment()).orElseThrow();
        byte[] content = Objects.requireNonNull(kept.content()).toArray();
        return List.of(
                keys.find(Objects.requireNonNull(kept.key())).orElseThrow().toArray(),
                Arrays.copyOf(content, 24),
                Arrays.copyOfRange(content, content.length / 2, content.length / 2 + 24),
                Arrays.copyOfRange(content, content.length - 24, content.length));
    }

    @Test
    void nothingIsKeptInTheClear() {
        JsonNode value = patient(60);
        LogEntry entry = serve(1, values.commit(value));

        assertThat(onDisk(values.disclose(entry.event()).get(0).salt().toArray()))
                .isFalse();
        assertThat(onDisk(value.get("name").textValue().getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void keysAreReadableByTheirOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aBackupMadeBeforeIsUselessAfterIt() throws IOException {
        Commitment commitment = values.commit(patient(40));
        LogEntry entry = serve(1, commitment);
        Path backup = folder.resolve("backup.db");
        log.close();
        Files.copy(folder.resolve("chain.db"), backup);
        reopen();

        erase(commitment);

        try (ChainLog restored =
                ChainLog.open("jdbc:sqlite:" + backup, LogFixture.options().ids(IdSource.RANDOM))) {
            PersonalValues old = restored.personalValues(keys);
            assertThatThrownBy(() -> old.disclose(entry.event()))
                    .isInstanceOf(PrivacyException.class)
                    .hasMessageContaining("key 0, which is not there");
        }
    }

    @Test
    void erasingTwiceLeavesOneReceipt() {
        Commitment first = values.commit(patient(10));
        Commitment second = values.commit(patient(10));
        serve(1, first);
        serve(2, second);

        Erasure.Erased done = erase(first);
        long size = log.size();
        Erasure.Erased again = erase(first);
        Erasure.Erased both = erase(first, second);

        assertThat(again.recorded()).isNull();
        assertThat(again.receipts()).isEqualTo(done.receipts());
        assertThat(log.size()).isEqualTo(size + 1);
        assertThat(both.recorded()).isNotNull();
        assertThat(Objects.requireNonNull(both.recorded()).event().body())
                .isEqualTo(new DataErased(List.of(second.toString()), "consent withdrawn", PATIENT));
    }

    @Test
    void whatWasNeverKeptCannotBeErased() {
        Commitment unknown = Commitment.parse("salted-sha256:" + "0".repeat(64));

        assertThatThrownBy(() -> erase(unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(unknown.toString());
    }

    @Test
    void aLegalHoldKeepsTheValueUntilItsPartyLiftsIt() {
        Commitment commitment = values.commit(patient(10));
        Commitment other = values.commit(patient(10));
        LogEntry entry = serve(1, commitment);
        serve(2, other);
        List<EntityId> about = LogFixture.entities(List.of("output:1"));
        LogEntry hold = chain.record("court", new LegalHoldSet(about, "case 17"), List.of(), List.of());

        assertThatThrownBy(() -> erase(other, commitment))
                .isInstanceOfSatisfying(ErasureRefusedException.class, refused -> {
                    assertThat(refused.hold()).isEqualTo(hold.index());
                    assertThat(refused.commitment()).isEqualTo(commitment);
                })
                .hasMessageContaining("output:1")
                .hasMessageContaining("court");
        assertThat(values.disclose(entry.event())).hasSize(1);
        assertThat(values.erased(other)).as("all or none").isFalse();
        assertThat(erase(other).recorded()).isNotNull();
        chain.record("cloud", new LegalHoldLifted(about, null), List.of(), List.of());
        assertThatThrownBy(() -> erase(commitment)).isInstanceOf(ErasureRefusedException.class);
        chain.record("court", new LegalHoldLifted(about, null), List.of(), List.of());
        assertThat(erase(commitment).recorded()).isNotNull();
    }

    @Test
    void aHoldOnAnOutputHoldsWhatItDependsOn() {
        Commitment commitment = values.commit(patient(10));
        serve(1, commitment);
        chain.record("cloud", new OutputServed(null, List.of(), null, null), List.of("output:1"), List.of("output:2"));
        chain.record("court", new LegalHoldSet(LogFixture.entities(List.of("output:2")), null), List.of(), List.of());

        assertThatThrownBy(() -> erase(commitment)).isInstanceOf(ErasureRefusedException.class);
    }

    @Test
    void aHoldWithoutSubjectHoldsWhatItsPartyRecorded() {
        Commitment commitment = values.commit(patient(10));
        serve(1, commitment);
        chain.record("cloud", new LegalHoldSet(List.of(), null), List.of(), List.of());

        assertThatThrownBy(() -> erase(commitment)).isInstanceOf(ErasureRefusedException.class);

        chain.record("cloud", new LegalHoldLifted(List.of(), null), List.of(), List.of());
        assertThat(erase(commitment).recorded()).isNotNull();
    }

    /** Dies in the middle of an erasure, as a process does that loses its power. */
    static final class Dying {
        private Dying() {}

        // database, key file, commitment, and where to die
        public static void main(String[] args) {
            ChainLog log =
                    ChainLog.open("jdbc:sqlite:" + args[0], LogFixture.options().ids(IdSource.RANDOM));
            FileValueKeys kept = FileValueKeys.open(Path.of(args[1]));
            Signer signer = LogFixture.signer("cloud");
            ValueKeys keys = new ValueKeys() {
                @Override
                public String create() {
                    return kept.create();
                }

                @Override
                public Optional<Bytes> find(String id) {
                    return kept.find(id);
                }

                @Override
                public void destroy(String id) {
                    kept.destroy(id);
                    if (args[3].equals("after the key")) {
                        Runtime.getRuntime().halt(9);
                    }
                }
            };
            Signer dying = new Signer() {
                @Override
                public PublicKey publicKey() {
                    return signer.publicKey();
                }

                @Override
                public byte[] sign(byte[] message) {
                    if (args[3].equals("before the receipt")) {
                        Runtime.getRuntime().halt(9);
                    }
                    return signer.sign(message);
                }
            };
            new Erasure(log, log.personalValues(keys), log.recorder(LogFixture.CHAIN, new PartyId("cloud"), dying))
                    .erase(List.of(Commitment.parse(args[2])), "consent withdrawn", PATIENT, LogFixture.START);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"after the key", "before the receipt"})
    void anErasureThatDiedIsCompletedByTheNext(String where) throws IOException, InterruptedException {
        Commitment commitment = values.commit(patient(30));
        LogEntry entry = serve(1, commitment);
        byte[] key = keys.find("0").orElseThrow().toArray();
        long size = log.size();
        log.close();

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Dying.class.getName(),
                        folder.resolve("chain.db").toString(),
                        folder.resolve("keys").toString(),
                        commitment.toString(),
                        where)
                .inheritIO()
                .start();

        assertThat(process.waitFor()).as("it died").isEqualTo(9);
        reopen();
        assertThat(log.size())
                .as("there is no receipt for what was not completed")
                .isEqualTo(size);
        assertThat(onDisk(key)).isFalse();
        Erasure.Erased done = erase(commitment);
        assertThat(done.recorded()).isNotNull();
        assertThat(values.erased(commitment)).isTrue();
        assertThat(values.disclose(entry.event())).isEmpty();
        assertThat(log.verify(Trust.of(LogFixture.LOG_KEY.publicKey()), null).ok())
                .isTrue();
    }
}
