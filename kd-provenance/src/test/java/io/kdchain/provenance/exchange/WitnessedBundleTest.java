package io.kdchain.provenance.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.CheckpointVerdict;
import io.kdchain.provenance.checkpoint.CosignatureRequest;
import io.kdchain.provenance.checkpoint.Cosigner;
import io.kdchain.provenance.checkpoint.KeptCheckpoints;
import io.kdchain.provenance.checkpoint.NoteKey;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.TestAuthority;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.checkpoint.Witness;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.DatasetCollected;
import io.kdchain.provenance.exchange.BundleReport.Fault;
import io.kdchain.provenance.exchange.BundleReport.Note;
import io.kdchain.provenance.sign.TimestampRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles whose checkpoint witnesses cosigned, judged by a policy file as others write them. */
class WitnessedBundleTest {
    private static final Cosigner ONE = Cosigner.ed25519("witness.example/w1", LogFixture.signer("w1"));
    private static final Cosigner TWO = Cosigner.ed25519("witness.example/w2", LogFixture.signer("w2"));

    @TempDir
    private Path folder = Path.of("");

    private final BundleFixture chain = BundleFixture.make();

    private static Policy policy(String quorum) {
        return Policy.parse("log %s\nwitness w1 %s\nwitness w2 %s\ngroup both 2 w1 w2\nquorum %s\n"
                .formatted(LogFixture.LOG_KEY.publicKey(), ONE.publicKey(), TWO.publicKey(), quorum)
                .getBytes(StandardCharsets.UTF_8));
    }

    private static Trust trust(String quorum) {
        return BundleFixture.TRUST.with(policy(quorum));
    }

    private void cosign(Cosigner cosigner) {
        try (KeptCheckpoints state =
                KeptCheckpoints.open(folder.resolve(cosigner.publicKey().name().replace('/', '-')))) {
            Witness witness = new Witness(
                    cosigner,
                    List.of(NoteKey.of(LogFixture.LOG_KEY.publicKey())),
                    state,
                    Clock.fixed(LogFixture.START.plusSeconds(90), ZoneOffset.UTC));
            CosignatureRequest.Result result = chain.log().cosign(cosigner.publicKey(), witness);
            assertThat(result.outcome()).as(result.detail()).isEqualTo(CosignatureRequest.Outcome.COSIGNED);
        }
    }

    private EvidenceBundle bundle(Trust trust) {
        return EvidenceBundle.read(EvidenceBundle.of(
                        chain.store(),
                        trust,
                        LogFixture.entities(BundleFixture.ABOUT),
                        EvidenceBundle.Request.at(LogFixture.START.plusSeconds(120)))
                .toBytes());
    }

    @Test
    void theQuorumIsDemandedAndTold() {
        cosign(ONE);
        EvidenceBundle bundle = bundle(BundleFixture.TRUST);

        BundleReport one = bundle.verify(trust("w1"));
        BundleReport both = bundle.verify(trust("both"));
        BundleReport none = bundle.verify(BundleFixture.TRUST);

        assertThat(one.faults()).isEmpty();
        assertThat(one.cosignatures())
                .containsExactly(new CheckpointVerdict.Cosignature(ONE.publicKey(), LogFixture.START.plusSeconds(90)));
        assertThat(one.notes())
                .anySatisfy(note -> assertThat(note.message()).contains("witness.example/w1", "2026-01-05T00:01:30Z"));
        assertThat(both.faults()).extracting(Fault::code).containsExactly(BundleFault.QUORUM_NOT_MET);
        assertThat(both.faults().get(0).message()).contains("1 of 2 witnesses");
        assertThat(both.checkpoint()).isNull();
        assertThatThrownBy(() -> bundle.evidence(trust("both")))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("quorum-not-met");
        assertThat(none.faults()).isEmpty();
        assertThat(none.notes())
                .extracting(Note::code)
                .contains(Note.Code.NOT_WITNESSED)
                .doesNotContain(Note.Code.WITNESSED);
        assertThat(one.evidence()).isEqualTo(none.evidence());
    }

    @Test
    void thePolicyAloneSaysWhoseLogItIs() {
        cosign(ONE);
        cosign(TWO);
        Trust alone = Trust.NONE.with(policy("both"));
        Trust strangers = Trust.NONE.with(Policy.parse("log %s\nquorum none\n"
                .formatted(
                        new io.kdchain.provenance.LogKey("kd.example/log", LogFixture.signer("stranger")).publicKey())
                .getBytes(StandardCharsets.UTF_8)));

        assertThat(bundle(alone).verify(alone).faults()).isEmpty();
        assertThat(bundle(alone).verify(alone).notes()).extracting(Note::code).doesNotContain(Note.Code.NO_KEY_TRUSTED);
        assertThat(bundle(alone).verify(strangers).faults())
                .extracting(Fault::code)
                .containsExactly(BundleFault.LOG_KEY_NOT_TRUSTED, BundleFault.CHECKPOINT_SIGNATURE);
    }

    @Test
    void theBundleRestsOnTheLastCheckpointThatThePolicyTakes() {
        cosign(ONE);
        long cosigned = chain.log().size();
        chain.fixture()
                .record(
                        "hospital",
                        new DatasetCollected(
                                DatasetCollected.Method.SYNTHETIC,
                                DatasetCollected.Personal.NONE,
                                null,
                                null,
                                null,
                                null),
                        List.of(),
                        List.of("dataset:later"));

        Checkpoint demanded = Checkpoint.parse(bundle(trust("w1")).checkpoint().text());
        Checkpoint last =
                Checkpoint.parse(bundle(BundleFixture.TRUST).checkpoint().text());

        assertThat(demanded.size()).isEqualTo(cosigned);
        assertThat(bundle(trust("w1")).verify(trust("w1")).faults()).isEmpty();
        assertThat(last.size()).isEqualTo(cosigned + 1);
        assertThat(bundle(BundleFixture.TRUST).verify(trust("w1")).faults())
                .extracting(Fault::code)
                .containsExactly(BundleFault.QUORUM_NOT_MET);
        assertThat(Checkpoint.parse(bundle(trust("both")).checkpoint().text()).size())
                .as("where none is cosigned enough")
                .isEqualTo(cosigned + 1);
    }

    @Test
    void aCosignatureThatIsFalseSpoilsTheCheckpoint() throws java.io.IOException {
        cosign(ONE);
        EvidenceBundle bundle = bundle(BundleFixture.TRUST);
        List<SignedNote.Line> lines = new ArrayList<>(bundle.checkpoint().signatures());
        SignedNote.Line line = lines.remove(1);
        byte[] signature = line.signature().toArray();
        // the moment at which the witness saw it, a second earlier
        signature[7]--;
        lines.add(new SignedNote.Line(line.name(), line.hash(), Bytes.of(signature)));
        ObjectNode document = (ObjectNode) new com.fasterxml.jackson.databind.ObjectMapper().readTree(bundle.toBytes());
        document.put(
                "checkpoint",
                new String(new SignedNote(bundle.checkpoint().text(), lines).toBytes(), StandardCharsets.UTF_8));

        BundleReport report = EvidenceBundle.read(
                        BundleMutationTest.sealed(document).toString().getBytes(StandardCharsets.UTF_8))
                .verify(trust("w1"));

        assertThat(report.faults()).extracting(Fault::code).containsExactly(BundleFault.COSIGNATURE_FALSE);
        assertThat(report.faults().get(0).message()).contains("witness.example/w1");
        assertThat(report.cosignatures()).isEmpty();
    }

    @Test
    void aLogIsNoWitnessOfItself() {
        Trust self = Trust.NONE.with(Policy.parse("witness self %s\nquorum self\n"
                .formatted(Cosigner.ed25519("witness.example/self", LogFixture.signer("log"))
                        .publicKey())
                .getBytes(StandardCharsets.UTF_8)));

        assertThat(bundle(BundleFixture.TRUST).verify(self).faults())
                .extracting(Fault::code)
                .containsExactly(BundleFault.LOG_KEY_NOT_TRUSTED);
    }

    @Test
    void aStampOfAnotherCheckpointIsFalse() throws java.io.IOException {
        TestAuthority authority = TestAuthority.make("Example TSA", LogFixture.START);
        Trust trust = BundleFixture.TRUST.with(List.of(authority.authority()));
        TimestampRequest request = chain.log().timestampRequest();
        chain.log()
                .timestamp(request, authority.answer(request, LogFixture.START.plusSeconds(60)), authority.authority());
        EvidenceBundle stamped = bundle(trust);
        SignedNote.Line stamp = stamped.checkpoint().signatures().get(1);
        chain.fixture()
                .record(
                        "hospital",
                        new DatasetCollected(
                                DatasetCollected.Method.SYNTHETIC,
                                DatasetCollected.Personal.NONE,
                                null,
                                null,
                                null,
                                null),
                        List.of(),
                        List.of("dataset:later"));
        EvidenceBundle later = bundle(BundleFixture.TRUST);
        ObjectNode document = (ObjectNode) new com.fasterxml.jackson.databind.ObjectMapper().readTree(later.toBytes());
        document.put(
                "checkpoint", new String(later.checkpoint().with(List.of(stamp)).toBytes(), StandardCharsets.UTF_8));

        BundleReport report = EvidenceBundle.read(
                        BundleMutationTest.sealed(document).toString().getBytes(StandardCharsets.UTF_8))
                .verify(trust);

        assertThat(stamped.verify(trust).faults()).isEmpty();
        assertThat(stamped.verify(trust).stamps()).hasSize(1);
        assertThat(bundle(trust).verify(trust).stamps())
                .as("the stamped checkpoint is taken although a later one is there")
                .hasSize(1);
        assertThat(report.faults()).extracting(Fault::code).containsExactly(BundleFault.TIMESTAMP_FALSE);
        assertThat(report.stamps()).isEmpty();
    }
}
