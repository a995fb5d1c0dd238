package io.kdchain.core.trace.chain;

import io.kdchain.core.trace.Stage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A chain with some stages as on trial and the others as known to be good. What two such chains have in common from the
 * front is done once: data, teacher and student cost at most eight distillations a repetition, all after them is
 * inference. What is on record stands for the stages on trial as long as all before them are on trial as well: the
 * teacher in every repetition, what comes after in the first, since a student is distilled again to see how much
 * students vary.
 */
final class Exchange {

    private final SuspectChain suspect;
    private final ChainWorks good;
    private final AuditRows audit;
    private final Map<String, Object> kept = new HashMap<>();
    private int executions;

    Exchange(SuspectChain suspect, ChainWorks good, AuditRows audit) {
        this.suspect = suspect;
        this.good = good;
        this.audit = audit;
    }

    static int bit(Stage stage) {
        return switch (stage) {
            case DATA -> 1;
            case TEACHER -> 2;
            case DISTILLATION -> 4;
            case ADAPTATION -> 8;
            case DEPLOYMENT -> 16;
        };
    }

    /** The coalition of these stages. */
    static int coalition(Set<Stage> stages) {
        return stages.stream().mapToInt(Exchange::bit).sum();
    }

    /** The coalition of all stages before this one. */
    static int before(Stage stage) {
        return bit(stage) - 1;
    }

    /** Trainings so far. */
    int executions() {
        return executions;
    }

    PreparedRows data(int coalition, int repetition) {
        return has(coalition, Stage.DATA)
                ? suspect.data()
                : keep("data", 0, repetition, () -> good.prepare(repetition), PreparedRows.class);
    }

    TracedModel teacher(int coalition, int repetition) {
        if (all(coalition, Stage.TEACHER)) {
            return suspect.teacher();
        }
        int prefix = coalition & 3;
        return keep(
                "teacher",
                prefix,
                repetition,
                () -> {
                    executions++;
                    return works(coalition, Stage.TEACHER).teach(data(prefix, repetition), repetition);
                },
                TracedModel.class);
    }

    Distilled distilled(int coalition, int repetition) {
        if (all(coalition, Stage.DISTILLATION) && repetition == 0) {
            return suspect.distilled();
        }
        int prefix = coalition & 7;
        return keep(
                "student",
                prefix,
                repetition,
                () -> {
                    executions++;
                    return works(coalition, Stage.DISTILLATION)
                            .distil(data(prefix, repetition), teacher(prefix, repetition), repetition);
                },
                Distilled.class);
    }

    /** The distillation on trial, on what is on record, but from another teacher. */
    Distilled distilledFrom(TracedModel teacher) {
        executions++;
        return suspect.works().distil(suspect.data(), teacher, 0);
    }

    /** The distillation on trial once more, on what is on record. */
    Distilled distilledAgain(int repetition) {
        executions++;
        return suspect.works().distil(suspect.data(), suspect.teacher(), repetition);
    }

    TracedModel adapted(int coalition, int repetition) {
        if (all(coalition, Stage.ADAPTATION) && repetition == 0) {
            return suspect.adapted();
        }
        int prefix = coalition & 15;
        return keep(
                "adapted",
                prefix,
                repetition,
                () -> works(coalition, Stage.ADAPTATION)
                        .adapt(
                                data(prefix, repetition),
                                distilled(prefix, repetition).student(),
                                repetition),
                TracedModel.class);
    }

    Service service(int coalition, int repetition) {
        if (all(coalition, Stage.DEPLOYMENT) && repetition == 0) {
            return suspect.service();
        }
        return works(coalition, Stage.DEPLOYMENT)
                .deploy(data(coalition, repetition), adapted(coalition, repetition), repetition);
    }

    /** What the whole chain answers. */
    Answers answers(int coalition, int repetition) {
        return keep(
                "answers",
                coalition,
                repetition,
                () -> Answers.of(audit, service(coalition, repetition)::answers),
                Answers.class);
    }

    /** What the model that leaves this stage answers; after the last one, the service. */
    Answers answersAfter(Stage stage, int coalition, int repetition) {
        return switch (stage) {
            case DATA -> throw new IllegalArgumentException("no model leaves the data stage");
            case TEACHER -> boundary(stage, coalition & 3, repetition, () -> teacher(coalition, repetition));
            case DISTILLATION ->
                boundary(
                        stage,
                        coalition & 7,
                        repetition,
                        () -> distilled(coalition, repetition).student());
            case ADAPTATION -> boundary(stage, coalition & 15, repetition, () -> adapted(coalition, repetition));
            case DEPLOYMENT -> answers(coalition, repetition);
        };
    }

    private Answers boundary(Stage stage, int prefix, int repetition, Supplier<TracedModel> model) {
        return keep(
                "after " + stage.label(),
                prefix,
                repetition,
                () -> Answers.of(
                        audit,
                        rows -> model.get().logits(data(prefix, repetition).apply(rows))),
                Answers.class);
    }

    private ChainWorks works(int coalition, Stage stage) {
        return has(coalition, stage) ? suspect.works() : good;
    }

    private static boolean has(int coalition, Stage stage) {
        return (coalition & bit(stage)) != 0;
    }

    private static boolean all(int coalition, Stage upTo) {
        int wanted = bit(upTo) | before(upTo);
        return (coalition & wanted) == wanted;
    }

    private <T> T keep(String what, int prefix, int repetition, Supplier<T> make, Class<T> type) {
        String key = "%s %d %d".formatted(what, prefix, repetition);
        Object found = kept.get(key);
        if (found == null) {
            T made = make.get();
            kept.put(key, made);
            return made;
        }
        return type.cast(found);
    }
}
