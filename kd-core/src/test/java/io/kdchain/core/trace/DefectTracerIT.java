package io.kdchain.core.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.core.Clouds;
import io.kdchain.core.adapt.CalibrationRecipe;
import io.kdchain.core.adapt.Int8Mlp;
import io.kdchain.core.adapt.Int8Quantiser;
import io.kdchain.core.audit.Decisions;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.SplitRecipe;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.DistillationRecipe;
import io.kdchain.core.distill.Distiller;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.MlpDefinition;
import io.kdchain.core.distill.TeacherTraining;
import io.kdchain.core.distill.TrainingRecipe;
import io.kdchain.core.loss.HintonLoss;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Chains over two clouds of points; each defect is made by acting otherwise than the recipe says. */
class DefectTracerIT {

    private static final Dataset SOURCE = Clouds.of(100, 4);
    private static final SplitRecipe SPLIT = new SplitRecipe(0.3, 8);
    private static final TrainingRecipe TEACHING =
            new TrainingRecipe(MlpDefinition.of(Clouds.FEATURES, 12, 2), 15, 16, 0.01, 0.1, 21);
    private static final DistillationRecipe DISTILLING = new DistillationRecipe(
            new TrainingRecipe(MlpDefinition.of(Clouds.FEATURES, 6, 2), 15, 16, 0.01, 0.1, 22), HintonLoss.standard());
    private static final CalibrationRecipe CALIBRATING = new CalibrationRecipe(100, 23);

    private final Dataset training = SPLIT.apply(SOURCE).training();
    private final Standardisation standardisation = Standardisation.fit(training);
    private final Samples samples = Samples.of(training, standardisation);

    @Test
    void aFaithfulChainExplainsNoWrongAnswer() {
        RecordedChain chain = chain(training, standardisation, teacher(samples), standardisation);
        ServedAnswer wrong = wrong(chain, SOURCE.rows());

        Localisation found = DefectTracer.of(chain).references(2).trace(wrong);

        assertThat(found.contributing()).isEmpty();
        assertThat(found.sufficient()).isEmpty();
        assertThat(found.unexplained()).isEqualByComparingTo("1");
        assertThat(found.replays()).hasSize(5).allMatch(StageReplay::reproduced);
    }

    @Test
    void labelsChangedBeforeTheDataWereHandedOnAreFoundInTheData() {
        Dataset altered = inverted(training);
        Samples alteredSamples = Samples.of(altered, standardisation);
        RecordedChain chain = chain(altered, standardisation, teacher(alteredSamples), standardisation);

        assertCause(chain, Stage.DATA);
    }

    @Test
    void aTeacherTrainedOnOtherLabelsIsFound() {
        RecordedChain chain = chain(
                training, standardisation, teacher(Samples.of(inverted(training), standardisation)), standardisation);

        assertCause(chain, Stage.TEACHER);
    }

    @Test
    void aStudentDistilledByAnotherLossIsFound() {
        Mlp teacher = teacher(samples);
        Mlp backwards = negated(teacher);
        Mlp student = Distiller.of(backwards, DISTILLING, samples).build().run().network();
        RecordedChain chain = chain(training, teacher, student, adapted(student, training), standardisation);

        assertCause(chain, Stage.DISTILLATION);
    }

    @Test
    void aCalibrationOnOneClassIsFound() {
        Mlp teacher = teacher(samples);
        Mlp student = student(teacher, samples);
        Dataset lowest = training.withRows(training.rows().stream()
                .filter(row -> row.label() == 0)
                .filter(row -> IntStream.range(0, Clouds.FEATURES).allMatch(i -> row.feature(i) < 10 * (i + 1) + 1))
                .toList());
        Int8Mlp narrow = Int8Quantiser.quantise(
                student, Samples.of(lowest, standardisation).inputs());
        RecordedChain chain = chain(training, teacher, student, narrow, standardisation);

        assertCause(chain, Stage.ADAPTATION);
    }

    @Test
    void aPreprocessingInOtherUnitsIsFound() {
        double[] mean = Arrays.stream(standardisation.mean()).map(m -> m * 1.1).toArray();
        RecordedChain chain =
                chain(training, standardisation, teacher(samples), new Standardisation(mean, standardisation.sd()));

        assertCause(chain, Stage.DEPLOYMENT);
    }

    @Test
    void anAnswerThatTheRecordedArtefactsDoNotGiveIsTheServices() {
        RecordedChain chain = chain(training, standardisation, teacher(samples), standardisation);
        Row right = training.rows().stream()
                .filter(row -> answer(chain, row) == row.label())
                .findFirst()
                .orElseThrow();

        Localisation found = DefectTracer.of(chain).references(1).trace(new ServedAnswer(right, 1 - right.label()));

        assertThat(found.contributing()).containsExactly(Stage.DEPLOYMENT);
    }

    @Test
    void twoStagesOfWhichEachIsEnoughShareAlike() {
        Dataset onlyOnes = training.withRows(
                training.rows().stream().map(row -> row.withLabel(1)).toList());
        Mlp teacher = teacher(Samples.of(onlyOnes, standardisation));
        double[] mean = Arrays.stream(standardisation.mean()).map(m -> m - 4).toArray();
        var shifted = new Standardisation(mean, standardisation.sd());
        RecordedChain chain = chain(training, standardisation, teacher, shifted);
        RecordedChain faithful = chain(training, standardisation, teacher(samples), standardisation);
        Row harmed = training.rows().stream()
                .filter(row -> row.label() == 0 && answer(faithful, row) == 0 && answer(chain, row) == 1)
                .findFirst()
                .orElseThrow();

        Localisation found = DefectTracer.of(chain).references(1).trace(new ServedAnswer(harmed, 1));

        assertThat(found.of(Stage.TEACHER).contribution()).isEqualByComparingTo("0.5");
        assertThat(found.of(Stage.DEPLOYMENT).contribution()).isEqualByComparingTo("0.5");
        assertThat(found.sufficient()).containsExactly(List.of(Stage.TEACHER), List.of(Stage.DEPLOYMENT));
    }

    @Test
    void aRepetitionGivesTheSameReproductionDigestAndOtherSeedsAnother() {
        double[] mean = Arrays.stream(standardisation.mean()).map(m -> m * 1.1).toArray();
        RecordedChain chain =
                chain(training, standardisation, teacher(samples), new Standardisation(mean, standardisation.sd()));
        ServedAnswer wrong = wrong(chain, training.rows());
        List<Stage> told = new ArrayList<>();

        Localisation once = DefectTracer.of(chain)
                .references(1)
                .listener((stage, reference, references) -> told.add(stage))
                .trace(wrong);

        assertThat(DefectTracer.of(chain).references(1).trace(wrong)).isEqualTo(once);
        assertThat(DefectTracer.of(chain).references(2).trace(wrong).reproduction())
                .isNotEqualTo(once.reproduction());
        assertThat(told).containsExactlyInAnyOrder(Stage.values());
    }

    @Test
    void whatHasNoCauseToFindIsRefused() {
        RecordedChain chain = chain(training, standardisation, teacher(samples), standardisation);
        Row row = training.rows().get(0);

        assertThatThrownBy(() -> new ServedAnswer(row, row.label())).hasMessageContaining("which is right");
        assertThatThrownBy(() -> new ServedAnswer(row, -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> DefectTracer.of(chain).references(0)).hasMessageContaining("references is 0");
        assertThatThrownBy(() -> DefectTracer.of(chain).trace(new ServedAnswer(new Row("r", new double[2], 0), 1)))
                .hasMessageContaining("2 features");
        assertThatThrownBy(() -> new RecordedChain(
                        chain.data(),
                        chain.teacher(),
                        chain.distillation(),
                        chain.adaptation(),
                        new RecordedChain.DeploymentStage(new Standardisation(new double[1], new double[] {1}))))
                .hasMessageContaining("6 features");
    }

    private void assertCause(RecordedChain chain, Stage stage) {
        List<Row> cases = training.rows().stream()
                .filter(row -> answer(chain, row) != row.label())
                .toList();
        assertThat(cases).as("rows that the defect harms").isNotEmpty();
        // an answer that even a faithful chain gets wrong has another cause: take one that it gets right
        Mlp student = student(teacher(samples), samples);
        RecordedChain faithful =
                chain(training, teacher(samples), student, adapted(student, training), standardisation);
        Row harmed = cases.stream()
                .filter(row -> answer(faithful, row) == row.label())
                .findFirst()
                .orElseThrow();

        Localisation found =
                DefectTracer.of(chain).references(2).trace(new ServedAnswer(harmed, answer(chain, harmed)));

        assertThat(found.contributing()).containsExactly(stage);
        assertThat(found.of(stage).contribution()).isGreaterThanOrEqualTo(new BigDecimal("0.5"));
        assertThat(found.sufficient()).containsExactly(List.of(stage));
        assertThat(found.replays().stream()
                        .filter(replay -> !replay.reproduced())
                        .map(StageReplay::stage))
                .containsExactly(stage);
    }

    private RecordedChain chain(Dataset rows, Standardisation recorded, Mlp teacher, Standardisation deployed) {
        Mlp student = student(teacher, Samples.of(rows, recorded));
        return chain(rows, teacher, student, adapted(student, rows), deployed);
    }

    private RecordedChain chain(Dataset rows, Mlp teacher, Mlp student, Int8Mlp adapted, Standardisation deployed) {
        return new RecordedChain(
                new RecordedChain.DataStage(SOURCE, SPLIT, rows, standardisation),
                new RecordedChain.TeacherStage(TEACHING, teacher),
                new RecordedChain.DistillationStage(DISTILLING, student),
                new RecordedChain.AdaptationStage(CALIBRATING, adapted),
                new RecordedChain.DeploymentStage(deployed));
    }

    private static Mlp teacher(Samples on) {
        return TeacherTraining.of(TEACHING, on).run().network();
    }

    private static Mlp student(Mlp teacher, Samples on) {
        return Distiller.of(teacher, DISTILLING, on).build().run().network();
    }

    private Int8Mlp adapted(Mlp student, Dataset rows) {
        return Int8Quantiser.quantise(
                student, Samples.of(CALIBRATING.draw(rows), standardisation).inputs());
    }

    private static Dataset inverted(Dataset data) {
        return data.withRows(
                data.rows().stream().map(row -> row.withLabel(1 - row.label())).toList());
    }

    private static Mlp negated(Mlp network) {
        int last = network.definition().layers() - 1;
        List<float[]> weights = new ArrayList<>();
        List<float[]> biases = new ArrayList<>();
        for (int layer = 0; layer <= last; layer++) {
            weights.add(layer == last ? negated(network.weights(layer)) : network.weights(layer));
            biases.add(layer == last ? negated(network.biases(layer)) : network.biases(layer));
        }
        return new Mlp(network.definition(), weights, biases);
    }

    private static float[] negated(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = -values[i];
        }
        return values;
    }

    private static int answer(RecordedChain chain, Row row) {
        float[] input = chain.deployment().preprocessing().apply(row.features());
        return Decisions.of(chain.adaptation().adapted().logits(input));
    }

    private static ServedAnswer wrong(RecordedChain chain, List<Row> rows) {
        return rows.stream()
                .filter(row -> answer(chain, row) != row.label())
                .findFirst()
                .map(row -> new ServedAnswer(row, answer(chain, row)))
                .orElseThrow();
    }
}
