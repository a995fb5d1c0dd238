package io.kdchain.core.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import io.kdchain.core.Images;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.loss.AttentionTransferLoss;
import io.kdchain.core.loss.ConvolutionRegressor;
import io.kdchain.core.loss.FitNetsLoss;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.RkdLoss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BlockStudentIT {

    private static final Dataset DATA = Images.of(150, 3);
    private static final Samples SAMPLES = Samples.of(DATA, Standardisation.fit(DATA));
    private static final Samples FRESH = Samples.of(Images.of(90, 4), Standardisation.fit(DATA));
    private static final BlockDefinition LARGE = conv(8, 12);
    private static final BlockDefinition SMALL = conv(4, 6);
    private static final BlockNetwork TEACHER =
            (BlockNetwork) TeacherTraining.of(new TrainingRecipe(LARGE, 8, 25, 0.01, 0.01, 5), SAMPLES)
                    .run()
                    .student();

    @TempDir
    private Path folder = Path.of("");

    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static BlockDefinition conv(int... filters) {
        return BlockDefinition.convolutional(
                1, Images.SIDE, Images.SIDE, IntStream.of(filters).boxed().toList(), Images.CLASSES);
    }

    private static BlockDefinition dropping() {
        return BlockDefinition.of(
                "64-20 with half dropped-3",
                List.of(64),
                3,
                () -> new SequentialBlock()
                        .add(Linear.builder().setUnits(20).build())
                        .add(Activation.reluBlock())
                        .add(Dropout.builder().optRate(0.5f).build())
                        .add(Linear.builder().setUnits(3).build()));
    }

    private static Distiller.Builder student(Architecture architecture) {
        return Distiller.of(TEACHER, architecture, SAMPLES)
                .epochs(6)
                .batchSize(25)
                .seed(3);
    }

    private static double right(Network network, Samples samples) {
        double[][] logits = network.logits(samples.inputs());
        int right = 0;
        for (int i = 0; i < samples.size(); i++) {
            int best = 0;
            for (int c = 1; c < logits[i].length; c++) {
                best = logits[i][c] > logits[i][best] ? c : best;
            }
            right += best == samples.label(i) ? 1 : 0;
        }
        return right / (double) samples.size();
    }

    @Test
    void aConvolutionalStudentLearnsFromAConvolutionalTeacher() {
        Network student = student(SMALL).build().run().student();

        assertThat(right(TEACHER, FRESH)).isGreaterThan(0.9);
        assertThat(right(student, FRESH)).isGreaterThan(0.85);
    }

    static Stream<Distiller.Builder> runs() {
        Objective hints = new Objective(List.of(
                Objective.Term.of(HintonLoss.standard(), 1),
                new Objective.Term(LearnedLoss.fitNets(), Schedule.constant(1), "03LambdaBlock", "03LambdaBlock"),
                new Objective.Term(LearnedLoss.vid(), Schedule.constant(0.1), "07LambdaBlock", "07LambdaBlock"),
                new Objective.Term(
                        LearnedLoss.crd(0.07, 16, 20), Schedule.constant(0.1), "09LambdaBlock", "09LambdaBlock")));
        return Stream.of(
                student(SMALL),
                student(dropping()),
                student(SMALL).objective(hints).course(new Course(Schedule.cosine(1, 0.1), 3, 1, 3)),
                student(SMALL).objective(hints).answers(TeacherAnswers.LIVE).validation(FRESH));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void oneSeedGivesOneResultInterruptedOrNot(Distiller.Builder builder) {
        ContentDigest straight = builder.build().run().student().digest();

        assertThat(builder.build().run().student().digest()).isEqualTo(straight);
        builder.checkpoints(folder, 2).listener(progress -> {
            if (progress.epoch() == 3) {
                throw new Interrupted();
            }
        });
        assertThatThrownBy(() -> builder.build().run()).isInstanceOf(Interrupted.class);
        List<TrainingProgress> seen = new ArrayList<>();
        TrainingRun resumed = builder.listener(seen::add).build().run();

        assertThat(seen).extracting(TrainingProgress::epoch).first().isEqualTo(3);
        assertThat(resumed.student().digest()).isEqualTo(straight);
        assertThat(builder.seed(4)
                        .checkpoints(folder.resolve("other"), 9)
                        .build()
                        .run()
                        .student()
                        .digest())
                .isNotEqualTo(straight);
    }

    static Stream<Arguments> learnedLosses() {
        return Stream.of(
                Arguments.of(LearnedLoss.fitNets(), "07LambdaBlock"),
                Arguments.of(LearnedLoss.vid(), "07LambdaBlock"),
                Arguments.of(LearnedLoss.crd(0.5, 16, 20), "09LambdaBlock"));
    }

    @ParameterizedTest
    @MethodSource("learnedLosses")
    void aLossWithWeightsOfItsOwnGetsSmallerAsBothLearn(LearnedLoss loss, String layer) {
        TrainingRun run = student(SMALL)
                .objective(new Objective(List.of(new Objective.Term(loss, Schedule.constant(1), layer, layer))))
                .epochs(12)
                .learningRate(0.02)
                .build()
                .run();

        assertThat(run.losses().get(11).loss().total())
                .isLessThan(run.losses().get(0).loss().total());
        assertThatThrownBy(() -> loss.at(0)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({"03LambdaBlock, 07LambdaBlock", "07LambdaBlock, 03LambdaBlock"})
    void hintsLeadFromMapsOfOneSizeToThoseOfAnother(String studentLayer, String teacherLayer) {
        LearnedLoss loss = LearnedLoss.fitNets(ConvolutionRegressor.Ending.RELU);
        Distiller.Builder builder = student(SMALL)
                .objective(new Objective(
                        List.of(new Objective.Term(loss, Schedule.constant(1), studentLayer, teacherLayer))))
                .epochs(12)
                .learningRate(0.02);

        TrainingRun run = builder.build().run();

        assertThat(run.losses().get(11).loss().total())
                .isLessThan(0.8 * run.losses().get(0).loss().total());
        assertThat(builder.build().run().student().digest())
                .isEqualTo(run.student().digest());
        assertThatThrownBy(() -> student(SMALL)
                        .objective(new Objective(List.of(
                                new Objective.Term(loss, Schedule.constant(1), "09LambdaBlock", "09LambdaBlock"))))
                        .build()
                        .run())
                .hasMessageContaining("needs rows x channels x height x width");
    }

    @Test
    void mapsInsideBothNetworksAreComparedKeptOrLive() {
        Objective objective = new Objective(List.of(
                Objective.Term.of(HintonLoss.standard(), 1),
                Objective.Term.tap(
                        new AttentionTransferLoss(2, AttentionTransferLoss.Form.MEAN_SQUARE),
                        50,
                        "04LambdaBlock",
                        "04LambdaBlock")));
        Network kept = student(SMALL).objective(objective).build().run().student();
        Network live = student(SMALL)
                .objective(objective)
                .answers(TeacherAnswers.LIVE)
                .build()
                .run()
                .student();

        double[][] one = kept.logits(FRESH.inputs());
        double[][] other = live.logits(FRESH.inputs());
        for (int i = 0; i < FRESH.size(); i++) {
            assertThat(one[i]).containsExactly(other[i], within(0.05));
        }
        assertThat(TEACHER.layerShape("04LambdaBlock")).containsExactly(8, 4, 4);
        assertThat(TEACHER.features("04LambdaBlock", FRESH.inputs())[0]).hasSize(128);
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeTheFirstStep() {
        assertThatThrownBy(() -> student(BlockDefinition.convolutional(1, 4, 4, List.of(2), 3))
                        .build()
                        .run())
                .hasMessageContaining("does not fit samples of 64 features");
        assertThatThrownBy(() -> student(BlockDefinition.convolutional(1, 8, 8, List.of(2), 2))
                        .build())
                .hasMessageContaining("tells 3 classes apart");
        assertThatThrownBy(() -> tap(FitNetsLoss.direct(), "04LambdaBlock", "04LambdaBlock"))
                .hasMessageContaining("(25, 4, 4, 4)")
                .hasMessageContaining("before the training");
        assertThatThrownBy(() -> tap(FitNetsLoss.direct(), "conv", "04LambdaBlock"))
                .hasMessageContaining("no layer 'conv'; it has 01Conv2d, 02BatchNorm");
        assertThatThrownBy(() -> tap(FitNetsLoss.direct(), "04LambdaBlock", "conv"))
                .hasMessageContaining("no layer 'conv'; it has 01Conv2d, 02BatchNorm");
        // 150 rows in batches of 149 leave one, which has no relation to others
        assertThatThrownBy(() -> student(SMALL)
                        .batchSize(149)
                        .objective(new Objective(
                                List.of(Objective.Term.tap(new RkdLoss(1, 2), 1, "04LambdaBlock", "04LambdaBlock"))))
                        .build()
                        .run())
                .hasMessageContaining("a batch of 1 of 150 rows");
        assertThatThrownBy(() -> student(SMALL)
                        .objective(new Objective(List.of(new Objective.Term(
                                LearnedLoss.crd(0.07, 8, 4), Schedule.constant(1), "09LambdaBlock", "09LambdaBlock"))))
                        .validation(FRESH)
                        .course(new Course(Schedule.constant(1), 0, Double.POSITIVE_INFINITY, 2))
                        .build()
                        .run())
                .hasMessageContaining("validation samples cannot judge");
        assertThatThrownBy(() -> BlockDefinition.convolutional(1, 8, 8, List.of(1, 1, 1, 1), 3))
                .hasMessageContaining("halved");
    }

    private static void tap(FitNetsLoss loss, String studentLayer, String teacherLayer) {
        student(SMALL)
                .objective(new Objective(List.of(Objective.Term.tap(loss, 1, studentLayer, teacherLayer))))
                .build()
                .run();
    }

    @Test
    void aNetworkComesBackFromItsBytesAndOnlyIntoItsOwnBlocks() {
        byte[] bytes = TEACHER.toBytes();
        BlockNetwork read = BlockNetwork.fromBytes(LARGE, bytes, "teacher");

        assertThat(read).isEqualTo(TEACHER).hasSameHashCodeAs(TEACHER);
        assertThat(read.logits(FRESH.inputs())).isDeepEqualTo(TEACHER.logits(FRESH.inputs()));
        assertThatThrownBy(() -> BlockNetwork.fromBytes(SMALL, bytes, "teacher.safetensors"))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("teacher.safetensors")
                .hasMessageContaining("conv 1x8x8 8-12 3");
    }

    @Test
    void blocksThatComeWithWeightsTeachAndAreTrainedFurther() {
        var engine = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        BlockDefinition loaded = BlockDefinition.of("flat 64-3", List.of(64), 3, () -> {
            SequentialBlock block = new SequentialBlock()
                    .add(Blocks.batchFlattenBlock())
                    .add(Linear.builder().setUnits(3).build());
            block.initialize(engine, DataType.FLOAT32, new Shape(1, 64));
            block.getParameters()
                    .forEach(entry -> entry.getValue()
                            .getArray()
                            .set(
                                    new float
                                            [Math.toIntExact(
                                                    entry.getValue().getArray().size())]));
            return block;
        });

        BlockNetwork network = BlockNetwork.trained(loaded);

        assertThat(network.logits(FRESH.inputs())[7]).containsExactly(0, 0, 0);
        assertThat(right(student(loaded).build().run().student(), SAMPLES)).isGreaterThan(0.5);
        assertThatThrownBy(() -> BlockNetwork.trained(SMALL)).hasMessageContaining("have no weights yet");
        engine.close();
    }
}
