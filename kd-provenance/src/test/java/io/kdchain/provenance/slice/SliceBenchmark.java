package io.kdchain.provenance.slice;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.ProvenSlice;
import io.kdchain.provenance.canonical.Statements;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.Checkpointer;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.StoredEvent;
import io.kdchain.provenance.store.jdbc.JdbcEventStore;
import io.kdchain.testing.Rounds;
import io.kdchain.testing.WarmUp;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The same slice of 1,000 signed events, spread evenly over logs of different size, cut with a proof for each event, in
 * turns: what a slice costs must not depend on the log around it (goal: 1.3 times, in a log a hundred times as large).
 *
 * <p>{@code mvn -q -pl kd-provenance test-compile dependency:build-classpath -Dmdep.outputFile=target/cp && java -cp
 * kd-provenance/target/test-classes:kd-provenance/target/classes:$(cat kd-provenance/target/cp)
 * io.kdchain.provenance.slice.SliceBenchmark FOLDER 10000 1000000}: a folder, in which the logs are made once, and
 * sizes; the first is what the others are compared with.
 */
public final class SliceBenchmark {
    private static final int SLICE = 1000;
    private static final int BATCH = 1000;
    private static final int ROUNDS = 31;
    private static final String CHAIN = "bench";
    private static final PartyId MAKER = new PartyId("maker");
    private static final List<EntityId> OUTPUT = LogFixture.entities(List.of("model:m0"));
    private static final double GOAL = 1.3;

    private SliceBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<Long> sizes = Arrays.stream(arguments).skip(1).map(Long::parseLong).toList();
        List<ChainLog> logs = new ArrayList<>();
        for (long size : sizes) {
            Path file = folder.resolve("slice-" + size + ".db");
            if (!Files.exists(file)) {
                long start = System.nanoTime();
                make(file, size);
                System.out.printf("made %,d entries in %d s%n", size, (System.nanoTime() - start) / 1_000_000_000);
            }
            logs.add(ChainLog.open("jdbc:sqlite:" + file, LogOptions.defaults().mustExist()));
        }
        double[][] cut = new double[sizes.size()][ROUNDS];
        double[][] proven = new double[sizes.size()][ROUNDS];
        double[][] judged = new double[sizes.size()][ROUNDS];
        WarmUp warmUp = new WarmUp();
        for (int round = 0; round < ROUNDS; round += warmUp.isOver() ? 1 : 0) {
            for (int i = 0; i < logs.size(); i++) {
                ChainLog log = logs.get(i);
                long start = System.nanoTime();
                Slice slice = log.slice(OUTPUT);
                long afterCut = System.nanoTime();
                ProvenSlice all = log.prove(slice).orElseThrow();
                long afterProofs = System.nanoTime();
                Evidence evidence = log.evidence(slice);
                long afterEvidence = System.nanoTime();
                if (slice.causal().size() != SLICE
                        || !all.unproven().isEmpty()
                        || !evidence.rejected().isEmpty()) {
                    throw new IllegalStateException("The slice of log %d is not as it was made: %s"
                            .formatted(i, evidence.rejected().stream().limit(3).toList()));
                }
                cut[i][round] = (afterCut - start) / 1e6;
                proven[i][round] = (afterProofs - start) / 1e6;
                judged[i][round] = (afterEvidence - afterProofs) / 1e6;
            }
        }
        for (int i = 0; i < logs.size(); i++) {
            System.out.printf(
                    "%,12d entries: slice %.1f ms, slice with proofs %.1f ms (%.2f x), judged %.1f ms (%.2f x); goal with proofs <= %.1f x: %s%n",
                    sizes.get(i),
                    Rounds.median(cut[i]),
                    Rounds.median(proven[i]),
                    Rounds.median(proven[i]) / Rounds.median(proven[0]),
                    Rounds.median(judged[i]),
                    Rounds.median(judged[i]) / Rounds.median(judged[0]),
                    GOAL,
                    Rounds.median(proven[i]) <= GOAL * Rounds.median(proven[0]) ? "met" : "NOT met");
            logs.get(i).close();
        }
    }

    /** Entry 0 registers the registrar, 1 the maker; every so many entries then one of the slice, its output last. */
    private static void make(Path file, long size) {
        try (EventStore store = JdbcEventStore.open("jdbc:sqlite:" + file, true)) {
            LogFixture.LOG_KEY.define(store);
            long step = (size - 2) / SLICE;
            SignedEvent maker = registration("maker", Role.DISTILLATION_PROVIDER, 1);
            Digest last = maker.hash();
            Random random = new Random(size);
            List<StoredEvent> batch = new ArrayList<>();
            batch.add(stored(registration("registry", Role.REGISTRAR, 0)));
            batch.add(stored(maker));
            for (long index = 2; index < size; index++) {
                long place = (index - 1) / step;
                if ((index - 1) % step == 0 && place <= SLICE) {
                    SignedEvent event = made((int) (SLICE - place), place, last);
                    last = event.hash();
                    batch.add(stored(event));
                } else {
                    batch.add(filler(index, random));
                }
                if (batch.size() == BATCH || index == size - 1) {
                    Checkpointer checkpointer = index == size - 1 ? LogFixture.LOG_KEY : Checkpointer.NONE;
                    store.append(index + 1 - batch.size(), batch, checkpointer);
                    batch.clear();
                }
            }
        }
    }

    private static StoredEvent stored(SignedEvent event) {
        return StoredEvent.of(LogFixture.START, event.envelope().toBytes(), event.event());
    }

    private static SignedEvent registration(String party, Role role, long number) {
        PartyRegistered body = new PartyRegistered(
                party, List.of(role), "CN", LogFixture.signer(party).publicKey().text(), null);
        Event event = event(party, body.type(), number, 0, null, List.of(), List.of(), body);
        return number == 0
                ? SignedEvent.sign(event, LogFixture.signer(party))
                : SignedEvent.sign(event, LogFixture.signer(party), LogFixture.signer("registry"));
    }

    /** Node of a heap: made of its two children, which stand before it. */
    private static SignedEvent made(int node, long seq, @Nullable Digest previous) {
        List<String> uses = new ArrayList<>();
        for (int child = 2 * node + 1; child <= 2 * node + 2 && child < SLICE; child++) {
            uses.add("model:m" + child);
        }
        return SignedEvent.sign(
                event(
                        MAKER.value(),
                        "ModelAdapted",
                        1_000_000_000L + node,
                        seq,
                        previous,
                        uses,
                        List.of("model:m" + node),
                        new ModelAdapted(ModelAdapted.Technique.PRUNE, "x", null)),
                LogFixture.signer(MAKER.value()));
    }

    private static StoredEvent filler(long index, Random random) {
        Event event = event(
                "party" + random.nextInt(1000),
                "OutputServed",
                index,
                index,
                LogFixture.digest(1),
                List.of("deployment:d" + random.nextInt(5000)),
                List.of("output:" + index),
                LogFixture.served());
        byte[] signature = new byte[64];
        random.nextBytes(signature);
        // nobody looks at it, but it takes the space of a signed event
        Envelope envelope = new Envelope(
                Envelope.IN_TOTO,
                Bytes.of(Statements.encode(event)),
                List.of(new Envelope.Signature(LogFixture.digest(2).hex(), Bytes.of(signature))));
        return StoredEvent.of(LogFixture.START.plusMillis(index), envelope.toBytes(), event);
    }

    private static Event event(
            String party,
            String type,
            long number,
            long seq,
            @Nullable Digest previous,
            List<String> uses,
            List<String> generates,
            EventBody body) {
        return new Event(
                EventId.of(
                        LogFixture.START,
                        ByteBuffer.allocate(10).putLong(2, number).array()),
                type,
                1,
                CHAIN,
                new PartyId(party),
                null,
                LogFixture.START,
                LogFixture.entities(uses),
                LogFixture.entities(generates),
                seq,
                seq == 0 ? null : previous,
                List.of(),
                body);
    }
}
