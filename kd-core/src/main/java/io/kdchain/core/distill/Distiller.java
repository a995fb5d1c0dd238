package io.kdchain.core.distill;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.kdchain.core.data.Samples;
import io.kdchain.core.loss.DistillationLoss;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.LabelLoss;
import io.kdchain.core.loss.Reduction;
import io.kdchain.core.loss.ScaleT2;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Distils a student from one teacher or several: the entry point of kd-core. A student's row always meets its own
 * teacher's row, whether the teachers are asked beforehand or batch by batch. One recipe, teachers and data give one
 * result, whether or not the run was interrupted and went on from a checkpoint.
 *
 * <pre>{@code
 * var run = Distiller.of(teacher, MlpDefinition.of(30, 16, 2), samples)
 *         .temperature(Schedule.cosine(4.0, 1.0))
 *         .softWeight(0.9)
 *         .seed(7)
 *         .checkpoints(folder, 5)
 *         .listener(progress -> show(progress))
 *         .build()
 *         .run();
 * }</pre>
 */
public final class Distiller {

    private final List<Teacher> teachers;
    private final Samples samples;
    private final @Nullable Samples validation;
    private final DistillationRecipe recipe;
    private final @Nullable CheckpointFolder checkpoints;
    private final TrainingListener listener;
    private final TeacherAnswers answers;

    private Distiller(Builder builder) {
        this.teachers = builder.teachers;
        this.samples = builder.samples;
        this.validation = builder.validation;
        this.recipe = builder.recipe();
        this.checkpoints = builder.checkpoints;
        this.listener = builder.listener;
        this.answers = builder.answers;
        Architecture student = recipe.training().network();
        for (Teacher teacher : teachers) {
            if (teacher.classes() != student.classes()) {
                throw new IllegalArgumentException("the teacher tells %d classes apart, the student %s has %d"
                        .formatted(teacher.classes(), student, student.classes()));
            }
        }
    }

    /**
     * A distillation to be configured.
     *
     * @param student the network to train
     * @param samples what the student learns on
     */
    public static Builder of(Teacher teacher, Architecture student, Samples samples) {
        return of(List.of(teacher), student, samples);
    }

    /** A distillation from several teachers; its objective must be one for as many. */
    public static Builder of(List<? extends Teacher> teachers, Architecture student, Samples samples) {
        return new Builder(teachers, student, samples);
    }

    /** A distillation by a recorded recipe. */
    public static Builder of(Teacher teacher, DistillationRecipe recipe, Samples samples) {
        return of(List.of(teacher), recipe, samples);
    }

    /** A distillation from several teachers by a recorded recipe. */
    public static Builder of(List<? extends Teacher> teachers, DistillationRecipe recipe, Samples samples) {
        TrainingRecipe training = recipe.training();
        return of(teachers, training.network(), samples)
                .epochs(training.epochs())
                .batchSize(training.batchSize())
                .optimiser(training.optimiser())
                .seed(training.seed())
                .course(training.course())
                .objective(recipe.objective());
    }

    /**
     * What a distillation in this process computes on, by name: engine with its version, threads, device. The same
     * recipe gives the same bits only on the same.
     */
    public static Map<String, String> environment() {
        Engine engine = Engine.getEngine("PyTorch");
        return new TreeMap<>(Map.of(
                "engine", engine.getEngineName() + " " + engine.getVersion(),
                "threads", Integer.toString(JniUtils.getNumThreads()),
                "device", Device.cpu().toString()));
    }

    /** All that decides the result, beside teachers and samples. */
    public DistillationRecipe recipe() {
        return recipe;
    }

    /**
     * Distils.
     *
     * @throws DivergenceException if the loss stops being a finite number, or grows without bound
     */
    public TrainingRun run() {
        Objective objective = recipe.objective();
        return TrainingRun.of(TrainingLoop.of(
                        recipe.training(),
                        objective,
                        taught(samples),
                        validation == null ? null : taught(validation),
                        teachers.stream().map(Teacher::digest).toList(),
                        checkpoints,
                        listener)
                .run());
    }

    private TrainingLoop.Taught taught(Samples on) {
        Targets.Source source = switch (answers) {
            case KEPT -> Targets.kept(teachers, recipe.objective(), on);
            case LIVE -> Targets.live(teachers, recipe.objective(), on);
        };
        return new TrainingLoop.Taught(on, source, answers);
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

        private final List<Teacher> teachers;
        private final Architecture student;
        private final Samples samples;
        private @Nullable Samples validation;
        private int epochs = DEFAULT_EPOCHS;
        private int batchSize = DEFAULT_BATCH_SIZE;
        private OptimiserSetting optimiser = OptimiserSetting.adamW(DEFAULT_LEARNING_RATE, DEFAULT_WEIGHT_DECAY);
        private long seed;
        private Course course = Course.PLAIN;
        private Schedule temperature = Schedule.constant(HintonLoss.DEFAULT_TEMPERATURE);
        private Schedule hardWeight = Schedule.constant(HintonLoss.DEFAULT_HARD_WEIGHT);
        private Schedule softWeight = Schedule.constant(HintonLoss.DEFAULT_SOFT_WEIGHT);
        private Reduction reduction = Reduction.BATCH_MEAN;
        private ScaleT2 scaleT2 = ScaleT2.YES;
        private List<Double> classWeights = List.of();
        private @Nullable Objective objective;
        private @Nullable CheckpointFolder checkpoints;
        private TrainingListener listener = TrainingListener.SILENT;
        private TeacherAnswers answers = TeacherAnswers.KEPT;

        private Builder(List<? extends Teacher> teachers, Architecture student, Samples samples) {
            this.teachers = List.copyOf(teachers);
            this.student = student;
            this.samples = samples;
            if (teachers.isEmpty()) {
                throw new IllegalArgumentException("there is no teacher; give at least one");
            }
        }

        public Builder epochs(int newEpochs) {
            epochs = newEpochs;
            return this;
        }

        public Builder batchSize(int newBatchSize) {
            batchSize = newBatchSize;
            return this;
        }

        /** AdamW unless given; a learning rate or weight decay that is set afterwards changes this setting. */
        public Builder optimiser(OptimiserSetting newOptimiser) {
            optimiser = newOptimiser;
            return this;
        }

        public Builder learningRate(double newLearningRate) {
            optimiser = optimiser.withLearningRate(newLearningRate);
            return this;
        }

        public Builder weightDecay(double newWeightDecay) {
            optimiser = optimiser.withWeightDecay(newWeightDecay);
            return this;
        }

        /** 0 unless given. */
        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /** Learning-rate schedule, warm-up, gradient clipping and early stopping; none of them unless given. */
        public Builder course(Course newCourse) {
            course = newCourse;
            return this;
        }

        /** Samples by whose loss early stopping judges; those of the training unless given. */
        public Builder validation(Samples newValidation) {
            validation = newValidation;
            return this;
        }

        public Builder temperature(double newTemperature) {
            return temperature(Schedule.constant(newTemperature));
        }

        /** A temperature that changes over the training. */
        public Builder temperature(Schedule newTemperature) {
            temperature = newTemperature;
            return this;
        }

        public Builder hardWeight(double newHardWeight) {
            return hardWeight(Schedule.constant(newHardWeight));
        }

        /** A weight of the labels that changes over the training. */
        public Builder hardWeight(Schedule newHardWeight) {
            hardWeight = newHardWeight;
            return this;
        }

        public Builder softWeight(double newSoftWeight) {
            return softWeight(Schedule.constant(newSoftWeight));
        }

        /** A weight of the teacher that changes over the training. */
        public Builder softWeight(Schedule newSoftWeight) {
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

        /** Weighs the rows of the cross entropy with the labels by their class; one weight a class. */
        public Builder classWeights(List<Double> newClassWeights) {
            classWeights = List.copyOf(newClassWeights);
            return this;
        }

        /** Any loss on the logits, instead of Hinton's with the settings above. */
        public Builder loss(DistillationLoss newLoss) {
            return objective(Objective.of(newLoss));
        }

        /** Any sum of losses, instead of Hinton's with the settings above. */
        public Builder objective(Objective newObjective) {
            objective = newObjective;
            return this;
        }

        /**
         * Saves the state to this folder every so many epochs and goes on from what an earlier, interrupted run of the
         * same recipe, samples and teachers left there; a checkpoint of another is refused.
         */
        public Builder checkpoints(Path folder, int everyEpochs) {
            checkpoints = new CheckpointFolder(folder, everyEpochs);
            return this;
        }

        public Builder listener(TrainingListener newListener) {
            listener = newListener;
            return this;
        }

        /** When the teachers are asked: once before the training, unless said otherwise. */
        public Builder answers(TeacherAnswers newAnswers) {
            answers = newAnswers;
            return this;
        }

        /** The distiller; refuses settings that do not fit. */
        public Distiller build() {
            return new Distiller(this);
        }

        private DistillationRecipe recipe() {
            return new DistillationRecipe(
                    new TrainingRecipe(student, epochs, batchSize, optimiser, seed, course),
                    objective == null ? hinton() : objective);
        }

        private Objective hinton() {
            if (classWeights.isEmpty()) {
                return Objective.of(plan(hardWeight, softWeight));
            }
            if (classWeights.size() != student.classes()) {
                throw new IllegalArgumentException("%d class weights are given for the %d classes of the student"
                        .formatted(classWeights.size(), student.classes()));
            }
            List<Objective.Term> terms = new ArrayList<>();
            terms.add(new Objective.Term(
                    plan(Schedule.constant(0), Schedule.constant(1)), softWeight, Objective.LOGITS, Objective.LOGITS));
            terms.add(new Objective.Term(
                    LossPlan.always(new LabelLoss(classWeights)), hardWeight, Objective.LOGITS, Objective.LOGITS));
            return new Objective(terms);
        }

        private LossPlan plan(Schedule hard, Schedule soft) {
            boolean constant = List.of(temperature, hard, soft).stream()
                    .allMatch(schedule -> schedule.form() == Schedule.Form.CONSTANT);
            return constant
                    ? LossPlan.always(new HintonLoss(temperature.from(), hard.from(), soft.from(), reduction, scaleT2))
                    : new HintonPlan(temperature, hard, soft, reduction, scaleT2);
        }
    }
}
