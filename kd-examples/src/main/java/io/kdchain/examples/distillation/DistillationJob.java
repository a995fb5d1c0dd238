package io.kdchain.examples.distillation;

import io.kdchain.core.audit.BiasAudit;
import io.kdchain.core.audit.Decisions;
import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.ArtefactFolder;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Settings;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.Architecture;
import io.kdchain.core.distill.CachedTeacher;
import io.kdchain.core.distill.Course;
import io.kdchain.core.distill.DistillationRecipe;
import io.kdchain.core.distill.Distiller;
import io.kdchain.core.distill.ModelFileTeacher;
import io.kdchain.core.distill.Network;
import io.kdchain.core.distill.OptimiserSetting;
import io.kdchain.core.distill.Schedule;
import io.kdchain.core.distill.Teacher;
import io.kdchain.core.distill.TeacherTraining;
import io.kdchain.core.distill.TrainingListener;
import io.kdchain.core.distill.TrainingProgress;
import io.kdchain.core.distill.TrainingRecipe;
import io.kdchain.core.distill.TrainingRun;
import io.kdchain.core.distill.WatchedTeacher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One distillation as a YAML file describes it. All of the file is read and all input checked before training begins; a
 * run that was interrupted goes on from its last checkpoint.
 */
public final class DistillationJob {

    static final String TEACHER = "teacher.safetensors";
    static final String STUDENT = "student.safetensors";
    static final String STANDARDISATION = "standardisation.safetensors";

    /** So many inputs are asked at least before their answers are saved. */
    private static final int LEAST_ASKED = 256;
    /** A file of soft targets is written so many times at most while it grows. */
    private static final int MOST_SAVED = 16;

    private final Section file;
    private final Path out;
    private final JobRows all;
    private final Dataset rows;
    private final Samples training;
    private final @Nullable Samples validation;
    private final Samples test;
    private final List<Section> teacherSections;

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

        /** A teacher is asked for more than the file says it should be. */
        default void alarm(WatchedTeacher.Alarm alarm) {}
    }

    private DistillationJob(Section file) {
        this.file = file.allow(
                "data",
                "testFraction",
                "validationFraction",
                "teacher",
                "teachers",
                "student",
                "loss",
                "layers",
                "training",
                "checkpoints",
                "watch",
                "out",
                "record");
        this.out = file.file("out");
        this.teacherSections = teacherSections(file);
        this.all = JobRows.read(file, training(), this::standardisation);
        this.rows = all.rows();
        this.training = all.training();
        this.validation = all.validation();
        this.test = all.test();
    }

    /** What this run made. */
    Path out() {
        return out;
    }

    /** All rows that the file names. */
    Dataset data() {
        return all.data();
    }

    /** The rows that this run keeps from its training, to be measured on. */
    Dataset testRows() {
        return all.testRows();
    }

    /** The rows that this run trains on, as networks see them. */
    Samples learned() {
        return training;
    }

    /** A student of this run's make, trained on labels alone by another seed. */
    Network alone(long moreSeed) {
        TrainingRecipe own = recipe(training).training();
        return TeacherTraining.of(own.withSeed(own.seed() + moreSeed), training)
                .run()
                .student();
    }

    /** A network of the student's make that lies in a file. */
    Network student(Path made) {
        return NetworkByFile.read(NetworkByFile.architecture(student(), training), made);
    }

    /** The rows that this run trains on; for another seed, those that a run by that one would. */
    Dataset rows(long moreSeed) {
        if (all.unlabelled() != null) {
            throw file.bad("a chain with rows that have no label cannot be traced; the tracer follows labels");
        }
        return moreSeed == 0 ? rows : all.rows(moreSeed);
    }

    /** The one that comes with the teacher, otherwise that of the rows. */
    Standardisation standardisation(Dataset of) {
        Section first = teacherSections.get(0);
        return first.has("standardisation")
                ? Standardisation.fromBytes(
                        NetworkByFile.bytes(first.file("standardisation")), first.text("standardisation"))
                : Standardisation.fit(of);
    }

    /** Trains the only teacher on these samples by another seed, or reads it where it lies in a file. */
    Teacher teacher(Samples samples, long moreSeed) {
        if (onlyTeacher().has("url")) {
            throw onlyTeacher()
                    .bad("a chain is traced by carrying its stages out again, and a teacher behind a url cannot be");
        }
        return teacher(onlyTeacher(), training(), samples, 0, moreSeed, (teacher, progress) -> {});
    }

    /** Whether the only teacher is not trained by this run, so that there are no others like it. */
    boolean teacherCameFromElsewhere() {
        return onlyTeacher().has("file") || onlyTeacher().has("url");
    }

    private Section onlyTeacher() {
        if (teacherSections.size() > 1) {
            throw file.bad("there are %d teachers; only chains of one teacher can be traced and audited"
                    .formatted(teacherSections.size()));
        }
        return teacherSections.get(0);
    }

    /** The teacher that this run had. */
    Teacher recordedTeacher() {
        Section section = onlyTeacher();
        if (section.has("url")) {
            Teacher remote = TeacherByUrl.of(section, all);
            CachedTeacher kept = kept(section, remote);
            return kept == null ? remote : kept;
        }
        if (section.has("file")) {
            return NetworkByFile.teacher(section, training);
        }
        return NetworkByFile.read(NetworkByFile.architecture(section, training), out.resolve(TEACHER));
    }

    /** The student that this run made. */
    Network recordedStudent() {
        return student(out.resolve(STUDENT));
    }

    private Section student() {
        return file.section("student").allow("hidden", "filters", "image");
    }

    /** Distils on these samples by another seed, with no record of it; on samples alone, without validation. */
    TrainingRun distil(Teacher teacher, Samples samples, long moreSeed) {
        DistillationRecipe own = recipe(samples);
        TrainingRecipe moved = own.training().withSeed(own.training().seed() + moreSeed);
        return Distiller.of(teacher, new DistillationRecipe(moved, own.objective()), samples)
                .build()
                .run();
    }

    private DistillationRecipe recipe(Samples samples) {
        Section settings = training();
        return new DistillationRecipe(
                recipe(
                        NetworkByFile.architecture(student(), samples),
                        settings,
                        Distiller.Builder.DEFAULT_EPOCHS,
                        course(settings)),
                LossByName.of(file.optional("loss"), file.sections("layers"), teacherSections.size()));
    }

    private static List<Section> teacherSections(Section file) {
        if (file.has("teacher") == file.has("teachers")) {
            throw file.bad("give one of teacher, and teachers as a list");
        }
        List<Section> all = file.has("teacher") ? List.of(file.section("teacher")) : file.sections("teachers");
        if (all.isEmpty()) {
            throw file.bad("'teachers' is empty; name at least one");
        }
        for (Section section : all) {
            section.allow(Stream.concat(
                            Stream.of(
                                    "file",
                                    "standardisation",
                                    "hidden",
                                    "filters",
                                    "image",
                                    "epochs",
                                    "seed",
                                    "softTargets"),
                            TeacherByUrl.KEYS.stream().filter(key -> section.has("url") || key.equals("url")))
                    .toArray(String[]::new));
            if (section.has("url") && (section.has("file") || section.has("hidden") || section.has("filters"))) {
                throw section.bad("a teacher behind a url has no file, hidden or filters; give one");
            }
            if (section.has("url")) {
                section.text("identity");
            }
            if (section.has("file") && !section.has("standardisation") && section == all.get(0)) {
                section.text("standardisation");
            }
            if (section.has("standardisation") && section != all.get(0)) {
                throw section.bad("all teachers see the rows by the standardisation of the first; leave it out here");
            }
        }
        return all;
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
        Section settings = training();
        DistillationRecipe distillation = recipe(training);
        int every = file.optional("checkpoints").allow("every").count("every", 5);
        var record = DistillationRecord.open(file);
        List<Teacher> teachers = new ArrayList<>();
        List<@Nullable CachedTeacher> kept = new ArrayList<>();
        try (record) {
            for (int i = 0; i < teacherSections.size(); i++) {
                teachers.add(teacher(teacherSections.get(i), settings, training, i, 0, progress));
                kept.add(kept(teacherSections.get(i), teachers.get(i)));
            }
            ArtefactFolder folder = ArtefactFolder.at(out);
            for (int i = 0; i < teachers.size(); i++) {
                if (teachers.get(i) instanceof Network network) {
                    folder.save(i == 0 ? TEACHER : "teacher-%d.safetensors".formatted(i + 1), network);
                }
            }
            folder.save(STANDARDISATION, all.standardisation());
            folder.save("recipe.txt", new Settings(distillation.describe()));
            record.started(teachers.stream().map(Teacher::digest).toList(), rows, all.unlabelled(), distillation);
            List<Teacher> asked = new ArrayList<>(watched(teachers, record, progress));
            for (int i = 0; i < asked.size(); i++) {
                if (teacherSections.get(i).has("softTargets")) {
                    asked.set(i, keeping(teacherSections.get(i), asked.get(i), kept.get(i)));
                }
            }
            TrainingRun run = record.watching(() -> train(asked, distillation, every, record, progress));
            folder.save(STUDENT, run.student());
            double[][] taught = asked.get(0).logits(test);
            double[][] learnt = run.student().logits(test.inputs());
            Fidelity fidelity = Fidelity.between(taught, learnt);
            double accuracy = BiasAudit.accuracy(test.labels(), Decisions.of(learnt));
            record.completed(run, accuracy, test.size(), fidelity);
            return new Result(
                    run.student().digest(),
                    teachers.get(0).digest(),
                    out,
                    run.losses().size(),
                    test.size(),
                    BiasAudit.accuracy(test.labels(), Decisions.of(taught)),
                    accuracy,
                    fidelity);
        } finally {
            teachers.forEach(DistillationJob::close);
        }
    }

    /** The soft targets that an earlier run kept of this teacher; null if there are none. */
    private static @Nullable CachedTeacher kept(Section section, Teacher teacher) {
        if (!section.has("softTargets") || !Files.exists(section.file("softTargets"))) {
            return null;
        }
        return CachedTeacher.fromBytes(
                NetworkByFile.bytes(section.file("softTargets")), teacher.digest(), section.text("softTargets"));
    }

    /** The teacher's answers for all rows, those that are not kept yet asked now and kept part by part. */
    private CachedTeacher keeping(Section section, Teacher teacher, @Nullable CachedTeacher kept) {
        Path target = section.file("softTargets").toAbsolutePath().normalize();
        Path folder = Objects.requireNonNull(target.getParent(), "a file has a folder");
        String name = String.valueOf(target.getFileName());
        return CachedTeacher.complete(
                teacher,
                all.everyRow(),
                kept,
                Math.max(LEAST_ASKED, all.data().size() / MOST_SAVED),
                known -> ArtefactFolder.at(folder).save(name, known));
    }

    /** Counts what teachers are asked for, where the file says how much that should be. */
    private List<Teacher> watched(List<Teacher> teachers, DistillationRecord record, Progress progress) {
        if (!file.has("watch")) {
            return teachers;
        }
        Section watch = file.section("watch").allow("inputs", "foreign");
        List<Samples> expected = validation == null ? List.of(training, test) : List.of(training, validation, test);
        return teachers.stream()
                .map(teacher -> (Teacher) new WatchedTeacher(
                        teacher,
                        expected,
                        watch.count("inputs", Integer.MAX_VALUE),
                        watch.count("foreign", 0),
                        alarm -> {
                            record.alarm(alarm);
                            progress.alarm(alarm);
                        }))
                .toList();
    }

    private static void close(Teacher teacher) {
        if (teacher instanceof ModelFileTeacher opened) {
            opened.close();
        }
    }

    private TrainingRun train(
            List<Teacher> teachers,
            DistillationRecipe recipe,
            int every,
            DistillationRecord record,
            Progress progress) {
        Distiller.Builder builder = Distiller.of(teachers, recipe, training)
                .checkpoints(out, every)
                .listener(new TrainingListener() {
                    @Override
                    public void checkpointSaved(int epoch, ContentDigest checkpoint) {
                        record.listener().checkpointSaved(epoch, checkpoint);
                    }

                    @Override
                    public void epochDone(TrainingProgress done) {
                        record.listener().epochDone(done);
                        progress.epoch(false, done);
                    }
                });
        return (validation == null ? builder : builder.validation(validation))
                .build()
                .run();
    }

    private Section training() {
        return training(file);
    }

    static Section training(Section file) {
        return file.optional("training")
                .allow(
                        "epochs",
                        "batchSize",
                        "optimiser",
                        "momentum",
                        "learningRate",
                        "weightDecay",
                        "seed",
                        "warmUpSteps",
                        "maxGradientNorm",
                        "patience",
                        "schedule");
    }

    static Course course(Section settings) {
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

    private static OptimiserSetting optimiser(Section settings) {
        List<String> kinds = Arrays.stream(OptimiserSetting.Kind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList();
        String kind = settings.oneOf("optimiser", "adamw", kinds);
        return new OptimiserSetting(
                OptimiserSetting.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                settings.number("learningRate", Distiller.Builder.DEFAULT_LEARNING_RATE),
                settings.number("momentum", 0),
                settings.number("weightDecay", Distiller.Builder.DEFAULT_WEIGHT_DECAY));
    }

    static TrainingRecipe recipe(Architecture network, Section settings, int epochs, Course course) {
        return new TrainingRecipe(
                network,
                settings.count("epochs", epochs),
                settings.count("batchSize", Distiller.Builder.DEFAULT_BATCH_SIZE),
                optimiser(settings),
                settings.whole("seed", 0),
                course);
    }

    private Teacher teacher(
            Section section, Section settings, Samples samples, int place, long moreSeed, Progress progress) {
        if (section.has("file")) {
            return NetworkByFile.teacher(section, samples);
        }
        if (section.has("url")) {
            return TeacherByUrl.of(section, all);
        }
        TrainingRecipe own = recipe(
                NetworkByFile.architecture(section, samples), settings, Distiller.Builder.DEFAULT_EPOCHS, Course.PLAIN);
        TrainingRecipe recipe = new TrainingRecipe(
                own.network(),
                section.count("epochs", own.epochs()),
                own.batchSize(),
                own.optimiser(),
                section.whole("seed", own.seed() + place) + moreSeed,
                own.course());
        return TeacherTraining.of(recipe, samples)
                .listener(done -> progress.epoch(true, done))
                .run()
                .student();
    }
}
