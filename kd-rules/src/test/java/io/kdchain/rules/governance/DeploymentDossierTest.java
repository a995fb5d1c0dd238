package io.kdchain.rules.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.IncidentClosed;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Scene;
import io.kdchain.provenance.event.Severity;
import io.kdchain.provenance.event.Stage;
import io.kdchain.rules.governance.DeploymentDossier.Report;
import io.kdchain.rules.pack.RulePack;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentDossierTest {
    private static final RulePack PACK = RulePack.builtin("cn-proposal");
    private static final EntityId SERVICE = EntityId.parse("deployment:ct-assist");

    private final DatedLog log = new DatedLog();

    DeploymentDossierTest() {
        log.fixture().wholeChain();
        log.party("auditor", Role.AUDITOR).party("patient", Role.CLAIMANT);
    }

    private DeploymentDossier asOf(int day) {
        return DeploymentDossier.of(log, PACK, SERVICE, DatedLog.day(day));
    }

    private void harmed(int day, String incident, String output, Severity... severities) {
        log.on(
                day,
                "patient",
                new IncidentReported(
                        List.of(EntityId.parse(output)),
                        new PartyId("patient"),
                        DatedLog.day(day - 1),
                        Arrays.stream(severities)
                                .map(severity -> new IncidentReported.Item(
                                        "i" + severity, DamageKind.BODILY_INJURY, null, null, severity, null, null))
                                .toList()),
                List.of(),
                List.of(incident));
    }

    private void localised(int day, String incident, String adapter, String student) {
        log.on(
                day,
                "auditor",
                new DefectLocalised(
                        EntityId.parse(incident),
                        null,
                        "replay",
                        List.of(
                                new DefectLocalised.Part(
                                        Stage.DISTILLATION,
                                        new PartyId("smallai"),
                                        new BigDecimal(student),
                                        null,
                                        null),
                                new DefectLocalised.Part(
                                        Stage.ADAPTATION,
                                        new PartyId("edgechip"),
                                        new BigDecimal(adapter),
                                        null,
                                        null)),
                        List.of(),
                        null));
    }

    @Test
    void itSaysHowTheDeploymentWasMade() {
        DeploymentDossier dossier = asOf(1);

        assertThat(dossier.holder()).isEqualTo(new PartyId("cloud"));
        assertThat(dossier.model()).isEqualTo(EntityId.parse("model:student-int8"));
        assertThat(dossier.students()).containsExactly(EntityId.parse("model:student"));
        assertThat(dossier.teachers()).containsExactly(EntityId.parse("model:teacher@" + LogFixture.digest(1)));
        assertThat(dossier.adaptations())
                .singleElement()
                .satisfies(one -> assertThat(one.target()).isEqualTo("edge-npu"));
        assertThat(dossier.roles()).containsEntry(new PartyId("patient"), List.of(Role.CLAIMANT));
    }

    @Test
    void outputsOfABatchAreCountedWithTheirLabels() {
        log.on(
                1,
                "cloud",
                new OutputServed(
                        null,
                        List.of(OutputServed.Label.AIGC_EXPLICIT, OutputServed.Label.AIGC_IMPLICIT),
                        null,
                        new OutputServed.Batch(99, LogFixture.digest(5))),
                List.of("deployment:ct-assist"),
                List.of("output:batch"));

        assertThat(asOf(2).outputs()).isEqualTo(100);
        assertThat(asOf(2).labelled()).isEqualTo(99);
    }

    @Test
    void damagesOfOneRootCauseAreASeries() {
        harmed(3, "incident:1", "output:1", Severity.ORDINARY, Severity.SERIOUS);
        harmed(4, "incident:2", "deployment:ct-assist", Severity.SLIGHT);
        harmed(5, "incident:3", "output:1", Severity.SLIGHT);
        harmed(5, "incident:other", "output:elsewhere", Severity.SLIGHT);
        localised(6, "incident:1", "0.4", "0.5");
        localised(7, "incident:1", "0.8", "0.1");
        localised(7, "incident:2", "0.7", "0");
        localised(7, "incident:3", "0.5", "0.5");

        List<Report> incidents = asOf(8).incidents();

        assertThat(incidents)
                .extracting(Report::incident)
                .map(String::valueOf)
                .containsExactly("incident:1", "incident:2", "incident:3");
        assertThat(incidents.get(0).severity()).isEqualTo(Severity.SERIOUS);
        assertThat(incidents.get(0).cause()).isNotNull().satisfies(cause -> {
            assertThat(cause.series()).isEqualTo("adaptation edgechip model:student-int8");
            assertThat(cause.contribution()).isEqualByComparingTo("0.8");
        });
        assertThat(incidents.get(1).cause())
                .isNotNull()
                .satisfies(cause -> assertThat(cause.series()).isEqualTo("adaptation edgechip model:student-int8"));
        assertThat(incidents.get(2).cause()).as("two stages did as much").isNull();
        assertThat(asOf(6).incidents().get(0).cause())
                .as("as of before the second look")
                .satisfies(cause -> assertThat(cause)
                        .isNotNull()
                        .extracting(RootCause::stage)
                        .isEqualTo(Stage.DISTILLATION));
    }

    @Test
    void anIncidentIsOpenUntilItIsClosed() {
        harmed(3, "incident:1", "output:1", Severity.SLIGHT);
        assertThat(asOf(4).incidents())
                .singleElement()
                .extracting(Report::closed)
                .isNull();

        long closed = log.on(5, "cloud", new IncidentClosed(EntityId.parse("incident:1"), "paid"))
                .index();
        assertThat(asOf(6).incidents())
                .singleElement()
                .extracting(Report::closed)
                .isEqualTo(closed);
    }

    @Test
    void aDeploymentOfSeveralModelsCannotBeTold() {
        log.on(
                1,
                "cloud",
                new ModelDeployed(null, null, Scene.GENERAL, List.of(), List.of(), null),
                List.of("model:student", "model:student-int8"),
                List.of("deployment:ct-assist"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> asOf(2))
                .withMessageContaining("does not say with which one model");
    }
}
