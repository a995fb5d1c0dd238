package io.kdchain.core.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.kdchain.core.Clouds;
import io.kdchain.core.audit.BiasAudit;
import io.kdchain.core.audit.Decisions;
import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.loss.Reduction;
import io.kdchain.core.loss.ScaleT2;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DistillerIT {

    private final Dataset data = Clouds.of(80, 1);
    private final Samples samples = Samples.of(data, Standardisation.fit(data));
    private final TrainingRecipe teaching =
            new TrainingRecipe(MlpDefinition.of(Clouds.FEATURES, 16, 2), 12, 16, 0.01, 0.01, 5);

    @Test
    void aStudentLearnsWhatItsTeacherAnswers() {
        Mlp teacher = TeacherTraining.of(teaching, samples).run().network();
        TrainingRun run = Distiller.of(teacher, MlpDefinition.of(Clouds.FEATURES, 4, 2), samples)
                .epochs(20)
                .seed(3)
                .build()
                .run();

        double[][] taught = teacher.logits(samples.inputs());
        double[][] learned = run.network().logits(samples.inputs());
        assertThat(BiasAudit.accuracy(samples.labels(), Decisions.of(taught))).isGreaterThan(0.9);
        assertThat(Fidelity.between(taught, learned).agreement()).isGreaterThan(0.95);
        assertThat(run.losses()).hasSize(20);
        assertThat(run.losses().get(19).loss().total())
                .isLessThan(run.losses().get(0).loss().total());
        assertThat(run.threads()).isEqualTo(1);
        assertThat(run.engine()).startsWith("PyTorch ");
    }

    @Test
    void oneSeedGivesOneResultOnAnyThreadOfTheProgram() {
        ContentDigest first =
                TeacherTraining.of(teaching, samples).run().network().digest();

        ContentDigest again = CompletableFuture.supplyAsync(() ->
                        TeacherTraining.of(teaching, samples).run().network().digest())
                .join();

        assertThat(again).isEqualTo(first);
        assertThat(TeacherTraining.of(teaching.withSeed(6), samples)
                        .run()
                        .network()
                        .digest())
                .isNotEqualTo(first);
    }

    @Test
    void runsOnSeveralThreadsDoNotDisturbEachOther() {
        List<ContentDigest> alone = List.of(digest(1), digest(2), digest(3));

        List<CompletableFuture<ContentDigest>> together = Stream.of(1, 2, 3)
                .map(seed -> CompletableFuture.supplyAsync(() -> digest(seed)))
                .toList();

        assertThat(together).extracting(CompletableFuture::join).isEqualTo(alone);
    }

    @Test
    void everySettingOfTheRecipeReachesTheResult() {
        Mlp teacher = TeacherTraining.of(teaching, samples).run().network();
        Distiller.Builder base = builder(teacher);
        DistillationRecipe recipe = base.build().recipe();
        ContentDigest digest = base.build().run().network().digest();

        assertThat(Distiller.of(teacher, recipe, samples)
                        .build()
                        .run()
                        .network()
                        .digest())
                .isEqualTo(digest);
        List<Distiller.Builder> others = List.of(
                builder(teacher).epochs(4),
                builder(teacher).batchSize(20),
                builder(teacher).learningRate(0.02),
                builder(teacher).weightDecay(0.5),
                builder(teacher).optimiser(OptimiserSetting.adam(0.01, 0.1)),
                builder(teacher).optimiser(OptimiserSetting.sgd(0.01, 0, 0.1)),
                builder(teacher).optimiser(OptimiserSetting.sgd(0.01, 0.9, 0.1)),
                builder(teacher).seed(4),
                builder(teacher).temperature(2),
                builder(teacher).hardWeight(0.9),
                builder(teacher).softWeight(0.1),
                builder(teacher).reduction(Reduction.SUM),
                builder(teacher).scaleT2(ScaleT2.NO));
        assertThat(others)
                .extracting(other -> other.build().run().network().digest())
                .doesNotContain(digest)
                .doesNotHaveDuplicates();
        assertThat(recipe.describe()).containsEntry("seed", "3").containsEntry("loss.temperature", "4.0");
        assertThat(builder(teacher)
                        .optimiser(OptimiserSetting.sgd(0.3, 0.9, 0.2))
                        .weightDecay(0.1)
                        .build()
                        .recipe()
                        .describe())
                .containsEntry("optimiser", "sgd")
                .containsEntry("learningRate", "0.3")
                .containsEntry("momentum", "0.9")
                .containsEntry("weightDecay", "0.1");
    }

    @Test
    void aListenerIsToldOfEveryEpoch() {
        List<TrainingProgress> seen = new ArrayList<>();

        TeacherTraining.of(teaching, samples).listener(seen::add).run();

        assertThat(seen).extracting(TrainingProgress::epoch).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(seen).allSatisfy(progress -> {
            assertThat(progress.samplesPerSecond()).isPositive();
            assertThat(progress.remaining()).isGreaterThanOrEqualTo(Duration.ZERO);
        });
        assertThat(seen.get(11).remaining()).isZero();
    }

    @Test
    void aLossThatRunsAwayStopsWithStepRowsAndReason() {
        var wild = new TrainingRecipe(MlpDefinition.of(Clouds.FEATURES, 16, 2), 50, 16, 1e30, 0, 1);

        assertThatExceptionOfType(DivergenceException.class)
                .isThrownBy(() -> TeacherTraining.of(wild, samples).run())
                .satisfies(e -> assertThat(e.step()).isPositive())
                .withMessageMatching(
                        "The training diverged at step \\d+ on the batch .*p\\d+.*learning rate 1.0E30 is high.*");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Mlp teacher = TeacherTraining.of(teaching, samples).run().network();

        assertThatThrownBy(() -> Distiller.of(teacher, MlpDefinition.of(5, 2), samples)
                        .build()
                        .run())
                .hasMessageContaining("5-2 does not fit samples of 6 features");
        assertThatThrownBy(() ->
                        Distiller.of(teacher, MlpDefinition.of(6, 3), samples).build())
                .hasMessageContaining("tells 2 classes apart");
        assertThatThrownBy(() -> builder(new ShortTeacher()).build().run())
                .hasMessageContaining("answered 1 rows for 160");
        assertThatThrownBy(() -> builder(teacher).epochs(0).build()).hasMessageContaining("epochs is 0");
        assertThatThrownBy(() -> builder(teacher).learningRate(Double.NaN).build())
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> builder(teacher).weightDecay(-1).build()).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> MlpDefinition.of(6)).hasMessageContaining("[6]");
        assertThatThrownBy(() -> MlpDefinition.of(1 << 20, 1 << 20)).hasMessageContaining("at most");
        assertThatThrownBy(() -> MlpDefinition.parse("6-x")).hasMessageContaining("'6-x'");
    }

    @Test
    void aNetworkIsReadBackAndAnswersTheSameAloneAndInABatch() {
        Mlp network = TeacherTraining.of(teaching, samples).run().network();
        Mlp read = Mlp.fromBytes(network.toBytes(), "x");

        assertThat(read).isEqualTo(network).hasSameHashCodeAs(network);
        assertThat(read.logits(samples.inputs())[7]).isEqualTo(network.logits(samples.input(7)));
        assertThatThrownBy(() -> Mlp.fromBytes(Standardisation.fit(data).toBytes(), "scale"))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("'mlp' was expected");
        assertThatThrownBy(() -> network.logits(new float[3])).hasMessageContaining("3 features");
        assertThatThrownBy(() ->
                        new Mlp(MlpDefinition.of(1, 2), List.of(new float[] {1, Float.NaN}), List.of(new float[2])))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Mlp(MlpDefinition.of(1, 2), List.of(new float[3]), List.of(new float[2])))
                .hasMessageContaining("3 weights");
    }

    @Test
    void adamwFollowsItsFormula() {
        double[] gradient = {0.5, -2};
        double[] expected = {1, 3};
        double[] m = new double[2];
        double[] v = new double[2];
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            NDArray weight = manager.create(expected.clone());
            Optimiser optimiser = OptimiserSetting.adamW(0.1, 0.2).start(weight);
            for (int t = 1; t <= 5; t++) {
                try (NDManager scope = manager.newSubManager()) {
                    optimiser.step(scope.create(gradient), 1, scope);
                }
                for (int i = 0; i < 2; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * gradient[i];
                    v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
                    double step = m[i] / (1 - Math.pow(0.9, t)) / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
                    expected[i] = expected[i] * (1 - 0.1 * 0.2) - 0.1 * step;
                }
                assertThat(weight.toDoubleArray()).containsExactly(expected, within(1e-12));
                gradient[0] *= -0.7;
            }
        }
    }

    private ContentDigest digest(long seed) {
        return TeacherTraining.of(teaching.withSeed(seed), samples)
                .run()
                .network()
                .digest();
    }

    private Distiller.Builder builder(Teacher teacher) {
        return Distiller.of(teacher, MlpDefinition.of(Clouds.FEATURES, 4, 2), samples)
                .epochs(3)
                .batchSize(16)
                .learningRate(0.01)
                .weightDecay(0.1)
                .seed(3);
    }

    /** Forgets all rows but one. */
    private static final class ShortTeacher implements Teacher {
        @Override
        public double[][] logits(float[][] inputs) {
            return new double[1][2];
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public ContentDigest digest() {
            return ContentDigest.ofText("short");
        }
    }
}
