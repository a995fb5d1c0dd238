package io.kdchain.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupFairnessTest {

    private static final List<String> GROUPS = List.of("a", "a", "a", "a", "b", "b", "b", "b");
    private static final boolean[] FAVOURABLE = {true, true, false, false, true, true, false, false};

    @Test
    void gapsAreThoseCountedByHand() {
        var fairness = GroupFairness.of(
                GROUPS, FAVOURABLE, new boolean[] {true, true, true, false, true, false, false, false});

        assertThat(fairness.demographicParityDifference()).isEqualTo(0.75 - 0.25);
        assertThat(fairness.disparateImpactRatio()).isEqualTo(1.0 / 3, within(1e-15));
        assertThat(fairness.equalOpportunityDifference()).isEqualTo(0.5);
        assertThat(fairness.equalisedOddsDifference()).isEqualTo(0.5);
        assertThat(fairness.accuracyGap()).isZero();
        assertThat(fairness.meetsFourFifths()).isFalse();
    }

    @Test
    void fourFifthsItselfIsEnough() {
        List<String> groups = List.of("a", "a", "a", "a", "a", "b", "b", "b", "b", "b");
        boolean[] all = {true, true, true, true, true, true, true, true, true, false};

        assertThat(GroupFairness.of(groups, all, all).meetsFourFifths()).isTrue();
    }

    @Test
    void aGroupWithoutPositivesHasNoRateAndTheGapIsUnknown() {
        var fairness = GroupFairness.of(List.of("a", "b"), new boolean[] {true, false}, new boolean[] {true, true});

        assertThat(fairness.equalOpportunityDifference()).isNaN();
        assertThat(fairness.equalisedOddsDifference()).isNaN();
        assertThat(fairness.demographicParityDifference()).isZero();
    }

    @Test
    void oneGroupAloneIsRefused() {
        assertThatThrownBy(() -> GroupFairness.of(List.of("a"), new boolean[1], new boolean[1]))
                .hasMessageContaining("1 group");
        assertThatThrownBy(() -> GroupFairness.of(GROUPS, new boolean[7], new boolean[8]))
                .hasMessageContaining("7 labels");
    }

    @Test
    void aRankingIsTheShareOfPairsInOrder() {
        assertThat(Ranking.areaUnderCurve(new double[] {1, 2, 2, 3}, new boolean[] {false, false, true, true}))
                .isEqualTo((1 + 0.5 + 1 + 1) / 4);
        assertThat(Ranking.areaUnderCurve(new double[] {1, 2}, new boolean[] {true, true}))
                .isNaN();
    }
}
