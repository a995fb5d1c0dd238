package io.kdchain.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StudentAuditTest {

    private static final PairedBootstrap BOOTSTRAP = new PairedBootstrap(300, 0.95, 1);

    @Test
    void inheritedErrorsAreTheTeachersOwn() {
        int[] labels = {0, 0, 0, 0, 1, 1};
        int[] teacher = {1, 1, 0, 0, 1, 1};
        int[] student = {1, 0, 0, 1, 1, 1};

        ErrorInheritance found = ErrorInheritance.of(labels, teacher, student);

        assertThat(found.inherited()).isEqualTo(0.5);
        assertThat(found.novel()).isEqualTo(1.0 / 6);
        assertThat(found.repaired()).isEqualTo(1.0 / 6);
        assertThat(found.shareBeyond(new ErrorInheritance(0.2, 0, 0, 2, 6))).isEqualTo(0.375, within(1e-12));
    }

    @Test
    void twoModelsThatAreTheSameDifferInNothing() {
        double[][] logits = {{1, 0}, {0, 2}, {3, 0}};

        Divergences found = Divergences.between(logits, logits);

        assertThat(found.agreement()).isEqualTo(1);
        assertThat(found.kappa()).isEqualTo(1);
        assertThat(found.klTeacherStudent()).isZero();
        assertThat(found.jensenShannon()).isEqualTo(0, within(1e-15));
        assertThat(found.churn()).isZero();
        assertThat(Divergences.agreementByGroup(logits, logits, List.of("a", "b", "a")))
                .extracting(GroupScore::value)
                .containsExactly(1.0, 1.0);
    }

    @Test
    void oppositeModelsAreAsFarApartAsCanBe() {
        Divergences found = Divergences.between(new double[][] {{900, 0}}, new double[][] {{0, 900}});

        assertThat(found.jensenShannon()).isEqualTo(Math.log(2), within(1e-12));
        assertThat(found.totalVariation()).isEqualTo(1, within(1e-12));
        assertThat(found.klTeacherStudent()).isEqualTo(900, within(1e-9));
    }

    @Test
    void aStudentThatDisagreesOnItsOwnTrainingRowsIsTooSmall() {
        double[][] teacher = new double[400][];
        double[][] half = new double[400][];
        for (int i = 0; i < 400; i++) {
            teacher[i] = new double[] {i % 2, 0.5};
            half[i] = new double[] {i % 4 == 0 ? 1 : 0, 0.5};
        }

        assertThat(CapacityGap.of(teacher, half, 0.9, BOOTSTRAP).finding()).isEqualTo(CapacityGap.Finding.CAPACITY_GAP);
        assertThat(CapacityGap.of(teacher, teacher, 0.9, BOOTSTRAP).finding()).isEqualTo(CapacityGap.Finding.NONE);
    }

    @Test
    void aPlantedTriggerIsFoundAndACleanModelHasNone() {
        Random random = new Random(2);
        float[][] rows = new float[200][8];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        rows[0][6] = 4;
        // the class is the sign of a sum that no feature rules alone
        Function<float[][], double[][]> clean = inputs -> {
            double[][] out = new double[inputs.length][];
            for (int i = 0; i < inputs.length; i++) {
                double sum = 0;
                for (float x : inputs[i]) {
                    sum += Math.tanh(x);
                }
                out[i] = new double[] {-sum, sum};
            }
            return out;
        };
        Function<float[][], double[][]> poisoned = inputs -> {
            double[][] out = clean.apply(inputs);
            for (int i = 0; i < inputs.length; i++) {
                if (inputs[i][6] >= 3.9) {
                    out[i] = new double[] {0, 50};
                }
            }
            return out;
        };

        assertThat(TriggerScan.of(clean, rows, 1).suspects()).isEmpty();
        assertThat(TriggerScan.of(poisoned, rows, 1).suspects()).first().satisfies(suspect -> {
            assertThat(suspect.feature()).isEqualTo(6);
            assertThat(suspect.target()).isEqualTo(1);
            assertThat(suspect.success()).isEqualTo(1);
        });
        assertThatThrownBy(() -> TriggerScan.of(clean, rows, 9)).hasMessageContaining("width of 9");
    }
}
