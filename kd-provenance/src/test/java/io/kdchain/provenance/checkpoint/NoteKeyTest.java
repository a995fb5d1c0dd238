package io.kdchain.provenance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.MlDsa44;
import io.kdchain.provenance.sign.NoteSecret;
import io.kdchain.provenance.sign.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteKeyTest {
    /** The example of the signed-note specification. */
    private static final String EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String EXAMPLE_NOTE = """
            This is an example message.

            \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    private static final Checkpoint CHECKPOINT =
            new Checkpoint("kd.example/log", 3, Bytes.of(MerkleHash.empty()), List.of());
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void theExampleOfTheSpecificationVerifies() {
        SignedNote note = SignedNote.parse(EXAMPLE_NOTE.getBytes(StandardCharsets.UTF_8));
        NoteKey key = NoteKey.parse(EXAMPLE_KEY);

        assertThat(note.judge(List.of(key)))
                .extracting(SignedNote.Judged::holds)
                .containsExactly(true);
        assertThat(note.toBytes()).isEqualTo(EXAMPLE_NOTE.getBytes(StandardCharsets.UTF_8));
        assertThat(key).hasToString(EXAMPLE_KEY);
        assertThat(key).isEqualTo(NoteKey.of(VerifierKey.parse(EXAMPLE_KEY)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903a",
                "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv",
                "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+",
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> NoteKey.parse(text));
    }

    @Test
    void aNameHasNoSpaceOfAnyKind() {
        for (String space : List.of(" ", "\u00a0", "\u2003", "\u3000", "\u0085", "\t", "\u2028")) {
            assertThatIllegalArgumentException()
                    .as("U+%04x", (int) space.charAt(0))
                    .isThrownBy(() -> new SignedNote.Line("a" + space + "b", 1, Bytes.of(new byte[] {1})));
        }
    }

    @Test
    void aPrivateKeyOfAnotherToolSignsAsThere() {
        Ed25519Signer signer = LogFixture.signer("other tool");
        String text = NoteSecret.of("kd.example/log", signer).text();

        NoteSecret read = NoteSecret.parse(text);

        assertThat(read.name()).isEqualTo("kd.example/log");
        assertThat(read.signer().publicKey()).isEqualTo(signer.publicKey());
        assertThat(read.toString()).doesNotContain(text.substring(text.length() - 20));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoteSecret.parse(text.replace("kd.example/log", "kd.example/lag")));
        assertThatIllegalArgumentException().isThrownBy(() -> NoteSecret.parse(text.substring(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> NoteSecret.parse(text + "A"));
    }

    @Test
    void cosignaturesOfBothKindsHoldForWhatTheySayAndNothingElse() {
        MlDsa44 lattice = MlDsa44.fromSeed(new byte[MlDsa44.SEED_SIZE]);
        for (Cosigner cosigner : List.of(
                Cosigner.ed25519("witness.example/w", LogFixture.signer("w")),
                Cosigner.mlDsa44("witness.example/w", lattice))) {
            SignedNote.Line line = cosigner.cosign(CHECKPOINT.text(), NOW);
            NoteKey key = cosigner.publicKey();

            assertThat(key.claims(line)).isTrue();
            assertThat(key.verify(CHECKPOINT.text(), line.signature())).isTrue();
            assertThat(key.time(line.signature())).isEqualTo(NOW);
            assertThat(NoteKey.parse(key.toString())).isEqualTo(key);
            assertThat(key.verify(CHECKPOINT.text().replace("\n3\n", "\n4\n"), line.signature()))
                    .isFalse();
            assertThat(key.verify(CHECKPOINT.text().replace("log", "lag"), line.signature()))
                    .isFalse();
            assertThat(key.verify("no checkpoint\n", line.signature())).isFalse();
            for (int i = 0; i < 80; i++) {
                byte[] changed = line.signature().toArray();
                changed[i % changed.length] ^= 1;
                assertThat(key.verify(CHECKPOINT.text(), Bytes.of(changed)))
                        .as("byte %d", i)
                        .isFalse();
            }
            assertThat(key.verify(CHECKPOINT.text(), Bytes.of(new byte[] {1}))).isFalse();
            assertThatIllegalArgumentException().isThrownBy(() -> cosigner.cosign(CHECKPOINT.text(), Instant.EPOCH));
        }
    }

    @Test
    void aLatticeCosignatureNamesItsCosignerAndAnEd25519OneDoesNot() {
        MlDsa44 lattice = MlDsa44.fromSeed(new byte[MlDsa44.SEED_SIZE]);
        SignedNote.Line line = Cosigner.mlDsa44("a", lattice).cosign(CHECKPOINT.text(), NOW);

        assertThat(Cosigner.mlDsa44("b", lattice).publicKey().verify(CHECKPOINT.text(), line.signature()))
                .isFalse();
        assertThat(Cosigner.ed25519("b", LogFixture.signer("w"))
                        .publicKey()
                        .verify(
                                CHECKPOINT.text(),
                                Cosigner.ed25519("a", LogFixture.signer("w"))
                                        .cosign(CHECKPOINT.text(), NOW)
                                        .signature()))
                .as("why one key must not serve two witnesses")
                .isTrue();
    }

    @Test
    void namesTooLongForALatticeCosignatureAreRefused() {
        MlDsa44 lattice = MlDsa44.fromSeed(new byte[MlDsa44.SEED_SIZE]);
        Checkpoint longOrigin = new Checkpoint("o".repeat(256), 3, CHECKPOINT.root(), List.of());

        assertThatIllegalArgumentException().isThrownBy(() -> Cosigner.mlDsa44("w".repeat(256), lattice));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cosigner.mlDsa44("w", lattice).cosign(longOrigin.text(), NOW));
    }
}
