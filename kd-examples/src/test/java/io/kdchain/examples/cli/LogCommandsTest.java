package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.IdSource;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogKey;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.merkle.MerkleProofs;
import io.kdchain.provenance.sign.KeyFile;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.store.StoredEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to a recorded log, as people ask them. */
class LogCommandsTest {
    @TempDir
    private Path folder = Path.of("");

    private String log = "";

    @BeforeEach
    void recordAChain() {
        log = "jdbc:sqlite:" + folder.resolve("chain.db");
        try (ChainLog chain = ChainLog.open(log, LogFixture.options())) {
            LogFixture.begin(chain).wholeChain();
        }
    }

    @Test
    void entriesAreListedAPageAtATime() throws IOException {
        Ran first = kd("log", "list", "--log", log, "--party", "cloud", "--limit", "2", "--json");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out().lines()).hasSize(1);
        JsonNode page = first.json();
        assertThat(page.path("entries")).hasSize(2);
        assertThat(page.path("entries").path(1).path("type").asText()).isEqualTo("ModelDeployed");
        assertThat(page.path("entries").path(1).path("evidence").asText()).isEqualTo("admitted");
        assertThat(page.path("next").asLong()).isEqualTo(12);
        JsonNode second = kd("log", "list", "--log", log, "--party", "cloud", "--after", "12", "--json")
                .json();
        assertThat(second.path("entries")).hasSize(1);
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void aPersonReadsAList() {
        Ran ran =
                kd("log", "list", "--log", log, "--entity", "model:student", "--type", "ModelAdapted", "--lang", "en");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("11", "ModelAdapted", "edgechip", "model:student -> model:student-int8");
        assertThat(kd("log", "list", "--log", log, "--since", "2027-01-01", "--lang", "zh")
                        .out())
                .contains("没有符合条件的条目");
        assertThat(kd("log", "list", "--log", log, "--type", "ModelAdopted").err())
                .contains("ModelAdopted");
    }

    @Test
    void everyEntryOfASliceComesWithItsProof() throws IOException {
        JsonNode slice = kd("log", "slice", "--log", log, "output:1", "--json").json();

        Checkpoint checkpoint = Checkpoint.parse(
                SignedNote.parse(slice.path("checkpoint").asText().getBytes(StandardCharsets.UTF_8))
                        .text());
        try (ChainLog chain = ChainLog.open(log)) {
            for (JsonNode event : slice.path("events")) {
                long index = event.path("index").asLong();
                StoredEvent entry = chain.read(index).orElseThrow();
                List<byte[]> proof = new ArrayList<>();
                event.path("proof")
                        .forEach(hash -> proof.add(Base64.getDecoder().decode(hash.asText())));
                assertThat(MerkleProofs.includes(
                                index,
                                checkpoint.size(),
                                entry.leafHash().toArray(),
                                proof,
                                checkpoint.root().toArray()))
                        .isTrue();
            }
        }
        assertThat(slice.path("events")).hasSize(14);
    }

    @Test
    void whatCameOfADataSetIsNamed() throws IOException {
        JsonNode reach = kd("log", "slice", "--log", log, "dataset:ct", "--forward", "--json")
                .json();

        assertThat(reach.path("direction").asText()).isEqualTo("forward");
        assertThat(reach.path("reached").toString()).contains("output:1", "model:student");
        assertThat(kd("log", "slice", "--log", log, "dataset:ct", "--forward", "--lang", "en")
                        .out())
                .contains("1 outputs", "output:1");
        assertThat(kd("log", "slice", "--log", log, "dataset:ct", "--forward", "--dot")
                        .out())
                .startsWith("digraph")
                .contains("output:1");
        assertThat(kd("log", "slice", "--log", log, "dataset:nowhere", "--forward")
                        .code())
                .isEqualTo(2);
        assertThat(kd("log", "slice", "--log", log, "output:1", "--dot", "--json")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void aPartysEventsAreCompleteOrNot() throws IOException {
        Ran whole = kd("log", "complete", "--log", log, "cloud", "--lang", "en");
        try (ChainLog chain = ChainLog.open(log, LogFixture.options().ids(IdSource.RANDOM))) {
            var cloud = chain.recorder(LogFixture.CHAIN, new PartyId("cloud"), LogFixture.signer("cloud"));
            cloud.prepare(LogFixture.served(), LogFixture.START, List.of(), List.of(), List.of());
            cloud.record(
                    LogFixture.served(),
                    LogFixture.START,
                    List.of(),
                    LogFixture.entities(List.of("output:9")),
                    List.of());
        }
        Ran holed = kd("log", "complete", "--log", log, "cloud", "--json");

        assertThat(whole.code()).as(whole.err()).isZero();
        assertThat(whole.out()).contains("numbers 0 to 2", "Complete up to the last event", "This never shows");
        assertThat(holed.code()).isEqualTo(1);
        assertThat(holed.json().path("chains").path(0).path("missing").toString())
                .isEqualTo("[{\"firstSeq\":3,\"lastSeq\":3}]");
        assertThat(kd("log", "complete", "--log", log, "nobody").code()).isEqualTo(2);
    }

    @Test
    void aLogIsHeldAgainstACheckpointKeptFromBefore() throws IOException {
        Path kept = folder.resolve("checkpoint");
        Path forged = folder.resolve("forged");
        try (ChainLog chain = ChainLog.open(log)) {
            SignedNote note = chain.checkpoint().orElseThrow();
            Files.write(kept, note.toBytes());
            Files.write(
                    forged,
                    SignedNote.sign(note.text(), LogFixture.LOG_KEY.origin(), LogFixture.signer("a stranger"))
                            .toBytes());
        }

        assertThat(kd("log", "verify", "--log", log, "--since", kept.toString()).code())
                .isZero();
        Ran refused = kd("log", "verify", "--log", log, "--since", forged.toString(), "--json");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.json().path("problems").toString()).contains("no valid signature");
    }

    /** Another log, of another registrar, that goes on where the first one's student ended. */
    private String anotherLog() throws IOException {
        String other = "jdbc:sqlite:" + folder.resolve("other.db");
        try (ChainLog chain = ChainLog.open(
                other,
                LogFixture.options()
                        .ids(IdSource.RANDOM)
                        .key(new LogKey("kd.example/other", LogFixture.signer("kd.example/other"))))) {
            LogFixture fixture = LogFixture.begin(chain, "other-registry");
            fixture.party("mobile", Role.HARDWARE_ADAPTER);
            fixture.record(
                    "mobile",
                    new ModelAdapted(ModelAdapted.Technique.PRUNE, "phone", null),
                    List.of("model:student"),
                    List.of("model:student-phone"));
        }
        return other;
    }

    @Test
    void severalLogsAreReadAsOne() throws IOException {
        String other = anotherLog();

        Ran ran = kd("log", "slice", "--log", log, "--log", other, "model:student-phone", "--json");

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode slice = ran.json();
        assertThat(slice.path("logs")).hasSize(2);
        assertThat(slice.path("events").findValuesAsText("type"))
                .contains("ModelAdapted", "DistillationCompleted", "TeacherReleased", "DatasetCollected");
        for (JsonNode event : slice.path("events")) {
            assertThat(event.path("provenIn")).hasSize(1);
            assertThat(event.path("provenIn").path(0).path("checkpointSize").asLong())
                    .isPositive();
        }
        assertThat(kd("log", "slice", "--log", log, "--log", other, "dataset:ct", "--forward", "--lang", "en")
                        .out())
                .contains("model:student-phone", "other.db 2");
    }

    @Test
    void anotherLogIsTakenOverUnderTheKeysThatOneTrusts() throws IOException {
        String other = anotherLog();
        Path trust = folder.resolve("trust");
        Files.writeString(
                trust,
                Trust.of(
                                new VerifierKey(
                                        "registry",
                                        LogFixture.signer("registry").publicKey()),
                                new VerifierKey(
                                        "other-registry",
                                        LogFixture.signer("other-registry").publicKey()))
                        .text());

        Ran distrustful = kd("log", "import", "--log", log, other, "--lang", "en");
        Ran first = kd("log", "import", "--log", log, "--trust", trust.toString(), other, "--json");
        Ran second = kd("log", "import", "--log", log, "--trust", trust.toString(), other, "--json");

        assertThat(distrustful.code()).isEqualTo(1);
        assertThat(distrustful.out()).contains("0 appended", "no-registrar", "--trust");
        assertThat(first.code()).as(first.out() + first.err()).isZero();
        assertThat(first.json().path("sources").path(0).path("appended").asInt())
                .isEqualTo(3);
        assertThat(second.json().path("sources").path(0).path("known").asInt()).isEqualTo(3);
        assertThat(second.json().path("sources").path(0).path("appended").asInt())
                .isZero();
        assertThat(kd("log", "import", "--log", log, "no-such-file").code()).isEqualTo(2);
    }

    @Test
    void tilesAreTakenOverOnceEveryEntryIsFoundUnderTheCheckpoint() throws IOException {
        String other = anotherLog();
        long sizeAtFirst = size();
        Path tiles = folder.resolve("tiles");
        assertThat(kd("log", "export", "--log", other, "--format", "tiles", "-o", tiles.toString())
                        .code())
                .isZero();
        Path keys = folder.resolve("keys");
        Files.writeString(
                keys,
                Trust.of(
                                new VerifierKey(
                                        "registry",
                                        LogFixture.signer("registry").publicKey()),
                                new VerifierKey(
                                        "other-registry",
                                        LogFixture.signer("other-registry").publicKey()))
                        .text());
        Path logKey = folder.resolve("log.pem");
        KeyFile.write(logKey, LogFixture.signer("log"));
        String[] take = {
            "log", "import", "--log", log, "--log-key", logKey.toString(), "--trust", keys.toString(), tiles.toString()
        };
        String origin =
                io.kdchain.provenance.exchange.tiles.TileFolder.open(tiles).origin();

        Ran stranger = kd(
                "log",
                "import",
                "--log",
                log,
                "--trust",
                Files.writeString(
                                folder.resolve("stranger"),
                                new VerifierKey(
                                                origin,
                                                LogFixture.signer("stranger").publicKey())
                                        + "\n")
                        .toString(),
                tiles.toString(),
                "--lang",
                "en");
        Path bundle = tiles.resolve("tile/entries/000.p/3");
        byte[] whole = Files.readAllBytes(bundle);
        byte[] changed = whole.clone();
        changed[40] ^= 1;
        Files.write(bundle, changed);
        Ran altered = kd(take);
        Files.write(bundle, whole);
        long before = size();
        Ran taken =
                kd(java.util.stream.Stream.concat(java.util.Arrays.stream(take), java.util.stream.Stream.of("--json"))
                        .toArray(String[]::new));

        assertThat(stranger.code()).isEqualTo(1);
        assertThat(stranger.out()).contains("checkpoint: ", "Nothing was imported");
        assertThat(altered.code()).isEqualTo(1);
        assertThat(altered.out()).contains("Entry 0 is not what its leaf hash says");
        assertThat(before).as("nothing was written until then").isEqualTo(sizeAtFirst);
        assertThat(taken.code()).as(taken.out() + taken.err()).isZero();
        assertThat(taken.err()).contains(origin);
        assertThat(taken.json().path("sources").path(0).path("appended").asInt())
                .isEqualTo(3);
        assertThat(size()).isEqualTo(before + 3);
        Ran verified = kd("log", "verify", "--log", log, "--trust", keys.toString(), "--lang", "en");
        assertThat(verified.code()).as(verified.out()).isZero();
    }

    private long size() {
        try (ChainLog opened = ChainLog.open(log)) {
            return opened.size();
        }
    }

    @Test
    void aProofIsWrittenAndCheckedWithoutTheLog() throws IOException {
        String proof = folder.resolve("nine.tlog-proof").toString();
        String entry = folder.resolve("nine.entry").toString();
        Path policy = Files.writeString(
                folder.resolve("policy"), "log %s\nquorum none\n".formatted(LogFixture.LOG_KEY.publicKey()));
        Path stranger = Files.writeString(
                folder.resolve("policy-2"),
                "log %s\nquorum none\n"
                        .formatted(new VerifierKey(
                                LogFixture.LOG_KEY.origin(),
                                LogFixture.signer("stranger").publicKey())));
        Ran written = kd("log", "proof", "write", "9", "--log", log, "-o", proof, "--entry", entry, "--lang", "en");
        String[] verify = {"log", "proof", "verify", proof, "--entry", entry, "--policy"};

        Ran holds = kd(with(verify, policy.toString(), "--json"));
        Ran keys = kd(with(
                verify,
                Files.writeString(folder.resolve("keys"), LogFixture.LOG_KEY.publicKey() + "\n")
                        .toString(),
                "--lang",
                "zh"));
        Ran other = kd(with(verify, stranger.toString(), "--lang", "en"));
        Files.writeString(Path.of(entry), Files.readString(Path.of(entry)).replaceFirst("2026", "2027"));
        Ran changed = kd(with(verify, policy.toString(), "--lang", "en"));

        assertThat(written.code()).as(written.err()).isZero();
        assertThat(folder.resolve("nine.tlog-proof")).content().startsWith("c2sp.org/tlog-proof@v1\nindex 9\n");
        assertThat(holds.code()).as(holds.out()).isZero();
        assertThat(holds.json().path("index").asInt()).isEqualTo(9);
        assertThat(holds.json().path("origin").asText()).isEqualTo("kd.example/log");
        assertThat(keys.out()).contains("条目 9 位于日志");
        assertThat(other.code()).isEqualTo(1);
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.out()).contains("do not lead from this entry");
        assertThat(kd("log", "proof", "write", "99", "--log", log, "-o", proof).code())
                .isEqualTo(2);
        assertThat(kd("log", "proof", "verify", entry, "--entry", entry, "--policy", policy.toString())
                        .code())
                .isEqualTo(2);
    }

    private static String[] with(String[] start, String... more) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(start), java.util.Arrays.stream(more))
                .toArray(String[]::new);
    }
}
