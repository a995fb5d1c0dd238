package io.kdchain.examples.medical;

import io.kdchain.core.adapt.Int8Mlp;
import io.kdchain.core.adapt.Int8Quantiser;
import io.kdchain.core.audit.BiasAudit;
import io.kdchain.core.audit.Decisions;
import io.kdchain.core.audit.Equivalence;
import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.audit.GapMetric;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.Distiller;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.TeacherTraining;
import io.kdchain.core.distill.TrainingListener;
import io.kdchain.core.distill.TrainingRun;
import io.kdchain.core.trace.RecordedChain;
import java.util.List;
import java.util.stream.IntStream;

/** What the parties make, one after the other, each from what the one before handed on. */
final class BuiltChain {

    /** Largest gap of accuracy between small and large findings that the teacher's developer accepts. */
    static final double BIAS_THRESHOLD = 0.1;

    /** Largest change of a probability that the hardware adapter accepts. */
    static final double EQUIVALENCE_TOLERANCE = 0.25;

    private static final String SIZE = "finding-size";

    private final DiagnosisRecipes recipes;
    private final Mishap mishap;
    private final Dataset source;
    private final Dataset training;
    private final Dataset test;
    private final Standardisation standardisation;

    BuiltChain(DiagnosisRecipes recipes, Mishap mishap, Dataset source) {
        this.recipes = recipes;
        this.mishap = mishap;
        this.source = source;
        var split = recipes.split().apply(source);
        this.training = split.training();
        this.test = split.test();
        this.standardisation = Standardisation.fit(training);
    }

    Dataset source() {
        return source;
    }

    Dataset training() {
        return training;
    }

    Dataset test() {
        return test;
    }

    Standardisation standardisation() {
        return standardisation;
    }

    TrainingRun teach(TrainingListener listener) {
        return TeacherTraining.of(recipes.teacher(), Samples.of(mishap.imported(training), standardisation))
                .listener(listener)
                .run();
    }

    /** Right answers on the rows as the developer imported them. */
    double accuracy(Mlp teacher) {
        Samples samples = Samples.of(mishap.imported(training), standardisation);
        return BiasAudit.accuracy(samples.labels(), Decisions.of(teacher.logits(samples.inputs())));
    }

    /** Small findings against large ones, parted at the median, on the training rows. */
    BiasAudit auditBias(Mlp model) {
        double[] areas = training.rows().stream()
                .mapToDouble(row -> Patients.area(training, row))
                .sorted()
                .toArray();
        double median = areas[areas.length / 2];
        int[] decisions = Decisions.of(model.logits(samples().inputs()));
        return BiasAudit.of(
                SIZE,
                GapMetric.ACCURACY,
                Patients.MALIGNANT,
                BIAS_THRESHOLD,
                new BiasAudit.Rows(
                        training.rows().stream()
                                .map(row -> Patients.area(training, row) < median ? "small" : "large")
                                .toList(),
                        training.rows().stream().map(Row::label).toList(),
                        IntStream.of(decisions).boxed().toList()));
    }

    TrainingRun distil(Mlp teacher, TrainingListener listener) {
        return Distiller.of(mishap.asked(teacher, recipes.student().training().seed()), recipes.student(), samples())
                .listener(listener)
                .build()
                .run();
    }

    Fidelity fidelity(Mlp teacher, Mlp student) {
        float[][] inputs = samples().inputs();
        return Fidelity.between(teacher.logits(inputs), student.logits(inputs));
    }

    Int8Mlp adapt(Mlp student) {
        Dataset rows = mishap.calibration(recipes.calibration(), training);
        return Int8Quantiser.quantise(student, Samples.of(rows, standardisation).inputs());
    }

    Equivalence equivalence(Mlp student, Int8Mlp adapted) {
        float[][] inputs = samples().inputs();
        return Equivalence.check(student.logits(inputs), adapted.logits(inputs), EQUIVALENCE_TOLERANCE);
    }

    Standardisation preprocessing() {
        return mishap.deployed(standardisation, source);
    }

    /** The chain as it is on record: recipes as stated, artefacts as handed on. */
    RecordedChain recorded(Mlp teacher, Mlp student, Int8Mlp adapted, Standardisation preprocessing) {
        return new RecordedChain(
                new RecordedChain.DataStage(source, recipes.split(), training, standardisation),
                new RecordedChain.TeacherStage(recipes.teacher(), teacher),
                new RecordedChain.DistillationStage(recipes.student(), student),
                new RecordedChain.AdaptationStage(recipes.calibration(), adapted),
                new RecordedChain.DeploymentStage(preprocessing));
    }

    /** The malignant finding with the largest area among these: what is missed there does most harm. */
    static Row gravest(Dataset data, List<Row> missed) {
        return missed.stream()
                .reduce((one, other) -> Patients.area(data, other) > Patients.area(data, one) ? other : one)
                .orElseThrow(() -> new IllegalArgumentException("nobody was harmed"));
    }

    private Samples samples() {
        return Samples.of(training, standardisation);
    }
}
