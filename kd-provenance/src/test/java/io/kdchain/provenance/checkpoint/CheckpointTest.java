package io.kdchain.provenance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.NoteSecret;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final VerifierKey TESSERA =
            VerifierKey.parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
    private static final Checkpoint CHECKPOINT =
            new Checkpoint("kd.example/log", 3, Bytes.of(MerkleHash.empty()), List.of());

    /** The key of that log's tests, as its makers published it. */
    private static final NoteSecret TESSERA_SECRET = NoteSecret.parse(
            "PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg");

    @Test
    void theCheckpointsOfAnotherLogAreMadeAgainFromItsEntries() throws IOException {
        Path log = RequiredTool.require("vectors").resolve("tlog-tessera-testdata/log");
        List<byte[]> leaves = leaves(Files.readAllBytes(log.resolve("tile/entries/000.p/15")));
        assertThat(TESSERA_SECRET.signer().publicKey()).isEqualTo(TESSERA.key());
        int compared = 0;
        for (int size = 0; size <= 15; size++) {
            Checkpoint checkpoint = new Checkpoint(
                    TESSERA.name(),
                    size,
                    Bytes.of(MerkleTree.root(size, (level, index) -> node(leaves, level, index))),
                    List.of());
            byte[] made = checkpoint.sign(TESSERA_SECRET.signer()).toBytes();
            Path file = log.resolve("checkpoint." + size);
            if (Files.exists(file)) {
                compared++;
                assertThat(made).as("checkpoint %d", size).isEqualTo(Files.readAllBytes(file));
            }
            SignedNote note = SignedNote.parse(made);
            assertThat(note.verifiedBy(List.of(TESSERA))).containsExactly(TESSERA);
            assertThat(Checkpoint.parse(note.text())).isEqualTo(checkpoint);
        }
        assertThat(compared).isGreaterThan(8);
    }

    /** Checkpoints of public logs, with lines of several keys, some of them cosignatures. */
    @Test
    void checkpointsInOtherPeoplesBundlesAreReadAsTheyAre() throws IOException {
        Path bundles = RequiredTool.require("vectors").resolve("sigstore-bundles");
        Map<String, String> outcomes = new TreeMap<>();
        try (Stream<Path> folders = Files.list(bundles)) {
            for (Path folder : folders.toList()) {
                JsonNode bundle = new ObjectMapper()
                        .readTree(folder.resolve("bundle.sigstore.json").toFile());
                JsonNode note = bundle.at("/verificationMaterial/tlogEntries/0/inclusionProof/checkpoint/envelope");
                if (note.isTextual()) {
                    outcomes.put(String.valueOf(folder.getFileName()), read(note.textValue()));
                }
            }
        }

        assertThat(outcomes)
                .containsEntry("rekor2-checkpoint-multiple-cosigs", "3")
                .containsEntry("rekor2-checkpoint-two-sigs-from-origin", "2")
                .hasEntrySatisfying(
                        "rekor2-checkpoint-missing-log-signature_fail",
                        text -> assertThat(text).contains("empty line"))
                .hasEntrySatisfying(
                        "rekor2-checkpoint-missing-root-hash_fail",
                        text -> assertThat(text).contains("origin, size and root"));
        assertThat(outcomes).hasSizeGreaterThan(15);
    }

    private static String read(String text) {
        try {
            SignedNote note = SignedNote.parse(text.getBytes(StandardCharsets.UTF_8));
            Checkpoint.parse(note.text());
            assertThat(new String(note.toBytes(), StandardCharsets.UTF_8)).isEqualTo(text);
            return String.valueOf(note.signatures().size());
        } catch (MalformedNoteException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void aCheckpointIsSignedAsAnotherImplementationSignsIt() throws IOException {
        Path vectors = RequiredTool.require("vectors").resolve("generated");
        JsonNode keys = new ObjectMapper().readTree(vectors.resolve("keys.json").toFile());
        SignedNote cosigned = SignedNote.parse(Files.readAllBytes(vectors.resolve("checkpoint-cosigned.txt")));
        Ed25519Signer signer = Ed25519Signer.fromSeed(
                HexFormat.of().parseHex(keys.get("logSeedHex").textValue()));

        SignedNote signed = Checkpoint.parse(cosigned.text()).sign(signer);

        assertThat(cosigned.signatures()).contains(signed.signatures().get(0));
        assertThat(cosigned.verifiedBy(
                        List.of(VerifierKey.parse(keys.get("logVkey").textValue()))))
                .hasSize(1);
    }

    @Test
    void aFalseSignatureOfAKnownKeySpoilsTheNote() {
        Ed25519Signer log = LogFixture.signer("log");
        VerifierKey key = new VerifierKey("kd.example/log", log.publicKey());
        SignedNote good = CHECKPOINT.sign(log);
        SignedNote other = new Checkpoint("kd.example/log", 4, CHECKPOINT.root(), List.of()).sign(log);
        SignedNote swapped = new SignedNote(good.text(), other.signatures());

        assertThat(good.verifiedBy(List.of(key))).containsExactly(key);
        assertThat(swapped.verifiedBy(List.of(key))).isEmpty();
        assertThat(new SignedNote(
                                good.text(),
                                List.of(
                                        good.signatures().get(0),
                                        other.signatures().get(0)))
                        .verifiedBy(List.of(key)))
                .isEmpty();
        assertThat(good.verifiedBy(List.of(TESSERA))).isEmpty();
    }

    @Test
    void everyChangedByteOfASignedCheckpointIsNoticed() {
        Ed25519Signer log = LogFixture.signer("log");
        VerifierKey key = new VerifierKey("kd.example/log", log.publicKey());
        byte[] note = CHECKPOINT.sign(log).toBytes();

        for (int i = 0; i < note.length; i++) {
            byte[] changed = note.clone();
            changed[i] ^= 1;
            assertThat(verifies(changed, key)).as("byte %d", i).isFalse();
        }
        assertThat(verifies(note, key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "log\n",
                "log\n1\n",
                "log\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "log\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "log\n99999999999999999999\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "log\n9999999999999999999\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
                "log\n1\n47DE\n",
                "log\n1\n!\n",
                "log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n",
            })
    void whatIsNoCheckpointIsRefused(String text) {
        assertThatExceptionOfType(MalformedNoteException.class).isThrownBy(() -> Checkpoint.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\n\u2014 name AAAAAAA=",
                "text\n\n- name AAAAAAA=\n",
                "text\n\n\u2014 nameAAAAAAA=\n",
                "text\n\n\u2014 name AAAA\n",
                "text\n\n\u2014 name !\n",
                "te\tt\n\n\u2014 name AAAAAAA=\n",
            })
    void whatIsNoNoteIsRefused(String text) {
        assertThatExceptionOfType(MalformedNoteException.class)
                .isThrownBy(() -> SignedNote.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aNoteIsUtf8AndNotEndless() {
        assertThatExceptionOfType(MalformedNoteException.class)
                .isThrownBy(() -> SignedNote.parse(HexFormat.of().parseHex("ff0a0a")));
        assertThatExceptionOfType(MalformedNoteException.class).isThrownBy(() -> SignedNote.parse(new byte[2_000_000]));
        assertThatExceptionOfType(MalformedNoteException.class)
                .isThrownBy(() -> SignedNote.parse(
                        ("text\n\n" + "\u2014 name AAAAAAA=\n".repeat(100)).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void extensionsAreKept() {
        Checkpoint extended = new Checkpoint("log", 1, CHECKPOINT.root(), List.of("more"));

        assertThat(Checkpoint.parse(extended.text())).isEqualTo(extended);
    }

    @Test
    void aTrustFileHasOneKeyALine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("trust");
        Files.writeString(file, "# who registers\n\n" + TESSERA + "\n");

        Trust trust = Trust.read(file);

        assertThat(trust).isEqualTo(Trust.of(TESSERA));
        assertThat(trust.text()).isEqualTo(TESSERA + "\n");
        Files.writeString(file, "# nobody\n");
        assertThatExceptionOfType(MalformedNoteException.class).isThrownBy(() -> Trust.read(file));
        Files.writeString(file, TESSERA + "\nsomebody\n");
        assertThatExceptionOfType(MalformedNoteException.class)
                .isThrownBy(() -> Trust.read(file))
                .withMessageContaining("trust:2:1");
        assertThatExceptionOfType(MalformedNoteException.class)
                .isThrownBy(() -> Trust.read(folder.resolve("none")))
                .withMessageContaining("none");
    }

    private static boolean verifies(byte[] note, VerifierKey key) {
        try {
            SignedNote parsed = SignedNote.parse(note);
            Checkpoint.parse(parsed.text());
            return !parsed.verifiedBy(List.of(key)).isEmpty();
        } catch (MalformedNoteException e) {
            return false;
        }
    }

    private static byte[] node(List<byte[]> leaves, int level, long index) {
        return level == 0
                ? leaves.get((int) index)
                : MerkleHash.node(node(leaves, level - 1, 2 * index), node(leaves, level - 1, 2 * index + 1));
    }

    /** Leaf hashes of an entry bundle: each entry has two bytes of length before it. */
    private static List<byte[]> leaves(byte[] bundle) {
        List<byte[]> leaves = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bundle);
        while (in.hasRemaining()) {
            byte[] entry = new byte[in.getShort() & 0xffff];
            in.get(entry);
            leaves.add(MerkleHash.leaf(entry));
        }
        return leaves;
    }
}
