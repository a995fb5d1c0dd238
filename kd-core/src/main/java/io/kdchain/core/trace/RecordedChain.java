package io.kdchain.core.trace;

import io.kdchain.core.adapt.CalibrationRecipe;
import io.kdchain.core.adapt.Int8Mlp;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.SplitRecipe;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.DistillationRecipe;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.TrainingRecipe;

/**
 * What the parties of a chain recorded: of each stage the recipe it says it followed, and the artefact it handed on.
 */
public record RecordedChain(
        DataStage data,
        TeacherStage teacher,
        DistillationStage distillation,
        AdaptationStage adaptation,
        DeploymentStage deployment) {

    /**
     * The data stage.
     *
     * @param source the rows as they were collected
     * @param recipe how training rows were taken from them
     * @param training the rows that were handed on
     * @param standardisation fitted on them, and handed on with them
     */
    public record DataStage(Dataset source, SplitRecipe recipe, Dataset training, Standardisation standardisation) {}

    /** The teacher, trained on the training rows. */
    public record TeacherStage(TrainingRecipe recipe, Mlp teacher) {}

    /** The student, distilled from the teacher on the training rows. */
    public record DistillationStage(DistillationRecipe recipe, Mlp student) {}

    /** The adapted student, calibrated on rows drawn from the training rows. */
    public record AdaptationStage(CalibrationRecipe recipe, Int8Mlp adapted) {}

    /** The service: its own copy of the pre-processing, which is to be that of the data stage. */
    public record DeploymentStage(Standardisation preprocessing) {}

    public RecordedChain {
        int features = data.source().featureNames().size();
        int classes = data.source().classNames().size();
        if (data.training().featureNames().size() != features
                || data.standardisation().width() != features
                || deployment.preprocessing().width() != features
                || teacher.teacher().definition().features() != features
                || distillation.student().definition().features() != features
                || adaptation.adapted().definition().features() != features) {
            throw new IllegalArgumentException(
                    "the artefacts of the chain do not all have %d features".formatted(features));
        }
        if (teacher.teacher().classes() != classes
                || distillation.student().classes() != classes
                || adaptation.adapted().definition().classes() != classes) {
            throw new IllegalArgumentException("the models of the chain do not all have %d classes".formatted(classes));
        }
    }
}
