package io.kdchain.provenance.exchange;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.IdSource;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.testing.Rounds;
import io.kdchain.testing.WarmUp;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast an evidence bundle of 10,000 events is read and verified, by events a second, as a part of the rate at which
 * two threads verify as many signatures and do nothing else; in turns in one process.
 *
 * <p>{@code mvn -q -pl kd-provenance test-compile dependency:build-classpath -Dmdep.outputFile=target/cp && java -cp
 * kd-provenance/target/test-classes:kd-provenance/target/classes:$(cat kd-provenance/target/cp)
 * io.kdchain.provenance.exchange.BundleBenchmark}.
 */
public final class BundleBenchmark {
    private static final int EVENTS = 10_000;
    private static final int ROUNDS = 9;
    private static final long MILLIS = 400;
    private static final double GOAL = 0.5;

    private BundleBenchmark() {}

    /** Prints both rates and their ratio. */
    public static void main(String[] arguments) throws Exception {
        byte[] bundle = bundle();
        Trust trust = Trust.of(LogFixture.LOG_KEY.publicKey());
        Ed25519Signer signer = LogFixture.signer("baseline");
        PublicKey key = signer.publicKey();
        byte[] message = new byte[512];
        byte[] signature = signer.sign(message);
        List<Rounds.Figure> verified = new ArrayList<>();
        List<Rounds.Figure> baseline = new ArrayList<>();
        WarmUp warmUp = new WarmUp();
        while (verified.size() < ROUNDS) {
            Rounds.Figure bare = Rounds.measure(2, MILLIS, thread -> {
                if (!key.verify(message, signature)) {
                    throw new IllegalStateException("A signature does not verify.");
                }
            });
            Rounds.Meter meter = new Rounds.Meter();
            BundleReport report = EvidenceBundle.read(bundle).verify(trust);
            Rounds.Figure whole = meter.done(EVENTS);
            if (!report.ok() || report.evidenceOrThrow().admitted().size() < EVENTS) {
                throw new IllegalStateException("The bundle does not hold: %s"
                        .formatted(report.faults().stream().limit(3).toList()));
            }
            if (warmUp.isOver()) {
                verified.add(whole);
                baseline.add(bare);
            }
        }
        System.out.printf("bundle of %,d bytes%n", bundle.length);
        System.out.printf(
                "%s; goal >= %.2f%n",
                Rounds.line("events of a bundle verified, against signatures verified by 2", verified, baseline), GOAL);
    }

    /** Models, each made of two others but for the last half: a heap. */
    private static byte[] bundle() {
        ChainLog log =
                ChainLog.open(new MemoryEventStore(), LogFixture.options().ids(IdSource.RANDOM));
        Recorder maker = LogFixture.begin(log).party("maker", Role.DISTILLATION_PROVIDER);
        List<EventDraft> drafts = new ArrayList<>();
        for (int node = EVENTS - 1; node >= 0; node--) {
            List<String> parts = new ArrayList<>();
            for (int part = 2 * node + 1; part <= 2 * node + 2 && part < EVENTS; part++) {
                parts.add("model:m" + part);
            }
            drafts.add(EventDraft.of(new ModelAdapted(ModelAdapted.Technique.PRUNE, "npu", null))
                    .at(LogFixture.START)
                    .uses(parts.toArray(new String[0]))
                    .generates("model:m" + node));
        }
        maker.recordAll(drafts);
        return EvidenceBundle.of(
                        log.reader(),
                        Trust.NONE,
                        LogFixture.entities(List.of("model:m0")),
                        EvidenceBundle.Request.at(LogFixture.START))
                .toBytes();
    }
}
