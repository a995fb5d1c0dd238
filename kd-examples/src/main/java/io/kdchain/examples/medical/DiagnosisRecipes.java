package io.kdchain.examples.medical;

import io.kdchain.core.adapt.CalibrationRecipe;
import io.kdchain.core.data.SplitRecipe;
import io.kdchain.core.distill.DistillationRecipe;
import io.kdchain.core.distill.MlpDefinition;
import io.kdchain.core.distill.TrainingRecipe;
import io.kdchain.core.loss.HintonLoss;
import java.util.Random;

/** What the parties say that they do; every seed in it comes from the scene's. */
record DiagnosisRecipes(
        SplitRecipe split, TrainingRecipe teacher, DistillationRecipe student, CalibrationRecipe calibration) {

    private static final double TEST_FRACTION = 0.3;
    private static final MlpDefinition TEACHER = MlpDefinition.of(30, 32, 16, 2);
    private static final MlpDefinition STUDENT = MlpDefinition.of(30, 16, 2);
    /** More than there are training rows: all of them calibrate. */
    private static final int CALIBRATION_ROWS = 400;

    static DiagnosisRecipes of(long seed) {
        var seeds = new Random(seed);
        return new DiagnosisRecipes(
                new SplitRecipe(TEST_FRACTION, seed(seeds)),
                new TrainingRecipe(TEACHER, 40, 64, 0.005, 0.9, seed(seeds)),
                new DistillationRecipe(
                        new TrainingRecipe(STUDENT, 60, 64, 0.008, 0.3, seed(seeds)), HintonLoss.standard()),
                new CalibrationRecipe(CALIBRATION_ROWS, seed(seeds)));
    }

    /** Small enough that every reader of JSON takes it for the same number. */
    private static long seed(Random seeds) {
        return seeds.nextInt(Integer.MAX_VALUE);
    }
}
