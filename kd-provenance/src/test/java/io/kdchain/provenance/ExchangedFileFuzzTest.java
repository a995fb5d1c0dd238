package io.kdchain.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.kdchain.provenance.artefact.ArtefactManifest;
import io.kdchain.provenance.artefact.ManifestException;
import io.kdchain.provenance.artefact.SealedFile;
import io.kdchain.provenance.artefact.TransferCard;
import io.kdchain.provenance.artefact.TransferException;
import io.kdchain.provenance.checkpoint.CheckpointVerdict;
import io.kdchain.provenance.checkpoint.Cosigner;
import io.kdchain.provenance.checkpoint.KeptCheckpoints;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.NoteKey;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.TestAuthority;
import io.kdchain.provenance.checkpoint.TlogProof;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.checkpoint.Witness;
import io.kdchain.provenance.checkpoint.WitnessAnswer;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.exchange.tiles.StoreTiles;
import io.kdchain.provenance.exchange.tiles.TileFolder;
import io.kdchain.provenance.exchange.tiles.TilesException;
import io.kdchain.provenance.exchange.tiles.TilesWriter;
import io.kdchain.provenance.label.Label;
import io.kdchain.provenance.label.LabelException;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.sign.TimestampAuthority;
import io.kdchain.provenance.sign.TimestampException;
import io.kdchain.provenance.sign.TimestampToken;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files and requests that logs, witnesses and recipients exchange: each reader throws what it documents and nothing
 * else, and what is not what was written does not hold.
 *
 * <p>In the build each runs on its seeds, in {@code ExchangedFileFuzzTestInputs}, which hold keys of tests only. To
 * search: {@code JAZZER_FUZZ=1 mvn -Dquick -Dkd.jazzer.hooks=true -pl kd-provenance test
 * -Dtest=ExchangedFileFuzzTest#tile}, one method at a time.
 *
 * <table>
 * <caption>Last searches, on two cores that many others used as well</caption>
 * <tr><th>method</th><th>on</th><th>seconds</th><th>inputs</th><th>found</th></tr>
 * <tr><td>policy</td><td>2026-11-29</td><td>31</td><td>64,816</td><td>nothing</td></tr>
 * <tr><td>cosignedCheckpoint</td><td>2026-11-29</td><td>31</td><td>100,192</td><td>nothing</td></tr>
 * <tr><td>tlogProof</td><td>2026-11-29</td><td>31</td><td>19,938</td><td>nothing</td></tr>
 * <tr><td>tile</td><td>2026-11-29</td><td>31</td><td>1,036</td><td>nothing</td></tr>
 * <tr><td>label</td><td>2026-11-29</td><td>34</td><td>219</td><td>nothing</td></tr>
 * <tr><td>witnessRequest</td><td>2026-11-29</td><td>31</td><td>4,132</td><td>nothing</td></tr>
 * <tr><td>sealedFile</td><td>2026-11-29</td><td>31</td><td>13,306</td><td>nothing</td></tr>
 * <tr><td>transferCard</td><td>2026-11-29</td><td>31</td><td>8,027</td><td>nothing</td></tr>
 * <tr><td>manifest</td><td>2026-11-29</td><td>31</td><td>90,349</td><td>nothing</td></tr>
 * <tr><td>timestamp</td><td>2026-11-29</td><td>31</td><td>87,782</td><td>nothing</td></tr>
 * </table>
 */
class ExchangedFileFuzzTest {
    private static final String SEARCH = "30s";

    @TempDir
    private static Path folder = Path.of("");

    /**
     * Whom the readers trust. Not fields of the test: a search instruments classes, and a record that was loaded before
     * loses its fields on JDK 17.
     */
    private static final class Known {
        static final NoteKey LOG = NoteKey.of(LogFixture.LOG_KEY.publicKey());
        static final Cosigner WITNESS = Cosigner.ed25519("witness.example/w", LogFixture.signer("w"));
        static final Policy POLICY = new Policy(List.of(new Policy.Log(LOG, null)), Map.of(), List.of(), null);
        static final Policy WITNESSED = new Policy(
                List.of(new Policy.Log(LOG, null)),
                Map.of("w", new Policy.Witness(WITNESS.publicKey(), null)),
                List.of(),
                "w");
        static final Trust TRUST = Trust.of(
                LogFixture.LOG_KEY.publicKey(),
                new VerifierKey("registry", LogFixture.signer("registry").publicKey()));
        static final Bytes LEAF = Bytes.of(MerkleHash.leaf(new byte[] {1}));

        private Known() {}
    }

    /** The tiles of a small log, written once. */
    private static final class KnownTiles {
        static final Path TILES = folder.resolve("tiles");
        static final List<Path> FILES = write();

        private KnownTiles() {}

        private static List<Path> write() {
            try (EventStore store = new MemoryEventStore();
                    ChainLog log = ChainLog.open(store, LogFixture.options())) {
                LogFixture.begin(log).wholeChain();
                TilesWriter.write(StoreTiles.of(store), TILES);
            }
            assertThat(TileFolder.open(TILES).verify(Known.POLICY)).isEmpty();
            try (Stream<Path> files = Files.walk(TILES)) {
                return files.filter(Files::isRegularFile).sorted().toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void policy(byte[] bytes) {
        try {
            Policy policy = Policy.parse(bytes);
            assertThat(Policy.parse(policy.text().getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(policy);
        } catch (MalformedNoteException e) {
            explained(e);
        }
    }

    /** A checkpoint with cosignatures: what the witness has not signed does not pass a policy that asks for it. */
    @FuzzTest(maxDuration = SEARCH)
    void cosignedCheckpoint(byte[] bytes) {
        try {
            SignedNote note = SignedNote.parse(bytes);
            CheckpointVerdict verdict = Known.WITNESSED.judge(note);
            boolean signed = note.judge(List.of(Known.LOG, Known.WITNESS.publicKey())).stream()
                            .filter(SignedNote.Judged::holds)
                            .map(SignedNote.Judged::key)
                            .distinct()
                            .count()
                    == 2;
            assertThat(verdict.holds() && !signed).as(verdict.detail()).isFalse();
            assertThat(verdict.holds() || !verdict.detail().isBlank()).isTrue();
        } catch (MalformedNoteException e) {
            explained(e);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void tlogProof(byte[] bytes) {
        try {
            TlogProof proof = TlogProof.parse(bytes);
            assertThat(proof.toBytes()).isEqualTo(bytes);
            TlogProof.Verdict verdict = proof.verify(Known.LEAF, Known.WITNESSED);
            assertThat(verdict.holds() || !verdict.detail().isBlank()).isTrue();
        } catch (MalformedNoteException e) {
            explained(e);
        }
    }

    /** The first byte chooses the file of a folder of tiles, the rest is what stands in it. */
    @FuzzTest(maxDuration = SEARCH)
    void tile(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        Path file = KnownTiles.FILES.get(Byte.toUnsignedInt(bytes[0]) % KnownTiles.FILES.size());
        byte[] good = Files.readAllBytes(file);
        byte[] other = Arrays.copyOfRange(bytes, 1, bytes.length);
        try {
            Files.write(file, other);
            List<String> problems = TileFolder.open(KnownTiles.TILES).verify(Known.POLICY);
            // a checkpoint may carry further lines, and one of an earlier size is honest
            if (!Arrays.equals(good, other) && !file.endsWith("checkpoint")) {
                assertThat(problems).isNotEmpty().noneMatch(String::isBlank);
            }
        } catch (TilesException e) {
            explained(e);
        } finally {
            Files.write(file, good);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void label(byte[] bytes) {
        try {
            Label label = Label.parse(bytes);
            assertThat(Label.parse(label.toBytes()).toBytes()).isEqualTo(label.toBytes());
            assertThat(label.verify(Known.TRUST, LogFixture.digest(1)))
                    .as("no label is about this output")
                    .isNotEmpty()
                    .allSatisfy(fault -> assertThat(fault.message()).isNotBlank());
        } catch (LabelException e) {
            explained(e);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void witnessRequest(byte[] bytes) throws IOException {
        Path file = folder.resolve("witness");
        try (KeptCheckpoints state = KeptCheckpoints.open(file)) {
            Witness witness = new Witness(
                    Known.WITNESS, List.of(Known.LOG), state, Clock.fixed(LogFixture.START, ZoneOffset.UTC));
            WitnessAnswer answer = witness.addCheckpoint(bytes);
            assertThat(answer.status()).isIn(200, 400, 403, 404, 409, 422);
            assertThat(answer.body()).isNotBlank();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void sealedFile(byte[] bytes) throws IOException {
        Path file = folder.resolve("sealed");
        try {
            Files.write(file, bytes);
            assertThat(SealedFile.read(file).header().artefact().toString()).isNotBlank();
        } catch (TransferException e) {
            explained(e);
        } finally {
            Files.delete(file);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void transferCard(byte[] bytes) {
        try {
            TransferCard card =
                    TransferCard.read(bytes, LogFixture.signer("hospital").publicKey());
            assertThat(TransferCard.claimedBy(bytes)).isEqualTo(card.party());
        } catch (TransferException e) {
            explained(e);
        }
    }

    /** No path of a manifest leads out of the folder that it is unpacked into. */
    @FuzzTest(maxDuration = SEARCH)
    void manifest(byte[] bytes) {
        try {
            ArtefactManifest manifest = ArtefactManifest.parse(bytes);
            assertThat(ArtefactManifest.parse(manifest.toBytes())).isEqualTo(manifest);
            manifest.files()
                    .forEach(file -> assertThat(
                                    folder.resolve(file.path()).normalize().startsWith(folder))
                            .as(file.path())
                            .isTrue());
        } catch (ManifestException e) {
            explained(e);
        }
    }

    /** An authority that stamped nothing here. */
    @FuzzTest(maxDuration = SEARCH)
    void timestamp(byte[] bytes) {
        try {
            TimestampToken token = TimestampToken.parse(bytes);
            assertThat(token.verify(KnownAuthority.TSA, LogFixture.digest(1)).holds())
                    .isFalse();
        } catch (TimestampException e) {
            explained(e);
        }
    }

    private static final class KnownAuthority {
        static final TimestampAuthority TSA =
                TestAuthority.make("Example TSA", LogFixture.START).authority();

        private KnownAuthority() {}
    }

    private static void explained(Exception e) {
        assertThat(e.getMessage()).isNotBlank();
    }
}
