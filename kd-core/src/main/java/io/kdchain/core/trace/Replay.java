package io.kdchain.core.trace;

import io.kdchain.core.adapt.Int8Mlp;
import io.kdchain.core.adapt.Int8Quantiser;
import io.kdchain.core.audit.Decisions;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.Distiller;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.TeacherTraining;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Carries a recorded chain out again, any stages as recorded and the others faithfully. A stage that reproduces to the
 * bit acts faithfully in either case. What an unfaithful stage would have made of other inputs is not on record: its
 * recorded artefact stands for it, except for an adaptation that differs in its grids alone, whose grids are laid on
 * the other student. What was trained once is kept.
 */
final class Replay {

    /**
     * Spreads the seeds of the references, so that neighbouring recorded seeds do not share them: 2^64 / golden ratio.
     */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    private final RecordedChain chain;
    private final ServedAnswer answer;
    private final int references;
    private final TraceListener listener;
    private final Map<String, Mlp> trained = new HashMap<>();
    private final Map<Stage, StageReplay> replays = new EnumMap<>(Stage.class);
    private final Dataset faithfulTraining;
    private final Standardisation faithfulStandardisation;
    private final boolean differsInGridsAlone;
    private final boolean servedAsRecorded;

    Replay(RecordedChain chain, ServedAnswer answer, int references, TraceListener listener) {
        this.chain = chain;
        this.answer = answer;
        this.references = references;
        this.listener = listener;
        RecordedChain.DataStage data = chain.data();
        this.faithfulTraining = data.recipe().apply(data.source()).training();
        this.faithfulStandardisation = Standardisation.fit(faithfulTraining);
        note(
                Stage.DATA,
                joint(data.training().digest(), data.standardisation().digest()),
                joint(faithfulTraining.digest(), faithfulStandardisation.digest()),
                "training rows and standardisation, taken again from the collected rows");

        Samples samples = Samples.of(data.training(), data.standardisation());
        Mlp teacher = train(samples, 0);
        note(
                Stage.TEACHER,
                chain.teacher().teacher().digest(),
                teacher.digest(),
                "weights, trained again; largest difference of a logit on the training rows %.6f"
                        .formatted(largestDifference(chain.teacher().teacher(), teacher, samples)));

        Mlp student = distil(chain.teacher().teacher(), samples, 0);
        note(
                Stage.DISTILLATION,
                chain.distillation().student().digest(),
                student.digest(),
                "weights, distilled again from the recorded teacher; largest difference of a logit on the training rows %.6f"
                        .formatted(largestDifference(chain.distillation().student(), student, samples)));

        Int8Mlp recorded = chain.adaptation().adapted();
        Int8Mlp adapted = adapt(chain.distillation().student(), data.training(), data.standardisation(), 0);
        float[][] inputs = samples.inputs();
        note(
                Stage.ADAPTATION,
                recorded.digest(),
                adapted.digest(),
                "int8 tensors, quantised again from the recorded student; input values clamped on the training rows %.4f, again %.4f"
                        .formatted(recorded.saturation(inputs), adapted.saturation(inputs)));
        this.differsInGridsAlone = sameShape(chain.distillation().student(), recorded)
                && Int8Quantiser.quantise(chain.distillation().student(), recorded)
                        .digest()
                        .equals(recorded.digest());

        Standardisation served = chain.deployment().preprocessing();
        this.servedAsRecorded = decide(recorded, served) == answer.served();
        note(
                Stage.DEPLOYMENT,
                ContentDigest.ofText(served.digest() + " " + answer.served()),
                ContentDigest.ofText(data.standardisation().digest() + " " + decide(recorded, served)),
                servedAsRecorded
                        ? "pre-processing, compared with that of the training; the recorded artefacts give the served answer"
                        : "the recorded artefacts do not give the served answer");
    }

    Map<Stage, StageReplay> replays() {
        return replays;
    }

    /**
     * Whether the answer is wrong.
     *
     * @param asRecorded stages that act as recorded
     * @param reference 0 for the recorded seeds, others for other seeds
     */
    boolean wrong(Set<Stage> asRecorded, int reference) {
        boolean recordedData = faithful(Stage.DATA) || asRecorded.contains(Stage.DATA);
        Dataset training = recordedData ? chain.data().training() : faithfulTraining;
        Standardisation standardisation = recordedData ? chain.data().standardisation() : faithfulStandardisation;
        Samples samples = Samples.of(training, standardisation);

        Mlp recordedTeacher = chain.teacher().teacher();
        Mlp teacher = keeps(Stage.TEACHER, asRecorded, recordedData) ? recordedTeacher : train(samples, reference);

        Mlp recordedStudent = chain.distillation().student();
        boolean sameInputs = recordedData && teacher.equals(recordedTeacher);
        Mlp student = keeps(Stage.DISTILLATION, asRecorded, sameInputs)
                ? recordedStudent
                : distil(teacher, samples, reference);

        sameInputs = recordedData && student.equals(recordedStudent);
        Int8Mlp adapted;
        if (keeps(Stage.ADAPTATION, asRecorded, sameInputs)) {
            adapted = sameInputs || !differsInGridsAlone
                    ? chain.adaptation().adapted()
                    : Int8Quantiser.quantise(student, chain.adaptation().adapted());
        } else {
            adapted = adapt(student, training, standardisation, reference);
        }

        if (!faithful(Stage.DEPLOYMENT) && asRecorded.contains(Stage.DEPLOYMENT)) {
            return !servedAsRecorded || decide(adapted, chain.deployment().preprocessing()) != answer.expected();
        }
        return decide(adapted, standardisation) != answer.expected();
    }

    boolean faithful(Stage stage) {
        StageReplay replay = replays.get(stage);
        return replay != null && replay.reproduced();
    }

    /** Whether the recorded artefact is what comes out of a stage. */
    private boolean keeps(Stage stage, Set<Stage> asRecorded, boolean recordedInputs) {
        return faithful(stage) ? recordedInputs : asRecorded.contains(stage);
    }

    private Mlp train(Samples samples, int reference) {
        var recipe = chain.teacher().recipe();
        return trained.computeIfAbsent("teacher %s %d".formatted(samples.digest(), reference), key -> {
            Mlp teacher = TeacherTraining.of(recipe.withSeed(recipe.seed() + reference * SEED_STEP), samples)
                    .run()
                    .network();
            listener.replayed(Stage.TEACHER, reference + 1, references);
            return teacher;
        });
    }

    private Mlp distil(Mlp teacher, Samples samples, int reference) {
        var recipe = chain.distillation().recipe();
        return trained.computeIfAbsent(
                "student %s %s %d".formatted(teacher.digest(), samples.digest(), reference), key -> {
                    long seed = recipe.training().seed() + reference * SEED_STEP;
                    Mlp student = Distiller.of(teacher, recipe.withSeed(seed), samples)
                            .build()
                            .run()
                            .network();
                    listener.replayed(Stage.DISTILLATION, reference + 1, references);
                    return student;
                });
    }

    private Int8Mlp adapt(Mlp student, Dataset training, Standardisation standardisation, int reference) {
        var recipe = chain.adaptation().recipe();
        Dataset rows = recipe.withSeed(recipe.seed() + reference * SEED_STEP).draw(training);
        return Int8Quantiser.quantise(student, Samples.of(rows, standardisation).inputs());
    }

    private int decide(Int8Mlp model, Standardisation preprocessing) {
        return Decisions.of(model.logits(preprocessing.apply(answer.input().features())));
    }

    private void note(Stage stage, ContentDigest recorded, ContentDigest replayed, String note) {
        replays.put(stage, new StageReplay(stage, recorded, replayed, note));
        if (stage != Stage.TEACHER && stage != Stage.DISTILLATION) {
            listener.replayed(stage, 1, references);
        }
    }

    private static boolean sameShape(Mlp student, Int8Mlp adapted) {
        return student.definition().equals(adapted.definition());
    }

    private static ContentDigest joint(ContentDigest one, ContentDigest other) {
        return ContentDigest.ofText(one + " " + other);
    }

    private static double largestDifference(Mlp one, Mlp other, Samples samples) {
        double largest = 0;
        for (int i = 0; i < samples.size(); i++) {
            double[] a = one.logits(samples.input(i));
            double[] b = other.logits(samples.input(i));
            for (int c = 0; c < a.length; c++) {
                largest = Math.max(largest, Math.abs(a[c] - b[c]));
            }
        }
        return largest;
    }
}
