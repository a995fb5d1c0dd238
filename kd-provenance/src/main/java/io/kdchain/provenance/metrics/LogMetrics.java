package io.kdchain.provenance.metrics;

import io.kdchain.provenance.AppendRefusedException;
import io.kdchain.provenance.LogListener;
import io.kdchain.provenance.SpoolingRecorder;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.store.StoreException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What is recorded in a log, as meters:
 *
 * <ul>
 *   <li>{@code kd.log.entries}: entries appended, by {@code type} of event; a type that this release does not know is
 *       {@code other}, so that nobody outside makes new time series
 *   <li>{@code kd.log.refused}: events that were not appended, by {@code reason}: a reason of the log such as
 *       {@code bad-signature}, {@code malformed}, {@code store} for a database that did not take them, or {@code error}
 *   <li>{@code kd.spool.waiting}: events that wait in a spool, by {@code spool}
 * </ul>
 *
 * <pre>{@code
 * LogMetrics metrics = new LogMetrics();
 * metrics.bindTo(registry);
 * ChainLog log = ChainLog.open("jdbc:sqlite:chain.db", LogOptions.defaults().listener(metrics));
 * }</pre>
 *
 * <p>Counts from when it was bound, and what this process appends. Safe for concurrent use.
 */
public final class LogMetrics implements LogListener, MeterBinder {
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(registry);
    }

    @Override
    public void appended(List<LogEntry> entries) {
        for (LogEntry entry : entries) {
            String type = entry.event().type();
            count(
                    "kd.log.entries",
                    "Entries appended to the log",
                    "type",
                    EventTypes.names().contains(type) ? type : "other",
                    1);
        }
    }

    @Override
    public void failed(int events, RuntimeException why) {
        String reason = "error";
        if (why instanceof AppendRefusedException refused) {
            reason = refused.reason().code();
        } else if (why instanceof MalformedEventException) {
            reason = "malformed";
        } else if (why instanceof StoreException) {
            reason = "store";
        }
        count("kd.log.refused", "Events that were not appended to the log", "reason", reason, events);
    }

    private void count(String name, String description, String key, String value, int events) {
        for (MeterRegistry registry : registries) {
            Counter.builder(name)
                    .description(description)
                    .tag(key, value)
                    .register(registry)
                    .increment(events);
        }
    }

    /**
     * How many events wait in a spool for their log. Read while the spool tries to reach the log, it waits as well.
     *
     * @param name value of the tag {@code spool}
     */
    public static MeterBinder spool(String name, SpoolingRecorder spool) {
        return registry -> Gauge.builder("kd.spool.waiting", spool, SpoolingRecorder::waiting)
                .description("Events that wait for the log")
                .tag("spool", name)
                .register(registry);
    }
}
