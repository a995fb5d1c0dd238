package io.kdchain.rules.metrics;

import io.kdchain.provenance.event.KdException;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.AttributionListener;
import io.kdchain.rules.verdict.Incident;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What an engine decides, as counters:
 *
 * <ul>
 *   <li>{@code kd.attribution.verdicts}, by {@code outcome}, {@code liable} where somebody is, {@code nobody} or
 *       {@code not-established}; and {@code open}, {@code true} where a question is open whose answer would move shares
 *   <li>{@code kd.attribution.rejected}: entries of the log that proved nothing in these verdicts
 *   <li>{@code kd.attribution.failed}, by {@code reason}: {@code input} where the log or the incident does not allow a
 *       verdict, {@code error} for what should not happen
 * </ul>
 *
 * <p>No party and no incident is a tag: the names of those who are liable are no business of a dashboard, and each
 * would be a time series.
 *
 * <pre>{@code
 * AttributionMetrics metrics = new AttributionMetrics();
 * metrics.bindTo(registry);
 * LiabilityEngine engine = LiabilityEngine.builder().evidence(log).pack(pack).listener(metrics).build();
 * }</pre>
 *
 * <p>Counts from when it was bound. Safe for concurrent use.
 */
public final class AttributionMetrics implements AttributionListener, MeterBinder {
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(registry);
    }

    @Override
    public void attributed(Attribution verdict) {
        String found = verdict.liable().isEmpty() ? "nobody" : "liable";
        String outcome = verdict.established() ? found : "not-established";
        String open = String.valueOf(!verdict.open().isEmpty());
        for (MeterRegistry registry : registries) {
            Counter.builder("kd.attribution.verdicts")
                    .description("Incidents that were judged")
                    .tags("outcome", outcome, "open", open)
                    .register(registry)
                    .increment();
            Counter.builder("kd.attribution.rejected")
                    .description("Entries of the log that proved nothing")
                    .register(registry)
                    .increment(verdict.evidence().rejected().size());
        }
    }

    @Override
    public void failed(Incident incident, RuntimeException why) {
        String reason = why instanceof KdException || why instanceof IllegalArgumentException ? "input" : "error";
        for (MeterRegistry registry : registries) {
            Counter.builder("kd.attribution.failed")
                    .description("Incidents that could not be judged")
                    .tag("reason", reason)
                    .register(registry)
                    .increment();
        }
    }
}
