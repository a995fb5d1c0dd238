package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.CounterNotice;
import io.kdchain.rules.fact.Notice;
import io.kdchain.rules.fact.NoticedUser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticeFactsTest {
    private static Chain noticed(String claim, boolean obvious) {
        Chain chain = Chain.complete().harmed("2026-04-30");
        chain.event(
                "2026-04-03",
                "cloud",
                "NoticeReceived",
                "{from: 'patient', about: ['output:1'], substantiated: true, claim: '%s', obvious: %s}"
                        .formatted(claim, obvious));
        return chain;
    }

    private static List<String> states(Chain chain) {
        return chain.facts().of(Notice.class).stream().map(Notice::state).toList();
    }

    private static void measure(Chain chain, String recorded, String measure, String about) {
        chain.event("2026-04-03", "cloud", "MeasureTaken")
                .recorded(recorded)
                .body("{measure: '%s', about: ['%s']}".formatted(measure, about));
    }

    @ParameterizedTest(name = "obvious {0}, taken down {1}: {2}")
    @CsvSource({
        "true, 2026-04-04, met",
        "true, 2026-04-04T00:00:00.001Z, late",
        "false, 2026-04-06, met",
        "false, 2026-04-06T00:00:00.001Z, late",
        "false, 2026-05-01, ignored"
    })
    void takedownCountsByWhenItWasRecorded(boolean obvious, String recorded, String state) {
        Chain chain = noticed("falsehood", obvious);
        measure(chain, recorded, "takedown", "output:1");
        measure(chain, recorded, "forward-notice", "output:1");

        assertThat(states(chain)).containsExactly(state);
    }

    @Test
    void metWithoutForwardingMissesThatAlone() {
        Chain chain = noticed("falsehood", true);
        measure(chain, "2026-04-03", "takedown", "output:1");

        assertThat(states(chain)).containsExactly("forward-missing");
    }

    @ParameterizedTest(name = "{1} for {0}: {2}")
    @CsvSource({
        "accuracy, warn, forward-missing",
        "falsehood, warn, ignored",
        "explanation, explain, met",
        "explanation, takedown, ignored"
    })
    void whatMeetsANoticeDependsOnItsClaim(String claim, String measure, String state) {
        Chain chain = noticed(claim, false);
        measure(chain, "2026-04-04", measure, "output:1");

        assertThat(states(chain)).containsExactly(state);
    }

    @ParameterizedTest(name = "explained {0}: {1}")
    @CsvSource({"2026-04-23, met", "2026-04-24, late"})
    void explanationIsDueWithinTwentyDays(String recorded, String state) {
        Chain chain = noticed("explanation", false);
        measure(chain, recorded, "explain", "output:1");

        assertThat(states(chain)).containsExactly(state);
    }

    @Test
    void noticeIsPendingWhereTheTermStillRanWhenTheDamageArose() {
        assertThat(states(noticed("falsehood", false).harmed("2026-04-06"))).containsExactly("pending");
        assertThat(states(noticed("falsehood", false).harmed("2026-04-07"))).containsExactly("ignored");
    }

    @Test
    void measureAboutTheDeploymentOrInAnswerToTheNoticeCovers() {
        Chain deployment = noticed("falsehood", true);
        measure(deployment, "2026-04-03", "disconnect", "deployment:ct");
        Chain answer = noticed("falsehood", true);
        answer.event("2026-04-03", "cloud", "MeasureTaken")
                .refs(answer.step("NoticeReceived"))
                .body("{measure: 'takedown', about: []}");
        Chain other = noticed("falsehood", true);
        measure(other, "2026-04-03", "takedown", "output:2");

        assertThat(states(deployment)).containsExactly("forward-missing");
        assertThat(states(answer)).containsExactly("forward-missing");
        assertThat(states(other)).containsExactly("ignored");
    }

    @Test
    void measureOfAnotherPartyDoesNotMeetIt() {
        Chain chain = noticed("falsehood", true);
        chain.event("2026-04-03", "clinic", "MeasureTaken", "{measure: 'takedown', about: ['output:1']}");

        assertThat(states(chain)).containsExactly("ignored");
    }

    @ParameterizedTest(name = "numbers {0} and {1}: {2}")
    @CsvSource({"913, 913, forward-missing", "913, 914, ignored"})
    void measureOfAnotherPartyOfTheLegalPersonMeetsIt(String number, String other, String state) {
        Chain chain = noticed("falsehood", true);
        numbered(chain, "cloud", number);
        numbered(chain, "ops", other);
        chain.event("2026-04-03", "ops", "MeasureTaken", "{measure: 'takedown', about: ['output:1']}");

        assertThat(states(chain)).containsExactly(state);
    }

    private static void numbered(Chain chain, String party, String number) {
        chain.event(
                "2025-12-01",
                party,
                "PartyRegistered",
                "{name: '%s', roles: ['deployment-platform'], jurisdiction: 'CN', key: 'ed25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', legalId: '%s'}"
                        .formatted(party, number));
    }

    @ParameterizedTest(name = "declared {0}: {1}")
    @CsvSource({"2026-04-03, 1", "2026-04-02, 0"})
    void declarationAnswersANoticeReceivedBefore(String declared, int count) {
        Chain chain = noticed("falsehood", true);
        chain.event(
                declared,
                "cloud",
                "NoticeReceived",
                "{from: 'clinic', about: ['output:1'], substantiated: true, claim: 'falsehood', counter: true}");

        assertThat(chain.facts().of(CounterNotice.class)).hasSize(count);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, true"})
    void unsubstantiatedAndCounterNoticesAreNone(boolean substantiated, boolean counter) {
        Chain chain = Chain.complete();
        chain.event(
                "2026-04-03",
                "cloud",
                "NoticeReceived",
                "{from: 'patient', about: ['output:1'], substantiated: %s, claim: 'falsehood', counter: %s}"
                        .formatted(substantiated, counter));

        assertThat(states(chain)).isEmpty();
    }

    @Test
    void noticeAboutAnotherOutputIsNone() {
        Chain chain = Chain.complete();
        chain.event(
                "2026-04-03",
                "cloud",
                "NoticeReceived",
                "{from: 'x', about: ['output:2'], substantiated: true, claim: 'falsehood'}");

        assertThat(states(chain)).isEmpty();
    }

    @Test
    void platformAnswersWithWhoUsedTheOutput() {
        assertThat(noticed("falsehood", true).facts().of(NoticedUser.class))
                .extracting(NoticedUser::user)
                .containsExactly("clinic");
    }

    @Test
    void elseWithTheUserWhoMadeTheModelLast() {
        Chain chain = noticed("copyright", true).without("OutputUsed").registered("fan", "consumer");
        chain.event("2026-03-15", "fan", "ModelAdapted")
                .uses("model:int8")
                .generates("model:fan")
                .body("{technique: 'fp16', target: 'gpu'}");
        chain.step("ModelDeployed").uses("model:fan");

        assertThat(chain.facts().of(NoticedUser.class))
                .extracting(NoticedUser::user)
                .containsExactly("fan");
        assertThat(noticed("copyright", true).without("OutputUsed").facts().of(NoticedUser.class))
                .isEmpty();
    }

    @Test
    void termStartsOnReceiptHoweverLateItIsRecorded() {
        Chain chain = noticed("falsehood", true);
        Chain.Step notice = chain.step("NoticeReceived").recorded("2026-04-20");

        assertThat(states(chain)).containsExactly("ignored");
        assertThat(chain.facts().triggers()).containsEntry(notice.id(), Chain.day("2026-04-03"));
    }
}
