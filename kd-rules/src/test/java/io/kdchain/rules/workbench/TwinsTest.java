package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Drools on both its paths and the direct engine agree on whole incidents. The long one: {@code mvn -pl kd-rules -am
 * test -P long -Dtest=TwinsTest -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class TwinsTest {
    private static final long SEED = 20260601;

    @Test
    void theEnginesAgreeOnRandomIncidents() {
        int incidents = 40;

        assertThat(new TwinsOnIncidents().judge(incidents, SEED).established()).isGreaterThan(incidents / 2);
    }

    @Tag("long")
    @Test
    void theEnginesAgreeOnTenThousandIncidentsInWhichEveryRuleApplies() {
        int incidents = 10_000;

        TwinsOnIncidents twins = new TwinsOnIncidents().judgeSeekingRareRules(incidents, SEED + 1);

        System.out.println(twins.told());
        assertThat(twins.established()).isGreaterThan(incidents / 2);
        assertThat(twins.rarerThan(100)).isEmpty();
    }
}
