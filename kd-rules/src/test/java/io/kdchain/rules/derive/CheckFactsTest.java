package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.CheckGap;
import io.kdchain.rules.fact.KnownFact;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckFactsTest {
    private static final String BIAS =
            "{model: '%s', attribute: 'sex', metric: 'tpr', gap: %s, threshold: 0.05, passed: %s, disclosedTo: [%s]}";

    private static List<String> states(Facts facts, String duty) {
        return facts.of(Check.class).stream()
                .filter(c -> c.duty().equals(duty))
                .map(c -> c.party() + " " + c.state())
                .toList();
    }

    private static final List<String> OF_AN_ACT =
            List.of("examine-bias", "measure-fidelity", "verify-equivalence", "warn-of-risk", "professional-review");

    private static String bias(String model, boolean passed, String disclosedTo) {
        return BIAS.formatted(
                model, passed ? "0.05" : "0.1", passed, disclosedTo.isEmpty() ? "" : "'" + disclosedTo + "'");
    }

    @Test
    void allChecksOfACompleteChainAreMade() {
        Facts facts = Chain.complete().facts();

        assertThat(facts.of(Check.class))
                .filteredOn(c -> OF_AN_ACT.contains(c.duty()))
                .extracting(Check::state)
                .containsOnly("made")
                .hasSize(5);
    }

    @Test
    void checkLeftOutIsSilenceOfWhoRecordedTheAct() {
        Chain chain = Chain.complete();
        Chain.Step adapted = chain.step("ModelAdapted").body("{technique: 'int8', target: 'npu'}");

        assertThat(chain.facts().known())
                .contains(new KnownFact(
                        new Check(adapted.id(), "edgechip", "verify-equivalence", "absent"),
                        List.of(adapted.index()),
                        "A-OWN"));
    }

    @ParameterizedTest(name = "test of {0} recorded {1}: {2}")
    @CsvSource({
        "2026-03-20, 2026-03-20, made",
        "2026-03-21, 2026-03-21, corrected",
        "2026-04-02, 2026-04-02, corrected",
        "2026-04-03, 2026-04-03, corrected",
        "2026-03-15, 2026-04-10, made",
        "2026-03-15, 2026-04-10T00:00:00.001Z, absent"
    })
    void checkCountsIfMadeBeforeTheNextPartyActsAndRecordedBeforeTheReport(String at, String recorded, String state) {
        Chain chain = Chain.complete();
        chain.step("ModelAdapted").body("{technique: 'int8', target: 'npu'}");
        chain.event(at, "edgechip", "ModelEvaluated")
                .recorded(recorded)
                .body("{model: 'model:int8', dataset: 'dataset:test', metrics: [], passed: true}");

        assertThat(states(chain.facts(), "verify-equivalence")).containsExactly("edgechip " + state);
    }

    @Test
    void checkRecordedLateCountsWhereAnotherPartyUsedItsReportInTime() {
        Chain chain = Chain.complete();
        chain.step("ModelAdapted").body("{technique: 'int8', target: 'npu'}");
        Chain.Step late = chain.event("2026-03-15", "edgechip", "ModelEvaluated")
                .generates("report:test")
                .recorded("2026-05-01")
                .body("{model: 'model:int8', dataset: 'dataset:test', metrics: [], passed: true}");
        chain.event("2026-03-18", "lab", "DataAudited")
                .uses("report:test")
                .body("{dataset: 'dataset:test', kind: 'quality', passed: true, report: 'report:audit'}");

        assertThat(states(chain.facts(), "verify-equivalence")).containsExactly("edgechip made");
        assertThat(late.index()).isPositive();
    }

    @Test
    void actRecordedAfterTheReportIsAdmittedWithoutTheCheckThatItClaims() {
        Chain chain = Chain.complete();
        chain.step("ModelAdapted").recorded("2026-04-11");

        assertThat(states(chain.facts(), "verify-equivalence")).containsExactly("edgechip absent");
    }

    @Test
    void ownFailedTestShippedIsFailed() {
        Chain chain = Chain.complete();
        chain.step("ModelAdapted").body("{technique: 'int8', target: 'npu', equivalence: {passed: false}}");

        assertThat(states(chain.facts(), "verify-equivalence")).containsExactly("edgechip failed");
    }

    @Test
    void examinationOverItsOwnThresholdFailedWhateverItCallsItself() {
        Chain chain = Chain.complete();
        chain.step("BiasAudited").body(bias("model:teacher", true, "").replace("threshold: 0.05", "threshold: 0.04"));

        assertThat(states(chain.facts(), "examine-bias")).containsExactly("radnet failed");
    }

    @Test
    void failedAuditRepeatedAndPassedBeforeTheNextActIsMadeAndLaterIsCorrected() {
        for (String[] retest : new String[][] {{"2026-02-20", "made"}, {"2026-03-15", "corrected"}}) {
            Chain chain = Chain.complete();
            chain.step("BiasAudited").body(bias("model:teacher", false, ""));
            chain.event(retest[0], "radnet", "BiasAudited", bias("model:teacher", true, ""));

            assertThat(states(chain.facts(), "examine-bias")).containsExactly("radnet " + retest[1]);
        }
    }

    @Test
    void passingOnOneAttributeDoesNotUndoFailingOnAnother() {
        Chain chain = Chain.complete();
        chain.event(
                "2026-02-03",
                "radnet",
                "BiasAudited",
                "{model: 'model:teacher', attribute: 'age', metric: 'tpr', gap: 0.3, threshold: 0.05, passed: false}");

        assertThat(states(chain.facts(), "examine-bias")).containsExactly("radnet failed");
    }

    @Test
    void failureThatOnlyADownstreamPartyFoundIsNotTheMakersKnowledge() {
        Chain chain = Chain.complete();
        chain.event(
                "2026-02-25",
                "smallai",
                "ModelEvaluated",
                "{model: 'model:teacher', dataset: 'dataset:x', metrics: [], passed: false}");

        assertThat(states(chain.facts(), "examine-bias")).containsExactly("radnet made");
    }

    @Test
    void failureFoundByAnAuditorIsKnown() {
        Chain chain = Chain.complete();
        chain.event("2026-02-25", "lab", "BiasAudited", bias("model:teacher", false, ""));

        assertThat(states(chain.facts(), "examine-bias")).containsExactly("radnet failed");
    }

    @ParameterizedTest(name = "disclosed to {0} on {1}: {2}")
    @CsvSource({
        "smallai, 2026-03-01, failed-disclosed, shipped-disclosed-fault",
        "smallai, 2026-03-02, failed, made",
        "cloud, 2026-02-20, failed, made"
    })
    void disclosureToEveryNextPartyBeforeItsActMakesTheFaultTheirs(
            String to, String at, String teacher, String student) {
        Chain chain = Chain.complete();
        chain.step("BiasAudited").body(bias("model:teacher", false, ""));
        chain.event(
                at,
                "radnet",
                "LimitationDisclosed",
                "{model: 'model:teacher', to: ['%s'], limitation: 'skewed'}".formatted(to));

        assertThat(states(chain.facts(), "examine-bias")).containsExactly("radnet " + teacher);
        assertThat(states(chain.facts(), "measure-fidelity")).containsExactly("smallai " + student);
    }

    @Test
    void auditThatNamesWhomItWasDisclosedToDisclosesIt() {
        Chain chain = Chain.complete();
        chain.step("BiasAudited").body(bias("model:teacher", false, "smallai"));

        assertThat(states(chain.facts(), "examine-bias")).containsExactly("radnet failed-disclosed");
    }

    @Test
    void whoTookOverADisclosedFaultIsFreeIfItsOwnModelPassedAnAudit() {
        Chain chain = Chain.complete();
        chain.step("BiasAudited").body(bias("model:teacher", false, "smallai"));
        chain.event("2026-03-05", "smallai", "BiasAudited", bias("model:student", true, ""));

        assertThat(states(chain.facts(), "measure-fidelity")).containsExactly("smallai made");
    }

    @Test
    void platformThatShipsADisclosedFaultMakesItItsOwn() {
        Chain chain = Chain.complete();
        chain.step("ModelAdapted").body("{technique: 'int8', target: 'npu', equivalence: {passed: false}}");
        chain.event(
                "2026-03-11",
                "edgechip",
                "LimitationDisclosed",
                "{model: 'model:int8', to: ['cloud'], limitation: 'drift'}");

        assertThat(states(chain.facts(), "verify-equivalence")).containsExactly("edgechip failed-disclosed");
        assertThat(states(chain.facts(), "warn-of-risk")).containsExactly("cloud shipped-disclosed-fault");
    }

    @ParameterizedTest(name = "released {0} in {1}: {2}")
    @CsvSource({"2026-01-31, CN, not-customary", "2026-02-01, CN, absent", "2026-01-31, DE, absent"})
    void measureNotYetCustomaryThenAndThereWasNotOwed(String at, String region, String state) {
        Chain chain = new Chain().registeredIn(region, "radnet", "teacher-developer");
        chain.event(at, "radnet", "TeacherReleased")
                .generates("model:teacher")
                .body("{intendedUses: ['diagnosis'], distillationAllowed: true}");
        chain.event("2026-03-20", "cloud", "ModelDeployed")
                .uses("model:teacher")
                .generates("deployment:ct")
                .body("{scenario: 'medical', intendedUses: [], safeguards: []}");
        chain.event("2026-04-02", "cloud", "OutputServed")
                .uses("deployment:ct")
                .generates(Chain.OUTPUT)
                .body("{labels: []}");

        assertThat(states(chain.facts(), "examine-bias")).containsExactly("radnet " + state);
    }

    @Test
    void riskLabelLeftOutIsAbsent() {
        Chain chain = Chain.complete();
        chain.step("OutputServed").body("{labels: ['traceability']}");

        assertThat(states(chain.facts(), "warn-of-risk")).containsExactly("cloud absent");
    }

    @ParameterizedTest(name = "{0} switched off {1}, on again {2}: {3}")
    @CsvSource({
        "risk-label, 2026-04-01, , switched-off",
        "human-review, 2026-04-01, , switched-off",
        "human-review, 2026-04-01, 2026-04-02, made",
        "human-review, 2026-04-03, , made",
        "monitoring, 2026-04-01, , made"
    })
    void safeguardSwitchedOffBeforeTheOutputIsSo(String safeguard, String off, String on, String state) {
        Chain chain = Chain.complete();
        String body = "{deployment: 'deployment:ct', safeguard: '%s', enabled: %s}";
        chain.event(off, "cloud", "SafeguardChanged", body.formatted(safeguard, false));
        if (on != null) {
            chain.event(on, "cloud", "SafeguardChanged", body.formatted(safeguard, true));
        }

        assertThat(states(chain.facts(), "warn-of-risk")).containsExactly("cloud " + state);
    }

    @Test
    void humanReviewInCreditBelongsToAnotherDuty() {
        Chain chain = Chain.complete();
        chain.step("ModelDeployed").body("{scenario: 'credit', intendedUses: [], safeguards: []}");
        chain.event(
                "2026-04-01",
                "cloud",
                "SafeguardChanged",
                "{deployment: 'deployment:ct', safeguard: 'human-review', enabled: false}");

        assertThat(states(chain.facts(), "warn-of-risk")).containsExactly("cloud made");
    }

    @ParameterizedTest
    @CsvSource({"independent, made", "rubber-stamp, formal", "none, absent"})
    void professionalReviewIsMadeFormalOrAbsent(String review, String state) {
        Chain chain = Chain.complete();
        chain.step("OutputUsed").body("{output: 'output:1', use: 'as-intended', humanReview: '%s'}".formatted(review));

        assertThat(states(chain.facts(), "professional-review")).containsExactly("clinic " + state);
    }

    @Test
    void consumerOwesNoProfessionalReview() {
        Chain chain = Chain.complete().without("OutputUsed").registered("reader", "consumer");
        chain.event(
                "2026-04-02", "reader", "OutputUsed", "{output: 'output:1', use: 'as-intended', humanReview: 'none'}");

        assertThat(states(chain.facts(), "professional-review")).isEmpty();
    }

    @Test
    void actThatAnotherSawAndRecordedHasNoOwnSilence() {
        Chain chain = Chain.complete();
        chain.step("ModelAdapted").body("{technique: 'int8', target: 'npu'}").observedBy("cloud");

        assertThat(states(chain.facts(), "verify-equivalence")).isEmpty();
    }

    private static final String EVALUATED =
            "{model: 'model:student', dataset: 'dataset:test', metrics: [], passed: true}";

    /** What is said of missing events of a party between two days; null for a side that the slice does not hold. */
    private static List<KnownFact> gaps(Chain chain, String party, @Nullable String since, @Nullable String before) {
        Instant from = since == null ? null : Chain.day(since);
        Hole hole = new Hole(party, from, from, before == null ? null : Chain.day(before), List.of(2L));
        return gaps(chain, hole);
    }

    private static List<KnownFact> gaps(Chain chain, Hole hole) {
        ChainRecord record = new ChainRecord(chain.record().all().toList(), List.of(hole));
        return Derivation.derive(record, chain.inquiry(), TestPack.INSTANCE).known().stream()
                .filter(k -> k.fact() instanceof CheckGap)
                .toList();
    }

    private static Chain.Step orderToProduce(Chain chain, String party) {
        return chain.event(
                "2026-04-12",
                "lab",
                "OrderIssued",
                "{by: 'court', to: '%s', kind: 'produce', about: ['model:student']}".formatted(party));
    }

    /** The teacher was there from 1 February, the student from 1 March, and the next party took it on 10 March. */
    @ParameterizedTest(name = "events missing from {0} to {1}: {2}")
    @CsvSource({
        "2026-03-02, 2026-03-05, true",
        "2026-03-10, 2026-03-12, true",
        "2026-03-10T00:00:00.001Z, 2026-03-12, false",
        "2026-01-20, 2026-02-01, true",
        "2026-01-20, 2026-01-31T23:59:59.999Z, false",
        ", 2026-03-05, true",
        "2026-03-05, , true",
        ", 2026-01-31, false",
        "2026-03-11, , false"
    })
    void checkMayLieInAGapOfTheTimeInWhichItCanHaveBeenMade(
            @Nullable String since, @Nullable String before, boolean possible) {
        Chain chain = Chain.complete();
        Chain.Step act = chain.step("DistillationCompleted");

        assertThat(gaps(chain, "smallai", since, before))
                .isEqualTo(
                        possible
                                ? List.of(new KnownFact(
                                        new CheckGap(act.id(), "smallai", "measure-fidelity", "within-retention"),
                                        List.of(2L, act.index()),
                                        "A-INF"))
                                : List.of());
    }

    @Test
    void whoRecordsLateMayHaveMadeTheMissingCheckInTime() {
        Instant recorded = Chain.day("2026-04-08");
        Hole late = new Hole("smallai", Chain.day("2026-03-02"), recorded, Chain.day("2026-04-09"), List.of());

        assertThat(gaps(Chain.complete(), late)).hasSize(1);
    }

    @ParameterizedTest(name = "passed by {0}, seen by {1}: {2}")
    @CsvSource({"lab, , false", "smallai, lab, false", "smallai, , true", "lab, smallai, true"})
    void onlyAnOrderReachesBehindAPassThatAnotherRecorded(String actor, @Nullable String observer, boolean mayLie) {
        Chain chain = Chain.complete();
        chain.event("2026-03-03", actor, "ModelEvaluated", EVALUATED).observedBy(observer);

        assertThat(gaps(chain, "smallai", "2026-03-04", "2026-03-05")).hasSize(mayLie ? 1 : 0);

        Chain.Step order = orderToProduce(chain, "smallai");
        Chain.Step act = chain.step("DistillationCompleted");
        assertThat(gaps(chain, "smallai", "2026-03-04", "2026-03-05"))
                .containsExactly(new KnownFact(
                        new CheckGap(act.id(), "smallai", "measure-fidelity", "ordered"),
                        List.of(2L, order.index(), act.index()),
                        "A-INF"));
    }

    @Test
    void passOfAnotherThatCameTooLateDoesNotCloseTheGap() {
        Chain chain = Chain.complete();
        chain.event("2026-03-11", "lab", "ModelEvaluated", EVALUATED);

        assertThat(gaps(chain, "smallai", "2026-03-04", "2026-03-05")).hasSize(1);
    }

    @ParameterizedTest(name = "teacher released {0}: {1}")
    @CsvSource({"2026-01-31, false", "2026-02-01, true"})
    void checkThatNobodyOwedYetIsMissingOnlyAfterAnOrder(String released, boolean mayLie) {
        Chain chain = new Chain().registeredIn("CN", "radnet", "teacher-developer");
        chain.event(released, "radnet", "TeacherReleased")
                .generates("model:teacher")
                .body("{intendedUses: ['diagnosis'], distillationAllowed: true}");
        chain.event("2026-03-20", "cloud", "ModelDeployed")
                .uses("model:teacher")
                .generates("deployment:ct")
                .body("{scenario: 'medical', intendedUses: [], safeguards: []}");
        chain.event("2026-04-02", "cloud", "OutputServed")
                .uses("deployment:ct")
                .generates(Chain.OUTPUT)
                .body("{labels: []}");

        assertThat(gaps(chain, "radnet", "2026-02-02", "2026-03-01")).hasSize(mayLie ? 1 : 0);

        orderToProduce(chain, "radnet");
        assertThat(gaps(chain, "radnet", "2026-02-02", "2026-03-01")).hasSize(1);
    }

    @Test
    void gapOfWhoServesOrUsesAnOutputHidesNoCheckOfAModel() {
        assertThat(gaps(Chain.complete(), "cloud", "2026-03-20", "2026-04-03")).isEmpty();
        assertThat(gaps(Chain.complete(), "clinic", "2026-03-20", "2026-04-03")).isEmpty();
    }
}
