package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Alarm;
import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.Deception;
import io.kdchain.rules.fact.KnownDefect;
import io.kdchain.rules.fact.Promise;
import io.kdchain.rules.fact.Promotion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceFactsTest {
    private static final String GRANTED =
            "{subject: 'model:teacher', holder: 'radnet', kind: '%s', scheme: 'NMPA-III', number: '%s', by: 'authority'}";

    private static List<String> states(Facts facts, String duty) {
        return facts.of(Check.class).stream()
                .filter(c -> c.duty().equals(duty))
                .map(Check::state)
                .toList();
    }

    @Test
    void anOutputWithoutBothLabelsIsUnlabelledByItsOwnRecord() {
        assertThat(states(Chain.complete().facts(), "label-aigc")).containsExactly("absent");

        Chain labelled = Chain.complete();
        labelled.step("OutputServed").body("{labels: ['risk', 'aigc-explicit', 'aigc-implicit']}");

        assertThat(states(labelled.facts(), "label-aigc")).containsExactly("made");
    }

    @Test
    void ofADutyThatThePackDoesNotKnowNothingIsSaid() {
        assertThat(states(Chain.complete().facts(), "file-before-launch")).isEmpty();
        assertThat(Chain.complete().facts().of(Check.class))
                .allMatch(c -> TestPack.INSTANCE.duties().contains(c.duty()));
    }

    @Test
    void whatAnotherRecordedOfAnOutputIsNoSilenceOfWhoServedIt() {
        Chain observed = Chain.complete();
        observed.step("OutputServed").observedBy("lab");

        assertThat(states(observed.facts(), "label-aigc")).isEmpty();
    }

    @Test
    void anOutputStrippedOfItsLabelDeceives() {
        Chain stripped = Chain.complete();
        stripped.step("OutputUsed").body("{output: 'output:1', use: 'label-removed', humanReview: 'none'}");

        assertThat(stripped.facts().of(Deception.class))
                .extracting(Deception::ground)
                .containsExactly("use");
        assertThat(Chain.complete().facts().of(Deception.class)).isEmpty();
    }

    @Test
    void aFilterIsMissedOnlyWhereUnlawfulOutputsWereKnown() {
        Chain unknown = Chain.complete();
        Chain known = Chain.complete();
        known.event(
                "2026-03-25",
                "cloud",
                "NoticeReceived",
                "{from: 'patient', about: ['deployment:ct'], substantiated: true, claim: 'copyright'}");
        Chain filtered = Chain.complete()
                .with(c -> c.step("ModelDeployed")
                        .body("{scenario: 'medical', intendedUses: ['medical'], safeguards: ['content-filter']}"));
        filtered.event(
                "2026-03-25",
                "cloud",
                "NoticeReceived",
                "{from: 'patient', about: ['deployment:ct'], substantiated: true, claim: 'copyright'}");

        assertThat(states(unknown.facts(), "industry-level-filters")).isEmpty();
        assertThat(states(known.facts(), "industry-level-filters")).containsExactly("absent");
        assertThat(states(filtered.facts(), "industry-level-filters")).containsExactly("made");
    }

    @Test
    void anAlarmIsAnsweredWithinItsTermOrIgnored() {
        String alarm = "{subject: 'deployment:ct', metric: 'drift', value: 0.4, threshold: 0.1}";
        Chain ignored = Chain.complete();
        ignored.event("2026-03-22", "cloud", "MonitoringAlarm", alarm);
        Chain answered = Chain.complete();
        answered.event("2026-03-22", "cloud", "MonitoringAlarm", alarm);
        answered.event("2026-03-24", "cloud", "MeasureTaken", "{measure: 'warn', about: ['deployment:ct']}");
        Chain late = Chain.complete();
        late.event("2026-03-22", "cloud", "MonitoringAlarm", alarm);
        late.event("2026-03-28", "cloud", "MeasureTaken", "{measure: 'warn', about: ['deployment:ct']}");
        Chain pending = Chain.complete();
        pending.event("2026-04-01", "cloud", "MonitoringAlarm", alarm);
        Chain ofAnother = Chain.complete();
        ofAnother.event("2026-03-22", "lab", "MonitoringAlarm", alarm);
        Chain practised = Chain.complete();
        practised.event("2026-03-22", "cloud", "MonitoringAlarm", alarm);
        practised.event("2026-03-24", "cloud", "MeasureTaken", "{measure: 'drill', about: ['deployment:ct']}");

        assertThat(practised.facts().of(Alarm.class)).extracting(Alarm::state).containsExactly("ignored");
        assertThat(ignored.facts().of(Alarm.class)).extracting(Alarm::state).containsExactly("ignored");
        assertThat(answered.facts().of(Alarm.class)).extracting(Alarm::state).containsExactly("answered");
        assertThat(late.facts().of(Alarm.class)).extracting(Alarm::state).containsExactly("ignored");
        assertThat(pending.facts().of(Alarm.class)).extracting(Alarm::state).containsExactly("pending");
        assertThat(ofAnother.facts().of(Alarm.class))
                .as("nobody told who made it")
                .isEmpty();
    }

    @Test
    void aDefectKnownBeforeTheOutputCallsForAMeasureBeforeIt() {
        String known =
                "{subject: 'model:int8', by: 'lab', appointedBy: 'court', defective: true, madeBy: ['edgechip'], knownSince: '2026-03-15T00:00:00Z'}";
        Chain waited = Chain.complete();
        waited.event("2026-04-20", "lab", "DefectAppraised", known);
        Chain acted = Chain.complete();
        acted.event("2026-04-20", "lab", "DefectAppraised", known);
        acted.event("2026-03-20", "edgechip", "MeasureTaken", "{measure: 'warn', about: ['model:int8']}");
        Chain tooLate = Chain.complete();
        tooLate.event("2026-04-20", "lab", "DefectAppraised", known);
        tooLate.event("2026-04-05", "edgechip", "MeasureTaken", "{measure: 'warn', about: ['model:int8']}");

        assertThat(waited.facts().of(KnownDefect.class))
                .containsExactly(new KnownDefect("model:int8", "edgechip", "waited"));
        assertThat(acted.facts().of(KnownDefect.class))
                .extracting(KnownDefect::state)
                .containsExactly("acted");
        assertThat(tooLate.facts().of(KnownDefect.class))
                .extracting(KnownDefect::state)
                .containsExactly("waited");
    }

    @Test
    void aPromotionIsOfThePlatformAndKnowsItsTime() {
        Chain before = Chain.complete();
        before.event("2026-04-03", "cloud", "OutputPromoted", "{about: ['output:1'], how: 'recommended'}");
        Chain after = Chain.complete();
        after.event(
                "2026-04-02T12:00:00Z",
                "cloud",
                "NoticeReceived",
                "{from: 'patient', about: ['output:1'], substantiated: true, claim: 'copyright'}");
        after.event("2026-04-03", "cloud", "OutputPromoted", "{about: ['output:1'], how: 'recommended'}");

        assertThat(before.facts().of(Promotion.class))
                .extracting(Promotion::time)
                .containsExactly("before-notice");
        assertThat(after.facts().of(Promotion.class))
                .extracting(Promotion::time)
                .containsExactly("after-notice");
    }

    @Test
    void aPromiseIsReadByCodeOrByIdAndKeptOrNot() {
        Chain chain = Chain.complete();
        chain.event(
                "2026-03-01",
                "cloud",
                "AgreementConcluded",
                "{kind: 'deployment', parties: ['cloud', 'clinic'], adopts: ['D35', 'of-no-pack']}");

        assertThat(chain.facts().of(Promise.class))
                .extracting(Promise::party, Promise::duty, Promise::by)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("cloud", "insure", "agreement"),
                        org.assertj.core.groups.Tuple.tuple("clinic", "insure", "agreement"));
        assertThat(states(chain.facts(), "insure")).containsExactly("absent", "absent");
    }

    @Test
    void aModelOfNobodyIsUnnamedUnlessItWasHandedOver() {
        Chain foreign = Chain.complete().without("ModelAdapted");
        Chain handedOver = Chain.complete().without("ModelAdapted");
        handedOver.event(
                "2026-03-15",
                "smallai",
                "ArtefactTransferred",
                "{artefact: 'model:int8', to: 'cloud', protection: 'encrypted'}");

        assertThat(states(foreign.facts(), "vet-upstream")).contains("unnamed");
        assertThat(states(handedOver.facts(), "vet-upstream")).doesNotContain("unnamed");
    }

    // ---- numbers of medical teachers

    /** The registration number 1 of the teacher, withdrawn before the release, which states the qualification given. */
    private static Chain withdrawn(String kind, String qualification) {
        Chain chain = Chain.complete();
        chain.event("2026-01-10", "authority", "ApprovalGranted", GRANTED.formatted(kind, "1"));
        chain.event(
                "2026-01-20",
                "authority",
                "ApprovalRevoked",
                "{subject: 'model:teacher', number: '1', by: 'authority', since: '2026-01-20T00:00:00Z'}");
        chain.step("TeacherReleased")
                .body("{intendedUses: ['medical'], distillationAllowed: true%s}".formatted(qualification));
        return chain;
    }

    @ParameterizedTest(name = "{0}, release states {1}: {2}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "device-registration, \"\", withdrawn",
                "device-registration, \", qualification: {scheme: 'NMPA-III'}\", withdrawn",
                "device-registration, \", qualification: {scheme: 'NMPA-III', number: '1'}\", withdrawn",
                "device-registration, \", qualification: {scheme: 'NMPA-III', number: '2'}\", made",
                "device-registration, \", qualification: {scheme: 'NMPA-III', number: '2', validUntil: '2026-03-01T00:00:00Z'}\", withdrawn",
                "algorithm-filing, \"\", absent" // no registration of a device
            })
    void aNumberLeftOutOrRunOutHidesAWithdrawnRegistration(String kind, String qualification, String state) {
        assertThat(states(withdrawn(kind, qualification).facts(), "teacher-qualification"))
                .containsExactly(state);
    }

    @Test
    void aModelRegisteredAgainHidesNothing() {
        Chain again = withdrawn("device-registration", "");
        again.event("2026-03-01", "authority", "ApprovalGranted", GRANTED.formatted("device-registration", "2"));
        Chain tooLate = withdrawn("device-registration", "");
        tooLate.event("2026-04-05", "authority", "ApprovalGranted", GRANTED.formatted("device-registration", "2"));

        assertThat(states(again.facts(), "teacher-qualification")).containsExactly("absent");
        assertThat(states(tooLate.facts(), "teacher-qualification")).containsExactly("withdrawn");
    }

    @Test
    void labelsSwitchedOffAreTheirDutyWhoeverDidIt() {
        Chain chain = Chain.complete();
        chain.event(
                "2026-03-25",
                "clinic",
                "SafeguardChanged",
                "{deployment: 'deployment:ct', safeguard: 'aigc-label', enabled: false}");

        assertThat(chain.facts().of(Check.class))
                .filteredOn(c -> c.state().equals("switched-off"))
                .extracting(c -> c.party() + " " + c.duty())
                .containsExactly("clinic label-aigc");
    }
}
