package io.kdchain.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static double[] logits(double confidence) {
        return new double[] {Math.log(confidence), Math.log(1 - confidence)};
    }

    @Test
    void errorsAreThoseCountedByHand() {
        double[][] logits = {logits(0.9), logits(0.9), logits(0.6), logits(0.6)};

        Calibration found = Calibration.of(logits, new int[] {0, 1, 0, 0}, 10);

        assertThat(found.ece()).isEqualTo(0.5 * 0.4 + 0.5 * 0.4, within(1e-12));
        assertThat(found.mce()).isEqualTo(0.4, within(1e-12));
        assertThat(found.brier()).isEqualTo((0.02 + 2 * 0.81 + 2 * 0.32) / 4, within(1e-12));
        assertThat(found.nll()).isEqualTo(-(Math.log(0.9) + Math.log(0.1) + 2 * Math.log(0.6)) / 4, within(1e-12));
    }

    @Test
    void aModelThatIsRightAsOftenAsItClaimsIsCalibrated() {
        Random random = new Random(5);
        double[][] logits = new double[20_000][];
        int[] labels = new int[logits.length];
        for (int i = 0; i < logits.length; i++) {
            double confidence = 0.5 + random.nextDouble() / 2;
            logits[i] = logits(confidence);
            labels[i] = random.nextDouble() < confidence ? 0 : 1;
        }

        Calibration found = Calibration.of(logits, labels, Calibration.DEFAULT_BINS);

        assertThat(found.ece()).isLessThan(0.02);
        assertThat(found.adaptiveEce()).isLessThan(0.02);
    }

    @Test
    void labelsOutsideOfTheClassesAreRefused() {
        assertThatThrownBy(() -> Calibration.of(new double[][] {logits(0.9)}, new int[] {2}, 10))
                .hasMessageContaining("label 2");
        assertThatThrownBy(() -> Calibration.of(new double[][] {logits(0.9)}, new int[] {0}, 0))
                .hasMessageContaining("bins is 0");
    }
}
