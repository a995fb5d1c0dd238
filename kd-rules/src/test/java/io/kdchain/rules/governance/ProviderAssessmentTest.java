package io.kdchain.rules.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.Amount;
import io.kdchain.provenance.event.ApprovalGranted;
import io.kdchain.provenance.event.ApprovalRevoked;
import io.kdchain.provenance.event.ArtefactTransferred;
import io.kdchain.provenance.event.AuthorisationRevoked;
import io.kdchain.provenance.event.BiasAudited;
import io.kdchain.provenance.event.ComplianceTrainingHeld;
import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.DataAuthorised;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.FindingRectified;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.InsuranceBound;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.Metric;
import io.kdchain.provenance.event.ModelEvaluated;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PlanAdopted;
import io.kdchain.provenance.event.ProviderAssessed;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.TechnicalAudited;
import io.kdchain.provenance.event.TransferConfirmed;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.ProviderAssessment.Result;
import io.kdchain.rules.governance.ProviderAssessment.State;
import io.kdchain.rules.pack.AssessmentScheme;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Fraction;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderAssessmentTest {
    private static final RulePack PACK = RulePack.builtin("cn-proposal");
    private static final AssessmentScheme SCHEME = AssessmentScheme.builtin();
    private static final EntityId STUDENT = EntityId.parse("model:student");
    private static final EntityId CT = EntityId.parse("dataset:ct");
    private static final EntityId SERVICE = EntityId.parse("deployment:ct-assist");

    private final DatedLog log = new DatedLog();

    ProviderAssessmentTest() {
        log.fixture().wholeChain();
        log.party("auditor", Role.AUDITOR).party("insureco", Role.INSURER).party("patient", Role.CLAIMANT);
    }

    private ProviderAssessment asOf(int day, String provider) {
        return ProviderAssessment.of(log, PACK, SCHEME, new PartyId(provider), DatedLog.day(day));
    }

    private Result result(int day, String provider, String criterion) {
        return asOf(day, provider).results().stream()
                .filter(one -> one.criterion().id().equals(criterion))
                .findFirst()
                .orElseThrow();
    }

    private static DataAuthorised authorised(int until) {
        return new DataAuthorised(
                CT,
                new PartyId("hospital"),
                DataAuthorised.Basis.CONSENT,
                List.of("diagnosis"),
                true,
                List.of(),
                DatedLog.day(until));
    }

    private static BiasAudited bias(boolean passed) {
        return new BiasAudited(STUDENT, "sex", "equal-opportunity", null, null, passed, List.of());
    }

    @Test
    void whatNothingOnRecordShowsIsNotShownAndEarnsNothing() {
        ProviderAssessment assessment = asOf(1, "cloud");

        assertThat(assessment.grade()).isEqualTo(ProviderAssessed.Grade.FAILED);
        assertThat(assessment.score()).isEqualTo(Fraction.ZERO);
        assertThat(assessment.results()).extracting(Result::score).containsOnlyNulls();
        assertThat(result(1, "cloud", "technical-audit").missing()).containsExactly("deployment:ct-assist");
        assertThat(result(1, "cloud", "training").state()).isEqualTo(State.NOT_SHOWN);
        assertThat(result(1, "cloud", "fidelity").state())
                .as("it distils nothing")
                .isEqualTo(State.NO_OCCASION);
        assertThat(assessment.event().findings()).contains("training: not-shown", "insurance: not-shown");
    }

    @Test
    void theWordOfTheProviderIsNotThatOfOthers() {
        long own = log.on(1, "smallai", bias(true)).index();
        assertThat(result(2, "smallai", "bias").state()).isEqualTo(State.NOT_SHOWN);
        assertThat(result(2, "smallai", "bias").ownWord()).containsExactly(own);

        long observed = log.fixture()
                .party("smallai")
                .observe(new PartyId("auditor"), bias(true), DatedLog.day(1), List.of(), List.of(), List.of())
                .index();
        assertThat(result(2, "smallai", "bias").ownWord())
                .as("what it says that an auditor said")
                .containsExactly(own, observed);

        long others = log.on(2, "auditor", bias(true)).index();
        assertThat(result(2, "smallai", "bias").score()).isEqualTo(Fraction.ONE);
        assertThat(result(2, "smallai", "bias").shownBy()).containsExactly(others);
    }

    @Test
    void theLastAuditOfTheSameCountsAndExpires() {
        log.on(1, "auditor", bias(false));
        assertThat(result(2, "smallai", "bias").score()).isEqualTo(Fraction.ZERO);
        assertThat(result(2, "smallai", "bias").missing()).containsExactly("model:student");

        long last = log.on(3, "auditor", bias(true)).index();
        log.on(3, "smallai", bias(true));
        assertThat(result(4, "smallai", "bias").score()).isEqualTo(Fraction.ONE);
        assertThat(result(368, "smallai", "bias").score()).isEqualTo(Fraction.ONE);
        assertThat(result(369, "smallai", "bias").state()).isEqualTo(State.NOT_SHOWN);
        assertThat(result(369, "smallai", "bias").expired()).containsExactly(last);
    }

    @Test
    void anAuthorisationCountsForWhoUsesTheDataAndEndsWhenItIsWithdrawn() {
        assertThat(result(1, "smallai", "authorisation").score())
                .as("the hospital's word counts for who learns from its data")
                .isEqualTo(Fraction.ONE);
        assertThat(result(1, "hospital", "authorisation").state())
                .as("and not for itself")
                .isEqualTo(State.NOT_SHOWN);

        log.on(5, "hospital", new AuthorisationRevoked(CT, new PartyId("hospital"), DatedLog.day(7)));
        assertThat(result(6, "smallai", "authorisation").score()).isEqualTo(Fraction.ONE);
        assertThat(result(7, "smallai", "authorisation").state()).isEqualTo(State.NOT_SHOWN);

        log.on(8, "hospital", authorised(20));
        assertThat(result(20, "smallai", "authorisation").until()).isEqualTo(DatedLog.day(20));
        assertThat(asOf(20, "smallai").validUntil()).isEqualTo(DatedLog.day(20));
        assertThat(result(21, "smallai", "authorisation").state()).isEqualTo(State.NOT_SHOWN);
    }

    @Test
    void aTransferCountsWhenItsRecipientConfirmsIt() {
        ArtefactTransferred sealed = transfer(ArtefactTransferred.Protection.DYNAMIC_ENCRYPTED, 7);
        log.on(1, "smallai", sealed);
        assertThat(result(2, "smallai", "dynamic-encryption").score()).isEqualTo(Fraction.ZERO);
        log.on(2, "smallai", new TransferConfirmed(STUDENT, new PartyId("smallai"), LogFixture.digest(7)));
        log.on(2, "edgechip", new TransferConfirmed(STUDENT, new PartyId("smallai"), LogFixture.digest(8)));
        assertThat(result(2, "smallai", "dynamic-encryption").score())
                .as("neither its own word nor another plaintext")
                .isEqualTo(Fraction.ZERO);

        log.on(3, "edgechip", new TransferConfirmed(STUDENT, new PartyId("smallai"), LogFixture.digest(7)));
        assertThat(result(3, "smallai", "dynamic-encryption").score()).isEqualTo(Fraction.ONE);

        log.on(4, "smallai", transfer(ArtefactTransferred.Protection.DEIDENTIFIED, 7));
        assertThat(result(5, "smallai", "dynamic-encryption").score()).isEqualTo(Fraction.of(1, 2));
        assertThat(result(5, "smallai", "dynamic-encryption").bars()).isTrue();
    }

    private static ArtefactTransferred transfer(ArtefactTransferred.Protection protection, int digest) {
        return new ArtefactTransferred(
                STUDENT, new PartyId("edgechip"), protection, "1", LogFixture.digest(digest), LogFixture.digest(9));
    }

    @Test
    void anIncidentIsAnsweredInTimeOrNot() {
        log.on(1, "patient", incident("output:1"));
        assertThat(result(3, "cloud", "incident-response").state())
                .as("there is still time")
                .isEqualTo(State.NO_OCCASION);
        log.on(4, "cloud", new MeasureTaken(MeasureTaken.Measure.TAKEDOWN, List.of(EntityId.parse("output:1"))));
        assertThat(result(5, "cloud", "incident-response").score()).isEqualTo(Fraction.ONE);

        log.on(10, "patient", incident("output:1"));
        log.on(14, "cloud", new MeasureTaken(MeasureTaken.Measure.TAKEDOWN, List.of(SERVICE)));
        assertThat(result(15, "cloud", "incident-response").score())
                .as("the second came a day late")
                .isEqualTo(Fraction.of(1, 2));
        assertThat(result(15, "smallai", "incident-response").state()).isEqualTo(State.NO_OCCASION);
    }

    private static IncidentReported incident(String output) {
        return new IncidentReported(
                List.of(EntityId.parse(output)),
                new PartyId("patient"),
                LogFixture.START,
                List.of(new IncidentReported.Item(
                        "i", DamageKind.BODILY_INJURY, BigDecimal.TEN, "CNY", null, null, null)));
    }

    @Test
    void findingsThatWereRectifiedLateLowerTheScore() {
        LogEntry audit = log.on(1, "auditor", audit("F-1", 10));
        LogEntry second = log.on(1, "auditor", audit("F-2", 10));
        assertThat(result(2, "smallai", "rectification").state()).isEqualTo(State.NO_OCCASION);
        log.on(9, "smallai", new FindingRectified("F-1", null), audit);
        log.on(11, "smallai", new FindingRectified("F-2", null), second);

        assertThat(result(12, "smallai", "rectification").score()).isEqualTo(Fraction.of(1, 2));
        assertThat(result(12, "smallai", "rectification").missing()).containsExactly("rectify-finding F-2 (met-late)");
    }

    private static TechnicalAudited audit(String finding, int due) {
        return new TechnicalAudited(
                STUDENT,
                new PartyId("auditor"),
                List.of(TechnicalAudited.Scope.SAFETY),
                List.of(new TechnicalAudited.Finding(finding, null, null, DatedLog.day(due), new PartyId("smallai"))));
    }

    @Test
    void onlyTheInsurerSaysThatItInsures() {
        InsuranceBound policy = policy(10, 20);
        log.on(1, "cloud", policy);
        log.on(1, "auditor", policy);
        assertThat(result(11, "cloud", "insurance").state()).isEqualTo(State.NOT_SHOWN);

        log.on(2, "insureco", policy);
        assertThat(result(9, "cloud", "insurance").state())
                .as("not yet in force")
                .isEqualTo(State.NOT_SHOWN);
        assertThat(result(20, "cloud", "insurance").score()).isEqualTo(Fraction.ONE);
        assertThat(result(21, "cloud", "insurance").state()).isEqualTo(State.NOT_SHOWN);
    }

    private static InsuranceBound policy(int from, int until) {
        return new InsuranceBound(
                new PartyId("insureco"),
                new PartyId("cloud"),
                "P-1",
                new Amount(BigDecimal.TEN, "CNY"),
                null,
                null,
                DatedLog.day(from),
                DatedLog.day(until),
                List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.9", "0.89"})
    void fidelityIsMeasuredByOthersAndHighEnough(String agreement) {
        log.on(
                1,
                "auditor",
                new ModelEvaluated(
                        STUDENT,
                        null,
                        List.of(
                                new Metric("fidelity.kl", BigDecimal.ONE, null, null),
                                new Metric("fidelity.agreement", new BigDecimal(agreement), null, null)),
                        null));

        assertThat(result(2, "smallai", "fidelity").score())
                .isEqualTo(agreement.equals("0.9") ? Fraction.ONE : Fraction.ZERO);
    }

    /**
     * By hand: what a platform has occasion for weighs 2 + 1 + 1 + 2 + 1 (audit, plan, training, insurance, filing).
     */
    @Test
    void theScoreIsByWeightOverWhatThereWasAnOccasionFor() {
        log.on(
                1,
                "auditor",
                new TechnicalAudited(
                        SERVICE, new PartyId("auditor"), List.of(TechnicalAudited.Scope.SAFETY), List.of()));
        log.on(1, "cloud", new PlanAdopted(PlanAdopted.Kind.EMERGENCY_RESPONSE, null, null));
        log.on(1, "cloud", new ComplianceTrainingHeld("ethics", null, null, null));
        ProviderAssessment half = asOf(2, "cloud");

        assertThat(half.score()).as("2 + 1 + 1 of 2 + 1 + 1 + 2 + 1").isEqualTo(Fraction.of(4, 7));
        assertThat(half.scoreRounded()).isEqualByComparingTo("0.5714");
        assertThat(half.grade()).isEqualTo(ProviderAssessed.Grade.CONDITIONAL);

        log.on(2, "insureco", policy(2, 300));
        log.on(
                2,
                "auditor",
                new ApprovalGranted(
                        SERVICE,
                        new PartyId("cloud"),
                        ApprovalGranted.Kind.MODEL_FILING,
                        null,
                        null,
                        "M-1",
                        new PartyId("auditor"),
                        null));
        ProviderAssessment whole = asOf(3, "cloud");
        assertThat(whole.score()).isEqualTo(Fraction.ONE);
        assertThat(whole.grade()).isEqualTo(ProviderAssessed.Grade.PASSED);
        assertThat(whole.validUntil()).as("the policy ends first").isEqualTo(DatedLog.day(300));

        // named by its bytes as well, it is the same
        EntityId digested = EntityId.parse(SERVICE + "@" + LogFixture.digest(4));
        log.on(4, "auditor", new ApprovalRevoked(digested, "M-1", new PartyId("auditor"), DatedLog.day(4), null));
        assertThat(asOf(4, "cloud").score()).isEqualTo(Fraction.of(6, 7));
        assertThat(asOf(4, "cloud").grade()).isEqualTo(ProviderAssessed.Grade.PASSED);
    }

    @Test
    void nobodyPassesWithoutWhatIsRequired() {
        ProviderAssessment hospital = asOf(1, "hospital");

        assertThat(hospital.results().stream().filter(Result::bars))
                .extracting(one -> one.criterion().id())
                .containsExactly("authorisation");
    }

    @Test
    void somebodyWhomTheLogDoesNotKnowIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> asOf(1, "nobody")).withMessageContaining("'nobody'");
    }

    @Test
    void whatIsRecordedLaterDoesNotCountYet() {
        log.on(5, "auditor", bias(true));

        assertThat(result(4, "smallai", "bias").state()).isEqualTo(State.NOT_SHOWN);
        Instant at = asOf(4, "smallai").at();
        assertThat(at).isEqualTo(DatedLog.day(4));
    }
}
