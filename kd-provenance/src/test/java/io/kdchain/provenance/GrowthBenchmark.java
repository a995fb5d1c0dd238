package io.kdchain.provenance;

import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.store.StoredEvent;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a log grows: what it takes on disk as a multiple of the envelopes in it (goal: 1.6 at most), and that the memory
 * of the process that appends does not grow with it. Signed events of 50 parties, appended a thousand at a time.
 *
 * <p>{@code mvn -q -pl kd-provenance test-compile dependency:build-classpath -Dmdep.outputFile=target/cp && java -cp
 * kd-provenance/target/test-classes:kd-provenance/target/classes:$(cat kd-provenance/target/cp)
 * io.kdchain.provenance.GrowthBenchmark FILE [1000000]}, with a number of events to append. Told at 35,000, and then
 * every 100,000.
 */
public final class GrowthBenchmark {
    private static final int PARTIES = 50;
    private static final int BATCH = 1000;
    private static final long FIRST_TOLD = 35_000;
    private static final long TOLD_EVERY = 100_000;
    private static final double MAX_RATIO = 1.6;

    private GrowthBenchmark() {}

    /** Appends and tells. */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        long count = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000_000;
        long begun = System.nanoTime();
        long envelopes = 0;
        double ratio = 0;
        long firstHeap = 0;
        long lastHeap = 0;
        try (ChainLog log =
                ChainLog.open("jdbc:sqlite:" + file, LogFixture.options().ids(IdSource.RANDOM))) {
            LogFixture fixture = LogFixture.begin(log);
            List<Recorder> recorders = new ArrayList<>();
            for (int i = 0; i < PARTIES; i++) {
                recorders.add(fixture.party("cloud-" + i, Role.DEPLOYMENT_PLATFORM));
            }
            for (long done = 0; done < count; done += BATCH) {
                Recorder recorder = recorders.get((int) (done / BATCH % PARTIES));
                recorder.recordAll(drafts(done, recorder.party()));
                long size = log.size();
                // all have the same length but for their numbers, so that the last of a batch stands for it
                envelopes += BATCH
                        * (long) log.read(size - 1)
                                .map(StoredEvent::envelope)
                                .orElseThrow()
                                .size();
                long told = done + BATCH;
                if (told == FIRST_TOLD || told % TOLD_EVERY == 0) {
                    System.gc();
                    lastHeap = ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed();
                    firstHeap = firstHeap == 0 ? lastHeap : firstHeap;
                    long disk = Files.size(file) + Files.size(file.resolveSibling(file.getFileName() + "-wal"));
                    ratio = (double) disk / envelopes;
                    System.out.printf(
                            "%,12d events, %,d s: heap after collection %.1f MB; file and its write-ahead log %,.0f MB, %.3f of the envelopes%n",
                            told, (System.nanoTime() - begun) / 1_000_000_000, lastHeap / 1e6, disk / 1e6, ratio);
                }
            }
        }
        ratio = (double) Files.size(file) / envelopes;
        System.out.printf(
                "closed: %.3f of the envelopes (%.0f bytes each), goal <= %.1f: %s; heap %.1f MB at first, %.1f MB at last%n",
                ratio,
                (double) envelopes / count,
                MAX_RATIO,
                ratio <= MAX_RATIO ? "met" : "NOT met",
                firstHeap / 1e6,
                lastHeap / 1e6);
    }

    private static List<EventDraft> drafts(long from, PartyId party) {
        List<EventDraft> drafts = new ArrayList<>(BATCH);
        for (long number = from; number < from + BATCH; number++) {
            drafts.add(EventDraft.of(LogFixture.served())
                    .at(LogFixture.START.plusMillis(number))
                    .uses("deployment:of-" + party.value())
                    .generates("output:" + number));
        }
        return drafts;
    }
}
