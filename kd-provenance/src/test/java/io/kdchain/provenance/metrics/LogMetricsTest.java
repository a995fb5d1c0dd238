package io.kdchain.provenance.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kdchain.provenance.AppendRefusedException;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogListener;
import io.kdchain.provenance.SpoolingRecorder;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.MonitoringAlarm;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.UnknownBody;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoreException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LogMetrics metrics = new LogMetrics();

    LogMetricsTest() {
        metrics.bindTo(registry);
    }

    private double count(String name, String key, String value) {
        return registry.get(name).tag(key, value).counter().count();
    }

    @Test
    void entriesAreCountedByTypeAndWhatIsRefusedByReason() {
        ChainLog log =
                ChainLog.open(new MemoryEventStore(), LogFixture.options().listener(metrics));
        LogFixture fixture = LogFixture.begin(log).wholeChain();

        // 7 registrations, and 8 acts of 8 types
        assertThat(count("kd.log.entries", "type", "PartyRegistered")).isEqualTo(7);
        assertThat(count("kd.log.entries", "type", "ModelDeployed")).isEqualTo(1);
        assertThat(registry.get("kd.log.entries").counters().stream()
                        .mapToDouble(one -> one.count())
                        .sum())
                .isEqualTo((double) log.size());
        // a stranger's type makes no time series of its own
        fixture.record(
                "cloud", new UnknownBody("SomethingNew", JsonNodeFactory.instance.objectNode()), List.of(), List.of());
        assertThat(count("kd.log.entries", "type", "other")).isEqualTo(1);

        byte[] again = log.read(3).orElseThrow().envelope().toArray();
        assertThatThrownBy(() -> log.append(again)).isInstanceOf(AppendRefusedException.class);
        assertThatThrownBy(() -> log.appendAll(List.of("{}".getBytes(StandardCharsets.UTF_8), again)))
                .isInstanceOf(MalformedEventException.class);
        assertThat(count("kd.log.refused", "reason", "duplicate")).isEqualTo(1);
        assertThat(count("kd.log.refused", "reason", "malformed")).isEqualTo(2);
        // refused before it is in line
        String text = "x".repeat(SignedEvent.MAX_SIZE_BYTES);
        assertThatThrownBy(() -> fixture.party("cloud")
                        .recordAll(List.of(
                                EventDraft.of(alarm()),
                                EventDraft.of(new MonitoringAlarm(text, "drift", BigDecimal.TEN, BigDecimal.ONE)))))
                .isInstanceOf(MalformedEventException.class);
        assertThat(count("kd.log.refused", "reason", "malformed")).isEqualTo(4);
        log.close();
        assertThatThrownBy(() -> fixture.record("cloud", alarm(), List.of(), List.of()))
                .isInstanceOf(RuntimeException.class);
        assertThat(registry.get("kd.log.refused").counters().stream()
                        .mapToDouble(one -> one.count())
                        .sum())
                .isEqualTo(6);
    }

    private static MonitoringAlarm alarm() {
        return new MonitoringAlarm("deployment:ct-assist", "drift", BigDecimal.TEN, BigDecimal.ONE);
    }

    /** What was appended is durable when it is told, in the order of the log; a listener that fails undoes nothing. */
    @Test
    void aCallbackSeesEachEntryOnceAndCannotUndoIt() {
        List<LogEntry> told = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        MemoryEventStore store = new MemoryEventStore();
        LogListener listener = entries -> {
            told.addAll(entries);
            sizes.add(store.size());
            throw new IllegalStateException("the dashboard is down");
        };
        LogFixture fixture =
                LogFixture.begin(ChainLog.open(store, LogFixture.options().listener(listener)));
        fixture.party("cloud");

        List<LogEntry> recorded =
                fixture.party("cloud").recordAll(List.of(EventDraft.of(alarm()), EventDraft.of(alarm())));

        assertThat(told.subList(2, 4)).isEqualTo(recorded);
        assertThat(told).extracting(LogEntry::index).containsExactly(0L, 1L, 2L, 3L);
        assertThat(sizes).containsExactly(1L, 2L, 4L);
        assertThat(fixture.log().verify().problems()).isEmpty();
    }

    @Test
    void aSpoolSaysHowManyWait(@TempDir Path folder) {
        MemoryEventStore store = new MemoryEventStore();
        LogFixture fixture = LogFixture.begin(ChainLog.open(store, LogFixture.options()));
        fixture.party("cloud");
        try (SpoolingRecorder spool = spool(folder, () -> ChainLog.open(store, LogFixture.options()))) {
            // it then knows where to go on
            spool.record(EventDraft.of(alarm()));
        }
        try (SpoolingRecorder spool = spool(folder, () -> {
            throw new StoreException("The database does not answer.");
        })) {
            LogMetrics.spool("edge", spool).bindTo(registry);
            double before = waiting();
            spool.record(EventDraft.of(alarm()));

            assertThat(waiting()).isEqualTo(before + 1);
        }
        try (SpoolingRecorder spool = spool(folder, () -> ChainLog.open(store, LogFixture.options()))) {
            registry.clear();
            LogMetrics.spool("edge", spool).bindTo(registry);
            assertThat(waiting()).isPositive();
            spool.forward();

            assertThat(waiting()).isZero();
        }
    }

    private static SpoolingRecorder spool(Path folder, Supplier<ChainLog> log) {
        return SpoolingRecorder.open(SpoolingRecorder.Settings.of(
                folder.resolve("spool.intoto.jsonl"),
                9,
                log,
                LogFixture.CHAIN,
                new PartyId("cloud"),
                LogFixture.signer("cloud")));
    }

    private double waiting() {
        return registry.get("kd.spool.waiting").tag("spool", "edge").gauge().value();
    }
}
