package io.kdchain.examples.distillation;

import io.kdchain.core.adapt.CalibrationRecipe;
import io.kdchain.core.adapt.Int8Quantiser;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.SplitRecipe;
import io.kdchain.core.distill.DistillationRecipe;
import io.kdchain.core.distill.Distiller;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.Teacher;
import io.kdchain.core.distill.TeacherTraining;
import io.kdchain.core.distill.TrainingRecipe;
import io.kdchain.core.trace.RecordedChain;
import io.kdchain.core.trace.chain.ChainWorks;
import io.kdchain.core.trace.chain.Distilled;
import io.kdchain.core.trace.chain.PreparedRows;
import io.kdchain.core.trace.chain.Service;
import io.kdchain.core.trace.chain.TracedModel;
import java.util.List;

/**
 * The stages of a chain by recorded recipes: each is done as its party says that it does it. Rows are drawn anew from a
 * pool that the audited rows have no part in, so many as the recorded chain has.
 */
record RecipeWorks(
        Dataset pool,
        int rows,
        TrainingRecipe teacher,
        DistillationRecipe student,
        CalibrationRecipe calibration,
        long first)
        implements ChainWorks {

    /** Repetitions draw other rows and seeds, far from those that a party would record beside its own. */
    private static final long STRIDE = 100_003;

    /** A pool that is hardly larger than what is drawn of it still leaves some rows out. */
    private static final double LEAST_LEFT_OUT = 0.05;

    static RecipeWorks of(RecordedChain chain, Dataset pool) {
        return new RecipeWorks(
                pool,
                chain.data().training().size(),
                chain.teacher().recipe(),
                chain.distillation().recipe(),
                chain.adaptation().recipe(),
                0);
    }

    /** The same stages done at another time. */
    RecipeWorks another(int number) {
        return new RecipeWorks(pool, rows, teacher, student, calibration, number * 1_000L);
    }

    private long seed(long own, int repetition) {
        return own + (first + repetition + 1) * STRIDE;
    }

    @Override
    public PreparedRows prepare(int repetition) {
        double leftOut = Math.max(LEAST_LEFT_OUT, 1 - (double) rows / pool.size());
        return PreparedRows.fitted(
                new SplitRecipe(leftOut, seed(0, repetition)).apply(pool).training());
    }

    private static Samples samples(PreparedRows data) {
        return Samples.of(data.rows(), data.standardisation());
    }

    @Override
    public TracedModel teach(PreparedRows data, int repetition) {
        TrainingRecipe own = teacher.withSeed(seed(teacher.seed(), repetition));
        return new TracedModels.Asked(
                TeacherTraining.of(own, samples(data)).run().network());
    }

    @Override
    public Distilled distil(PreparedRows data, TracedModel from, int repetition) {
        DistillationRecipe own = student.withSeed(seed(student.training().seed(), repetition));
        Teacher asked = from instanceof TracedModels.Asked known
                ? known.teacher()
                : new TracedModels.Answering(from, data.rows().classNames().size());
        return new Distilled(
                new TracedModels.Asked(
                        Distiller.of(asked, own, samples(data)).build().run().network()),
                List.of());
    }

    @Override
    public TracedModel adapt(PreparedRows data, TracedModel from, int repetition) {
        return adapted(data, from, calibration.withSeed(seed(calibration.seed(), repetition)));
    }

    /** By the recipe as it is recorded. */
    TracedModel adaptAsRecorded(PreparedRows data, TracedModel from) {
        return adapted(data, from, calibration);
    }

    private static TracedModel adapted(PreparedRows data, TracedModel from, CalibrationRecipe recipe) {
        if (!(from instanceof TracedModels.Asked known && known.teacher() instanceof Mlp network)) {
            throw new IllegalArgumentException(
                    "only a perceptron can be adapted here; got %s".formatted(from.digest()));
        }
        float[][] inputs = data.apply(
                recipe.draw(data.rows()).rows().stream().map(Row::features).toArray(double[][]::new));
        return new TracedModels.Adapted(Int8Quantiser.quantise(network, inputs));
    }

    @Override
    public Service deploy(PreparedRows data, TracedModel model, int repetition) {
        return TracedModels.service(data.standardisation(), model);
    }
}
