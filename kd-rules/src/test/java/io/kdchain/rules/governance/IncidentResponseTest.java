package io.kdchain.rules.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.AttributionIssued;
import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.IncidentClosed;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.LegalHoldLifted;
import io.kdchain.provenance.event.LegalHoldSet;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.MeasureTaken.Measure;
import io.kdchain.provenance.event.MonitoringAlarm;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.StepStatus.State;
import io.kdchain.rules.pack.Norm;
import io.kdchain.rules.pack.RulePack;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The playbook of pack {@code cn} on a chain whose clock is set by hand; each expectation is counted by hand. */
class IncidentResponseTest {
    private static final EntityId OUTPUT = EntityId.parse("output:1");
    private static final EntityId SECOND = EntityId.parse("output:2");
    private static final EntityId INCIDENT = EntityId.parse("incident:1");
    private static final RulePack CN = RulePack.builtin("cn");

    private final ObligationsTest.Hands clock = new ObligationsTest.Hands(LogFixture.START);
    private final LogFixture fixture = LogFixture.begin(
                    ChainLog.inMemory(LogFixture.options().clock(clock)))
            .wholeChain();

    private static Instant hour(int number) {
        return LogFixture.START.plus(Duration.ofHours(number));
    }

    /** What is recorded in an hour, and claimed to be of that hour. */
    private LogEntry at(int hour, String party, EventBody body, List<EntityId> generates, LogEntry... refs) {
        return at(hour, hour, party, body, generates, refs);
    }

    private LogEntry at(
            int recorded, int claimed, String party, EventBody body, List<EntityId> generates, LogEntry... refs) {
        clock.now = hour(recorded);
        return fixture.party(party)
                .record(
                        body,
                        hour(claimed),
                        List.of(),
                        generates,
                        Arrays.stream(refs).map(one -> one.event().id()).toList());
    }

    private LogEntry report(int hour, EntityId incident, DamageKind kind, EntityId... outputs) {
        return at(
                hour,
                "clinic",
                new IncidentReported(
                        List.of(outputs),
                        new PartyId("patient"),
                        hour(hour - 1),
                        List.of(new IncidentReported.Item("i", kind, null, null, null, null, null))),
                List.of(incident));
    }

    private LogEntry measure(int hour, String party, Measure measure, EntityId... about) {
        return at(hour, party, new MeasureTaken(measure, List.of(about)), List.of());
    }

    private IncidentResponse response(int hour) {
        return new IncidentResponse(new ObligationsTest.Entries(fixture.log()), CN, hour(hour));
    }

    private IncidentStatus status(int hour) {
        return response(hour).status(INCIDENT);
    }

    private StepStatus step(int hour, String id) {
        return step(status(hour), id);
    }

    private static StepStatus step(IncidentStatus status, String id) {
        return status.steps().stream()
                .filter(one -> one.step().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<String> remarks(int hour) {
        return status(hour).remarks().stream()
                .map(one -> "%s %d %s"
                        .formatted(one.code().code(), one.entry().index(), one.detail())
                        .strip())
                .toList();
    }

    @Test
    void aStepIsDueFromTheReportDoneInTimeOrLateByHowMuchAndOverdueAfterItsEnd() {
        LogEntry report = report(2, INCIDENT, DamageKind.BODILY_INJURY, OUTPUT);

        StepStatus due = step(3, "takedown");
        assertThat(due.state()).isEqualTo(State.DUE);
        assertThat(due.since()).isEqualTo(report.recordedAt());
        // 24 hours from hour 2: notice.obvious
        assertThat(due.due()).isEqualTo(hour(26));
        assertThat(due.basis())
                .extracting(Norm::id)
                .containsExactly("CN-CivilCode-1195-2", "CN-CivilCode-1206", "CN-GenAI-14-1");
        assertThat(step(26, "takedown").state()).isEqualTo(State.DUE);
        assertThat(step(27, "takedown").state()).isEqualTo(State.OVERDUE);
        assertThat(step(27, "takedown").late(hour(27))).contains(Duration.ofHours(1));
        assertThat(status(27).isOverdue()).isTrue();

        LogEntry late = measure(30, "cloud", Measure.TAKEDOWN, OUTPUT);

        StepStatus done = step(40, "takedown");
        assertThat(done.state()).isEqualTo(State.DONE_LATE);
        assertThat(done.done()).isEqualTo(hour(30));
        assertThat(done.shownBy()).extracting(LogEntry::index).containsExactly(late.index());
        assertThat(done.late(hour(40))).contains(Duration.ofHours(4));
        // it was not done by then
        assertThat(step(29, "takedown").state()).isEqualTo(State.OVERDUE);
    }

    @Test
    void aStepWaitsForThoseBeforeItAndRunsFromTheStepItNames() {
        report(2, INCIDENT, DamageKind.REPUTATION, OUTPUT);

        assertThat(step(3, "attribute").state()).isEqualTo(State.NOT_YET_POSSIBLE);
        assertThat(step(3, "attribute").waitsFor()).containsExactly("localise");
        assertThat(step(3, "attribute").due()).isNull();

        at(4, "cloud", new LegalHoldSet(List.of(OUTPUT, INCIDENT), null), List.of());
        at(10, "smallai", new DefectLocalised(null, OUTPUT, "replay", List.of(), List.of(), null), List.of());

        StepStatus attribute = step(11, "attribute");
        assertThat(attribute.state()).isEqualTo(State.DUE);
        assertThat(attribute.since()).isEqualTo(hour(10));
        // 15 days from hour 10: respond.attribute
        assertThat(attribute.due()).isEqualTo(hour(10 + 15 * 24));

        at(12, "clinic", new AttributionIssued(INCIDENT, LogFixture.digest(1), LogFixture.digest(2)), List.of());
        assertThat(step(13, "attribute").state()).isEqualTo(State.DONE);
        assertThat(step(13, "apologise").since()).isEqualTo(hour(12));
    }

    @Test
    void whatIsNotForThisKindOfDamageOrHasNoNormInForceIsNotApplicable() {
        report(2, INCIDENT, DamageKind.DISCRIMINATION, OUTPUT);

        assertThat(step(3, "apologise").state()).isEqualTo(State.NOT_APPLICABLE);
        assertThat(step(3, "re-decide").state()).isEqualTo(State.DUE);
        // its term is that of CN-CreditReg-25
        assertThat(step(3, "re-decide").due()).isEqualTo(hour(2 + 20 * 24));
        assertThat(step(3, "notify-authority-larger").state()).isEqualTo(State.OPTIONAL);
        assertThat(step(3, "notify-authority-larger").due()).isEqualTo(hour(6));
    }

    @Test
    void aNormThatWasNotYetInForceAsksForNothing() {
        ObligationsTest.Hands past = new ObligationsTest.Hands(Instant.parse("2025-06-01T00:00:00Z"));
        LogFixture old = LogFixture.begin(ChainLog.inMemory(LogFixture.options().clock(past)))
                .wholeChain();
        old.party("clinic")
                .record(
                        new IncidentReported(List.of(OUTPUT), new PartyId("patient"), past.now, List.of()),
                        past.now,
                        List.of(),
                        List.of(INCIDENT),
                        List.of());

        IncidentStatus status =
                new IncidentResponse(new ObligationsTest.Entries(old.log()), CN, past.now).status(INCIDENT);

        // CN-IncidentReport-4 is in force from 2025-11-01
        assertThat(step(status, "notify-authority-larger").state()).isEqualTo(State.NOT_APPLICABLE);
        assertThat(step(status, "notify-authority-larger").term()).isNull();
    }

    /** Articles 33 and 34 GDPR, and Article 73 AI Act before and after the day from which it applies. */
    @Test
    void thePlaybookOfTheUnionAsksByItsOwnNormsAndTerms() {
        RulePack eu = RulePack.builtin("eu");
        report(2, INCIDENT, DamageKind.PRIVACY, OUTPUT);
        EntityId injury = EntityId.parse("incident:2");
        report(2, injury, DamageKind.BODILY_INJURY, OUTPUT);
        IncidentResponse response = new IncidentResponse(new ObligationsTest.Entries(fixture.log()), eu, hour(75));

        StepStatus breach = step(response.status(INCIDENT), "notify-authority");
        assertThat(breach.due()).isEqualTo(hour(2 + 72));
        assertThat(breach.state()).isEqualTo(State.OVERDUE);
        assertThat(breach.basis()).extracting(Norm::id).containsExactly("EU-GDPR-33");
        assertThat(step(response.status(INCIDENT), "notify-users").state()).isEqualTo(State.OPTIONAL);
        assertThat(step(response.status(injury), "notify-authority").state()).isEqualTo(State.NOT_APPLICABLE);
        assertThat(step(response.status(injury), "report-serious").state()).isEqualTo(State.NOT_APPLICABLE);

        EntityId later = EntityId.parse("incident:3");
        int hours = 24 * 730;
        report(hours, later, DamageKind.BODILY_INJURY, OUTPUT);
        IncidentStatus status =
                new IncidentResponse(new ObligationsTest.Entries(fixture.log()), eu, hour(hours + 1)).status(later);
        assertThat(step(status, "report-serious").state()).isEqualTo(State.OPTIONAL);
        assertThat(step(status, "report-serious").due()).isEqualTo(hour(hours + 15 * 24));
        assertThat(step(status, "report-serious-death").due()).isEqualTo(hour(hours + 10 * 24));
        assertThat(step(status, "report-serious-widespread").due()).isEqualTo(hour(hours + 2 * 24));
        // from 9 December 2026
        assertThat(step(status, "disclose-evidence").basis())
                .extracting(Norm::id)
                .containsExactly("EU-PLD2024-9");
    }

    @Test
    void whoHasNotTheRoleDoesNotDoTheStep() {
        report(2, INCIDENT, DamageKind.PROPERTY, OUTPUT);
        LogEntry wrong = measure(3, "smallai", Measure.TAKEDOWN, OUTPUT);

        assertThat(step(4, "takedown").state()).isEqualTo(State.DUE);
        assertThat(remarks(4)).containsExactly("other-role %d takedown".formatted(wrong.index()));
    }

    @Test
    void aMeasureAboutSomeOutputsLeavesTheStepHalfDone() {
        fixture.record("cloud", LogFixture.served(), List.of("deployment:ct-assist"), List.of("output:2"));
        LogEntry report = report(2, INCIDENT, DamageKind.PROPERTY, OUTPUT, SECOND);
        LogEntry first = measure(3, "cloud", Measure.TAKEDOWN, OUTPUT, INCIDENT);

        StepStatus half = step(4, "takedown");
        assertThat(half.state()).isEqualTo(State.DUE);
        assertThat(half.shownBy()).extracting(LogEntry::index).containsExactly(first.index());
        assertThat(half.open()).containsExactly(SECOND);

        // one that names no output of its own, and answers the report, concerns all
        LogEntry all = at(
                5,
                "cloud",
                new MeasureTaken(Measure.DISCONNECT, List.of(EntityId.parse("deployment:ct-assist"))),
                List.of(),
                report);
        assertThat(step(6, "takedown").state()).isEqualTo(State.DONE);
        assertThat(step(6, "takedown").shownBy())
                .extracting(LogEntry::index)
                .containsExactly(first.index(), all.index());
    }

    @Test
    void oneMeasureServesOverlappingIncidentsButNoneThatWasTakenBeforeTheDamage() {
        measure(1, "cloud", Measure.NOTIFY_USERS, OUTPUT);
        report(5, INCIDENT, DamageKind.PROPERTY, OUTPUT);
        LogEntry down = measure(6, "cloud", Measure.TAKEDOWN, OUTPUT);
        EntityId other = EntityId.parse("incident:2");
        report(7, other, DamageKind.REPUTATION, OUTPUT);

        assertThat(status(8).overlaps()).containsOnlyKeys(other).containsValue(List.of(OUTPUT));
        assertThat(step(8, "takedown").alsoServes()).containsExactly(other);
        assertThat(step(8, "notify-users").state()).isEqualTo(State.DUE);
        IncidentStatus later = response(8).status(other);
        assertThat(step(later, "takedown").state()).isEqualTo(State.DONE);
        assertThat(later.remarks())
                .extracting(Remark::code, one -> one.entry().index())
                .contains(org.assertj.core.groups.Tuple.tuple(Remark.Code.BEFORE_REPORT, down.index()));
    }

    @Test
    void aHoldThatWasLiftedSealsNothingAndOneOnTheDeploymentDoesNotHoldTheOutput() {
        report(2, INCIDENT, DamageKind.PROPERTY, OUTPUT);
        at(3, "cloud", new LegalHoldSet(List.of(EntityId.parse("deployment:ct-assist")), null), List.of());
        assertThat(step(3, "seal").state()).isEqualTo(State.DUE);
        LogEntry hold = at(3, "cloud", new LegalHoldSet(List.of(OUTPUT), null), List.of());
        assertThat(step(3, "seal").state()).isEqualTo(State.DONE);
        // somebody else cannot lift it
        at(4, "smallai", new LegalHoldLifted(List.of(OUTPUT), null), List.of());
        assertThat(step(4, "seal").state()).isEqualTo(State.DONE);

        at(5, "cloud", new LegalHoldLifted(List.of(OUTPUT), null), List.of());

        assertThat(step(6, "seal").state()).isEqualTo(State.OVERDUE);
        assertThat(remarks(6)).contains("lifted %d seal".formatted(hold.index()));
    }

    @Test
    void clocksThatAreWrongAreToldAndTheLogsTimeCounts() {
        report(100, INCIDENT, DamageKind.PROPERTY, OUTPUT);
        // claims a time before the end, recorded after it
        LogEntry backdated = at(130, 110, "cloud", new MeasureTaken(Measure.TAKEDOWN, List.of(OUTPUT)), List.of());
        LogEntry ahead = at(140, 150, "cloud", new MeasureTaken(Measure.NOTIFY_USERS, List.of(OUTPUT)), List.of());
        // the log's clock goes back behind the report
        LogEntry back = at(90, 90, "cloud", new MeasureTaken(Measure.ACTIVATE_PLAN, List.of(OUTPUT)), List.of());

        assertThat(step(150, "takedown").state()).isEqualTo(State.DONE_LATE);
        assertThat(step(150, "activate-plan").state()).isEqualTo(State.DONE);
        assertThat(step(150, "activate-plan").done()).isEqualTo(hour(100));
        assertThat(remarks(150))
                .containsExactly(
                        "clock-went-back %d %s".formatted(back.index(), hour(100)),
                        "claimed-in-time %d %s".formatted(backdated.index(), hour(110)),
                        "claimed-later %d %s".formatted(ahead.index(), hour(150)));
        // seen from before it was recorded
        assertThat(step(135, "notify-users").state()).isEqualTo(State.DUE);
        assertThat(remarks(135)).contains("in-the-future %d %s".formatted(ahead.index(), hour(140)));
    }

    @Test
    void aReportThatLiesInTheFutureOrIsNotThereIsRefusedByName() {
        report(5, INCIDENT, DamageKind.PROPERTY, OUTPUT);

        assertThatThrownBy(() -> status(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("incident:1")
                .hasMessageContaining("only from " + hour(5));
        assertThat(response(4).cases()).isEmpty();
        assertThatThrownBy(() -> response(6).status(EntityId.parse("incident:9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("incident:9")
                .hasMessageContaining("it knows: incident:1");
    }

    @Test
    void aSecondReportIsToldWithWhatDiffersAndTheFirstCounts() {
        report(2, INCIDENT, DamageKind.PROPERTY, OUTPUT);
        LogEntry again = report(3, INCIDENT, DamageKind.REPUTATION, EntityId.parse("output:7"));

        assertThat(status(4).incident().outputs()).containsExactly(OUTPUT);
        assertThat(status(4).incident().kinds()).containsExactly(DamageKind.PROPERTY);
        assertThat(remarks(4)).containsExactly("reported-again %d outputs, occurredAt".formatted(again.index()));
    }

    @Test
    void closingWaitsForEveryRequiredStepAndIsToldWhereTheyWereOpen() {
        report(2, INCIDENT, DamageKind.PROPERTY, OUTPUT);
        assertThat(step(3, "close").waitsFor())
                .containsExactly(
                        "activate-plan",
                        "seal",
                        "takedown",
                        "preserve",
                        "notify-users",
                        "notify-authority",
                        "localise",
                        "attribute",
                        "rectify");
        LogEntry closed = at(4, "cloud", new IncidentClosed(INCIDENT, "settled"), List.of());
        LogEntry after = measure(5, "cloud", Measure.TAKEDOWN, OUTPUT);

        assertThat(status(6).closed()).isEqualTo(closed);
        assertThat(remarks(6))
                .contains("after-close %d takedown".formatted(after.index()))
                .anyMatch(one -> one.startsWith("closed-open %d activate-plan, seal, ".formatted(closed.index())));
    }

    @Test
    void aDrillIsNoIncidentAndCountsForNothing() {
        EntityId drill = EntityId.parse("incident:drill-1");
        report(2, INCIDENT, DamageKind.PROPERTY, OUTPUT);
        at(2, "cloud", new MeasureTaken(Measure.DRILL, List.of(drill)), List.of(drill));
        measure(3, "cloud", Measure.DRILL, drill, IncidentResponse.practised("takedown"));
        // even one that names what is real
        measure(3, "cloud", Measure.DRILL, drill, OUTPUT, INCIDENT, IncidentResponse.practised("notify-users"));

        assertThat(step(4, "takedown").state()).isEqualTo(State.DUE);
        assertThat(step(4, "notify-users").state()).isEqualTo(State.DUE);
        assertThat(status(4).overlaps()).isEmpty();
        IncidentStatus practised = response(4).status(drill);
        assertThat(practised.incident().drill()).isTrue();
        assertThat(practised.incident().outputs()).isEmpty();
        assertThat(step(practised, "takedown").state()).isEqualTo(State.DONE);
        assertThat(step(practised, "seal").state()).isEqualTo(State.OVERDUE);
        // every kind of damage is practised
        assertThat(step(practised, "apologise").state()).isEqualTo(State.NOT_YET_POSSIBLE);
    }

    @Test
    void aDrillOfTheNameOfAnIncidentStaysADrill() {
        report(2, INCIDENT, DamageKind.PROPERTY, OUTPUT);
        LogEntry drill = at(1, "cloud", new MeasureTaken(Measure.DRILL, List.of(INCIDENT)), List.of(INCIDENT));

        assertThat(status(4).incident().drill()).isFalse();
        assertThat(remarks(4)).contains("name-of-drill %d".formatted(drill.index()));
    }

    @Test
    void aDrillAnswersNoAlarm() {
        EntityId deployment = EntityId.parse("deployment:ct-assist");
        at(1, "cloud", new MonitoringAlarm(deployment.key(), "drift", BigDecimal.ONE, BigDecimal.ZERO), List.of());
        measure(2, "cloud", Measure.DRILL, deployment);

        assertThat(Obligations.of(new ObligationsTest.Entries(fixture.log()), CN, hour(3)))
                .filteredOn(one -> one.kind() == Obligation.Kind.ANSWER_ALARM)
                .extracting(Obligation::settled)
                .containsOnlyNulls()
                .hasSize(1);
    }
}
