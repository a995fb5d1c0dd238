package io.kdchain.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.core.audit.BiasAudit;
import io.kdchain.core.audit.Equivalence;
import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.audit.GapMetric;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.DistillationRecipe;
import io.kdchain.core.distill.EpochLoss;
import io.kdchain.core.distill.MlpDefinition;
import io.kdchain.core.distill.TrainingRecipe;
import io.kdchain.core.distill.WatchedTeacher;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.LossValue;
import io.kdchain.core.trace.Localisation;
import io.kdchain.core.trace.Stage;
import io.kdchain.core.trace.StageContribution;
import io.kdchain.provenance.event.BiasAudited;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.DistillationStarted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.MonitoringAlarm;
import io.kdchain.provenance.event.PartyId;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventsTest {

    private static final EntityId TEACHER = EntityId.parse("model:teacher");
    private static final EntityId ROWS = EntityId.parse("dataset:rows");
    private static final ContentDigest DIGEST = ContentDigest.ofText("x");

    @Test
    void aDistillationIsRecordedWithAllItsSettings() {
        var recipe = new DistillationRecipe(
                new TrainingRecipe(MlpDefinition.of(3, 2), 4, 8, 0.01, 0.1, 99), HintonLoss.standard());

        DistillationStarted started = TrainingEvents.started(TEACHER, ROWS, recipe, Map.of("threads", "1"));

        assertThat(started.teachers()).containsExactly(TEACHER);
        assertThat(started.datasets()).containsExactly(ROWS);
        assertThat(started.seed()).isEqualTo(99);
        assertThat(started.hyperparameters()).containsAllEntriesOf(recipe.describe());
        assertThat(started.environment()).containsEntry("threads", "1");
    }

    @Test
    void aSeedBeyondTheWholeNumbersOfJsonStandsAsText() {
        var recipe = new DistillationRecipe(
                new TrainingRecipe(MlpDefinition.of(3, 2), 4, 8, 0.01, 0.1, Long.MIN_VALUE), HintonLoss.standard());

        DistillationStarted started = TrainingEvents.started(TEACHER, ROWS, recipe, Map.of());

        assertThat(started.seed()).isNull();
        assertThat(started.hyperparameters()).containsEntry("seed", Long.toString(Long.MIN_VALUE));
    }

    @Test
    void measuredNumbersAreExactDecimalsOfSixDigits() {
        var progressed = TrainingEvents.progressed("run", new EpochLoss(7, new LossValue(1.0 / 3, 0.5, 2)), null);

        assertThat(progressed.step()).isEqualTo(7);
        assertThat(progressed.losses())
                .containsEntry("total", new BigDecimal("0.333333"))
                .containsEntry("soft", new BigDecimal("2.000000"));
        assertThatThrownBy(() -> TrainingEvents.metric("accuracy", Double.NaN, 3))
                .hasMessageContaining("NaN");
    }

    @Test
    void aFidelityThatNobodyMeasuredIsLeftOut() {
        var metrics = List.of(TrainingEvents.metric("accuracy", 0.9, 10));

        assertThat(TrainingEvents.completed("run", metrics, null).fidelity()).isNull();
        var fidelity = TrainingEvents.completed("run", metrics, new Fidelity(0.97, 0.02, 100))
                .fidelity();
        assertThat(fidelity)
                .isNotNull()
                .satisfies(f -> assertThat(f.agreement()).isEqualByComparingTo("0.97"));
    }

    @Test
    void anEquivalenceTestIsRecordedAsItCameOut() {
        ModelAdapted tested = AdaptationEvents.tested("edge-npu", ROWS, new Equivalence(0.99, 0.3, 0.25, false, 100));

        assertThat(tested.equivalence()).isNotNull().satisfies(test -> {
            assertThat(test.passed()).isFalse();
            assertThat(test.maxDivergence()).isEqualByComparingTo("0.3");
            assertThat(test.dataset()).isEqualTo(ROWS);
        });
        assertThat(AdaptationEvents.untested("edge-npu").equivalence()).isNull();
    }

    @Test
    void aBiasAuditIsRecordedWithItsGroups() {
        BiasAudit audit = BiasAudit.of(
                "size",
                GapMetric.ACCURACY,
                0,
                0.2,
                new BiasAudit.Rows(List.of("small", "large"), List.of(0, 1), List.of(0, 0)));

        BiasAudited audited = TrainingEvents.audited(TEACHER, audit, List.of(new PartyId("smallai")));

        assertThat(audited.passed()).isFalse();
        assertThat(audited.gap()).isEqualByComparingTo("1");
        assertThat(TrainingEvents.metrics(audit))
                .extracting(metric -> metric.group())
                .containsExactly("size=large", "size=small");
    }

    @Test
    void aLocalisationNamesEveryStageWithItsParty() {
        Map<Stage, PartyId> parties = new EnumMap<>(Stage.class);
        Arrays.stream(Stage.values()).forEach(stage -> parties.put(stage, new PartyId("party-" + stage.label())));
        Localisation found = localisation();

        DefectLocalised event =
                TraceEvents.localised(EntityId.parse("incident:1"), EntityId.parse("output:1"), found, parties);

        assertThat(event.stages())
                .hasSize(5)
                .allSatisfy(part -> assertThat(part.party().value())
                        .isEqualTo("party-" + part.stage().name().toLowerCase(java.util.Locale.ROOT)));
        assertThat(event.stages().get(3).contribution()).isEqualByComparingTo("0.9");
        assertThat(event.sufficient()).containsExactly(List.of(io.kdchain.provenance.event.Stage.ADAPTATION));
        assertThat(event.reproduction()).isEqualTo(Entities.digest(DIGEST));
        parties.remove(Stage.DATA);
        assertThatThrownBy(() -> TraceEvents.localised(null, EntityId.parse("output:1"), found, parties))
                .hasMessageContaining("stage data");
    }

    @Test
    void anEntityCarriesTheDigestOfItsBytes() {
        var artefact = new Standardisation(new double[] {0}, new double[] {1});

        assertThat(Entities.of(EntityKind.DATASET, "scale", artefact))
                .hasToString("dataset:scale@" + artefact.digest());
    }

    private static Localisation localisation() {
        List<StageContribution> stages = Arrays.stream(Stage.values())
                .map(stage -> stage == Stage.ADAPTATION
                        ? new StageContribution(stage, new BigDecimal("0.9"), new BigDecimal("0.5"), BigDecimal.ONE)
                        : new StageContribution(stage, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO))
                .toList();
        return new Localisation("test", stages, List.of(List.of(Stage.ADAPTATION)), List.of(), 1, DIGEST);
    }

    @Test
    void anAlarmSaysWhatWasSeenAndWhatIsTolerated() {
        var alarm = new WatchedTeacher.Alarm(WatchedTeacher.Kind.FOREIGN_INPUTS, 31, 4);

        assertThat(MonitoringEvents.teacherQueries("run-7", alarm))
                .isEqualTo(new MonitoringAlarm(
                        "run-7", "teacher-queries.foreign-inputs", BigDecimal.valueOf(31), BigDecimal.valueOf(4)));
    }
}
