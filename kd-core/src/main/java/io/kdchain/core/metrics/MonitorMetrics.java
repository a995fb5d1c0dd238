package io.kdchain.core.metrics;

import io.kdchain.core.monitor.BiasMonitor;
import io.kdchain.core.monitor.DriftMonitor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.DoubleSupplier;

/**
 * A monitor of what is served as meters, each with the tags {@code monitor}, as it is called here, and {@code watches},
 * {@code drift} or {@code bias}:
 *
 * <ul>
 *   <li>{@code kd.monitor.evidence}: evidence that something changed, 1 at the beginning
 *   <li>{@code kd.monitor.threshold}: from where it counts
 *   <li>{@code kd.monitor.alert}: 1 once the alert was raised, else 0
 *   <li>{@code kd.monitor.served}: outputs that were served
 * </ul>
 *
 * <pre>{@code
 * MonitorMetrics.of("ct-assist", drift).bindTo(registry);
 * }</pre>
 *
 * <p>An alert on the gauge of the evidence that fires above the threshold, at whatever time it is read, keeps the
 * promise of the monitor on false alarms. It is no record: the listener of the monitor makes that.
 */
public final class MonitorMetrics implements MeterBinder {
    private final Object monitor;
    private final Tags tags;
    private final DoubleSupplier evidence;
    private final DoubleSupplier threshold;
    private final DoubleSupplier alert;
    private final DoubleSupplier served;

    private MonitorMetrics(
            Object monitor,
            Tags tags,
            DoubleSupplier evidence,
            DoubleSupplier threshold,
            DoubleSupplier alert,
            DoubleSupplier served) {
        this.monitor = monitor;
        this.tags = tags;
        this.evidence = evidence;
        this.threshold = threshold;
        this.alert = alert;
        this.served = served;
    }

    /** The meters of a monitor of drift, called by this name. */
    public static MonitorMetrics of(String name, DriftMonitor monitor) {
        return new MonitorMetrics(
                monitor,
                Tags.of("monitor", name, "watches", "drift"),
                monitor::evidence,
                monitor::threshold,
                () -> monitor.alert().isPresent() ? 1 : 0,
                monitor::served);
    }

    /** The meters of a monitor of bias, called by this name. */
    public static MonitorMetrics of(String name, BiasMonitor monitor) {
        return new MonitorMetrics(
                monitor,
                Tags.of("monitor", name, "watches", "bias"),
                monitor::evidence,
                monitor::threshold,
                () -> monitor.alert().isPresent() ? 1 : 0,
                monitor::served);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "kd.monitor.evidence", "Evidence that what is served changed", evidence);
        gauge(registry, "kd.monitor.threshold", "From where the evidence counts", threshold);
        gauge(registry, "kd.monitor.alert", "Whether the alert was raised", alert);
        FunctionCounter.builder("kd.monitor.served", monitor, watched -> served.getAsDouble())
                .description("Outputs served")
                .tags(tags)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, DoubleSupplier value) {
        Gauge.builder(name, monitor, watched -> value.getAsDouble())
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
