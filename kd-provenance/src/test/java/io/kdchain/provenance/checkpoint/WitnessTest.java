package io.kdchain.provenance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.merkle.NodeSource;
import io.kdchain.provenance.sign.MlDsa44;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final NodeSource HONEST = KeptCheckpointsTest.tree(Long.MAX_VALUE);
    private static final NodeSource FORKED = KeptCheckpointsTest.tree(2);
    private static final Cosigner COSIGNER = Cosigner.ed25519("witness.example/w", LogFixture.signer("w"));
    private static final NoteKey LOG = NoteKey.of(LogFixture.LOG_KEY.publicKey());

    @TempDir
    private Path folder = Path.of("");

    private final List<KeptCheckpoints> open = new ArrayList<>();

    @BeforeEach
    void open() {
        open.add(KeptCheckpoints.open(folder.resolve("state")));
    }

    @AfterEach
    void close() {
        open.forEach(KeptCheckpoints::close);
    }

    private KeptCheckpoints state() {
        return open.get(0);
    }

    private Witness witness() {
        return new Witness(COSIGNER, List.of(LOG), state(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static byte[] request(long oldSize, long size, NodeSource tree) {
        return new AddCheckpointRequest(
                        oldSize,
                        oldSize == 0 || oldSize == size
                                ? List.of()
                                : KeptCheckpointsTest.proofs(tree).prove(oldSize, size),
                        KeptCheckpointsTest.note(size, tree))
                .toBytes();
    }

    @Test
    void aTreeThatGrowsIsCosigned() {
        Witness witness = witness();

        for (long[] step : new long[][] {{0, 1}, {1, 5}, {5, 5}, {5, 12}}) {
            WitnessAnswer answer = witness.addCheckpoint(request(step[0], step[1], HONEST));

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            SignedNote.Line line = SignedNote.Line.parse(answer.body().stripTrailing());
            assertThat(COSIGNER.publicKey()
                            .verify(KeptCheckpointsTest.note(step[1], HONEST).text(), line.signature()))
                    .isTrue();
            assertThat(COSIGNER.publicKey().time(line.signature())).isEqualTo(NOW);
        }
        assertThat(state().last("kd.example/log").orElseThrow().signatures())
                .as("the log's line and ours")
                .hasSize(2);
    }

    @Test
    void eachRefusalHasTheStatusOfTheProtocol() {
        Witness witness = witness();
        assertThat(witness.addCheckpoint(request(0, 5, HONEST)).status()).isEqualTo(200);
        SignedNote note = KeptCheckpointsTest.note(9, HONEST);
        List<Bytes> proof = KeptCheckpointsTest.proofs(HONEST).prove(5, 9);
        SignedNote falselySigned =
                new SignedNote(note.text(), KeptCheckpointsTest.note(8, HONEST).signatures());

        assertThat(status(witness, 5, proof, note.with(List.of(COSIGNER.cosign(note.text(), NOW)))))
                .as("further signatures do no harm")
                .isEqualTo(200);
        assertThat(witness.addCheckpoint(request(5, 12, HONEST)))
                .isEqualTo(new WitnessAnswer(409, "text/x.tlog.size", "9\n"));
        assertThat(witness.addCheckpoint(request(0, 12, HONEST)).status()).isEqualTo(409);
        assertThat(status(witness, 9, List.of(), KeptCheckpointsTest.note(5, HONEST)))
                .isEqualTo(400);
        assertThat(witness.addCheckpoint(request(9, 12, FORKED)).status()).isEqualTo(422);
        assertThat(witness.addCheckpoint(request(9, 9, FORKED)).status()).isEqualTo(422);
        assertThat(status(witness, 9, proof, note)).as("a proof from 9 to 9").isEqualTo(422);
        assertThat(status(witness, 9, List.of(), KeptCheckpointsTest.note(12, HONEST)))
                .isEqualTo(422);
        assertThat(status(witness, 5, proof, falselySigned)).isEqualTo(403);
        assertThat(status(witness, 5, proof, Checkpoint.parse(note.text()).sign(LogFixture.signer("thief"))))
                .isEqualTo(403);
        assertThat(status(
                        witness,
                        0,
                        List.of(),
                        new Checkpoint("kd.example/other", 1, Bytes.of(new byte[32]), List.of())
                                .sign(LogFixture.signer("log"))))
                .isEqualTo(404);
        assertThat(state().last("kd.example/log").map(SignedNote::text)).contains(note.text());
    }

    @Test
    void emptyTreesHaveTheEmptyRootAndNoProof() {
        Witness witness = witness();
        SignedNote wrong =
                new Checkpoint("kd.example/log", 0, Bytes.of(new byte[32]), List.of()).sign(LogFixture.signer("log"));

        assertThat(status(witness, 0, List.of(), wrong)).isEqualTo(422);
        assertThat(status(witness, 0, List.of(Bytes.of(new byte[32])), KeptCheckpointsTest.note(1, HONEST)))
                .as("a proof from nothing")
                .isEqualTo(422);
        assertThat(witness.addCheckpoint(request(0, 0, HONEST)).status()).isEqualTo(200);
        assertThat(witness.addCheckpoint(request(0, 1, HONEST)).status()).isEqualTo(200);
        assertThat(witness.addCheckpoint(request(1, 1, FORKED)).status())
                .as("the fork begins later")
                .isEqualTo(200);
    }

    @Test
    void whatIsNoRequestIsABadRequest() {
        Witness witness = witness();
        String good = new String(request(0, 1, HONEST), StandardCharsets.UTF_8);
        for (String bad : List.of(
                "",
                "\n",
                "old 0\n",
                good.replace("old 0", "old 00"),
                good.replace("old 0", "old -1"),
                good.replace("old 0", "new 0"),
                good.replace("old 0", "old 9223372036854775808"),
                good.replace("old 0\n", "old 0\nAAAA\n"),
                good.replace("old 0\n", "old 0\n" + "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n".repeat(64)),
                good.substring(0, good.length() - 1),
                good.replace("\u2014", "-"))) {
            assertThat(witness.addCheckpoint(bad.getBytes(StandardCharsets.UTF_8))
                            .status())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(state().origins()).isEmpty();
    }

    @Test
    void aLogAsksAndIsToldTheSizeThatTheWitnessKnows() {
        Witness witness = witness();
        NoteKey key = witness.publicKey();
        ConsistencySource proofs = KeptCheckpointsTest.proofs(HONEST);

        CosignatureRequest.Result first =
                CosignatureRequest.send(witness, key, KeptCheckpointsTest.note(5, HONEST), proofs);
        CosignatureRequest.Result later =
                CosignatureRequest.send(witness, key, KeptCheckpointsTest.note(9, HONEST), proofs);
        CosignatureRequest.Result again =
                CosignatureRequest.send(witness, key, KeptCheckpointsTest.note(9, HONEST), proofs);
        CosignatureRequest.Result behind =
                CosignatureRequest.send(witness, key, KeptCheckpointsTest.note(5, HONEST), proofs);
        CosignatureRequest.Result forked = CosignatureRequest.send(
                witness, key, KeptCheckpointsTest.note(12, FORKED), KeptCheckpointsTest.proofs(FORKED));
        CosignatureRequest.Result other = CosignatureRequest.send(
                witness,
                NoteKey.cosigner("witness.example/w", LogFixture.signer("x").publicKey()),
                KeptCheckpointsTest.note(9, HONEST),
                proofs);

        assertThat(List.of(first, later, again))
                .extracting(CosignatureRequest.Result::outcome)
                .containsOnly(CosignatureRequest.Outcome.COSIGNED);
        assertThat(behind.outcome()).isEqualTo(CosignatureRequest.Outcome.AHEAD);
        assertThat(forked.outcome()).isEqualTo(CosignatureRequest.Outcome.REFUSED);
        assertThat(other.outcome()).isEqualTo(CosignatureRequest.Outcome.FALSE_COSIGNATURE);
    }

    @Test
    void aWitnessThatAnswersNonsenseIsNotBelieved() {
        SignedNote note = KeptCheckpointsTest.note(5, HONEST);
        for (WitnessAnswer answer : List.of(
                new WitnessAnswer(200, "", ""),
                new WitnessAnswer(200, "", "welcome\n"),
                new WitnessAnswer(409, "text/x.tlog.size", "-5\n"),
                new WitnessAnswer(409, "text/x.tlog.size", "9223372036854775808\n"),
                new WitnessAnswer(409, "text/x.tlog.size", "0\n"),
                new WitnessAnswer(500, "", "x".repeat(10_000)))) {
            CosignatureRequest.Result result = CosignatureRequest.send(
                    request -> answer, COSIGNER.publicKey(), note, KeptCheckpointsTest.proofs(HONEST));

            assertThat(result.line()).isNull();
            assertThat(result.outcome())
                    .isIn(CosignatureRequest.Outcome.REFUSED, CosignatureRequest.Outcome.FALSE_COSIGNATURE);
            assertThat(result.detail()).hasSizeLessThan(300);
        }
    }

    @Test
    void ofManyAtOnceEachSizeIsCosignedInOrderAndNoneRollsBack() throws InterruptedException {
        Witness witness = witness();
        Set<Long> cosigned = new ConcurrentSkipListSet<>();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        List<Long> sizes = new ArrayList<>();
        for (long size = 1; size <= 24; size++) {
            sizes.add(size);
        }
        for (long size : sizes) {
            callers.execute(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                if (CosignatureRequest.send(
                                        witness,
                                        witness.publicKey(),
                                        KeptCheckpointsTest.note(size, HONEST),
                                        KeptCheckpointsTest.proofs(HONEST))
                                .line()
                        != null) {
                    cosigned.add(size);
                }
            });
        }

        start.countDown();
        callers.shutdown();
        assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        long last = Checkpoint.parse(
                        state().last("kd.example/log").orElseThrow().text())
                .size();
        assertThat(cosigned).isNotEmpty().allMatch(size -> size <= last).contains(last);
        assertThat(MerkleTree.root(last, HONEST))
                .isEqualTo(Checkpoint.parse(
                                state().last("kd.example/log").orElseThrow().text())
                        .root()
                        .toArray());
    }

    @Test
    void aLogCannotBeItsOwnWitness() {
        Cosigner own = Cosigner.ed25519("witness.example/w", LogFixture.signer("log"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Witness(own, List.of(LOG), state(), Clock.systemUTC()))
                .withMessageContaining("nobody witnesses himself");
    }

    @Test
    void aWitnessMayCosignWithALatticeKey() {
        Witness witness = new Witness(
                Cosigner.mlDsa44("witness.example/pq", MlDsa44.fromSeed(new byte[32])),
                List.of(LOG),
                state(),
                Clock.fixed(NOW, ZoneOffset.UTC));

        CosignatureRequest.Result result = CosignatureRequest.send(
                witness, witness.publicKey(), KeptCheckpointsTest.note(5, HONEST), KeptCheckpointsTest.proofs(HONEST));

        assertThat(result.outcome()).as(result.detail()).isEqualTo(CosignatureRequest.Outcome.COSIGNED);
    }

    private static int status(Witness witness, long oldSize, List<Bytes> proof, SignedNote note) {
        return witness.addCheckpoint(new AddCheckpointRequest(oldSize, proof, note).toBytes())
                .status();
    }
}
