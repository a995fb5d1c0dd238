package io.kdchain.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.core.audit.BiasInheritance.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BiasInheritanceTest {

    private static final PairedBootstrap BOOTSTRAP = new PairedBootstrap(400, 0.95, 3);

    /** Rows of two groups; each model finds a positive of group b less often than one of group a, by its gap. */
    private static BiasInheritance of(int rows, double teacherGap, double studentGap, double independentGap) {
        Random random = new Random(11);
        List<String> groups = new ArrayList<>();
        boolean[] favourable = new boolean[rows];
        boolean[][] decided = new boolean[3][rows];
        double[] gaps = {teacherGap, studentGap, independentGap};
        for (int i = 0; i < rows; i++) {
            groups.add(i % 2 == 0 ? "a" : "b");
            favourable[i] = i % 4 < 3;
            double draw = random.nextDouble();
            for (int model = 0; model < 3; model++) {
                decided[model][i] = draw < (favourable[i] ? 0.95 - (i % 2) * gaps[model] : 0.05);
            }
        }
        return BiasInheritance.of(
                new BiasInheritance.Rows(groups, favourable, decided[0], decided[1], decided[2]),
                GroupFairness::equalOpportunityDifference,
                0.1,
                BOOTSTRAP);
    }

    @Test
    void eachCauseOfAGapIsToldApart() {
        assertThat(of(4000, 0, 0, 0).finding()).isEqualTo(Finding.NONE);
        assertThat(of(4000, 0.4, 0.4, 0).finding()).isEqualTo(Finding.INHERITED);
        assertThat(of(4000, 0.25, 0.5, 0).finding()).isEqualTo(Finding.AMPLIFIED);
        assertThat(of(4000, 0, 0.4, 0).finding()).isEqualTo(Finding.HIDDEN);
        assertThat(of(4000, 0.4, 0, 0).finding()).isEqualTo(Finding.REPAIRED);
        assertThat(of(4000, 0.4, 0.4, 0.4).finding()).isEqualTo(Finding.NOT_FROM_TEACHER);
    }

    @Test
    void tooFewRowsTellNothingAndItSaysHowManyWould() {
        BiasInheritance few = of(40, 0.2, 0.2, 0.1);

        assertThat(few.finding()).isEqualTo(Finding.CANNOT_TELL);
        assertThat(few.rowsNeeded()).isGreaterThan(40);
        assertThat(few.explain()).contains("cannot tell");
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        assertThat(of(400, 0.4, 0.3, 0).student())
                .isEqualTo(of(400, 0.4, 0.3, 0).student());
    }

    @Test
    void anIntervalOfNinetyFivePercentHoldsTheTruthThatOften() {
        Random random = new Random(17);
        int held = 0;
        for (int round = 0; round < 200; round++) {
            double[] rows = random.doubles(60).toArray();
            Interval interval = new PairedBootstrap(300, 0.95, round).of(rows.length, places -> {
                double sum = 0;
                for (int place : places) {
                    sum += rows[place];
                }
                return sum / places.length;
            });
            held += interval.lower() <= 0.5 && interval.upper() >= 0.5 ? 1 : 0;
        }

        // 3 standard deviations around 95 % of 200
        assertThat(held).isBetween(180, 199);
    }

    @Test
    void fourTimesTheRowsHalveAnInterval() {
        assertThat(PairedBootstrap.rowsNeeded(new Interval(0.5, 0.4, 0.6, 0.95), 100, 0.05))
                .isBetween(400L, 401L);
    }
}
