package io.kdchain.examples.distillation;

import io.kdchain.core.audit.BiasAudit;
import io.kdchain.core.audit.Decisions;
import io.kdchain.core.data.ArtefactFolder;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Settings;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.Distiller;
import io.kdchain.core.distill.MutualRecipe;
import io.kdchain.core.distill.MutualRun;
import io.kdchain.core.distill.MutualTraining;
import io.kdchain.core.distill.Network;
import io.kdchain.core.distill.TrainingListener;
import io.kdchain.core.distill.TrainingProgress;
import io.kdchain.core.distill.TrainingRecipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Students that learn from each other, as a YAML file describes them; a run that was interrupted goes on. */
public final class MutualJob {

    private final Section file;
    private final Path out;
    private final JobRows rows;
    private final MutualRecipe recipe;

    /**
     * A student and how good it is.
     *
     * @param file its name in the folder
     * @param accuracy fraction of the test rows that it decides rightly
     */
    public record Student(ContentDigest digest, String file, double accuracy) {}

    /**
     * What came of it.
     *
     * @param students in the order of the file
     * @param folder where they lie
     * @param epochs that they were trained
     * @param testRows rows that the numbers rest on
     * @param agreement fraction of these on which all students decide alike
     */
    public record Result(List<Student> students, Path folder, int epochs, int testRows, double agreement) {
        public Result {
            students = List.copyOf(students);
        }
    }

    private MutualJob(Section file) {
        this.file = file.allow(
                "data",
                "testFraction",
                "validationFraction",
                "students",
                "temperature",
                "training",
                "checkpoints",
                "out",
                "record");
        this.out = file.file("out");
        Section settings = DistillationJob.training(file);
        this.rows = JobRows.read(file, settings, Standardisation::fit);
        List<TrainingRecipe> students = new ArrayList<>();
        for (Section student : file.sections("students")) {
            student.allow("hidden", "filters", "image");
            students.add(DistillationJob.recipe(
                    NetworkByFile.architecture(student, rows.training()),
                    settings,
                    Distiller.Builder.DEFAULT_EPOCHS,
                    DistillationJob.course(settings)));
        }
        this.recipe = new MutualRecipe(students, file.number("temperature", MutualRecipe.DEFAULT_TEMPERATURE));
    }

    /** Whether a configuration is of this kind: it names students, and no teacher. */
    public static boolean isMeant(Path config) {
        return Section.read(config).has("students");
    }

    /**
     * Reads a configuration and the data that it names.
     *
     * @throws IllegalArgumentException if something in it is missing, unknown or wrong, with line and column
     * @throws io.kdchain.core.data.ArtefactException if a file that it names cannot be used
     */
    public static MutualJob read(Path config) {
        return new MutualJob(Section.read(config));
    }

    /**
     * Trains, saves what was made to the folder and records it where the file says so.
     *
     * @param progress is told of each epoch
     */
    public Result run(Consumer<TrainingProgress> progress) {
        int every = file.optional("checkpoints").allow("every").count("every", 5);
        var record = DistillationRecord.open(file);
        try (record) {
            ArtefactFolder folder = ArtefactFolder.at(out);
            folder.save(DistillationJob.STANDARDISATION, rows.standardisation());
            folder.save("recipe.txt", new Settings(recipe.describe()));
            record.started(recipe, rows.rows(), rows.unlabelled());
            MutualRun run = record.watching(() -> train(every, record, progress));
            Samples test = rows.test();
            List<Student> students = new ArrayList<>();
            List<int[]> decisions = new ArrayList<>();
            for (int k = 0; k < run.students().size(); k++) {
                Network student = run.students().get(k);
                String name = "student-%d.safetensors".formatted(k + 1);
                folder.save(name, student);
                int[] decided = Decisions.of(student.logits(test.inputs()));
                double accuracy = BiasAudit.accuracy(test.labels(), decided);
                record.completed(k, student, accuracy, decided.length);
                students.add(new Student(student.digest(), name, accuracy));
                decisions.add(decided);
            }
            return new Result(students, out, run.losses().size(), test.size(), agreement(decisions));
        }
    }

    private MutualRun train(int every, DistillationRecord record, Consumer<TrainingProgress> progress) {
        MutualTraining training = MutualTraining.of(recipe, rows.training())
                .checkpoints(out, every)
                .listener(new TrainingListener() {
                    @Override
                    public void checkpointSaved(int epoch, ContentDigest checkpoint) {
                        record.listener().checkpointSaved(epoch, checkpoint);
                    }

                    @Override
                    public void epochDone(TrainingProgress done) {
                        record.listener().epochDone(done);
                        progress.accept(done);
                    }
                });
        Samples judging = rows.validation();
        return (judging == null ? training : training.validation(judging)).run();
    }

    private static double agreement(List<int[]> decisions) {
        int[] first = decisions.get(0);
        long alike = IntStream.range(0, first.length)
                .filter(i -> decisions.stream().allMatch(of -> of[i] == first[i]))
                .count();
        return (double) alike / first.length;
    }
}
