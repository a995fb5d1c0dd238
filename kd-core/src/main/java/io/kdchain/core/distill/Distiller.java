package io.kdchain.core.distill;

import io.kdchain.core.data.Samples;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.Reduction;
import io.kdchain.core.loss.ScaleT2;

/**
 * Distils a student from a teacher: the entry point of kd-core. The teacher is asked once for the logits of all
 * samples, in their order, so that a student's row always meets its own teacher's row. One recipe, teacher and data
 * give one result.
 *
 * <pre>{@code
 * var run = Distiller.of(teacher, MlpDefinition.of(30, 16, 2), samples)
 *         .temperature(4.0)
 *         .softWeight(0.9)
 *         .seed(7)
 *         .listener(progress -> show(progress))
 *         .build()
 *         .run();
 * }</pre>
 */
public final class Distiller {

    private final Teacher teacher;
    private final Samples samples;
    private final DistillationRecipe recipe;
    private final TrainingListener listener;

    private Distiller(Builder builder) {
        this.teacher = builder.teacher;
        this.samples = builder.samples;
        this.recipe = builder.recipe();
        this.listener = builder.listener;
        if (teacher.classes() != recipe.training().network().classes()) {
            throw new IllegalArgumentException("the teacher tells %d classes apart, the student %s has %d"
                    .formatted(
                            teacher.classes(),
                            recipe.training().network(),
                            recipe.training().network().classes()));
        }
    }

    /**
     * A distillation to be configured.
     *
     * @param student the network to train
     * @param samples what the student learns on
     */
    public static Builder of(Teacher teacher, MlpDefinition student, Samples samples) {
        return new Builder(teacher, student, samples);
    }

    /** A distillation by a recorded recipe. */
    public static Builder of(Teacher teacher, DistillationRecipe recipe, Samples samples) {
        TrainingRecipe training = recipe.training();
        HintonLoss loss = recipe.loss();
        return of(teacher, training.network(), samples)
                .epochs(training.epochs())
                .batchSize(training.batchSize())
                .learningRate(training.learningRate())
                .weightDecay(training.weightDecay())
                .seed(training.seed())
                .temperature(loss.temperature())
                .hardWeight(loss.hardWeight())
                .softWeight(loss.softWeight())
                .reduction(loss.reduction())
                .scaleT2(loss.scaleT2());
    }

    /** All that decides the result, beside teacher and samples. */
    public DistillationRecipe recipe() {
        return recipe;
    }

    /**
     * Distils.
     *
     * @throws DivergenceException if the loss stops being a finite number
     */
    public TrainingRun run() {
        double[][] logits = teacher.logits(samples.inputs());
        if (logits.length != samples.size()) {
            throw new IllegalStateException(
                    "the teacher answered %d rows for %d samples".formatted(logits.length, samples.size()));
        }
        for (double[] row : logits) {
            if (row.length != samples.classes()) {
                throw new IllegalStateException(
                        "the teacher answered %d logits for %d classes".formatted(row.length, samples.classes()));
            }
        }
        return new TrainingLoop(recipe.training(), recipe.loss(), samples, logits, listener).run();
    }

    /** Options of a distillation; each has a default. */
    public static final class Builder {

        /** Enough for tables of some hundred rows. */
        public static final int DEFAULT_EPOCHS = 60;

        public static final int DEFAULT_BATCH_SIZE = 32;
        /** A tenth of it is the custom for large networks; small ones bear more. */
        public static final double DEFAULT_LEARNING_RATE = 0.01;
        /** The default of the AdamW paper's reference code. */
        public static final double DEFAULT_WEIGHT_DECAY = 0.01;

        private final Teacher teacher;
        private final MlpDefinition student;
        private final Samples samples;
        private int epochs = DEFAULT_EPOCHS;
        private int batchSize = DEFAULT_BATCH_SIZE;
        private double learningRate = DEFAULT_LEARNING_RATE;
        private double weightDecay = DEFAULT_WEIGHT_DECAY;
        private long seed;
        private double temperature = HintonLoss.DEFAULT_TEMPERATURE;
        private double hardWeight = HintonLoss.DEFAULT_HARD_WEIGHT;
        private double softWeight = HintonLoss.DEFAULT_SOFT_WEIGHT;
        private Reduction reduction = Reduction.BATCH_MEAN;
        private ScaleT2 scaleT2 = ScaleT2.YES;
        private TrainingListener listener = TrainingListener.SILENT;

        private Builder(Teacher teacher, MlpDefinition student, Samples samples) {
            this.teacher = teacher;
            this.student = student;
            this.samples = samples;
        }

        public Builder epochs(int newEpochs) {
            epochs = newEpochs;
            return this;
        }

        public Builder batchSize(int newBatchSize) {
            batchSize = newBatchSize;
            return this;
        }

        public Builder learningRate(double newLearningRate) {
            learningRate = newLearningRate;
            return this;
        }

        public Builder weightDecay(double newWeightDecay) {
            weightDecay = newWeightDecay;
            return this;
        }

        /** 0 unless given. */
        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        public Builder temperature(double newTemperature) {
            temperature = newTemperature;
            return this;
        }

        public Builder hardWeight(double newHardWeight) {
            hardWeight = newHardWeight;
            return this;
        }

        public Builder softWeight(double newSoftWeight) {
            softWeight = newSoftWeight;
            return this;
        }

        public Builder reduction(Reduction newReduction) {
            reduction = newReduction;
            return this;
        }

        public Builder scaleT2(ScaleT2 newScaleT2) {
            scaleT2 = newScaleT2;
            return this;
        }

        public Builder listener(TrainingListener newListener) {
            listener = newListener;
            return this;
        }

        /** The distiller; refuses settings that do not fit. */
        public Distiller build() {
            return new Distiller(this);
        }

        private DistillationRecipe recipe() {
            return new DistillationRecipe(
                    new TrainingRecipe(student, epochs, batchSize, learningRate, weightDecay, seed),
                    new HintonLoss(temperature, hardWeight, softWeight, reduction, scaleT2));
        }
    }
}
