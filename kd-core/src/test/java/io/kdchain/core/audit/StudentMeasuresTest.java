package io.kdchain.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The values are those of the measures without intervals; the intervals are held against the binomial law. */
class StudentMeasuresTest {

    private static final PairedBootstrap BOOTSTRAP = new PairedBootstrap(600, 0.95, 1);
    private static final int ROWS = 400;

    private final int[] labels = new int[ROWS];
    private final List<String> groups = new ArrayList<>();
    private final double[][] teacher = new double[ROWS][];
    private final double[][] student = new double[ROWS][];
    private final double[][] independent = new double[ROWS][];
    private final StudentMeasures measures;

    /** The teacher and its student deny class 1 to group b; the student makes some errors of its own. */
    StudentMeasuresTest() {
        Random random = new Random(5);
        for (int i = 0; i < ROWS; i++) {
            labels[i] = random.nextInt(2);
            groups.add(i % 4 == 0 ? "b" : "a");
            boolean denied = i % 4 == 0 && random.nextInt(2) == 0;
            double sure = 0.3 + 2 * random.nextDouble();
            teacher[i] = answer(denied ? 0 : labels[i], sure);
            student[i] = answer(random.nextInt(10) == 0 ? 1 - labels[i] : denied ? 0 : labels[i], 1.5 * sure);
            independent[i] = answer(random.nextInt(8) == 0 ? 1 - labels[i] : labels[i], sure);
        }
        measures = new StudentMeasures(labels, teacher, student, independent, BOOTSTRAP, 0.05);
    }

    private static double[] answer(int label, double sure) {
        return label == 1 ? new double[] {0, sure} : new double[] {sure, 0};
    }

    private static Measurement of(List<Measurement> all, String name) {
        return all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    private static double value(List<Measurement> all, String name) {
        return of(all, name).interval().value();
    }

    @Test
    void valuesAreThoseOfTheMeasuresAlone() {
        Fidelity fidelity = Fidelity.between(teacher, student);
        Calibration calibration = Calibration.of(student, labels, Calibration.DEFAULT_BINS);
        ErrorInheritance errors = ErrorInheritance.of(labels, Decisions.of(teacher), Decisions.of(student));
        ErrorInheritance others = ErrorInheritance.of(labels, Decisions.of(teacher), Decisions.of(independent));
        boolean[] should = yes(labels);
        GroupFairness fairness = GroupFairness.of(groups, should, yes(Decisions.of(student)));

        assertThat(value(measures.fidelity(), "fidelity.agreement")).isEqualTo(fidelity.agreement(), within(1e-12));
        assertThat(value(measures.fidelity(), "fidelity.kl")).isEqualTo(fidelity.kl(), within(1e-12));
        assertThat(value(measures.calibration(), "calibration.ece")).isEqualTo(calibration.ece(), within(1e-12));
        assertThat(value(measures.calibration(), "calibration.ece-beyond-teacher"))
                .isEqualTo(
                        calibration.ece()
                                - Calibration.of(teacher, labels, Calibration.DEFAULT_BINS)
                                        .ece(),
                        within(1e-12));
        assertThat(value(measures.calibration(), "calibration.brier")).isEqualTo(calibration.brier(), within(1e-12));
        assertThat(value(measures.calibration(), "calibration.nll")).isEqualTo(calibration.nll(), within(1e-12));
        assertThat(value(measures.errors(), "errors.inherited")).isEqualTo(errors.inherited());
        assertThat(value(measures.errors(), "errors.novel")).isEqualTo(errors.novel());
        assertThat(value(measures.errors(), "errors.repaired")).isEqualTo(errors.repaired());
        assertThat(value(measures.errors(), "errors.inherited-beyond-independent"))
                .isEqualTo(errors.shareBeyond(others));
        assertThat(value(measures.fairness(groups, 1), "fairness.equal-opportunity"))
                .isEqualTo(fairness.equalOpportunityDifference());
        assertThat(value(measures.fairness(groups, 1), "fairness.selection-ratio"))
                .isEqualTo(fairness.disparateImpactRatio());
        assertThat(measures.groups(groups, 1)).isEqualTo(fairness);
    }

    private static boolean[] yes(int[] classes) {
        boolean[] all = new boolean[classes.length];
        IntStream.range(0, all.length).forEach(i -> all[i] = classes[i] == 1);
        return all;
    }

    @Test
    void anIntervalIsThatOfTheBinomialLawAndFourTimesTheRowsHalveIt() {
        Measurement agreement = of(measures.fidelity(), "fidelity.agreement");
        double p = agreement.interval().value();
        double half = 1.96 * Math.sqrt(p * (1 - p) / ROWS);

        assertThat(agreement.interval().halfWidth()).isEqualTo(half, within(0.2 * half));
        assertThat(agreement.rowsNeeded() / (double) ROWS).isEqualTo(Math.pow(half / 0.05, 2), within(0.4));
        assertThat(agreement.sure()).isTrue();
        assertThat(new StudentMeasures(labels, teacher, student, independent, BOOTSTRAP, half / 2)
                        .fidelity()
                        .get(0)
                        .sure())
                .isFalse();
    }

    @Test
    void agreementIsMeasuredInEachGroupOnItsOwnRows() {
        List<GroupScore> scores = Divergences.agreementByGroup(teacher, student, groups);
        var found = measures.agreementByGroup(groups);

        assertThat(found.keySet()).containsExactly("a", "b");
        for (GroupScore score : scores) {
            assertThat(found.get(score.group()))
                    .returns(score.rows(), Measurement::rows)
                    .extracting(one -> one.interval().value())
                    .isEqualTo(score.value());
        }
        assertThat(found.values())
                .extracting(one -> one.interval().halfWidth())
                .as("a third of the rows")
                .isSorted();
    }

    @Test
    void aNumberIsWithinOrBeyondALimitOrTheRowsDoNotTell() {
        var number = new Measurement("gap", new Interval(0.2, 0.15, 0.25, 0.95), 100, 0.05, 100);
        var none = new Measurement(
                "gap",
                new Interval(Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0.95),
                100,
                0.05,
                Long.MAX_VALUE);

        assertThat(number.atMost(0.25)).isEqualTo(Measurement.Finding.WITHIN);
        assertThat(number.atMost(0.1)).isEqualTo(Measurement.Finding.BEYOND);
        assertThat(number.atMost(0.22)).isEqualTo(Measurement.Finding.CANNOT_TELL);
        assertThat(number.atLeast(0.15)).isEqualTo(Measurement.Finding.WITHIN);
        assertThat(number.atLeast(0.3)).isEqualTo(Measurement.Finding.BEYOND);
        assertThat(number.atLeast(0.22)).isEqualTo(Measurement.Finding.CANNOT_TELL);
        // an interval of 0.025 to each side instead of 0.05
        assertThat(number.rowsToTell(0.225)).isCloseTo(400, within(1L));
        assertThat(none.atMost(1)).isEqualTo(Measurement.Finding.CANNOT_TELL);
        assertThat(none.rowsToTell(1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theTeachersBiasIsFoundInItsStudent() {
        BiasInheritance found = measures.inheritance(groups, 1, GroupFairness::equalOpportunityDifference, 0.1);

        assertThat(found.finding()).isEqualTo(BiasInheritance.Finding.INHERITED);
        assertThat(found.student().value())
                .isEqualTo(value(measures.fairness(groups, 1), "fairness.equal-opportunity"));
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        assertThatThrownBy(() -> measures.fairness(List.of("a"), 1)).hasMessageContaining("1 groups for 400 rows");
        assertThatThrownBy(() -> new StudentMeasures(labels, teacher, student, independent, BOOTSTRAP, 0))
                .hasMessageContaining("precision is 0.0");
        assertThatThrownBy(() -> new StudentMeasures(labels, teacher, student, new double[][] {{0, 1}}, BOOTSTRAP, 0.1))
                .hasMessageContaining("1 rows are compared with 400");
    }
}
