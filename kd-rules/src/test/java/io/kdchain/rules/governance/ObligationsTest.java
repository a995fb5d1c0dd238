package io.kdchain.rules.governance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EntryPage;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.AgreementConcluded;
import io.kdchain.provenance.event.Amount;
import io.kdchain.provenance.event.ApprovalGranted;
import io.kdchain.provenance.event.ApprovalRevoked;
import io.kdchain.provenance.event.AuthorisationRevoked;
import io.kdchain.provenance.event.ComplianceTrainingHeld;
import io.kdchain.provenance.event.DataAuthorised;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.FindingRectified;
import io.kdchain.provenance.event.InsuranceBound;
import io.kdchain.provenance.event.LegalHoldSet;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.MeasureTaken.Measure;
import io.kdchain.provenance.event.MonitoringAlarm;
import io.kdchain.provenance.event.NoticeReceived;
import io.kdchain.provenance.event.NoticeReceived.Claim;
import io.kdchain.provenance.event.OrderIssued;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.ProviderAssessed;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Safeguard;
import io.kdchain.provenance.event.SafeguardChanged;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.event.TechnicalAudited;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.store.EntryQuery;
import io.kdchain.rules.governance.Obligation.Kind;
import io.kdchain.rules.governance.Obligation.State;
import io.kdchain.rules.pack.RulePack;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObligationsTest {
    private static final EntityId STUDENT = EntityId.parse("model:student");
    private static final EntityId DEPLOYMENT = EntityId.parse("deployment:ct-assist");
    private static final EntityId OUTPUT = EntityId.parse("output:1");

    private final Hands clock = new Hands(LogFixture.START);
    private final LogFixture fixture = LogFixture.begin(
                    ChainLog.inMemory(LogFixture.options().clock(clock)))
            .wholeChain();

    ObligationsTest() {
        fixture.party("auditor", Role.REGULATOR);
    }

    /** A clock that is set by hand. */
    static final class Hands extends Clock {
        Instant now;

        Hands(Instant now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static Instant day(int number) {
        return LogFixture.START.plus(Duration.ofDays(number));
    }

    /** What is recorded on a day, and claimed to be of that day. */
    private LogEntry on(int day, String party, EventBody body, LogEntry... refs) {
        clock.now = day(day);
        return fixture.party(party)
                .record(
                        body,
                        day(day),
                        List.of(),
                        List.of(),
                        Arrays.stream(refs).map(one -> one.event().id()).toList());
    }

    private List<Obligation> asOf(int day) {
        return Obligations.of(new Entries(fixture.log()), RulePack.builtin("cn"), day(day));
    }

    private Obligation only(int day, Kind kind) {
        List<Obligation> found =
                asOf(day).stream().filter(one -> one.kind() == kind).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private State state(int day, Kind kind) {
        return only(day, kind).at(day(day));
    }

    /** Entries in an order that changes at every question. */
    record Entries(ChainLog log) implements EntrySource {
        private static final Random ORDER = new Random(5);

        @Override
        public List<LogEntry> ofTypes(Set<String> types) {
            EntryPage page = log.list(EntryQuery.all().types(types).limit(1000));
            return shuffled(page.evidence().admitted());
        }

        @Override
        public List<LogEntry> makersOf(EntityId entity) {
            return shuffled(log.list(EntryQuery.all().limit(1000)).evidence().admitted().stream()
                    .filter(entry -> entry.event().generates().stream().anyMatch(entity::matches))
                    .toList());
        }

        private static List<LogEntry> shuffled(List<LogEntry> entries) {
            List<LogEntry> copy = new ArrayList<>(entries);
            Collections.shuffle(copy, ORDER);
            return copy;
        }
    }

    private static TechnicalAudited audit(EntityId subject, String finding, @Nullable String addressee, int due) {
        return new TechnicalAudited(
                subject,
                new PartyId("auditor"),
                List.of(TechnicalAudited.Scope.SAFETY),
                List.of(new TechnicalAudited.Finding(
                        finding, null, null, day(due), addressee == null ? null : new PartyId(addressee))));
    }

    @Test
    void anAlarmAboutWhatIsNoEntityHidesNoOtherObligation() {
        on(1, "auditor", audit(STUDENT, "F-1", null, 10));
        on(1, "cloud", new MonitoringAlarm("deployment: two words", "drift", BigDecimal.ONE, BigDecimal.ZERO));

        assertThat(state(2, Kind.RECTIFY_FINDING)).isEqualTo(State.OPEN);
    }

    @Test
    void aFindingIsDueFromWhoMadeWhatWasAuditedUntilThatOneRectifiesIt() {
        LogEntry audit = on(1, "auditor", audit(STUDENT, "F-1", null, 10));

        assertThat(only(2, Kind.RECTIFY_FINDING))
                .isEqualTo(new Obligation(
                        Kind.RECTIFY_FINDING,
                        new PartyId("smallai"),
                        "F-1",
                        day(1),
                        day(10),
                        null,
                        List.of(audit.index()),
                        null));
        assertThat(state(10, Kind.RECTIFY_FINDING)).isEqualTo(State.OPEN);
        assertThat(state(11, Kind.RECTIFY_FINDING)).isEqualTo(State.OVERDUE);

        LogEntry other = on(12, "auditor", audit(STUDENT, "F-2", "edgechip", 20));
        on(13, "cloud", new FindingRectified("F-1", null));
        on(13, "smallai", new FindingRectified("F-1", null), other);
        assertThat(asOf(14))
                .filteredOn(one -> one.kind() == Kind.RECTIFY_FINDING)
                .extracting(one -> one.party().value() + " " + one.at(day(14)).code())
                .containsExactly("smallai overdue", "edgechip open");

        LogEntry rectified = on(15, "smallai", new FindingRectified("F-1", "re-trained"));
        assertThat(asOf(15))
                .filteredOn(one -> one.subject().equals("F-1"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.at(day(15))).isEqualTo(State.MET_LATE);
                    assertThat(one.settled()).isEqualTo(day(15));
                    assertThat(one.shownBy()).containsExactly(audit.index(), rectified.index());
                });
    }

    @Test
    void whatIsRecordedAtTheLastMomentIsInTimeAndWhatComesLaterDoesNotCountYet() {
        on(1, "auditor", audit(STUDENT, "F-1", null, 10));
        on(10, "smallai", new FindingRectified("F-1", null));

        assertThat(state(9, Kind.RECTIFY_FINDING)).isEqualTo(State.OPEN);
        assertThat(state(99, Kind.RECTIFY_FINDING)).isEqualTo(State.MET);
    }

    @ParameterizedTest
    @CsvSource({
        "SEAL, SEAL_DATA, MET",
        "SEAL, EXPLAIN, OPEN",
        "PRODUCE, COOPERATE, MET",
        "RECTIFY, RECTIFY_MODEL, MET",
        "RECTIFY, SEAL_DATA, OPEN",
        "STOP, TAKEDOWN, MET",
        "STOP, WARN, OPEN"
    })
    void anOrderIsObeyedByAMeasureOfItsKind(OrderIssued.Kind kind, Measure measure, State state) {
        on(1, "auditor", order(kind, 5));
        on(2, "smallai", new MeasureTaken(measure, List.of(STUDENT)));
        on(2, "cloud", new MeasureTaken(measure, List.of(OUTPUT)));
        assertThat(state(3, Kind.OBEY_ORDER)).isEqualTo(State.OPEN);

        on(3, "cloud", new MeasureTaken(measure, List.of(STUDENT)));
        assertThat(state(4, Kind.OBEY_ORDER)).isEqualTo(state);
    }

    @Test
    void anOrderWithoutAnEndIsDueAtOnceAndALegalHoldSeals() {
        LogEntry order = on(1, "auditor", order(OrderIssued.Kind.SEAL, null));
        assertThat(state(1, Kind.OBEY_ORDER)).isEqualTo(State.OPEN);
        assertThat(state(2, Kind.OBEY_ORDER)).isEqualTo(State.OVERDUE);

        on(2, "cloud", new LegalHoldSet(List.of(), null), order);
        assertThat(state(3, Kind.OBEY_ORDER)).isEqualTo(State.MET_LATE);
    }

    private static OrderIssued order(OrderIssued.Kind kind, @Nullable Integer until) {
        return new OrderIssued(
                new PartyId("auditor"),
                new PartyId("cloud"),
                kind,
                List.of(STUDENT),
                until == null ? null : day(until));
    }

    private static NoticeReceived notice(Claim claim, @Nullable Boolean obvious, EntityId... about) {
        return new NoticeReceived(new PartyId("clinic"), List.of(about), true, claim, obvious, null);
    }

    @Test
    void theTermOfANoticeIsThatOfThePackForItsClaim() {
        on(1, "cloud", notice(Claim.FALSEHOOD, true, OUTPUT));
        on(1, "cloud", notice(Claim.FALSEHOOD, null, OUTPUT));
        on(1, "cloud", notice(Claim.EXPLANATION, true, OUTPUT));
        on(1, "cloud", new NoticeReceived(new PartyId("clinic"), List.of(OUTPUT), false, Claim.SAFETY, null, null));
        on(1, "cloud", new NoticeReceived(new PartyId("clinic"), List.of(OUTPUT), true, Claim.SAFETY, null, true));

        assertThat(asOf(1))
                .filteredOn(one -> one.kind() == Kind.ANSWER_NOTICE)
                .extracting(one -> one.subject() + " " + Duration.between(one.since(), one.due()) + " "
                        + one.norm().orElse("-"))
                .containsExactly(
                        "falsehood output:1 PT24H -",
                        "falsehood output:1 PT72H -",
                        "explanation output:1 PT480H CN-CreditReg-25");
    }

    @Test
    void aNoticeIsAnsweredWhenAllThatItIsAboutIsCovered() {
        clock.now = day(1);
        fixture.record("cloud", LogFixture.served(), List.of("deployment:ct-assist"), List.of("output:2"));
        on(1, "cloud", notice(Claim.FALSEHOOD, null, OUTPUT, EntityId.parse("output:2")));
        on(2, "cloud", new MeasureTaken(Measure.TAKEDOWN, List.of(OUTPUT)));
        on(2, "clinic", new MeasureTaken(Measure.TAKEDOWN, List.of(EntityId.parse("output:2"))));
        on(2, "cloud", new MeasureTaken(Measure.EXPLAIN, List.of(EntityId.parse("output:2"))));
        assertThat(state(3, Kind.ANSWER_NOTICE)).isEqualTo(State.OPEN);

        // what is done to a deployment is done to its outputs
        on(5, "cloud", new MeasureTaken(Measure.TAKEDOWN, List.of(DEPLOYMENT)));
        assertThat(only(6, Kind.ANSWER_NOTICE).settled()).isEqualTo(day(5));
        assertThat(state(6, Kind.ANSWER_NOTICE)).isEqualTo(State.MET_LATE);
    }

    @Test
    void aMeasureThatRefersToANoticeAnswersAllOfIt() {
        LogEntry notice = on(1, "cloud", notice(Claim.ACCURACY, null, OUTPUT));
        on(2, "cloud", new MeasureTaken(Measure.WARN, List.of()), notice);

        assertThat(state(3, Kind.ANSWER_NOTICE)).isEqualTo(State.MET);
    }

    @Test
    void anAlarmIsDueFromTheMakerWhoKnowsOfIt() {
        MonitoringAlarm alarm =
                new MonitoringAlarm("deployment:ct-assist", "drift", new BigDecimal("0.3"), new BigDecimal("0.2"));
        on(1, "clinic", alarm);
        assertThat(asOf(9)).noneMatch(one -> one.kind() == Kind.ANSWER_ALARM);

        on(2, "cloud", alarm);
        assertThat(only(3, Kind.ANSWER_ALARM).due()).isEqualTo(day(5));
        on(4, "cloud", new SafeguardChanged(DEPLOYMENT, Safeguard.CONTENT_FILTER, false, null));
        assertThat(state(6, Kind.ANSWER_ALARM)).isEqualTo(State.OVERDUE);
        on(7, "cloud", new SafeguardChanged(DEPLOYMENT, Safeguard.CONTENT_FILTER, true, null));
        assertThat(state(7, Kind.ANSWER_ALARM)).isEqualTo(State.MET_LATE);
    }

    @Test
    void anApprovalIsRenewedByALongerOneAndEndsWhenItIsWithdrawn() {
        on(1, "cloud", approval("N1", 100));
        assertThat(state(50, Kind.RENEW_APPROVAL)).isEqualTo(State.OPEN);
        assertThat(state(101, Kind.RENEW_APPROVAL)).isEqualTo(State.OVERDUE);

        on(60, "auditor", new ApprovalRevoked(DEPLOYMENT, "N2", new PartyId("auditor"), day(60), null));
        assertThat(only(61, Kind.RENEW_APPROVAL).due()).isEqualTo(day(100));
        on(61, "auditor", new ApprovalRevoked(DEPLOYMENT, "N1", new PartyId("auditor"), day(62), null));
        assertThat(only(61, Kind.RENEW_APPROVAL).due()).isEqualTo(day(62));
        assertThat(state(63, Kind.RENEW_APPROVAL)).isEqualTo(State.OVERDUE);

        on(70, "cloud", approval("N3", null));
        assertThat(state(70, Kind.RENEW_APPROVAL)).isEqualTo(State.MET_LATE);
    }

    private static ApprovalGranted approval(String number, @Nullable Integer until) {
        return new ApprovalGranted(
                DEPLOYMENT,
                new PartyId("cloud"),
                ApprovalGranted.Kind.ALGORITHM_FILING,
                null,
                null,
                number,
                new PartyId("auditor"),
                until == null ? null : day(until));
    }

    @Test
    void whatEndsIsRenewedByItsLike() {
        on(1, "hospital", authorised(30));
        on(2, "cloud", insured("P1", 40, "bias"));
        on(
                3,
                "auditor",
                new ProviderAssessed(
                        new PartyId("smallai"), "S", null, ProviderAssessed.Grade.PASSED, day(50), List.of()));
        clock.now = day(4);
        fixture.party("radnet")
                .record(
                        new TeacherReleased(
                                List.of(),
                                new TeacherReleased.Qualification("NMPA-III", "1", day(60)),
                                true,
                                List.of(),
                                List.of()),
                        day(4),
                        List.of(),
                        List.of(EntityId.parse("model:teacher2")),
                        List.of());
        List<Kind> kinds = List.of(
                Kind.RENEW_AUTHORISATION, Kind.RENEW_INSURANCE, Kind.RENEW_ASSESSMENT, Kind.RENEW_QUALIFICATION);
        assertThat(kinds).allSatisfy(kind -> assertThat(state(5, kind)).isEqualTo(State.OPEN));
        assertThat(kinds).allSatisfy(kind -> assertThat(state(61, kind)).isEqualTo(State.OVERDUE));

        on(20, "cloud", insured("P2", 90, "breakdown"));
        assertThat(asOf(21))
                .filteredOn(one -> one.kind() == Kind.RENEW_INSURANCE)
                .as("another peril renews nothing")
                .allMatch(one -> one.at(day(21)) == State.OPEN);
        on(22, "cloud", insured("P3", 80, "bias"));
        on(
                23,
                "auditor",
                new ProviderAssessed(
                        new PartyId("smallai"), "T", null, ProviderAssessed.Grade.PASSED, day(99), List.of()));
        on(24, "hospital", new AuthorisationRevoked(EntityId.parse("dataset:ct"), new PartyId("hospital"), day(24)));
        assertThat(asOf(25))
                .filteredOn(one -> one.subject().equals("P1"))
                .extracting(one -> one.at(day(25)))
                .containsExactly(State.MET);
        assertThat(asOf(61))
                .filteredOn(one -> one.subject().equals("S"))
                .as("another scheme renews nothing")
                .extracting(one -> one.at(day(61)))
                .containsExactly(State.OVERDUE);
        assertThat(asOf(25))
                .filteredOn(one -> one.kind() == Kind.RENEW_AUTHORISATION)
                .as("both that end, by the day and by being withdrawn")
                .hasSize(2)
                .allMatch(one -> one.due().equals(day(24)) && one.at(day(25)) == State.OVERDUE);
    }

    private static DataAuthorised authorised(int until) {
        return new DataAuthorised(
                EntityId.parse("dataset:ct"),
                new PartyId("hospital"),
                DataAuthorised.Basis.CONSENT,
                List.of(),
                true,
                List.of(),
                day(until));
    }

    private static InsuranceBound insured(String policy, int until, String peril) {
        return new InsuranceBound(
                new PartyId("auditor"),
                new PartyId("cloud"),
                policy,
                new Amount(new BigDecimal("1000"), "CNY"),
                null,
                null,
                day(0),
                day(until),
                List.of(peril));
    }

    @Test
    void trainingRunsFromTheLastOneElseFromTheFirstAct() {
        on(10, "cloud", new ComplianceTrainingHeld("labels", null, 3L, 3L));

        assertThat(asOf(366))
                .filteredOn(one -> one.kind() == Kind.TRAIN_STAFF)
                .extracting(one ->
                        one.party() + " " + one.due() + " " + one.at(day(366)).code())
                .containsExactlyInAnyOrder(
                        "radnet " + day(365) + " overdue",
                        "smallai " + day(365) + " overdue",
                        "edgechip " + day(365) + " overdue",
                        "cloud " + day(375) + " open");
        assertThat(asOf(366).get(0).at(day(366))).as("the most urgent first").isEqualTo(State.OVERDUE);
    }

    /** Six months by CN-CSL2016-21-3 (183 days in the pack), unless more is promised. */
    @Test
    void whoServesKeepsItsRecordsForTheTermOfTheLawOrWhatItPromisedIfThatIsLonger() {
        on(10, "cloud", LogFixture.served());

        assertThat(records(20)).containsExactly("cloud " + day(193) + " open CN-CSL2016-21-3");
        assertThat(records(193)).containsExactly("cloud " + day(193) + " met CN-CSL2016-21-3");
        // less than the law asks for changes nothing; more does, also for who serves nothing
        on(21, "cloud", keeping(30, "cloud", "clinic"));
        on(22, "cloud", keeping(1000, "cloud", "clinic"));
        assertThat(records(30)).containsExactly("cloud " + day(1010) + " open -", "clinic " + day(1022) + " open -");
    }

    /** A promise for longer than any calendar goes holds for a thousand years, and hides nothing that others owe. */
    @Test
    void whatIsPromisedForEverEndsNoWatch() {
        on(10, "cloud", LogFixture.served());
        on(11, "clinic", keeping(9_007_199_254_740_991L, "clinic"));
        on(12, "cloud", keeping(1_000_000_000_000L, "cloud"));

        assertThat(records(30))
                .containsExactly("cloud " + day(10 + 365_250) + " open -", "clinic " + day(11 + 365_250) + " open -");
        assertThat(records(10 + 365_250)).contains("cloud " + day(10 + 365_250) + " met -");
    }

    private List<String> records(int day) {
        return asOf(day).stream()
                .filter(one -> one.kind() == Kind.KEEP_RECORDS)
                .map(one -> "%s %s %s %s"
                        .formatted(
                                one.party(),
                                one.due(),
                                one.at(day(day)).code(),
                                one.norm().orElse("-")))
                .toList();
    }

    private static AgreementConcluded keeping(long days, String... parties) {
        return new AgreementConcluded(
                null,
                AgreementConcluded.Kind.DEPLOYMENT,
                Stream.of(parties).map(PartyId::new).toList(),
                null,
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                days,
                List.of());
    }

    @Test
    void whatIsInServiceIsAuditedAgainWhereAPackAsksForIt() {
        RulePack both = RulePack.together(List.of(RulePack.builtin("cn"), RulePack.builtin("cn-proposal")));
        on(10, "auditor", audit(DEPLOYMENT, "F-1", null, 20));

        assertThat(asOf(20)).noneMatch(one -> one.kind() == Kind.HAVE_AUDITED);
        assertThat(audits(both, 20)).contains(day(375));
        on(21, "cloud", new MeasureTaken(Measure.CEASE, List.of(DEPLOYMENT)));
        assertThat(audits(both, 22)).isEmpty();
    }

    private Optional<Instant> audits(RulePack pack, int day) {
        return Obligations.of(new Entries(fixture.log()), pack, day(day)).stream()
                .filter(one -> one.kind() == Kind.HAVE_AUDITED)
                .map(Obligation::due)
                .findFirst();
    }
}
