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
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final VerifierKey TESSERA =
            VerifierKey.parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
    private static final Checkpoint CHECKPOINT =
            new Checkpoint("kd.example/log", 3, Bytes.of(MerkleHash.empty()), List.of());

    @Test
    void checkpointsOfAnotherLogAreReadVerifiedAndWrittenTheSame() throws IOException {
        Path log = RequiredTool.require("vectors").resolve("tlog-tessera-testdata/log");
        byte[] leaves = Files.readAllBytes(log.resolve("tile/0/000.p/14"));
        int read = 0;
        for (int size = 0; size <= 15; size++) {
            Path file = log.resolve("checkpoint." + size);
            if (!Files.exists(file)) {
                continue;
            }
            byte[] bytes = Files.readAllBytes(file);
            SignedNote note = SignedNote.parse(bytes);
            Checkpoint checkpoint = Checkpoint.parse(note.text());

            assertThat(note.verifiedBy(List.of(TESSERA))).containsExactly(TESSERA);
            assertThat(checkpoint.size()).isEqualTo(size);
            assertThat(note.toBytes()).isEqualTo(bytes);
            assertThat(checkpoint.text()).isEqualTo(note.text());
            if (size <= 14) {
                assertThat(checkpoint.root().toArray()).isEqualTo(MerkleTree.root(size, (l, i) -> node(leaves, l, i)));
            }
            read++;
        }
        assertThat(read).isGreaterThan(6);
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

    private static byte[] node(byte[] leaves, int level, long index) {
        int from = (int) index * MerkleHash.SIZE;
        return level == 0
                ? Arrays.copyOfRange(leaves, from, from + MerkleHash.SIZE)
                : MerkleHash.node(node(leaves, level - 1, 2 * index), node(leaves, level - 1, 2 * index + 1));
    }
}
