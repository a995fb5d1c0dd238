package io.kdchain.provenance.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.CosignatureRequest;
import io.kdchain.provenance.checkpoint.Cosigner;
import io.kdchain.provenance.checkpoint.KeptCheckpoints;
import io.kdchain.provenance.checkpoint.NoteKey;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.TlogProof;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.checkpoint.Witness;
import io.kdchain.provenance.exchange.EvidenceBundle;
import io.kdchain.provenance.store.MemoryEventStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator writes events, tree and checkpoints anew, all consistent and with the log's own key. */
class RewrittenLogTest {
    private static final Cosigner COSIGNER = Cosigner.ed25519("witness.example/w", LogFixture.signer("w"));
    private static final Trust LOG_KEY = Trust.of(LogFixture.LOG_KEY.publicKey());
    private static final Trust WITNESSED = new Trust(
            List.of(LogFixture.LOG_KEY.publicKey()),
            new Policy(
                    List.of(),
                    Map.of("w", new Policy.Witness(COSIGNER.publicKey(), "http://127.0.0.1/")),
                    List.of(),
                    "w"));

    private final ChainLog honest = LogFixture.chain(new MemoryEventStore()).log();
    /** The same acts, said to have been recorded an hour later. */
    private final ChainLog rewritten = LogFixture.begin(ChainLog.inMemory(
                    LogFixture.options().clock(Clock.fixed(LogFixture.START.plusSeconds(3600), ZoneOffset.UTC))))
            .wholeChain()
            .log();

    @TempDir
    private Path folder = Path.of("");

    private KeptCheckpoints kept() {
        return KeptCheckpoints.open(folder.resolve("state"));
    }

    private static VerificationReport compared(ChainLog log, KeptCheckpoints kept) {
        return log.compare(log.verify(LOG_KEY, null), LOG_KEY, kept);
    }

    private static List<String> messages(VerificationReport report) {
        return report.problems().stream()
                .map(VerificationReport.Problem::message)
                .toList();
    }

    @Test
    void itAgreesWithItselfAndTheReportSaysThatThisIsAll() {
        VerificationReport report = rewritten.verify(Trust.NONE, null);

        assertThat(report.ok()).isTrue();
        assertThat(report.notes())
                .anySatisfy(note -> assertThat(note).contains("only that the log agrees with itself"));
        assertThat(rewritten.verify(LOG_KEY, null).notes())
                .noneSatisfy(note -> assertThat(note).contains("agrees with itself"));
    }

    @Test
    void theCheckpointThatAClientKeptFindsIt() {
        try (KeptCheckpoints kept = kept()) {
            assertThat(compared(honest, kept).ok()).isTrue();
            assertThat(compared(honest, kept).notes())
                    .anySatisfy(note -> assertThat(note).contains("still has"));

            VerificationReport report = compared(rewritten, kept);

            assertThat(messages(report)).anySatisfy(text -> assertThat(text).contains("two histories"));
            assertThat(compared(honest, kept).ok())
                    .as("what was kept is still that of the honest log")
                    .isTrue();
        }
    }

    @Test
    void theCheckpointThatAClientKeptFindsARollback() {
        ChainLog shorter =
                LogFixture.begin(ChainLog.inMemory(LogFixture.options())).log();
        try (KeptCheckpoints kept = kept()) {
            compared(honest, kept);

            assertThat(messages(compared(shorter, kept)))
                    .anySatisfy(text -> assertThat(text).contains("rolled back"));
        }
        try (KeptCheckpoints kept = KeptCheckpoints.open(folder.resolve("other"))) {
            compared(shorter, kept);
            VerificationReport grown = compared(honest, kept);

            assertThat(grown.ok()).as("%s", grown.problems()).isTrue();
            assertThat(grown.notes()).anySatisfy(note -> assertThat(note).contains("grew from 1"));
        }
    }

    @Test
    void aProofHandedOutBeforeFindsIt() {
        TlogProof proof = TlogProof.parse(honest.proof(9).toBytes());
        Checkpoint before = Checkpoint.parse(proof.checkpoint().text());

        assertThat(honest.verify(LOG_KEY, before).ok()).isTrue();
        assertThat(messages(rewritten.verify(LOG_KEY, before)))
                .anySatisfy(text -> assertThat(text).contains("another root"));
        assertThat(proof.verify(
                                honest.read(9).orElseThrow().leafHash(),
                                LOG_KEY.policyFor(List.of(LogFixture.LOG_KEY.publicKey())))
                        .holds())
                .as("and the proof itself still holds")
                .isTrue();
    }

    @Test
    void theWitnessOfTheHonestLogFindsIt() {
        try (KeptCheckpoints state = kept()) {
            Witness witness = new Witness(
                    COSIGNER,
                    List.of(NoteKey.of(LogFixture.LOG_KEY.publicKey())),
                    state,
                    Clock.fixed(LogFixture.START, ZoneOffset.UTC));

            CosignatureRequest.Result first = honest.cosign(COSIGNER.publicKey(), witness);
            CosignatureRequest.Result second = rewritten.cosign(COSIGNER.publicKey(), witness);

            assertThat(first.outcome()).as(first.detail()).isEqualTo(CosignatureRequest.Outcome.COSIGNED);
            assertThat(second.outcome()).isEqualTo(CosignatureRequest.Outcome.REFUSED);
        }
        VerificationReport good = honest.verify(WITNESSED, null);
        assertThat(good.ok()).as("%s", good.problems()).isTrue();
        assertThat(good.notes()).anySatisfy(note -> assertThat(note).contains("quorum of witnesses cosigned"));
        assertThat(messages(rewritten.verify(WITNESSED, null)))
                .anySatisfy(text -> assertThat(text).contains("No checkpoint is cosigned"));
        assertThat(findings(honest)).doesNotContain(Finding.Code.NOT_WITNESSED);
        assertThat(findings(rewritten)).contains(Finding.Code.NOT_WITNESSED);
        assertThat(honest.verify(LOG_KEY, null).notes())
                .as("without the witness's key its line says nothing")
                .anySatisfy(note -> assertThat(note).contains("witness.example/w"));
    }

    @Test
    void aCosignatureByTheLogItselfIsNone() {
        Cosigner self = Cosigner.ed25519("witness.example/w", LogFixture.signer("log"));

        CosignatureRequest.Result result = rewritten.cosign(COSIGNER.publicKey(), request -> {
            String note =
                    new String(rewritten.checkpoint().orElseThrow().toBytes(), java.nio.charset.StandardCharsets.UTF_8);
            String line = self.cosign(note.substring(0, note.indexOf("\n\n") + 1), LogFixture.START)
                    .toString();
            return new io.kdchain.provenance.checkpoint.WitnessAnswer(200, "text/plain", line + "\n");
        });

        assertThat(result.outcome()).isEqualTo(CosignatureRequest.Outcome.FALSE_COSIGNATURE);
        assertThat(rewritten.checkpoint().orElseThrow().signatures()).hasSize(1);
    }

    /** What is found where rules take their facts from. */
    private static List<Finding.Code> findings(ChainLog log) {
        return new EvidenceVerifier(log.reader(), WITNESSED)
                .verify(log.slice(LogFixture.entities(List.of("output:1")))).findings().stream()
                        .map(Finding::code)
                        .toList();
    }

    @Test
    void aBundleMadeBeforeFindsIt() {
        EvidenceBundle bundle = EvidenceBundle.read(EvidenceBundle.of(
                        honest.reader(),
                        LOG_KEY,
                        LogFixture.entities(List.of("output:1")),
                        EvidenceBundle.Request.at(LogFixture.START))
                .toBytes());

        VerificationReport good = honest.verify(LOG_KEY, bundle.checkpoint(), checked -> {});
        VerificationReport bad = rewritten.verify(LOG_KEY, bundle.checkpoint(), checked -> {});

        assertThat(good.ok()).as("%s", good.problems()).isTrue();
        assertThat(messages(bad)).anySatisfy(text -> assertThat(text).contains("another root"));
        assertThat(bundle.verify(LOG_KEY).faults())
                .as("and the bundle itself still holds")
                .isEmpty();
    }
}
