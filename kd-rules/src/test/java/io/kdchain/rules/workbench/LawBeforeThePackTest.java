package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.rules.verdict.Attribution;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Before its first day a pack decides nothing, and says so. */
class LawBeforeThePackTest {
    private static final String GOOD = ScenarioReaderTest.resource("good.yaml");
    private static final ScenarioRunner RUNNER = new ScenarioRunner(PackSource.builtin());

    private static Scenario harmedOn(String day) {
        return new ScenarioReader().read("early.yaml", GOOD.replace("at: 2026-04-10", "at: " + day));
    }

    @Test
    void damageBeforeThePackIsRefusedWithBothDates() {
        Scenario early = harmedOn("2020-12-31");

        assertThatThrownBy(() -> RUNNER.run(early))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "incident:4711 cannot be judged by pack cn: its damage arose on 2020-12-31, and the law held"
                                + " there begins on 2021-01-01. Name a pack with the law of that day, or correct the date.");
    }

    @Test
    void soIsTheQuestionWhatAnEarlierLawWouldHaveSaid() {
        ScenarioRunner earlier = RUNNER.asOf(LocalDate.of(2019, 1, 1));

        assertThatThrownBy(() -> earlier.run(harmedOn("2026-04-10")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it is to be judged as of 2019-01-01");
    }

    @Test
    void onItsFirstDayThePackJudges() {
        Attribution verdict = RUNNER.run(harmedOn("2021-01-01")).verdict();

        assertThat(verdict.lawAsOf()).isEqualTo(LocalDate.of(2021, 1, 1));
    }

    @Test
    void aNoticeBeforeTheLawBindsNobodyToATerm() {
        String notice = "\n  - {at: 2020-06-01, actor: clinic-cloud, type: NoticeReceived, body: {from: patient,"
                + " about: [output:4711], substantiated: true, claim: falsehood, obvious: true}}\nincident:";
        Scenario noticed = new ScenarioReader().read("notice.yaml", GOOD.replace("\nincident:", notice));

        Attribution verdict = RUNNER.run(noticed).verdict();

        assertThat(verdict.liable())
                .allSatisfy(
                        l -> assertThat(l.breaches()).noneMatch(b -> b.duty().equals("act-on-notice")));
    }
}
