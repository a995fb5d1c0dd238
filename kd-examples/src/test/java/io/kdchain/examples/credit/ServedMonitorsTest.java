package io.kdchain.examples.credit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.core.monitor.Alert;
import io.kdchain.core.monitor.BiasMonitor;
import io.kdchain.core.monitor.DriftMonitor;
import io.kdchain.core.record.MonitoringEvents;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.MonitoringAlarm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The monitors of what is served on the applicants of a bank: a thousand real rows. */
class ServedMonitorsTest {
    private static final int STREAMS = 200;
    private static final double RATE = 0.1;
    /** Most false alarms of 200 streams at 0.1, at 99.9 %: 20 + 3.1 * sqrt(200 * 0.1 * 0.9). */
    private static final long MOST = 33;

    private static final List<Applicant> ROWS = new ArrayList<>();

    /**
     * An applicant.
     *
     * @param account state of the checking account
     */
    private record Applicant(String account, String sex, boolean repaid) {}

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = Objects.requireNonNull(CreditChain.class.getResourceAsStream("german_credit.csv"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<String> columns = List.of(lines.readLine().split(","));
            lines.lines().map(line -> List.of(line.split(","))).forEach(cells -> {
                String account = columns.stream()
                        .filter(one -> one.startsWith("CheckingAccountStatus.")
                                && cells.get(columns.indexOf(one)).equals("1"))
                        .findFirst()
                        .orElseThrow();
                boolean woman = cells.get(columns.indexOf("Personal.Female.NotSingle"))
                                .equals("1")
                        || cells.get(columns.indexOf("Personal.Female.Single")).equals("1");
                ROWS.add(new Applicant(
                        account,
                        woman ? "woman" : "man",
                        cells.get(columns.indexOf("good")).equals("1")));
            });
        }
        assertThat(ROWS).hasSize(1_000);
    }

    private static Map<String, Long> counts(List<Applicant> rows) {
        return rows.stream().collect(Collectors.groupingBy(Applicant::account, TreeMap::new, Collectors.counting()));
    }

    private static DriftMonitor watch(List<Applicant> rows, long seed) {
        DriftMonitor monitor = DriftMonitor.against(counts(rows.subList(0, 400)), seed)
                .falseAlarmRate(RATE)
                .window(30)
                .draws(99)
                .build();
        rows.subList(400, rows.size()).forEach(one -> monitor.served(one.account()));
        return monitor;
    }

    private static double rate(String sex) {
        return ROWS.stream()
                .filter(one -> one.sex().equals(sex))
                .mapToInt(one -> one.repaid() ? 1 : 0)
                .average()
                .orElseThrow();
    }

    /** Applicants drawn with replacement, of whom so many women who repaid are served as if they had not. */
    private static Optional<Alert> treat(long seed, double flipped) {
        Random random = new Random(seed);
        // the difference that the data have: the edge of what is tolerated
        BiasMonitor monitor = BiasMonitor.between(List.of("woman", "man"), rate("man") - rate("woman"))
                .falseAlarmRate(RATE)
                .build();
        for (int i = 0; i < 4_000; i++) {
            Applicant one = ROWS.get(random.nextInt(ROWS.size()));
            monitor.served(one.sex(), one.repaid() && !(one.sex().equals("woman") && random.nextDouble() < flipped));
        }
        return monitor.alert();
    }

    @Test
    void applicantsAsTheyCameAndInRandomOrdersRaiseNoMoreFalseAlarmsThanStated() {
        long raised = IntStream.range(0, STREAMS)
                .filter(seed -> {
                    List<Applicant> shuffled = new ArrayList<>(ROWS);
                    Collections.shuffle(shuffled, new Random(seed));
                    return watch(shuffled, seed).alert().isPresent();
                })
                .count();

        assertThat(raised).isLessThanOrEqualTo(MOST);
        assertThat(watch(ROWS, 1).alert()).as("in the order of the bank").isEmpty();
    }

    @Test
    void otherApplicantsAreFoundWithinTwoHundred() {
        List<Applicant> changed = new ArrayList<>(ROWS.subList(0, 700));
        ROWS.stream().filter(one -> one.account().endsWith("lt.0")).limit(200).forEach(changed::add);

        Alert alert = watch(changed, 1).alert().orElseThrow();

        assertThat(alert.served()).isBetween(301L, 500L);
        assertThat(alert.detail()).startsWith("CheckingAccountStatus.lt.0").contains("1.000 in the last window");
    }

    @Test
    void theDifferenceThatIsToleratedRaisesNoMoreFalseAlarmsThanStatedAndALargerOneIsFound() {
        long raised = IntStream.range(0, STREAMS)
                .filter(seed -> treat(seed, 0).isPresent())
                .count();

        assertThat(raised).isLessThanOrEqualTo(MOST);
        assertThat(treat(1, 0.5).orElseThrow().detail()).startsWith("man ");
    }

    @Test
    void anAlertIsOnRecordWhenTheListenerReturns() {
        try (ChainLog log = ChainLog.inMemory(LogFixture.options())) {
            LogFixture fixture = LogFixture.begin(log).wholeChain();
            Recorder cloud = fixture.party("cloud");
            DriftMonitor monitor = DriftMonitor.against(counts(ROWS), 1)
                    .listener(alert -> cloud.record(
                            EventDraft.of(MonitoringEvents.served(EntityId.parse("deployment:ct-assist"), alert))))
                    .build();
            long before = log.size();

            IntStream.range(0, 2_000).forEach(i -> monitor.served("CheckingAccountStatus.none"));

            assertThat(log.size()).isEqualTo(before + 1);
            assertThat(log.evidence(List.of(EntityId.parse("deployment:ct-assist")))
                            .admitted())
                    .extracting(one -> one.event().body())
                    .filteredOn(MonitoringAlarm.class::isInstance)
                    .singleElement()
                    .extracting(body -> ((MonitoringAlarm) body).metric())
                    .isEqualTo("drift.evidence@0.01");
        }
    }
}
