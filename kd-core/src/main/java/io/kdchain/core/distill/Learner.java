package io.kdchain.core.distill;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.kdchain.core.data.Samples;
import io.kdchain.core.loss.DistillationLoss;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.LossInput;
import io.kdchain.core.loss.LossTerms;
import io.kdchain.core.loss.LossValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A student in training, with all that a step changes: its weights, those of losses that learn, and the optimisers. The
 * gradient of Hinton's loss alone is the analytic one; PyTorch computes those of all others, and carries both back
 * through the network.
 */
final class Learner {

    /** PyTorch's engine has one collector of gradients in a process; runs on several threads take turns. */
    private static final Object ENGINE_LOCK = new Object();

    /** Standardised features are seldom above 10; what lies beyond this breaks most trainings. */
    private static final double OUTLIER = 1e4;

    /** How often a step is computed whose gradient is spoilt; more often has never been needed. */
    private static final int ATTEMPTS = 16;

    private static final String STATISTICS = "statistics";

    private final Engine engine;
    private final NDManager manager;
    private final TrainingRecipe recipe;
    private final Objective objective;
    private final Trainable network;
    private final Lessons lessons;
    private final List<LossPlan> plans;
    private final Map<String, NDArray> learning = new TreeMap<>();
    private final Map<String, Optimiser> optimisers = new TreeMap<>();

    /**
     * A student before its first step. Losses see the rows of a full and of the last, shorter batch once, so that what
     * does not fit is refused before anything is trained.
     */
    Learner(
            Engine engine,
            NDManager manager,
            TrainingRecipe recipe,
            Objective objective,
            Trainable network,
            Lessons lessons) {
        this.engine = engine;
        this.manager = manager;
        this.recipe = recipe;
        this.objective = objective;
        this.network = network;
        this.lessons = lessons;
        requireLabels();
        if (analytic(0) == null) {
            tryOut();
        }
        this.plans = begin(manager);
        learning.put("student", network.values());
        for (int i = 0; i < plans.size(); i++) {
            // a plan that changes over the training has no weights of its own
            List<NDArray> own = plans.get(i).at(0).parameters();
            for (int p = 0; p < own.size(); p++) {
                learning.put("term%d.parameter%d".formatted(i + 1, p), own.get(p));
            }
        }
        learning.forEach(
                (name, array) -> optimisers.put(name, recipe.optimiser().start(array)));
    }

    private List<LossPlan> begin(NDManager scope) {
        if (objective.terms().stream().noneMatch(term -> term.loss() instanceof LearnedLoss)) {
            return objective.terms().stream().map(Objective.Term::loss).toList();
        }
        try (NDManager probe = manager.newSubManager()) {
            int[] first =
                    IntStream.range(0, Math.min(2, lessons.samples().size())).toArray();
            Lessons.Batch batch = lessons.batch(first, probe);
            Map<String, NDArray> layers = network.forward(batch.inputs(), probe, false);
            List<LossPlan> begun = new ArrayList<>();
            for (int i = 0; i < objective.terms().size(); i++) {
                Objective.Term term = objective.terms().get(i);
                begun.add(term.loss()
                        .begin(new Beginning(
                                scope,
                                layer(layers, term.studentLayer()).getShape(),
                                batch.teachers().getOrDefault(term.teacherLayer(), List.of()).stream()
                                        .map(NDArray::getShape)
                                        .toList(),
                                lessons.samples().size(),
                                // apart from the student's own numbers, and from those of the other terms
                                new Random(~recipe.seed() + i))));
            }
            return begun;
        }
    }

    private void requireLabels() {
        Samples samples = lessons.samples();
        if (samples.fullyLabelled()) {
            return;
        }
        for (Objective.Term term : objective.terms()) {
            // losses that learn look at layers, not at labels
            DistillationLoss loss =
                    term.loss() instanceof LearnedLoss ? null : term.loss().at(0);
            if (loss != null && loss.needsEveryLabel()) {
                long without = Arrays.stream(samples.labels())
                        .filter(label -> label == Samples.NO_LABEL)
                        .count();
                throw new IllegalArgumentException(
                        "the loss %s sets the class of each row against the others, and %d of %d samples have no label. Leave them out, or take a loss that needs none, such as hinton (found before the training)"
                                .formatted(loss.describe().get("loss"), without, samples.size()));
            }
        }
    }

    private void tryOut() {
        int size = lessons.samples().size();
        int full = Math.min(size, recipe.batchSize());
        int rest = size % recipe.batchSize();
        for (int rows : rest == 0 || rest == full ? new int[] {full} : new int[] {full, rest}) {
            try (NDManager scope = manager.newSubManager()) {
                Lessons.Batch batch = lessons.batch(IntStream.range(0, rows).toArray(), scope);
                terms(begin(scope), batch, network.forward(batch.inputs(), scope, false), 0, false);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "%s (found on a batch of %d of %d rows, before the training)"
                                .formatted(e.getMessage(), rows, size),
                        e);
            }
        }
    }

    /** Whether the loss can be computed for rows that are not those of the training. */
    void requireJudge() {
        if (plans.stream().noneMatch(Learner::judges)) {
            throw new IllegalArgumentException(
                    "the only loss remembers the rows of the training, so that validation samples cannot judge it. Add a loss on the logits, or leave patience at 0.");
        }
    }

    private static boolean judges(LossPlan plan) {
        return plan.at(1).state().isEmpty();
    }

    /** One step on these rows. */
    LossValue step(int[] rows, long step, double progress) {
        try (NDManager scope = manager.newSubManager()) {
            LossValue value = network.ofBlocks()
                    ? lossWithSoundGradient(scope, rows, step, progress)
                    : loss(scope, rows, step, progress);
            Map<String, NDArray> gradients = new TreeMap<>();
            learning.forEach((name, array) -> gradients.put(name, gradient(array, scope)));
            clip(gradients);
            double rate = recipe.course().rate(step, progress);
            gradients.forEach((name, gradient) -> optimiser(name).step(gradient, rate, scope));
            // gradients add up from step to step until they are emptied
            learning.values().forEach(array -> JniUtils.zeroGrad((PtNDArray) array));
            return value;
        }
    }

    private static NDArray gradient(NDArray array, NDManager scope) {
        NDArray gradient = array.getGradient();
        gradient.attach(scope);
        return gradient;
    }

    /**
     * LibTorch 2.7.1 multiplies, in the gradient of a convolution whose channels do not fill a vector register, memory
     * that it never wrote by 0. Numbers become 0 and change nothing; a NaN that lies there by chance spoils whole
     * channels. Such a step is computed again from the same state, on memory that was overwritten before.
     */
    private LossValue lossWithSoundGradient(NDManager scope, int[] rows, long step, double progress) {
        Map<String, NDArray> before = new TreeMap<>();
        changedByLoss().forEach((name, array) -> {
            NDArray copy = array.duplicate();
            copy.attach(scope);
            before.put(name, copy);
        });
        for (int attempt = 1; ; attempt++) {
            LossValue value = loss(scope, rows, step, progress);
            boolean sound = true;
            for (NDArray array : learning.values()) {
                NDArray sum = gradient(array, scope).sum();
                sum.attach(scope);
                sound &= Float.isFinite(sum.getFloat());
            }
            if (sound) {
                return value;
            }
            if (attempt == ATTEMPTS) {
                throw diverged(step, rows, "the gradient holds a number that is not finite");
            }
            changedByLoss().forEach((name, array) -> {
                NDArray copy = before.get(name);
                if (copy != null) {
                    copy.copyTo(array);
                }
            });
            learning.values().forEach(array -> gradient(array, scope).set(new float[Math.toIntExact(array.size())]));
            overwriteFreeMemory(rows);
        }
    }

    /** What computing a loss changes beside gradients: running means, and what losses remember. */
    private Map<String, NDArray> changedByLoss() {
        Map<String, NDArray> all = new TreeMap<>();
        if (network.statistics().size() > 0) {
            all.put(STATISTICS, network.statistics());
        }
        for (int i = 0; i < plans.size(); i++) {
            String prefix = "term%d.state.".formatted(i + 1);
            plans.get(i).at(0).state().forEach((name, array) -> all.put(prefix + name, array));
        }
        return all;
    }

    private void overwriteFreeMemory(int[] rows) {
        try (NDManager scope = manager.newSubManager()) {
            Lessons.Batch batch = lessons.batch(rows, scope);
            for (NDArray layer : network.forward(batch.inputs(), scope, false).values()) {
                for (int i = 0; i < 4; i++) {
                    layer.zerosLike().attach(scope);
                }
            }
        }
    }

    private LossValue loss(NDManager scope, int[] rows, long step, double progress) {
        synchronized (ENGINE_LOCK) {
            if (network.ofBlocks()) {
                engine.setRandomSeed(Math.floorMod(recipe.seed() * 0x9E3779B97F4A7C15L + step, Integer.MAX_VALUE));
            }
            Lessons.Batch batch = lessons.batch(rows, scope);
            try (GradientCollector collector = engine.newGradientCollector()) {
                Map<String, NDArray> layers = network.forward(batch.inputs(), scope, true);
                HintonLoss analytic = analytic(progress);
                return analytic == null
                        ? automatic(collector, batch, layers, progress, step, rows)
                        : analytic(analytic, batch, layers, step, rows);
            }
        }
    }

    private Optimiser optimiser(String name) {
        Optimiser found = optimisers.get(name);
        if (found == null) {
            throw new IllegalStateException("no optimiser for " + name);
        }
        return found;
    }

    private void clip(Map<String, NDArray> gradients) {
        double max = recipe.course().maxGradientNorm();
        if (max < Double.POSITIVE_INFINITY) {
            double square = 0;
            for (NDArray gradient : gradients.values()) {
                for (float g : gradient.toFloatArray()) {
                    square += (double) g * g;
                }
            }
            double norm = Math.sqrt(square);
            if (norm > max) {
                gradients.values().forEach(gradient -> gradient.muli(max / norm));
            }
        }
    }

    /** Hinton's loss, if it is all there is and every sample has a label. */
    private @Nullable HintonLoss analytic(double progress) {
        if (objective.terms().size() != 1 || !lessons.samples().fullyLabelled()) {
            return null;
        }
        Objective.Term term = objective.terms().get(0);
        boolean plain = term.weight().equals(Schedule.constant(1))
                && term.studentLayer().equals(Objective.LOGITS)
                && term.teacherLayer().equals(Objective.LOGITS);
        return plain && !(term.loss() instanceof LearnedLoss) && term.loss().at(progress) instanceof HintonLoss hinton
                ? hinton
                : null;
    }

    private LossValue analytic(
            HintonLoss loss, Lessons.Batch batch, Map<String, NDArray> layers, long step, int[] rows) {
        NDArray logits = layer(layers, Objective.LOGITS);
        NDArray fixed = logits.stopGradient();
        List<NDArray> teachers = batch.teachers().getOrDefault(Objective.LOGITS, List.of());
        if (teachers.size() > 1) {
            throw new IllegalArgumentException(
                    "the loss compares with one teacher and got %d; use a multi-teacher loss for several"
                            .formatted(teachers.size()));
        }
        NDArray teacher = teachers.isEmpty() ? fixed : teachers.get(0);
        HintonLoss.Graded graded = loss.graded(fixed, teacher, batch.labels());
        LossValue value = requireFinite(graded.value(), step, rows);
        // the collector alone would begin at a scalar
        JniUtils.backward((PtNDArray) logits, (PtNDArray) graded.gradient(), false, false);
        return value;
    }

    private LossValue automatic(
            GradientCollector collector,
            Lessons.Batch batch,
            Map<String, NDArray> layers,
            double progress,
            long step,
            int[] rows) {
        LossTerms terms = terms(plans, batch, layers, progress, false);
        Map<String, Double> parts = new TreeMap<>();
        terms.parts().forEach((name, part) -> parts.put(name, number(part)));
        LossValue value = requireFinite(new LossValue(number(terms.total()), parts), step, rows);
        collector.backward(terms.total());
        return value;
    }

    private static double number(NDArray scalar) {
        return scalar.stopGradient().toType(DataType.FLOAT64, false).getDouble();
    }

    private LossTerms terms(
            List<LossPlan> begun, Lessons.Batch batch, Map<String, NDArray> layers, double progress, boolean judging) {
        NDManager scope = batch.rows().getManager();
        NDArray total = scope.create(0f);
        Map<String, NDArray> parts = new TreeMap<>();
        boolean several = objective.terms().size() > 1;
        for (int i = 0; i < begun.size(); i++) {
            if (judging && !judges(begun.get(i))) {
                continue;
            }
            Objective.Term term = objective.terms().get(i);
            DistillationLoss loss = begun.get(i).at(progress);
            LossTerms found = loss.terms(new LossInput(
                    layer(layers, term.studentLayer()),
                    batch.teachers().getOrDefault(term.teacherLayer(), List.of()),
                    batch.labels(),
                    batch.rows()));
            total = total.add(found.total().mul(scope.create(term.weight().at(progress))));
            String prefix = several ? "term%d.".formatted(i + 1) : "";
            found.parts().forEach((name, part) -> parts.put(prefix + name, part));
            if (several) {
                parts.put(prefix + "loss", found.total());
            }
        }
        return new LossTerms(total, parts);
    }

    private NDArray layer(Map<String, NDArray> layers, String name) {
        return EngineAnswers.layer("the student " + recipe.network(), layers, name);
    }

    /** The loss on other samples, mean over batches weighed by their rows; without losses that remember rows. */
    double judge(Lessons others) {
        int size = others.samples().size();
        double sum = 0;
        int from = 0;
        while (from < size) {
            int to = Math.min(size, from + recipe.batchSize());
            // relations need two rows
            to = size - to == 1 ? size : to;
            try (NDManager scope = manager.newSubManager()) {
                Lessons.Batch batch = others.batch(IntStream.range(from, to).toArray(), scope);
                Map<String, NDArray> layers = network.forward(batch.inputs(), scope, false);
                sum += number(terms(plans, batch, layers, 1, true).total()) * (to - from);
            }
            from = to;
        }
        return sum / size;
    }

    private LossValue requireFinite(LossValue value, long step, int[] rows) {
        if (!Double.isFinite(value.total())) {
            throw diverged(step, rows, "the loss is %s".formatted(value.total()));
        }
        return value;
    }

    /** That the training ran away, with the likely reason. */
    DivergenceException diverged(long step, int[] rows, String what) {
        Samples samples = lessons.samples();
        List<String> ids = Arrays.stream(rows).limit(8).mapToObj(samples::id).toList();
        return new DivergenceException(
                step,
                ids + (rows.length > 8 ? " and %d more".formatted(rows.length - 8) : ""),
                what + "; maybe " + reason(rows));
    }

    private String reason(int[] rows) {
        for (int row : rows) {
            for (float number : lessons.samples().input(row)) {
                if (!(Math.abs(number) <= OUTLIER)) {
                    return "the input of sample %s is the reason, which holds %s"
                            .formatted(lessons.samples().id(row), number);
                }
            }
        }
        if (recipe.optimiser().learningRate() > 0.1) {
            return "the learning rate %s is high; try a tenth of it"
                    .formatted(recipe.optimiser().learningRate());
        }
        return "an input may be far outside the range of the others, or the learning rate %s too high"
                .formatted(recipe.optimiser().learningRate());
    }

    /** All numbers of the student: what learns, then its statistics. */
    float[] values() {
        float[] learnt = network.values().toFloatArray();
        float[] fixed = network.statistics().toFloatArray();
        float[] all = Arrays.copyOf(learnt, learnt.length + fixed.length);
        System.arraycopy(fixed, 0, all, learnt.length, fixed.length);
        return all;
    }

    /** Sets what {@link #values()} gave. */
    void set(float[] all) {
        int learnt = Math.toIntExact(network.values().size());
        network.values().set(Arrays.copyOf(all, learnt));
        BlockParameters.set(network.statistics(), Arrays.copyOfRange(all, learnt, all.length));
    }

    /** What the next step depends on beside the student's numbers, by name. */
    void save(Map<String, float[]> floats, Map<String, double[]> doubles) {
        state().forEach((name, array) -> {
            if (array.getDataType() == DataType.FLOAT64) {
                doubles.put(name, array.toDoubleArray());
            } else {
                floats.put(name, array.toFloatArray());
            }
        });
    }

    /** How many numbers {@link #values()} gives. */
    int size() {
        return Math.toIntExact(network.values().size() + network.statistics().size());
    }

    /** Goes on after so many steps from what {@link #save} gave; the values are already set. */
    void restore(long step, Map<String, float[]> savedFloats, Map<String, double[]> savedDoubles) {
        optimisers.values().forEach(optimiser -> optimiser.resumeAfter(step));
        state().forEach((name, array) -> {
            float[] floats = savedFloats.get(name);
            double[] doubles = savedDoubles.get(name);
            if (floats != null && floats.length == array.size()) {
                array.set(floats);
            } else if (doubles != null && doubles.length == array.size()) {
                array.set(doubles);
            } else {
                throw new IllegalArgumentException(
                        "the checkpoint lacks '%s'; delete it to begin anew".formatted(name));
            }
        });
    }

    private Map<String, NDArray> state() {
        Map<String, NDArray> all = new TreeMap<>();
        learning.forEach((name, array) -> {
            if (array != network.values()) {
                all.put(name, array);
            }
        });
        optimisers.forEach((name, optimiser) ->
                optimiser.state().forEach((part, array) -> all.put("%s.%s".formatted(name, part), array)));
        all.putAll(changedByLoss());
        all.remove(STATISTICS);
        return all;
    }

    Network network() {
        return network.network();
    }
}
