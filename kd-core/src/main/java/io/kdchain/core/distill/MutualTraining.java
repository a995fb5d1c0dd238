package io.kdchain.core.distill;

import io.kdchain.core.data.Samples;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Trains students that learn from labels and from each other, without a teacher (Zhang et al. 2018, "Deep Mutual
 * Learning", arXiv 1706.00384). Each has its own optimiser; in each step they are updated in turn, and each is compared
 * with what its peers answer at that moment. One recipe and the same samples give one result, whether or not the run
 * was interrupted and went on from a checkpoint.
 */
public final class MutualTraining {

    private final MutualRecipe recipe;
    private final Samples samples;
    private final @Nullable Samples validation;
    private final @Nullable CheckpointFolder checkpoints;
    private final TrainingListener listener;

    private MutualTraining(
            MutualRecipe recipe,
            Samples samples,
            @Nullable Samples validation,
            @Nullable CheckpointFolder checkpoints,
            TrainingListener listener) {
        this.recipe = recipe;
        this.samples = samples;
        this.validation = validation;
        this.checkpoints = checkpoints;
        this.listener = listener;
    }

    public static MutualTraining of(MutualRecipe recipe, Samples samples) {
        return new MutualTraining(recipe, samples, null, null, TrainingListener.SILENT);
    }

    /** The same; early stopping judges by the students' mean loss on these samples. */
    public MutualTraining validation(Samples newValidation) {
        return new MutualTraining(recipe, samples, newValidation, checkpoints, listener);
    }

    /**
     * The same, with its state saved to this folder every so many epochs; it goes on from what an earlier, interrupted
     * run of the same recipe and samples left there, and refuses what another left.
     */
    public MutualTraining checkpoints(Path folder, int everyEpochs) {
        return new MutualTraining(recipe, samples, validation, new CheckpointFolder(folder, everyEpochs), listener);
    }

    /** The same, telling this listener of its progress. */
    public MutualTraining listener(TrainingListener newListener) {
        return new MutualTraining(recipe, samples, validation, checkpoints, newListener);
    }

    /**
     * Trains.
     *
     * @throws DivergenceException if a student's loss stops being a finite number, or grows without bound
     */
    public MutualRun run() {
        TrainingLoop.Ended ended = TrainingLoop.of(recipe, samples, validation, checkpoints, listener)
                .run();
        return new MutualRun(ended.networks(), ended.losses(), ended.engine(), ended.threads());
    }
}
