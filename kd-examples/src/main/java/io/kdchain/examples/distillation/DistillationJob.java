package io.kdchain.examples.distillation;

import io.kdchain.core.audit.BiasAudit;
import io.kdchain.core.audit.Decisions;
import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.ArtefactFolder;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.CsvReader;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.IdxReader;
import io.kdchain.core.data.ImageFolderReader;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Settings;
import io.kdchain.core.data.Split;
import io.kdchain.core.data.SplitRecipe;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.Course;
import io.kdchain.core.distill.DistillationRecipe;
import io.kdchain.core.distill.Distiller;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.MlpDefinition;
import io.kdchain.core.distill.Schedule;
import io.kdchain.core.distill.TeacherTraining;
import io.kdchain.core.distill.TrainingListener;
import io.kdchain.core.distill.TrainingProgress;
import io.kdchain.core.distill.TrainingRecipe;
import io.kdchain.core.distill.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One distillation as a YAML file describes it. All of the file is read and all input checked before training begins; a
 * run that was interrupted goes on from its last checkpoint.
 */
public final class DistillationJob {

    private static final String TEACHER = "teacher.safetensors";
    private static final String STUDENT = "student.safetensors";
    private static final String STANDARDISATION = "standardisation.safetensors";

    private final Section file;
    private final Path out;
    private final Split split;
    private final Standardisation standardisation;
    private final Samples training;
    private final Samples test;

    /**
     * What came of it.
     *
     * @param student digest of the student
     * @param teacher digest of the teacher
     * @param folder where both lie
     * @param epochs that the student was trained
     * @param testRows rows that the numbers rest on
     * @param teacherAccuracy fraction of them that the teacher decides rightly
     * @param studentAccuracy fraction of them that the student decides rightly
     * @param fidelity how far both agree on them
     */
    public record Result(
            ContentDigest student,
            ContentDigest teacher,
            Path folder,
            int epochs,
            int testRows,
            double teacherAccuracy,
            double studentAccuracy,
            Fidelity fidelity) {}

    /** Is told what is trained, and how it goes. */
    @FunctionalInterface
    public interface Progress {
        /** An epoch of the teacher's or the student's training is done. */
        void epoch(boolean teacher, TrainingProgress progress);
    }

    private DistillationJob(Section file) {
        this.file = file.allow(
                "data", "testFraction", "teacher", "student", "loss", "training", "checkpoints", "out", "record");
        this.out = file.file("out");
        Dataset data = data(file.section("data"));
        Section settings = training();
        this.split = new SplitRecipe(file.number("testFraction", 0.2), settings.whole("seed", 0)).apply(data);
        Section teacher = file.section("teacher");
        this.standardisation = teacher.has("file")
                ? Standardisation.fromBytes(bytes(teacher.file("standardisation")), teacher.text("standardisation"))
                : Standardisation.fit(split.training());
        this.training = Samples.of(split.training(), standardisation);
        this.test = Samples.of(split.test(), standardisation);
    }

    /**
     * Reads a configuration and the data that it names.
     *
     * @throws IllegalArgumentException if something in it is missing, unknown or wrong, with line and column
     * @throws ArtefactException if a file that it names cannot be used
     */
    public static DistillationJob read(Path config) {
        return new DistillationJob(Section.read(config));
    }

    /** Distils, saves what was made to the folder and records it where the file says so. */
    public Result run(Progress progress) {
        Section teacherSection = file.section("teacher").allow("file", "standardisation", "hidden", "epochs");
        MlpDefinition student = network(file.section("student").allow("hidden"));
        Section settings = training();
        TrainingRecipe recipe = recipe(student, settings, Distiller.Builder.DEFAULT_EPOCHS, course(settings));
        Section lossSection = file.optional("loss")
                .allow(
                        "name",
                        "temperature",
                        "hardWeight",
                        "softWeight",
                        "classWeights",
                        "alpha",
                        "beta",
                        "gamma",
                        "lambda",
                        "smoothing");
        var distillation = new DistillationRecipe(recipe, LossByName.of(lossSection));
        int every = file.optional("checkpoints").allow("every").count("every", 5);
        var record = DistillationRecord.open(file);
        try (record) {
            Mlp teacher = teacher(teacherSection, settings, progress);
            ArtefactFolder folder = ArtefactFolder.at(out);
            folder.save(TEACHER, teacher);
            folder.save(STANDARDISATION, standardisation);
            folder.save("recipe.txt", new Settings(distillation.describe()));
            record.started(teacher, split.training(), distillation);
            TrainingRun run = Distiller.of(teacher, distillation, training)
                    .validation(test)
                    .checkpoints(out, every)
                    .listener(new TrainingListener() {
                        private ContentDigest last = teacher.digest();
                        private int saved;

                        @Override
                        public void checkpointSaved(int epoch, ContentDigest checkpoint) {
                            last = checkpoint;
                            saved = epoch;
                        }

                        @Override
                        public void epochDone(TrainingProgress done) {
                            if (saved == done.epoch()) {
                                record.progressed(done.loss(), last);
                            }
                            progress.epoch(false, done);
                        }
                    })
                    .build()
                    .run();
            folder.save(STUDENT, run.network());
            double[][] taught = teacher.logits(test.inputs());
            double[][] learnt = run.network().logits(test.inputs());
            Fidelity fidelity = Fidelity.between(taught, learnt);
            double accuracy = BiasAudit.accuracy(test.labels(), Decisions.of(learnt));
            record.completed(run, accuracy, test.size(), fidelity);
            return new Result(
                    run.network().digest(),
                    teacher.digest(),
                    out,
                    run.losses().size(),
                    test.size(),
                    BiasAudit.accuracy(test.labels(), Decisions.of(taught)),
                    accuracy,
                    fidelity);
        }
    }

    private Section training() {
        return file.optional("training")
                .allow(
                        "epochs",
                        "batchSize",
                        "learningRate",
                        "weightDecay",
                        "seed",
                        "warmUpSteps",
                        "maxGradientNorm",
                        "patience",
                        "schedule");
    }

    private static Course course(Section settings) {
        String schedule = settings.has("schedule")
                ? settings.oneOf("schedule", "constant", List.of("constant", "linear", "cosine"))
                : "constant";
        return new Course(
                switch (schedule) {
                    case "linear" -> Schedule.linear(1, 0);
                    case "cosine" -> Schedule.cosine(1, 0);
                    default -> Schedule.constant(1);
                },
                settings.count("warmUpSteps", 0),
                settings.number("maxGradientNorm", Double.POSITIVE_INFINITY),
                settings.count("patience", 0));
    }

    private static TrainingRecipe recipe(MlpDefinition network, Section settings, int epochs, Course course) {
        return new TrainingRecipe(
                network,
                settings.count("epochs", epochs),
                settings.count("batchSize", Distiller.Builder.DEFAULT_BATCH_SIZE),
                settings.number("learningRate", Distiller.Builder.DEFAULT_LEARNING_RATE),
                settings.number("weightDecay", Distiller.Builder.DEFAULT_WEIGHT_DECAY),
                settings.whole("seed", 0),
                course);
    }

    private Mlp teacher(Section section, Section settings, Progress progress) {
        if (section.has("file")) {
            Mlp read = Mlp.fromBytes(bytes(section.file("file")), section.text("file"));
            if (read.definition().features() != training.width() || read.classes() != training.classes()) {
                throw section.bad("the teacher %s does not fit data of %d features and %d classes"
                        .formatted(read.definition(), training.width(), training.classes()));
            }
            return read;
        }
        TrainingRecipe own = recipe(network(section), settings, Distiller.Builder.DEFAULT_EPOCHS, Course.PLAIN);
        TrainingRecipe recipe = new TrainingRecipe(
                own.network(),
                section.count("epochs", own.epochs()),
                own.batchSize(),
                own.learningRate(),
                own.weightDecay(),
                own.seed());
        return TeacherTraining.of(recipe, training)
                .listener(done -> progress.epoch(true, done))
                .run()
                .network();
    }

    private MlpDefinition network(Section section) {
        List<Integer> sizes = new ArrayList<>();
        sizes.add(training.width());
        for (double size : section.numbers("hidden")) {
            if (size != Math.rint(size) || size < 1 || size > 1 << 20) {
                throw section.bad("'hidden' holds %s; units are counted from 1".formatted(size));
            }
            sizes.add((int) size);
        }
        sizes.add(training.classes());
        return new MlpDefinition(sizes);
    }

    private static Dataset data(Section section) {
        section.allow("csv", "id", "images", "labels", "folder");
        long kinds = IntStream.range(0, 3)
                .filter(i -> section.has(List.of("csv", "images", "folder").get(i)))
                .count();
        if (kinds != 1) {
            throw section.bad(
                    "name one of csv (a table), images with labels (IDX files), or folder (of image folders)");
        }
        if (section.has("csv")) {
            return section.optionalText("id")
                    .map(CsvReader::withIds)
                    .orElseGet(CsvReader::plain)
                    .read(section.file("csv"));
        }
        return section.has("images")
                ? IdxReader.read(section.file("images"), section.file("labels"))
                : ImageFolderReader.read(section.file("folder"));
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new ArtefactException("%s cannot be read: %s. Check that it exists.".formatted(path, e), e);
        }
    }
}
