package io.kdchain.examples.distillation;

import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.UnlabelledRows;
import io.kdchain.core.distill.DistillationRecipe;
import io.kdchain.core.distill.Distiller;
import io.kdchain.core.distill.MutualRecipe;
import io.kdchain.core.distill.Network;
import io.kdchain.core.distill.TrainingListener;
import io.kdchain.core.distill.TrainingRun;
import io.kdchain.core.distill.WatchedTeacher;
import io.kdchain.core.record.DistillationRecorder;
import io.kdchain.core.record.Entities;
import io.kdchain.core.record.TrainingEvents;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.sign.KeyFile;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records a distillation in the log that the section {@code record} names, in the name of a party that is registered
 * there; without that section it records nothing.
 */
final class DistillationRecord implements AutoCloseable {

    private record Names(String dataset, List<String> teachers, String student, Map<String, String> licences) {}

    private final @Nullable ChainLog log;
    private final @Nullable Recorder recorder;
    private final Names names;
    private @Nullable DistillationRecorder run;

    private DistillationRecord(@Nullable ChainLog log, @Nullable Recorder recorder, Names names) {
        this.log = log;
        this.recorder = recorder;
        this.names = names;
    }

    static DistillationRecord open(Section file) {
        if (!file.has("record")) {
            return new DistillationRecord(null, null, new Names("", List.of(), "", Map.of()));
        }
        Section section = file.section("record")
                .allow(
                        "log",
                        "chain",
                        "party",
                        "key",
                        "dataset",
                        "teacher",
                        "teachers",
                        "student",
                        "students",
                        "licences");
        String chain = section.text("chain");
        PartyId party = new PartyId(section.text("party"));
        var signer = KeyFile.read(section.file("key"));
        Names names = file.has("students")
                ? new Names(section.text("dataset"), section.texts("students"), "", licences(section))
                : new Names(
                        section.text("dataset"),
                        section.has("teachers") ? section.texts("teachers") : List.of(section.text("teacher")),
                        section.text("student"),
                        licences(section));
        ChainLog log = ChainLog.open(section.text("log"), LogOptions.defaults().mustExist());
        try {
            return new DistillationRecord(log, log.recorder(chain, party, signer), names);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private static Map<String, String> licences(Section section) {
        Section licences = section.optional("licences").allow("dataset", "teacher");
        Map<String, String> all = new TreeMap<>();
        for (String of : List.of("dataset", "teacher")) {
            all.put("licence." + of, licences.optionalText(of).orElse("not stated"));
        }
        return all;
    }

    /** What the run computes on, and under which licences its inputs are. */
    private Map<String, String> environment() {
        Map<String, String> all = new TreeMap<>(Distiller.environment());
        all.put("java", Runtime.version().toString());
        all.putAll(names.licences());
        return all;
    }

    /**
     * The student begins to learn.
     *
     * @param unlabelled rows that it learns on beside the others, as a data set of their own; null means none
     */
    void started(
            List<ContentDigest> teachers,
            Dataset training,
            @Nullable UnlabelledRows unlabelled,
            DistillationRecipe recipe) {
        if (recorder != null) {
            if (names.teachers().size() != teachers.size()) {
                throw new IllegalArgumentException("record names the teachers %s, but there are %d; name each"
                        .formatted(names.teachers(), teachers.size()));
            }
            List<EntityId> from = IntStream.range(0, teachers.size())
                    .mapToObj(i ->
                            new EntityId(EntityKind.MODEL, names.teachers().get(i), Entities.digest(teachers.get(i))))
                    .toList();
            List<EntityId> rows = rows(training, unlabelled);
            run = DistillationRecorder.begin(
                    recorder,
                    Clock.systemUTC(),
                    Stream.concat(from.stream(), rows.stream()).toList(),
                    TrainingEvents.started(from, rows, recipe, environment()));
        }
    }

    /** Students begin to learn from each other; each is named as a teacher, none has weights yet. */
    void started(MutualRecipe recipe, Dataset training, @Nullable UnlabelledRows unlabelled) {
        if (recorder != null) {
            if (names.teachers().size() != recipe.students().size()) {
                throw new IllegalArgumentException("record names the students %s, but there are %d; name each"
                        .formatted(names.teachers(), recipe.students().size()));
            }
            List<EntityId> students = names.teachers().stream()
                    .map(name -> new EntityId(EntityKind.MODEL, name, null))
                    .toList();
            List<EntityId> rows = rows(training, unlabelled);
            run = DistillationRecorder.begin(
                    recorder, Clock.systemUTC(), rows, TrainingEvents.started(students, rows, recipe, environment()));
        }
    }

    private List<EntityId> rows(Dataset training, @Nullable UnlabelledRows unlabelled) {
        List<EntityId> rows = new ArrayList<>();
        rows.add(Entities.of(EntityKind.DATASET, names.dataset(), training));
        if (unlabelled != null) {
            rows.add(Entities.of(EntityKind.DATASET, names.dataset() + "-unlabelled", unlabelled));
        }
        return rows;
    }

    /** Trains, and raises the alarm in the log where the training runs away. */
    <T> T watching(Supplier<T> training) {
        return run == null ? training.get() : run.watching(training);
    }

    /** A teacher was asked for more than it should be. */
    void alarm(WatchedTeacher.Alarm alarm) {
        if (run != null) {
            run.alarm(alarm);
        }
    }

    /** What is to be told of the training's progress, for the log. */
    TrainingListener listener() {
        return run == null ? TrainingListener.SILENT : run;
    }

    void completed(TrainingRun training, double accuracy, int rows, Fidelity fidelity) {
        if (run != null) {
            run.completed(
                    List.of(TrainingEvents.metric("accuracy", accuracy, rows)),
                    fidelity,
                    Entities.of(EntityKind.MODEL, names.student(), training.student()));
        }
    }

    /** One of the students that learned from each other is complete. */
    void completed(int place, Network student, double accuracy, int rows) {
        if (run != null) {
            run.completed(
                    List.of(TrainingEvents.metric("accuracy", accuracy, rows)),
                    null,
                    Entities.of(EntityKind.MODEL, names.teachers().get(place), student));
        }
    }

    @Override
    public void close() {
        try (log) {
            if (run != null) {
                run.close();
            }
        }
    }
}
