package io.kdchain.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.core.monitor.BiasMonitor;
import io.kdchain.core.monitor.DriftMonitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MonitorMetricsTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();

    private double gauge(String name, String watches) {
        return registry.get(name)
                .tags("monitor", "ct-assist", "watches", watches)
                .gauge()
                .value();
    }

    private double served(String watches) {
        return registry.get("kd.monitor.served")
                .tags("monitor", "ct-assist", "watches", watches)
                .functionCounter()
                .count();
    }

    @Test
    void theGaugesFollowTheMonitorsAndShowTheAlert() {
        DriftMonitor drift = DriftMonitor.against(Map.of("approve", 500L, "refuse", 500L), 7)
                .falseAlarmRate(0.05)
                .window(50)
                .build();
        BiasMonitor bias = BiasMonitor.between(List.of("women", "men"), 0.05)
                .falseAlarmRate(0.01)
                .window(50)
                .build();
        MonitorMetrics.of("ct-assist", drift).bindTo(registry);
        MonitorMetrics.of("ct-assist", bias).bindTo(registry);

        assertThat(gauge("kd.monitor.evidence", "drift")).isEqualTo(1);
        // one through the rate of false alarms
        assertThat(gauge("kd.monitor.threshold", "drift")).isEqualTo(20);
        assertThat(gauge("kd.monitor.threshold", "bias")).isEqualTo(100);
        assertThat(gauge("kd.monitor.alert", "drift")).isZero();

        for (int i = 0; i < 1000; i++) {
            drift.served("refuse");
            bias.served(i % 2 == 0 ? "women" : "men", i % 2 == 0 ? i % 10 == 0 : i % 10 != 1);
        }

        assertThat(served("drift")).isEqualTo(1000);
        assertThat(gauge("kd.monitor.evidence", "drift"))
                .isEqualTo(drift.evidence())
                .isGreaterThan(20);
        assertThat(gauge("kd.monitor.evidence", "bias"))
                .isEqualTo(bias.evidence())
                .isGreaterThan(100);
        assertThat(gauge("kd.monitor.alert", "drift")).isEqualTo(1);
        assertThat(gauge("kd.monitor.alert", "bias")).isEqualTo(1);
    }
}
