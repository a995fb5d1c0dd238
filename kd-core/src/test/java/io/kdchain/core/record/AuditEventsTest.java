package io.kdchain.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.core.audit.BiasInheritance;
import io.kdchain.core.audit.Calibration;
import io.kdchain.core.audit.CapacityGap;
import io.kdchain.core.audit.ErrorInheritance;
import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.audit.GroupFairness;
import io.kdchain.core.audit.Interval;
import io.kdchain.core.audit.Lineage;
import io.kdchain.core.audit.Measurement;
import io.kdchain.core.audit.SliceEquivalence;
import io.kdchain.core.audit.TriggerScan;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.BiasAudited;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.Metric;
import io.kdchain.provenance.event.ModelEvaluated;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.TechnicalAudited;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditEventsTest {

    private static final EntityId MODEL = EntityId.parse("model:student");
    private static final EntityId ROWS = EntityId.parse("dataset:audit");
    private static final PartyId TOLD = new PartyId("clinic");
    private static final PartyId AUDITOR = new PartyId("auditor");

    private static final GroupFairness FAIRNESS = GroupFairness.of(
            List.of("a", "a", "a", "a", "b", "b", "b", "b"),
            new boolean[] {true, true, false, false, true, true, false, false},
            new boolean[] {true, true, true, false, true, false, false, false});

    private static Interval exactly(double value) {
        return new Interval(value, value - 0.1, value + 0.1, 0.95);
    }

    private static BiasInheritance inheritance(BiasInheritance.Finding finding) {
        return new BiasInheritance(
                exactly(0.3), exactly(0.4), exactly(0.1), exactly(0.1), exactly(0.3), 0.05, finding, 0);
    }

    private static Metric number(ModelEvaluated event, String name) {
        return event.metrics().stream()
                .filter(metric -> metric.name().equals(name) && metric.group() == null)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatTheNumbersSayIsWhatIsRecorded() {
        ModelEvaluated fidelity = AuditEvents.fidelity(MODEL, ROWS, new Fidelity(0.9, 0.25, 40));
        ModelEvaluated errors = AuditEvents.errors(
                MODEL, ROWS, new ErrorInheritance(0.6, 0.1, 0.2, 10, 40), new ErrorInheritance(0.2, 0.1, 0.2, 10, 40));

        assertThat(number(fidelity, "fidelity.agreement").value()).isEqualTo(new BigDecimal("0.900000"));
        assertThat(number(fidelity, "fidelity.kl").n()).isEqualTo(40);
        assertThat(fidelity.passed()).isNull();
        assertThat(number(errors, "errors.inherited").n())
                .as("errors of the teacher")
                .isEqualTo(10);
        // (0.6 - 0.2) / (1 - 0.2)
        assertThat(number(errors, "errors.inherited-beyond-independent").value())
                .isEqualTo(new BigDecimal("0.500000"));
        assertThat(AuditEvents.errors(MODEL, null, new ErrorInheritance(Double.NaN, 0.1, 0.2, 0, 40), null)
                        .metrics())
                .extracting(Metric::name)
                .as("a teacher without errors hands none on")
                .containsExactly("errors.novel", "errors.repaired");
    }

    @Test
    void aMeasuredNumberIsRecordedWithItsEndsAndOneThatRowsDoNotShowIsNot() {
        ModelEvaluated recorded = AuditEvents.measured(
                MODEL,
                ROWS,
                List.of(
                        new Measurement("errors.novel", exactly(0.4), 40, 0.05, 160),
                        new Measurement(
                                "errors.inherited",
                                new Interval(Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0.95),
                                40,
                                0.05,
                                Long.MAX_VALUE)));
        ModelEvaluated lineage = AuditEvents.lineage(
                MODEL, ROWS, new Lineage(0.7, List.of(0.1, 0.2), 1.0 / 3, 0.5, Lineage.Finding.DISTILLED), 40);

        ModelEvaluated grouped = AuditEvents.measured(
                MODEL, ROWS, Map.of("old", new Measurement("fidelity.agreement", exactly(0.8), 30, 0.05, 160)));

        assertThat(grouped.metrics())
                .extracting(Metric::group)
                .containsOnly("old")
                .hasSize(3);
        assertThat(recorded.metrics())
                .extracting(Metric::name)
                .containsExactly("errors.novel", "errors.novel.lower", "errors.novel.upper");
        assertThat(number(recorded, "errors.novel.upper").value()).isEqualTo(new BigDecimal("0.500000"));
        assertThat(number(lineage, "lineage.p").value()).isEqualTo(new BigDecimal("0.333333"));
        assertThat(number(lineage, "lineage.independent-models").value()).isEqualTo(new BigDecimal("2.000000"));
    }

    @Test
    void eachGapBetweenGroupsIsHeldAgainstItsThreshold() {
        List<BiasAudited> audited = AuditEvents.fairness(MODEL, "sex", FAIRNESS, 0.5, List.of(TOLD));

        // selected 3 of 4 and 1 of 4; true positives 2 of 2 and 1 of 2; false positives 1 of 2 and none
        assertThat(audited)
                .extracting(BiasAudited::metric)
                .containsExactly("demographic-parity", "equal-opportunity", "equalised-odds", "disparate-impact");
        assertThat(audited)
                .extracting(BiasAudited::gap)
                .containsExactly(
                        new BigDecimal("0.500000"),
                        new BigDecimal("0.500000"),
                        new BigDecimal("0.500000"),
                        new BigDecimal("0.666667"));
        assertThat(audited).extracting(BiasAudited::passed).containsExactly(true, true, true, false);
        assertThat(AuditEvents.fairness(MODEL, "sex", FAIRNESS, 0.49, List.of()))
                .extracting(BiasAudited::passed)
                .containsOnly(false);
        assertThatThrownBy(() -> AuditEvents.fairness(MODEL, "sex", FAIRNESS, 2, List.of()))
                .hasMessageContaining("tolerance is 2.0");
    }

    @Test
    void aGapThatNoRowsShowIsLeftOut() {
        GroupFairness oneSided = GroupFairness.of(
                List.of("a", "a", "b"), new boolean[] {true, false, false}, new boolean[] {false, false, false});

        assertThat(AuditEvents.fairness(MODEL, "sex", oneSided, 0.1, List.of()))
                .extracting(BiasAudited::metric)
                .containsExactly("demographic-parity");
    }

    @Test
    void aBiasThatTheRowsDoNotTellIsNoPassedAudit() {
        BiasAudited inherited = AuditEvents.inherited(
                MODEL, "sex", "equal-opportunity", inheritance(BiasInheritance.Finding.INHERITED), List.of(TOLD));
        BiasAudited unknown = AuditEvents.inherited(
                MODEL, "sex", "equal-opportunity", inheritance(BiasInheritance.Finding.CANNOT_TELL), List.of());
        ModelEvaluated numbers =
                AuditEvents.inheritance(MODEL, ROWS, inheritance(BiasInheritance.Finding.INHERITED), 200);

        assertThat(inherited.metric()).isEqualTo("equal-opportunity.inherited");
        assertThat(inherited.gap()).isEqualTo(new BigDecimal("0.400000"));
        assertThat(inherited.passed()).isFalse();
        assertThat(unknown.metric()).isEqualTo("equal-opportunity.cannot-tell");
        assertThat(unknown.gap()).isNull();
        assertThat(unknown.passed()).isFalse();
        assertThat(number(numbers, "bias.transfer.lower").value()).isEqualTo(new BigDecimal("0.000000"));
        assertThat(numbers.metrics()).hasSize(15);
    }

    @Test
    void aTriggerIsAFindingThatItsMakerHasToSetRight() {
        var scan = new TriggerScan(
                List.of(new TriggerScan.Suspect(4, 2, 1.5f, 0, 0.91), new TriggerScan.Suspect(7, 2, 1.5f, 0, 0.8)),
                120);
        TechnicalAudited audited = AuditEvents.triggers(MODEL, AUDITOR, scan, "scan-2026-1", LogFixture.START);

        assertThat(audited.scope()).containsExactly(TechnicalAudited.Scope.SAFETY);
        assertThat(audited.findings())
                .extracting(TechnicalAudited.Finding::id)
                .containsExactly("scan-2026-1-1", "scan-2026-1-2");
        assertThat(audited.findings().get(0).description()).contains("number 4", "class 0", "0.910000", "120 changes");
        assertThat(AuditEvents.triggers(MODEL, AUDITOR, new TriggerScan(List.of(), 120), "x", LogFixture.START)
                        .findings())
                .isEmpty();
    }

    @Test
    void aLogTakesEveryAudit() {
        double[][] logits = {{2, 0}, {0, 2}, {1, 0}, {0, 1}};
        List<EventBody> all = new ArrayList<>(AuditEvents.fairness(MODEL, "sex", FAIRNESS, 0.1, List.of(AUDITOR)));
        all.add(AuditEvents.calibration(MODEL, ROWS, Calibration.of(logits, new int[] {0, 1, 1, 1}, 5)));
        all.add(AuditEvents.equivalence(
                MODEL, ROWS, SliceEquivalence.check(logits, logits, List.of("a", "a", "b", "b"), 0.1)));
        all.add(AuditEvents.capacity(
                MODEL, ROWS, new CapacityGap(exactly(0.5), 0.9, CapacityGap.Finding.CAPACITY_GAP), 4));
        all.add(AuditEvents.triggers(MODEL, AUDITOR, new TriggerScan(List.of(), 3), "x", LogFixture.START));
        try (ChainLog log = ChainLog.inMemory(LogFixture.options())) {
            LogFixture fixture = LogFixture.begin(log);
            fixture.party("auditor", Role.AUDITOR);
            long before = log.size();
            for (EventBody body : all) {
                fixture.record("auditor", body, List.of(), List.of());
            }

            assertThat(log.size() - before).isEqualTo(all.size());
            assertThat(log.verify().ok()).isTrue();
        }
        assertThat(((ModelEvaluated) all.get(5)).passed()).as("equivalence").isTrue();
        assertThat(((ModelEvaluated) all.get(6)).passed()).as("capacity").isFalse();
    }
}
