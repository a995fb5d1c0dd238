package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.rules.derive.Alteration;
import io.kdchain.rules.report.ChainView.EventView;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.Rejected;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Regime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ScenarioRunnerTest {
    private static final String GOOD = ScenarioReaderTest.resource("good.yaml");
    private static final ScenarioReader READER = new ScenarioReader();
    private static final ScenarioRunner RUNNER = new ScenarioRunner(PackSource.builtin());
    private static final int USED = 7;

    @Test
    void anHonestScenarioMeetsItsOwnExpectations() {
        ScenarioResult result = RUNNER.run(scenario(GOOD));

        assertThat(result.unmet()).isEmpty();
        assertThat(result.passed()).isTrue();
        assertThat(result.verdict().shareOf("edgechip")).isEqualTo(Fraction.ONE);
        assertThat(result.verdict().evidence().admitted()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void theVerdictCountsByTheChainAndTheReportByTheLeaves() {
        ScenarioResult result = RUNNER.run(scenario(GOOD));

        // the registrar and seven parties come first in the log
        long added = 8;
        assertThat(result.logged().evidence().admitted()).contains(added + 8);
        assertThat(result.verdict().liable().get(0).breaches().get(0).evidence())
                .containsExactly(4L);
        assertThat(result.logged().liable().get(0).breaches().get(0).evidence()).containsExactly(added + 4);
        assertThat(result.logged().digest()).isEqualTo(result.verdict().digest());
        assertThat(RUNNER.chain(scenario(GOOD)).events())
                .filteredOn(e -> e.type().equals("ModelAdapted"))
                .extracting(EventView::leaf)
                .containsExactly(added + 4);
    }

    /** Nothing would come of an appraisal of such a duty, and every verdict is without a breach of it. */
    @Test
    void aMisspeltDutyIsRefusedWithItsPlace() {
        String expected = GOOD.replace("duty: professional-review}", "duty: professional-revue}");
        String appraised = GOOD.replace(
                "\nincident:",
                "\n  - {at: 2026-05-01, actor: radnet, type: DutyAppraised, body: {party: edgechip, duty: verify-equivalense, met: false, by: radnet}}\nincident:");

        assertThatThrownBy(() -> RUNNER.run(scenario(expected)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(
                        "'professional-revue' is no duty of the packs; did you mean 'professional-review'?");
        assertThatThrownBy(() -> RUNNER.run(scenario(appraised)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(
                        "'verify-equivalense' is no duty of the packs; did you mean 'verify-equivalence'?");
    }

    /** No verdict would cite it. */
    @Test
    void aMisspeltNormThatIsNotToBeCitedIsRefusedWithItsPlace() {
        String misspelt = GOOD.replace("[CN-CivilCode-1202]", "[CN-PIPL-69-11]");
        String ofAnother = GOOD.replace("[CN-CivilCode-1202]", "[EU-AIAct-26, CN-PIPL-69]");

        assertThatThrownBy(() -> RUNNER.run(scenario(misspelt)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("'CN-PIPL-69-11' is no norm of the packs; did you mean 'CN-PIPL-69-1'?");
        assertThat(RUNNER.run(scenario(ofAnother)).unmet()).isEmpty();
    }

    /** The good scenario without its localisation: nothing says that the untested adaptation was the cause. */
    private static String unexplained(String answers) {
        String localised = GOOD.substring(GOOD.indexOf("\n  - {at: 2026-04-20"), GOOD.indexOf("\nincident:"));
        return GOOD.replace(localised, "").replaceFirst("(?s)\nexpect:.*", "\n") + answers;
    }

    @Test
    void aScenarioAnswersWhatTheVerdictAsks() {
        Attribution asked = RUNNER.run(scenario(unexplained(""))).verdict();
        Attribution yes = RUNNER.run(scenario(unexplained("answers: {cause:injury:edgechip:verify-equivalence: yes}")))
                .verdict();
        Attribution no = RUNNER.run(scenario(unexplained("answers: {cause:injury:edgechip:verify-equivalence: no}")))
                .verdict();

        assertThat(asked.established()).isFalse();
        assertThat(asked.open())
                .extracting(Attribution.OpenQuestion::id)
                .containsExactly(
                        "cause:injury:clinic-cloud:vet-upstream",
                        "cause:injury:edgechip:verify-equivalence",
                        "cause:injury:radnet:examine-bias");
        assertThat(yes.shareOf("edgechip")).isEqualTo(Fraction.ONE);
        assertThat(yes.open())
                .extracting(Attribution.OpenQuestion::id)
                .containsExactly("cause:injury:clinic-cloud:vet-upstream", "cause:injury:radnet:examine-bias");
        assertThat(no.established()).isFalse();
        assertThat(no.open())
                .extracting(Attribution.OpenQuestion::id)
                .containsExactly("cause:injury:clinic-cloud:vet-upstream", "cause:injury:radnet:examine-bias");
    }

    @Test
    void theReadersAnswerGoesBeforeTheScenarios() {
        Attribution verdict = RUNNER.answering(Map.of("cause:injury:edgechip:verify-equivalence", false))
                .run(scenario(unexplained("answers: {cause:injury:edgechip:verify-equivalence: yes}")))
                .verdict();

        assertThat(verdict.established()).isFalse();
    }

    @Test
    void anAnswerToWhatIsNotAskedIsRefusedWithWhatIs() {
        Scenario misspelt = scenario(unexplained("answers:\n  cause:injury:edgechip:verify-equivalense: yes\n"));
        Scenario idle = scenario(GOOD + "\nanswers: {cause:injury:edgechip:verify-equivalence: yes}\n");

        assertThatThrownBy(() -> RUNNER.run(misspelt))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("did you mean 'cause:injury:edgechip:verify-equivalence'?");
        assertThatThrownBy(() -> RUNNER.run(idle))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("the verdict has no open question; remove the answer");
    }

    @Test
    void anUnsignedEventIsInTheLogAndProvesNothing() {
        Attribution verdict = playing("unsigned: true");

        assertThat(verdict.evidence().rejected()).singleElement().satisfies(r -> {
            assertThat(r.event()).isEqualTo(USED);
            assertThat(r.reason()).startsWith("unsigned");
        });
        assertThat(verdict.evidence().admitted()).doesNotContain((long) USED);
    }

    @Test
    void aForgedSignatureNamesWhoseKeyItWas() {
        assertThat(playing("signedBy: patient").evidence().rejected())
                .singleElement()
                .extracting(Rejected::reason)
                .asString()
                .contains("signed-by-other", "'clinic'", "'patient'");
    }

    @Test
    void whatIsChangedInStorageFailsByItsProof() {
        Attribution verdict = playing("tamper: {humanReview: none}, tamperedBy: clinic-cloud");

        assertThat(verdict.evidence().rejected())
                .singleElement()
                .extracting(Rejected::reason)
                .asString()
                .startsWith("proof-invalid");
        assertThat(breachesOf("clinic", verdict)).isEmpty();
    }

    @Test
    void whoChangesItsOwnRecordBreachesADutyByIntent() {
        String reviewed = GOOD.replace("humanReview: independent", "humanReview: none");
        String polished =
                reviewed.replace("type: OutputUsed,", "type: OutputUsed, tamper: {humanReview: independent},");

        Attribution verdict = RUNNER.run(scenario(polished)).verdict();

        assertThat(breachesOf("clinic", verdict)).contains("keep-evidence-intact", "professional-review");
    }

    @Test
    void aWithheldEventIsCountedByItsActorAndNotThere() {
        Scenario scenario = scenario(withUsed("withheld: true")
                .replace("actor: clinic-cloud, type: DefectLocalised", "actor: clinic, type: DefectLocalised"));

        try (ScenarioLog log = new ScenarioLog(scenario)) {
            Event localised = event(log, 8 + 7);

            assertThat(log.log().size()).isEqualTo(8 + 8);
            assertThat(localised.type()).isEqualTo("DefectLocalised");
            // 0 is its registration, 1 the use that it withholds
            assertThat(localised.seq()).isEqualTo(2);
            assertThat(log.log()
                            .evidence(localised.uses().isEmpty() ? about(scenario) : localised.uses())
                            .gaps())
                    .singleElement()
                    .satisfies(gap -> assertThat(gap.party().value()).isEqualTo("clinic"));
        }
        Attribution verdict = RUNNER.run(scenario).verdict();
        assertThat(verdict.evidence().rejected()).isEmpty();
        assertThat(verdict.evidence().admitted()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 8L);
    }

    @Test
    void anErasedEventIsAPlaceWithoutContent() {
        assertThat(playing("erased: true").evidence().rejected())
                .singleElement()
                .extracting(Rejected::reason)
                .asString()
                .startsWith("erased");
    }

    @Test
    void anObservedActIsSignedByItsRecorder() {
        Scenario scenario = scenario(withUsed("observedBy: clinic-cloud"));

        try (ScenarioLog log = new ScenarioLog(scenario)) {
            Event used = event(log, 8 + USED);

            assertThat(used.actor().value()).isEqualTo("clinic");
            assertThat(used.observedBy()).isNotNull().hasToString("clinic-cloud");
            // registered, deployed, served
            assertThat(used.seq()).isEqualTo(3);
        }
        assertThat(RUNNER.run(scenario).verdict().evidence().rejected()).isEmpty();
    }

    @Test
    void aRepetitionCountsOnce() {
        String used = GOOD.lines()
                .filter(l -> l.contains("type: OutputUsed"))
                .findFirst()
                .orElseThrow();
        Scenario twice = scenario(GOOD.replace(used, used + "\n" + used));

        Attribution verdict = RUNNER.run(twice).verdict();

        assertThat(verdict.digest())
                .isEqualTo(RUNNER.run(scenario(GOOD)).verdict().digest());
        assertThat(verdict.evidence().admitted()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 9L);
    }

    @Test
    void refsToARepetitionLeadToTheFirst() {
        String used = GOOD.lines()
                .filter(l -> l.contains("type: OutputUsed"))
                .findFirst()
                .orElseThrow();
        Scenario scenario = scenario(GOOD.replace(used, used + "\n" + used)
                .replace("type: DefectLocalised,", "type: DefectLocalised, refs: [8],"));

        try (ScenarioLog log = new ScenarioLog(scenario)) {
            assertThat(event(log, 8 + 8).refs())
                    .containsExactly(event(log, 8 + USED).id());
        }
    }

    @Test
    void keysIdsAndTimesFollowFromTheScenario() {
        Scenario scenario =
                scenario(GOOD.replace("type: OutputUsed,", "type: OutputUsed, recordedAt: 2026-04-05T10:00:00Z,"));

        try (ScenarioLog one = new ScenarioLog(scenario);
                ScenarioLog two = new ScenarioLog(scenario);
                ScenarioLog other = new ScenarioLog(scenario(GOOD.replace("scenario: int8", "scenario: other")))) {
            for (long i = 0; i < one.log().size(); i++) {
                assertThat(two.log().read(i)).isEqualTo(one.log().read(i));
            }
            assertThat(event(other, 8).id()).isNotEqualTo(event(one, 8).id());
            assertThat(one.log().read(8 + USED).orElseThrow().recordedAt())
                    .isEqualTo(Instant.parse("2026-04-05T10:00:00Z"));
            assertThat(one.log().read(8 + 4).orElseThrow().recordedAt())
                    .isEqualTo(Instant.parse("2026-03-10T00:00:00Z"));
            assertThat(one.log().verify().problems()).isEmpty();
        }
    }

    @Test
    void theLogTellsWhatItCanAndTheScenarioTheRest() {
        try (ScenarioLog log =
                new ScenarioLog(scenario(withUsed("tamper: {/body/humanReview: none, at: 2026-04-01T00:00:00Z}")))) {
            assertThat(log.alterations())
                    .containsExactly(new Alteration(8 + USED, "clinic", "clinic", List.of("body.humanReview", "at")));
            assertThat(event(log, 8 + USED).at()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
            assertThat(log.log().verify().firstBadEntry()).contains(8L + USED);
            assertThat(log.position(8 + USED)).contains(USED);
            assertThat(log.position(0)).isEmpty();
        }
    }

    @Test
    void aPathThatLeadsNowhereInTheEventIsToldWithItsPlace() {
        Scenario scenario = scenario(withUsed("tamper: {uses.7: 'output:1'}"));

        assertThatThrownBy(() -> RUNNER.run(scenario))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith("s.yaml:26:5: tamper path 'uses.7' leads nowhere");
    }

    @Test
    void aPartyMayHaveTheNameOfTheRegistrar() {
        Scenario scenario = scenario(GOOD.replace("radnet", "scenario-registrar"));

        assertThat(RUNNER.run(scenario).unmet()).isEmpty();
    }

    @Test
    void whatIfsReachTheEngine() {
        Scenario scenario = scenario(GOOD);

        Attribution strict = RUNNER.with(Regime.STRICT).run(scenario).verdict();
        Attribution early =
                RUNNER.asOf(LocalDate.parse("2021-01-01")).run(scenario).verdict();
        Attribution named = RUNNER.packs(List.of("cn"))
                .run(scenario(GOOD.replace("packs: [cn]", "packs: [none]")))
                .verdict();

        assertThat(strict.item("injury").regime()).isEqualTo(Regime.STRICT);
        assertThat(strict.item("injury").imposed()).isTrue();
        assertThat(RUNNER.run(scenario(GOOD.replace("packs: [cn]", "regime: strict")))
                        .verdict()
                        .item("injury")
                        .regime())
                .isEqualTo(Regime.STRICT);
        assertThat(early.item("injury").lawAsOf()).isEqualTo(LocalDate.parse("2021-01-01"));
        assertThatThrownBy(() -> RUNNER.asOf(LocalDate.parse("2020-12-31")).run(scenario))
                .hasMessageContaining("2020-12-31")
                .hasMessageContaining("2021-01-01");
        assertThat(named.packs())
                .singleElement()
                .satisfies(p -> assertThat(p.id()).isEqualTo("cn"));
    }

    @Test
    void anAnswerMovesTheVerdict() {
        String silent =
                GOOD.substring(0, GOOD.indexOf("  - {at: 2026-04-20")) + GOOD.substring(GOOD.indexOf("incident:\n"));
        Scenario scenario = scenario(silent.substring(0, silent.indexOf("expect:")));
        Attribution before = RUNNER.run(scenario).verdict();
        String question = before.open().stream()
                .map(Attribution.OpenQuestion::id)
                .filter(id -> id.contains("edgechip"))
                .findFirst()
                .orElseThrow();

        Attribution yes = RUNNER.answering(Map.of(question, true)).run(scenario).verdict();

        assertThat(before.established()).isFalse();
        assertThat(yes.shareOf("edgechip")).isEqualTo(Fraction.ONE);
    }

    @Test
    void saysWhatWasExpectedWhereAndWhatCameOfIt() {
        Scenario scenario =
                scenario(GOOD.replace("shares: {edgechip: 1, radnet: 0}", "shares: {edgechip: 1/2, radnet: 0}")
                        .replace("liable: [edgechip]", "liable: [edgechip, radnet]"));

        assertThat(RUNNER.run(scenario).unmet())
                .extracting(Unmet::toString)
                .containsExactly(
                        "s.yaml:38:3: liable: expected exactly [edgechip, radnet], got [edgechip]",
                        "s.yaml:40:12: shares.edgechip: expected 1/2, got 1");
    }

    private static List<String> breachesOf(String party, Attribution verdict) {
        Judged judged = new Judged(scenario(GOOD).incident(), verdict, List.of());
        return List.copyOf(Breaches.of(judged).getOrDefault(party, new TreeSet<>()));
    }

    private static Attribution playing(String mischief) {
        return RUNNER.run(scenario(withUsed(mischief))).verdict();
    }

    private static String withUsed(String keys) {
        return GOOD.replace("type: OutputUsed,", "type: OutputUsed, " + keys + ",");
    }

    private static List<EntityId> about(Scenario scenario) {
        return scenario.incident().about().stream().map(EntityId::parse).toList();
    }

    private static Event event(ScenarioLog log, long index) {
        return SignedEvent.parse(log.log().read(index).orElseThrow().envelope().toArray())
                .event();
    }

    private static Scenario scenario(String text) {
        return READER.read("s.yaml", text);
    }
}
