package io.kdchain.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTest {

    private static final double LN_3 = Math.log(3);

    @Test
    void fidelityCountsDecisionsAndMeasuresDivergence() {
        // teacher 3/4 : 1/4, student 1/2 : 1/2 in the second row
        double[][] teacher = {{5, 1}, {LN_3, 0}};
        double[][] student = {{5, 1}, {0, 0.0001}};

        Fidelity fidelity = Fidelity.between(teacher, student);

        assertThat(fidelity.agreement()).isEqualTo(0.5);
        assertThat(fidelity.kl()).isEqualTo((0.75 * Math.log(1.5) + 0.25 * Math.log(0.5)) / 2, within(1e-4));
        assertThat(fidelity.rows()).isEqualTo(2);
        assertThat(Fidelity.between(teacher, teacher).kl()).isZero();
    }

    @Test
    void equivalenceFailsByTheLargestChangeOfAProbability() {
        double[][] before = {{LN_3, 0}, {0, 0}};
        double[][] after = {{0, 0}, {0, 0}};

        Equivalence equivalence = Equivalence.check(before, after, 0.2);

        assertThat(equivalence.maxDivergence()).isEqualTo(0.25, within(1e-12));
        assertThat(equivalence.passed()).isFalse();
        assertThat(Equivalence.check(before, after, 0.26).passed()).isTrue();
        assertThat(equivalence.agreement()).isEqualTo(1);
    }

    @Test
    void aGapIsTheDifferenceOfTheExtremeGroups() {
        var rows = new BiasAudit.Rows(
                List.of("a", "a", "a", "b", "b", "c"), List.of(1, 1, 0, 1, 0, 0), List.of(1, 0, 0, 1, 0, 1));

        BiasAudit accuracy = BiasAudit.of("site", GapMetric.ACCURACY, 1, 0.5, rows);
        BiasAudit found = BiasAudit.of("site", GapMetric.TRUE_POSITIVE_RATE, 1, 0.5, rows);
        BiasAudit positive = BiasAudit.of("site", GapMetric.POSITIVE_RATE, 1, 0.5, rows);

        assertThat(accuracy.groups())
                .containsExactly(new GroupScore("a", 2.0 / 3, 3), new GroupScore("b", 1, 2), new GroupScore("c", 0, 1));
        assertThat(accuracy.gap()).isEqualTo(1);
        assertThat(accuracy.passed()).isFalse();
        assertThat(found.groups()).containsExactly(new GroupScore("a", 0.5, 2), new GroupScore("b", 1, 1));
        assertThat(found.passed()).isTrue();
        assertThat(positive.gap()).isEqualTo(2.0 / 3, within(1e-15));
        assertThat(found.metric().label()).isEqualTo("true-positive-rate");
    }

    @Test
    void probabilitiesOfHugeLogitsAreFinite() {
        assertThat(Decisions.probabilities(new double[] {1e6, -1e6})).containsExactly(1, 0);
        assertThat(Decisions.of(new double[] {2, 2, 1})).isZero();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Fidelity.between(new double[1][2], new double[2][2]))
                .hasMessageContaining("1 rows");
        assertThatThrownBy(() -> Fidelity.between(new double[1][2], new double[1][3]))
                .hasMessageContaining("row 0");
        assertThatThrownBy(() -> Equivalence.check(new double[1][2], new double[1][2], 2))
                .hasMessageContaining("2.0");
        assertThatThrownBy(() -> new BiasAudit.Rows(List.of(), List.of(), List.of()))
                .hasMessageContaining("0 groups");
        assertThatThrownBy(() -> BiasAudit.of(
                        "x", GapMetric.ACCURACY, 1, -1, new BiasAudit.Rows(List.of("a"), List.of(0), List.of(0))))
                .hasMessageContaining("-1.0");
        assertThatThrownBy(() -> BiasAudit.accuracy(new int[1], new int[0])).hasMessageContaining("1 labels");
        assertThatThrownBy(() -> Decisions.probabilities(new double[0])).hasMessageContaining("no logits");
    }
}
