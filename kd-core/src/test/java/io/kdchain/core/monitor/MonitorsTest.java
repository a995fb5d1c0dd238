package io.kdchain.core.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kdchain.core.record.MonitoringEvents;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.MonitoringAlarm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the monitors promise, measured on streams whose truth is known. The long measurement: {@code mvn -pl kd-core
 * test -Dtest=MonitorsTest -Dgroups=long -DexcludedGroups=}.
 */
class MonitorsTest {

    private static long[] streams(int count, LongUnaryOperator one) {
        return LongStream.range(0, count).map(one).toArray();
    }

    @Test
    void unchangedOutputsRaiseNoMoreFalseAlarmsThanStated() {
        long[] drift = streams(200, seed -> MonitorStreams.drift(seed, 0.2, 150, 20, 49, 1_200, Long.MAX_VALUE, 0));
        // at the edge of what is tolerated, where false alarms are likeliest
        long[] bias = streams(200, seed -> MonitorStreams.bias(seed, 0.2, 0.1, 50, 5_000, Long.MAX_VALUE, 0.1, 0.1));

        assertThat((double) MonitorStreams.raised(drift)).isBetween(1.0, MonitorStreams.most(200, 0.2));
        assertThat((double) MonitorStreams.raised(bias)).isLessThan(MonitorStreams.most(200, 0.2));
    }

    @Test
    void aChangeIsFoundSoonAfterItComesAndALateOneAsWell() {
        long[] drift = streams(20, seed -> MonitorStreams.drift(seed, 0.01, 1_000, 100, 199, 8_000, 5_000, 0.2));
        long[] bias = streams(20, seed -> MonitorStreams.bias(seed, 0.01, 0.05, 100, 20_000, 10_000, 0.0, 0.3));

        assertThat(Arrays.stream(drift).boxed()).allMatch(one -> one > 5_000);
        assertThat(Arrays.stream(drift).sorted().skip(10).findFirst().orElseThrow())
                .isLessThan(6_500);
        assertThat(Arrays.stream(bias).boxed()).allMatch(one -> one > 10_000);
        assertThat(Arrays.stream(bias).sorted().skip(10).findFirst().orElseThrow())
                .isLessThan(13_000);
    }

    @Test
    void theListenerIsToldOnceWhatChanged() {
        List<Alert> told = new ArrayList<>();
        DriftMonitor monitor = DriftMonitor.against(Map.of("approve", 500L, "refuse", 500L), 7)
                .window(50)
                .listener(told::add)
                .build();

        for (int i = 0; i < 1_000; i++) {
            monitor.served("refuse");
        }

        assertThat(told).hasSize(1);
        Alert alert = told.get(0);
        assertThat(monitor.alert()).contains(alert);
        assertThat(alert.metric()).isEqualTo("drift.evidence");
        assertThat(alert.threshold()).isCloseTo(100, within(1e-9));
        assertThat(alert.evidence()).isGreaterThanOrEqualTo(100);
        assertThat(alert.served()).isLessThanOrEqualTo(200).isGreaterThan(0);
        assertThat(alert.detail()).startsWith("approve: 0.4").endsWith("before, 0.000 in the last window");
        assertThat(monitor.served()).isEqualTo(1_000);
    }

    @Test
    void aNewCategoryIsAChangeToo() {
        DriftMonitor monitor =
                DriftMonitor.against(Map.of("approve", 1_000L), 7).window(20).build();

        for (int i = 0; i < 400; i++) {
            monitor.served(i % 2 == 0 ? "approve" : "apologise");
        }

        assertThat(monitor.alert()).isPresent();
        assertThat(monitor.alert().orElseThrow().detail()).startsWith("ap");
    }

    @Test
    void unequalTreatmentNamesTheGroupsAndItsDirection() {
        BiasMonitor monitor = BiasMonitor.between(List.of("women", "men", "others"), 0.05)
                .window(60)
                .build();
        Random random = new Random(3);

        for (int i = 0; i < 3_000; i++) {
            String group = List.of("women", "men", "others").get(i % 3);
            monitor.served(group, random.nextDouble() < (group.equals("women") ? 0.3 : 0.7));
        }

        Alert alert = monitor.alert().orElseThrow();
        assertThat(alert.metric()).isEqualTo("bias.evidence");
        assertThat(alert.detail()).matches("(men|others) 0\\.\\d{3}, women 0\\.\\d{3} in the last window, beyond 0.05");
        assertThat(alert.served() % 60).isZero();
    }

    @Test
    void whatIsTakenFromTheLastWindowIsHandComputed() {
        // one window of two pairs, each with difference 1, no tolerance: the five stakes return (1+s)^2
        BiasMonitor monitor =
                BiasMonitor.between(List.of("a", "b"), 0).window(4).build();
        monitor.served("a", true);
        monitor.served("b", false);
        monitor.served("a", true);
        assertThat(monitor.evidence()).isEqualTo(1);
        monitor.served("b", false);

        double up = (1.05 * 1.05 + 1.1 * 1.1 + 1.2 * 1.2 + 1.4 * 1.4 + 1.8 * 1.8) / 5;
        double down = (0.95 * 0.95 + 0.9 * 0.9 + 0.8 * 0.8 + 0.6 * 0.6 + 0.2 * 0.2) / 5;
        // half is kept for later bettors
        assertThat(monitor.evidence()).isCloseTo(0.5 + 0.5 * (up + down) / 2, within(1e-12));
    }

    @Test
    void theCapitalBeginsAtOneAndKeepsWhatLaterBettorsBegin() {
        Wealth wealth = new Wealth(2, 0.05);

        assertThat(wealth.value()).isEqualTo(1);
        for (int i = 0; i < 200; i++) {
            wealth.round(new double[] {1, 1});
        }
        // those who gave way had the least; the rest of 1 - 1/201 is divided among 64
        assertThat(wealth.value()).isLessThanOrEqualTo(1).isGreaterThan(0.95);
        Wealth all = new Wealth(1, 0.05);
        IntStream.range(0, 60).forEach(i -> all.round(new double[] {1}));
        assertThat(all.value()).isCloseTo(1, within(1e-12));
    }

    @Test
    void sameSeedSameEvidence() {
        double[] evidence = new double[2];
        for (int run = 0; run < 2; run++) {
            DriftMonitor monitor = DriftMonitor.against(Map.of("x", 30L, "y", 70L), 11)
                    .window(10)
                    .build();
            Random random = new Random(5);
            IntStream.range(0, 300).forEach(i -> monitor.served(random.nextBoolean() ? "x" : "y"));
            evidence[run] = monitor.evidence();
        }

        assertThat(evidence[0]).isEqualTo(evidence[1]).isNotEqualTo(1);
    }

    @Test
    void anAlertBecomesTheAlarmOfTheLogWithThePromiseInItsName() {
        MonitoringAlarm alarm = MonitoringEvents.served(
                EntityId.parse("deployment:credit"), new Alert("drift.evidence", 123.4567891, 100, 0.01, 4_200, "x"));

        assertThat(alarm.subject()).isEqualTo("deployment:credit");
        assertThat(alarm.metric()).isEqualTo("drift.evidence@0.01");
        assertThat(alarm.value()).isEqualByComparingTo("123.456789");
        assertThat(alarm.threshold()).isEqualByComparingTo("100");
    }

    @Test
    void badInputIsNamedWithTheRemedy() {
        Map<String, Long> reference = Map.of("x", 1L);
        assertThatThrownBy(() -> DriftMonitor.against(Map.of(), 1)).hasMessageContaining("reference is empty");
        assertThatThrownBy(() -> DriftMonitor.against(Map.of("x", -1L), 1)).hasMessageContaining("'x'");
        assertThatThrownBy(() -> DriftMonitor.against(reference, 1).window(0).build())
                .hasMessageContaining("0 outputs");
        assertThatThrownBy(() -> DriftMonitor.against(reference, 1).draws(0).build())
                .hasMessageContaining("0 draws");
        assertThatThrownBy(() ->
                        DriftMonitor.against(reference, 1).falseAlarmRate(1).build())
                .hasMessageContaining("1.0");
        assertThatThrownBy(() -> BiasMonitor.between(List.of("a"), 0)).hasMessageContaining("two or more");
        assertThatThrownBy(() -> BiasMonitor.between(List.of("a", "b"), 1)).hasMessageContaining("1.0");
        assertThatThrownBy(
                        () -> BiasMonitor.between(List.of("a", "b"), 0).build().served("c", true))
                .hasMessageContaining("'c'")
                .hasMessageContaining("a, b");
    }

    /** False alarms on unchanged outputs, printed; some minutes. */
    @Test
    @Tag("long")
    void measureFalseAlarms() {
        for (double rate : new double[] {0.01, 0.05}) {
            long drift = MonitorStreams.raised(
                    streams(2_000, seed -> MonitorStreams.drift(seed, rate, 500, 50, 99, 10_000, Long.MAX_VALUE, 0)));
            long bias = MonitorStreams.raised(streams(
                    2_000, seed -> MonitorStreams.bias(seed, rate, 0.05, 100, 20_000, Long.MAX_VALUE, 0.05, 0.05)));
            System.out.printf(
                    "stated %s: drift %d of 2000, bias %d of 2000 streams raised a false alarm%n", rate, drift, bias);
            assertThat((double) drift).isLessThan(MonitorStreams.most(2_000, rate));
            assertThat((double) bias).isLessThan(MonitorStreams.most(2_000, rate));
        }
    }

    /** How soon a change after 5,000 outputs is found, printed; some minutes. */
    @Test
    @Tag("long")
    void measureDelays() {
        for (double gap : new double[] {0.1, 0.15, 0.2, 0.3}) {
            System.out.printf(
                    "gap %s, tolerance 0.05: %s%n",
                    gap,
                    delays(
                            streams(100, seed -> MonitorStreams.bias(seed, 0.01, 0.05, 100, 55_000, 5_000, 0, gap)),
                            5_000));
        }
        for (double shift : new double[] {0.05, 0.1, 0.2, 0.4}) {
            System.out.printf(
                    "drift by %s: %s%n",
                    shift,
                    delays(
                            streams(
                                    100,
                                    seed -> MonitorStreams.drift(seed, 0.01, 1_000, 100, 499, 25_000, 5_000, shift)),
                            5_000));
        }
    }

    private static String delays(long[] found, long changed) {
        long[] delays = Arrays.stream(found)
                .filter(one -> one > changed)
                .map(one -> one - changed)
                .sorted()
                .toArray();
        return "found %d of %d, median delay %s outputs, 90 %% within %s"
                .formatted(
                        delays.length,
                        found.length,
                        delays.length == 0 ? "-" : delays[delays.length / 2],
                        delays.length == 0 ? "-" : delays[delays.length * 9 / 10]);
    }
}
