package io.kdchain.provenance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.checkpoint.TlogProof.Fault;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlogProofTest {
    private static final Bytes LEAF = Bytes.of(MerkleHash.leaf("22000".getBytes(StandardCharsets.US_ASCII)));

    private static byte[] published() throws IOException {
        return Files.readAllBytes(folder().resolve("proof.tlog-proof"));
    }

    private static Path folder() {
        return RequiredTool.require("vectors").resolve("generated");
    }

    private static Policy policy() throws IOException {
        return Policy.parse(Files.readAllBytes(folder().resolve("policy.txt")));
    }

    @Test
    void aProofOfAnotherImplementationIsReadVerifiedAndWrittenTheSame() throws IOException {
        TlogProof proof = TlogProof.parse(published());

        TlogProof.Verdict verdict = proof.verify(LEAF, policy());

        assertThat(verdict.holds()).as(verdict.detail()).isTrue();
        assertThat(verdict.checkpoint().cosignatures()).hasSize(1);
        assertThat(proof.index()).isEqualTo(22000);
        assertThat(proof.toBytes()).isEqualTo(published());
    }

    @Test
    void whatDoesNotHoldHasItsReason() throws IOException {
        TlogProof proof = TlogProof.parse(published());
        Policy policy = policy();
        TlogProof elsewhere = new TlogProof(null, 21999, proof.proof(), proof.checkpoint());
        TlogProof outside = new TlogProof(null, 66000, proof.proof(), proof.checkpoint());
        TlogProof shorter = new TlogProof(
                null, 22000, proof.proof().subList(1, proof.proof().size()), proof.checkpoint());
        SignedNote unwitnessed = new SignedNote(
                proof.checkpoint().text(), proof.checkpoint().signatures().subList(0, 1));

        assertThat(proof.verify(Bytes.of(new byte[32]), policy).fault()).isEqualTo(Fault.INCLUSION);
        assertThat(elsewhere.verify(LEAF, policy).fault()).isEqualTo(Fault.INCLUSION);
        assertThat(shorter.verify(LEAF, policy).fault()).isEqualTo(Fault.INCLUSION);
        assertThat(outside.verify(LEAF, policy).fault()).isEqualTo(Fault.INDEX_OUTSIDE_TREE);
        assertThat(new TlogProof(null, 22000, proof.proof(), unwitnessed)
                        .verify(LEAF, policy)
                        .checkpoint()
                        .fault())
                .isEqualTo(CheckpointVerdict.Fault.QUORUM_NOT_MET);
        assertThat(proof.verify(LEAF, Policy.NONE).fault()).isEqualTo(Fault.CHECKPOINT);
    }

    @Test
    void everyChangedByteIsNoticed() throws IOException {
        byte[] good = published();
        Policy policy = policy();

        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] ^= 1;
            assertThat(holds(changed, policy)).as("byte %d", i).isFalse();
        }
    }

    @Test
    void extraDataIsCarriedAndATreeOfOneNeedsNoHashes() {
        Checkpoint tree = new Checkpoint("kd.example/log", 1, LEAF, List.of());
        Policy policy = new Policy(
                List.of(new Policy.Log(NoteKey.of(LogFixture.LOG_KEY.publicKey()), null)),
                java.util.Map.of(),
                List.of(),
                null);
        TlogProof proof = new TlogProof(Bytes.of(new byte[] {1, 2}), 0, List.of(), tree.sign(LogFixture.signer("log")));

        TlogProof read = TlogProof.parse(proof.toBytes());

        assertThat(read).isEqualTo(proof);
        assertThat(read.verify(LEAF, policy).holds()).isTrue();
        assertThat(new TlogProof(
                                null,
                                0,
                                List.of(),
                                new Checkpoint("kd.example/log", 0, Bytes.of(MerkleHash.empty()), List.of())
                                        .sign(LogFixture.signer("log")))
                        .verify(LEAF, policy)
                        .fault())
                .as("an empty tree holds nothing")
                .isEqualTo(Fault.INDEX_OUTSIDE_TREE);
    }

    @ParameterizedTest
    @CsvSource({
        "c2sp.org/tlog-proof@v1, c2sp.org/tlog-proof@v2, first line",
        "index 22000, index 022000, Line 2",
        "index 22000, index -1, Line 2",
        "index 22000, index 9999999999999999999, more than",
        "index 22000, extra, Line 2",
        "index 22000, extra !;index 22000, extra data",
        "tcjqSqdWDlydQl0PfHKKt+vKE5baDykROy1C3mUQ1cQ=, tcjq, up to 63 hashes",
        "tcjqSqdWDlydQl0PfHKKt+vKE5baDykROy1C3mUQ1cQ=, ?, line 3",
        "'\u2014', '-', no signature line",
    })
    void whatIsNoProofIsRefusedWithTheReason(String from, String to, String reason) throws IOException {
        String text = new String(published(), StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        byte[] changed = text.replace(from, to.replace(";", "\n")).getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(MalformedNoteException.class)
                .isThrownBy(() -> TlogProof.parse(changed))
                .withMessageContaining(reason);
    }

    private static boolean holds(byte[] bytes, Policy policy) {
        try {
            return TlogProof.parse(bytes).verify(LEAF, policy).holds();
        } catch (MalformedNoteException e) {
            return false;
        }
    }
}
