package io.kdchain.core.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.kdchain.core.Clouds;
import io.kdchain.core.Images;
import io.kdchain.core.audit.BiasAudit;
import io.kdchain.core.audit.Decisions;
import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutualTrainingIT {

    private static final double RATE = 0.05;
    private static final double DECAY = 0.01;

    private final Samples samples = samples(Clouds.of(40, 1));

    private static Samples samples(Dataset data) {
        return Samples.of(data, Standardisation.fit(data));
    }

    private static TrainingRecipe recipe(Architecture network, int epochs) {
        return new TrainingRecipe(network, epochs, 16, 0.01, 0.01, 7);
    }

    private static MutualTraining threeKinds(Samples images) {
        BlockDefinition convolutional =
                BlockDefinition.convolutional(1, Images.SIDE, Images.SIDE, List.of(4), Images.CLASSES);
        return MutualTraining.of(
                MutualRecipe.of(List.of(
                        recipe(MlpDefinition.of(Images.SIDE * Images.SIDE, 8, Images.CLASSES), 4),
                        recipe(convolutional, 4),
                        recipe(MlpDefinition.of(Images.SIDE * Images.SIDE, Images.CLASSES), 4))),
                images);
    }

    /** Softmax regression with AdamW in double precision, after the papers. */
    private final class ByHand {
        private final double[] weights;
        private final double[] first;
        private final double[] second;

        ByHand(Mlp initial) {
            float[] w = initial.weights(0);
            float[] b = initial.biases(0);
            weights = new double[w.length + b.length];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = i < w.length ? w[i] : b[i - w.length];
            }
            first = new double[weights.length];
            second = new double[weights.length];
        }

        double[][] probabilities() {
            double[][] all = new double[samples.size()][];
            for (int i = 0; i < all.length; i++) {
                float[] x = samples.input(i);
                double[] z = {weights[2 * Clouds.FEATURES], weights[2 * Clouds.FEATURES + 1]};
                for (int f = 0; f < x.length; f++) {
                    z[0] += weights[f] * x[f];
                    z[1] += weights[Clouds.FEATURES + f] * x[f];
                }
                double one = 1 / (1 + Math.exp(z[0] - z[1]));
                all[i] = new double[] {1 - one, one};
            }
            return all;
        }

        void step(double[][] peer, int number) {
            double[][] own = probabilities();
            double[] gradient = new double[weights.length];
            for (int i = 0; i < own.length; i++) {
                float[] x = samples.input(i);
                for (int c = 0; c < 2; c++) {
                    double hit = samples.label(i) == c ? 1 : 0;
                    double slope = (own[i][c] - hit + own[i][c] - peer[i][c]) / own.length;
                    for (int f = 0; f < x.length; f++) {
                        gradient[c * Clouds.FEATURES + f] += slope * x[f];
                    }
                    gradient[2 * Clouds.FEATURES + c] += slope;
                }
            }
            for (int i = 0; i < weights.length; i++) {
                first[i] = 0.9 * first[i] + 0.1 * gradient[i];
                second[i] = 0.999 * second[i] + 0.001 * gradient[i] * gradient[i];
                double change = first[i]
                        / (1 - Math.pow(0.9, number))
                        / (Math.sqrt(second[i] / (1 - Math.pow(0.999, number))) + 1e-8);
                weights[i] -= RATE * DECAY * weights[i] + RATE * change;
            }
        }
    }

    @Test
    void studentsAreUpdatedInTurnEachByWhatItsPeerAnswersNow() {
        int steps = 6;
        TrainingRecipe each =
                new TrainingRecipe(MlpDefinition.of(Clouds.FEATURES, 2), steps, samples.size(), RATE, DECAY, 7);
        List<Mlp> initial = new ArrayList<>();
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            Random random = new Random(7);
            for (int k = 0; k < 2; k++) {
                initial.add(
                        (Mlp) Trainable.begin(each.network(), manager, random).network());
            }
        }

        MutualRun run =
                MutualTraining.of(MutualRecipe.of(List.of(each, each)), samples).run();

        double[][] inTurn = byHand(initial, steps, true);
        double[][] atOnce = byHand(initial, steps, false);
        for (int k = 0; k < 2; k++) {
            float[] learnt = ((Mlp) run.students().get(k)).weights(0);
            double apart = 0;
            for (int i = 0; i < learnt.length; i++) {
                assertThat((double) learnt[i]).isCloseTo(inTurn[k][i], within(1e-5));
                apart = Math.max(apart, Math.abs(learnt[i] - atOnce[k][i]));
            }
            // the second one sees a peer that has moved already
            assertThat(apart).isGreaterThan(1e-4);
        }
    }

    private double[][] byHand(List<Mlp> initial, int steps, boolean inTurn) {
        ByHand one = new ByHand(initial.get(0));
        ByHand two = new ByHand(initial.get(1));
        for (int step = 1; step <= steps; step++) {
            double[][] before = one.probabilities();
            one.step(two.probabilities(), step);
            two.step(inTurn ? one.probabilities() : before, step);
        }
        return new double[][] {one.weights, two.weights};
    }

    @Test
    void studentsOfSeveralKindsLearnAndOneSeedGivesOneResult() {
        Samples images = samples(Images.of(96, 2));

        MutualRun run = threeKinds(images).run();
        MutualRun again = threeKinds(images).run();

        assertThat(run.students()).isEqualTo(again.students()).hasSize(3);
        assertThat(run.students().get(1)).isInstanceOf(BlockNetwork.class);
        assertThat(run.losses()).hasSize(4);
        assertThat(run.losses().get(3).loss().parts())
                .containsKeys("student1.loss", "student2.ce", "student3.kl")
                .doesNotContainKey("student4.loss");
        assertThat(run.losses().get(3).loss().total())
                .isLessThan(run.losses().get(0).loss().total());
    }

    @Test
    void aRunThatWasInterruptedComesToTheSameStudents(@TempDir Path folder) {
        Samples images = samples(Images.of(96, 2));
        MutualTraining kept = threeKinds(images).checkpoints(folder, 1);

        assertThatThrownBy(() -> kept.listener(progress -> {
                            if (progress.epoch() == 2) {
                                throw new IllegalStateException("the power went");
                            }
                        })
                        .run())
                .hasMessage("the power went");
        List<Integer> epochs = new ArrayList<>();
        MutualRun run = kept.listener(progress -> epochs.add(progress.epoch())).run();

        assertThat(epochs).containsExactly(3, 4);
        assertThat(run.students()).isEqualTo(threeKinds(images).run().students());
        assertThatThrownBy(() -> threeKinds(samples(Images.of(96, 3)))
                        .checkpoints(folder, 1)
                        .run())
                .hasMessageContaining("another training");
    }

    @Test
    void studentsThatLearnFromEachOtherAgreeMoreThanStudentsAlone() {
        TrainingRecipe large = recipe(MlpDefinition.of(Clouds.FEATURES, 16, 2), 40);
        TrainingRecipe small = recipe(MlpDefinition.of(Clouds.FEATURES, 4, 2), 40);

        MutualRun together = MutualTraining.of(MutualRecipe.of(List.of(large, small)), samples)
                .run();
        Network largeAlone = TeacherTraining.of(large, samples).run().student();
        Network smallAlone = TeacherTraining.of(small, samples).run().student();

        float[][] fresh = samples(Clouds.of(200, 9)).inputs();
        double apart = Fidelity.between(largeAlone.logits(fresh), smallAlone.logits(fresh))
                .kl();
        double close = Fidelity.between(
                        together.students().get(0).logits(fresh),
                        together.students().get(1).logits(fresh))
                .kl();
        assertThat(close).isLessThan(apart / 2);
        for (Network student : together.students()) {
            assertThat(BiasAudit.accuracy(samples.labels(), Decisions.of(student.logits(samples.inputs()))))
                    .isGreaterThan(0.9);
        }
    }

    @Test
    void earlyStoppingJudgesByAllOfThem() {
        Course impatient = new Course(Schedule.constant(1), 0, Double.POSITIVE_INFINITY, 2);
        TrainingRecipe each = new TrainingRecipe(
                MlpDefinition.of(Clouds.FEATURES, 16, 2), 300, 16, OptimiserSetting.adamW(0.05, 0.01), 7, impatient);

        MutualRun run = MutualTraining.of(MutualRecipe.of(List.of(each, each)), samples)
                .validation(samples(Clouds.of(30, 5)))
                .run();

        assertThat(run.losses()).hasSizeBetween(3, 299);
    }

    @Test
    void studentsThatCannotLearnFromEachOtherAreRefused() {
        TrainingRecipe one = recipe(MlpDefinition.of(Clouds.FEATURES, 4, 2), 3);

        assertThatThrownBy(() -> MutualRecipe.of(List.of(one))).hasMessageContaining("two or more are needed");
        assertThatThrownBy(() -> MutualRecipe.of(List.of(one, one.withSeed(8))))
                .hasMessageContaining("same epochs, batch size, seed and course");
        assertThatThrownBy(() -> MutualRecipe.of(List.of(one, recipe(MlpDefinition.of(Clouds.FEATURES, 4, 3), 3))))
                .hasMessageContaining("differ in features or classes");
        assertThatThrownBy(() -> new MutualRecipe(List.of(one, one), 0)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> MutualTraining.of(MutualRecipe.of(List.of(one, one)), samples(Images.of(9, 1)))
                        .run())
                .hasMessageContaining("does not fit");
    }
}
