package io.kdchain.core.distill;

import io.kdchain.core.data.Samples;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.LabelLoss;
import java.util.List;

/** Trains a teacher on labels by cross entropy. One recipe and the same samples give one result. */
public final class TeacherTraining {

    private final TrainingRecipe recipe;
    private final Samples samples;
    private final TrainingListener listener;

    private TeacherTraining(TrainingRecipe recipe, Samples samples, TrainingListener listener) {
        this.recipe = recipe;
        this.samples = samples;
        this.listener = listener;
    }

    public static TeacherTraining of(TrainingRecipe recipe, Samples samples) {
        return new TeacherTraining(recipe, samples, TrainingListener.SILENT);
    }

    /** The same training, telling this listener of its progress. */
    public TeacherTraining listener(TrainingListener newListener) {
        return new TeacherTraining(recipe, samples, newListener);
    }

    /**
     * Trains.
     *
     * @throws DivergenceException if the loss stops being a finite number, or grows without bound
     */
    public TrainingRun run() {
        Objective objective =
                Objective.of(samples.fullyLabelled() ? HintonLoss.labelsOnly() : new LabelLoss(List.of()));
        return TrainingRun.of(TrainingLoop.of(
                        recipe,
                        objective,
                        new TrainingLoop.Taught(samples, manager -> Targets.NONE, TeacherAnswers.KEPT),
                        null,
                        List.of(),
                        null,
                        listener)
                .run());
    }
}
