package io.kdchain.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.jdbc.JdbcEventStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads append to one log. */
class GroupCommitTest {
    private static final int THREADS = 24;
    private static final int EACH = 20;

    @TempDir
    private Path folder = Path.of("");

    /** What one thread does, again and again. */
    @FunctionalInterface
    private interface Work {
        void once(int thread, int round);
    }

    @Test
    void threadsOfOneRecorderShareTransactionsAndKeepItsCount() {
        EventStore store = JdbcEventStore.open("jdbc:sqlite:" + folder.resolve("log.db"), true);
        try (ChainLog log = ChainLog.open(store, options(LogFixture.LOG_KEY.signer()))) {
            LogFixture fixture = LogFixture.begin(log);
            Recorder cloud = fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
            Set<Long> answered = ConcurrentHashMap.newKeySet();

            inThreads((thread, round) -> {
                LogEntry entry = record(cloud, thread, round);
                assertThat(store.size()).isGreaterThan(entry.index());
                answered.add(entry.index());
            });

            assertThat(answered)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(2, log.size()).boxed().toList());
            assertThat(answered).hasSize(THREADS * EACH);
            assertThat(log.verify().problems()).isEmpty();
            assertThat(seqs(log, "cloud"))
                    .isEqualTo(LongStream.rangeClosed(0, THREADS * EACH).boxed().toList());
            assertThat(store.checkpoints()).hasSizeLessThan(THREADS * EACH);
        }
    }

    @Test
    void whatIsRefusedTakesNoOtherWithIt() {
        try (ChainLog log = ChainLog.open(new MemoryEventStore(), options(LogFixture.LOG_KEY.signer()))) {
            LogFixture fixture = LogFixture.begin(log);
            List<Recorder> recorders = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                recorders.add(fixture.party("party-" + i, Role.DEPLOYMENT_PLATFORM));
            }
            Recorder nobody = log.recorder(LogFixture.CHAIN, new PartyId("nobody"), LogFixture.signer("nobody"));

            inThreads((thread, round) -> {
                if (thread % 3 == 0) {
                    SignedEvent signed =
                            nobody.prepare(LogFixture.served(), LogFixture.START, List.of(), List.of(), List.of());
                    assertThatExceptionOfType(AppendRefusedException.class)
                            .isThrownBy(() -> log.append(signed.envelope().toBytes()));
                } else {
                    record(recorders.get(thread), thread, round);
                }
            });

            assertThat(log.size()).isEqualTo(1 + THREADS + (long) THREADS * 2 / 3 * EACH);
            assertThat(log.verify().problems()).isEmpty();
        }
    }

    @Test
    void anAppendThatFailsLeavesNoGapForThoseThatWereCountedAfterIt() {
        AtomicInteger calls = new AtomicInteger();
        Signer unreliable = new Signer() {
            @Override
            public PublicKey publicKey() {
                return LogFixture.LOG_KEY.signer().publicKey();
            }

            @Override
            public byte[] sign(byte[] message) {
                if (calls.incrementAndGet() % 4 == 3) {
                    throw new StoreException("The log's key cannot be reached.");
                }
                return LogFixture.LOG_KEY.signer().sign(message);
            }
        };
        try (ChainLog log = ChainLog.open(new MemoryEventStore(), options(unreliable))) {
            LogFixture fixture = LogFixture.begin(log);
            Recorder cloud = fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
            AtomicInteger appended = new AtomicInteger();
            AtomicInteger failed = new AtomicInteger();

            inThreads((thread, round) -> {
                try {
                    record(cloud, thread, round);
                    appended.incrementAndGet();
                } catch (StoreException e) {
                    failed.incrementAndGet();
                }
            });

            assertThat(failed).hasPositiveValue();
            assertThat(seqs(log, "cloud"))
                    .isEqualTo(LongStream.rangeClosed(0, appended.get()).boxed().toList());
            assertThat(log.verify().problems()).isEmpty();
        }
    }

    @Test
    void whatASignerBehindANetworkGivesIsVerified() {
        Ed25519Signer right = LogFixture.signer("cloud");
        Signer broken = new Signer() {
            @Override
            public PublicKey publicKey() {
                return right.publicKey();
            }

            @Override
            public byte[] sign(byte[] message) {
                byte[] signature = right.sign(message);
                signature[5] ^= 1;
                return signature;
            }
        };
        try (ChainLog log = ChainLog.inMemory(LogFixture.options())) {
            LogFixture.begin(log).party("cloud", Role.DEPLOYMENT_PLATFORM);

            assertThatExceptionOfType(AppendRefusedException.class)
                    .isThrownBy(() -> record(log.recorder(LogFixture.CHAIN, new PartyId("cloud"), broken), 0, 0));
            assertThat(log.size()).isEqualTo(2);
        }
    }

    @Test
    void aClosedLogSaysSo() {
        ChainLog log = ChainLog.inMemory(LogFixture.options());
        Recorder cloud = LogFixture.begin(log).party("cloud", Role.DEPLOYMENT_PLATFORM);
        log.close();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> record(cloud, 0, 0))
                .withMessageContaining("closed");
    }

    private static LogEntry record(Recorder recorder, int thread, int round) {
        return recorder.record(
                LogFixture.served(),
                LogFixture.START,
                List.of(),
                LogFixture.entities(List.of("output:%d-%d".formatted(thread, round))),
                List.of());
    }

    private static List<Long> seqs(ChainLog log, String recorder) {
        return LongStream.range(0, log.size())
                .mapToObj(index -> log.read(index).orElseThrow().index())
                .filter(index -> index != null && index.recorder().equals(recorder))
                .map(index -> index.seq())
                .toList();
    }

    private static LogOptions options(Signer logKey) {
        return LogFixture.options().ids(IdSource.RANDOM).key(new LogKey(LogFixture.LOG_KEY.origin(), logKey));
    }

    private static void inThreads(Work work) {
        List<Throwable> wrong = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    for (int round = 0; round < EACH; round++) {
                        work.once(number, round);
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.setUncaughtExceptionHandler((who, error) -> wrong.add(error));
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(wrong).isEmpty();
    }
}
