package io.kdchain.core.distill;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Samples;
import io.kdchain.core.loss.DistillationLoss;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.LossInput;
import io.kdchain.core.loss.LossTerms;
import io.kdchain.core.loss.LossValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one training loop. Initial weights and the order of samples come from the recipe's seed by {@link Random}, whose
 * algorithm is fixed by its specification; the engine's own random numbers are not used. The gradient of Hinton's loss
 * alone is the analytic one; PyTorch computes those of all others, and carries both back through the network.
 */
final class TrainingLoop {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);
    private static final String ENGINE = "PyTorch";

    /** A loss that is so many times that of the first epoch does not come back. */
    private static final double RUNAWAY = 1e6;

    /** PyTorch's engine has one collector of gradients in a process; runs on several threads take turns. */
    private static final Object ENGINE_LOCK = new Object();

    /**
     * Samples with what the teachers say of them.
     *
     * @param targets in the order of the samples
     */
    record Taught(Samples samples, Targets targets) {}

    private final TrainingRecipe recipe;
    private final Objective objective;
    private final Taught training;
    private final @Nullable Taught validation;
    private final List<ContentDigest> teachers;
    private final @Nullable CheckpointFolder checkpoints;
    private final TrainingListener listener;
    private final long allSteps;

    TrainingLoop(
            TrainingRecipe recipe,
            Objective objective,
            Taught training,
            @Nullable Taught validation,
            List<ContentDigest> teachers,
            @Nullable CheckpointFolder checkpoints,
            TrainingListener listener) {
        this.recipe = recipe;
        this.objective = objective;
        this.training = training;
        this.validation = validation;
        this.teachers = teachers;
        this.checkpoints = checkpoints;
        this.listener = listener;
        requireFit(recipe.network(), training.samples());
        if (validation != null) {
            requireFit(recipe.network(), validation.samples());
        }
        long batches = (training.samples().size() + recipe.batchSize() - 1L) / recipe.batchSize();
        this.allSteps = batches * recipe.epochs();
    }

    private static void requireFit(MlpDefinition network, Samples samples) {
        if (network.features() != samples.width() || network.classes() != samples.classes()) {
            throw new IllegalArgumentException("the network %s does not fit samples of %d features and %d classes"
                    .formatted(network, samples.width(), samples.classes()));
        }
    }

    TrainingRun run() {
        Engine engine = Engine.getEngine(ENGINE);
        int threads = JniUtils.getNumThreads();
        if (threads != 1) {
            LOG.warn("PyTorch computes on {} threads; the seed promises the same result only on as many.", threads);
        }
        LOG.info(
                "training {} on {} samples started",
                recipe.network(),
                training.samples().size());
        // a thread's gradient mode is on by default, and updates in place need it off
        boolean gradientMode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try (NDManager manager = engine.newBaseManager(Device.cpu())) {
            return new Session(engine, manager).train(threads);
        } finally {
            JniUtils.setGradMode(gradientMode);
        }
    }

    private ContentDigest fingerprint() {
        return ContentDigest.ofText("%s\n%s\n%s\n%s\n%s\n"
                .formatted(
                        recipe.describe(),
                        objective.describe(),
                        training.samples().digest(),
                        validation == null ? "" : validation.samples().digest(),
                        teachers));
    }

    /** One run with its arrays. */
    private final class Session {

        private final Engine engine;
        private final NDManager manager;
        private final Random random = new Random(recipe.seed());
        private final Parameters parameters;
        private final Optimiser optimiser;
        private final int[] order =
                IntStream.range(0, training.samples().size()).toArray();
        private final List<EpochLoss> losses = new ArrayList<>();
        private final List<Double> judged = new ArrayList<>();
        private float @Nullable [] best;
        private long step;

        Session(Engine engine, NDManager manager) {
            this.engine = engine;
            this.manager = manager;
            this.parameters = new Parameters(recipe.network(), manager, random);
            this.optimiser = OptimiserSetting.adamW(recipe.learningRate(), recipe.weightDecay())
                    .start(parameters.values());
        }

        TrainingRun train(int threads) {
            if (checkpoints != null) {
                checkpoints.load(fingerprint()).ifPresent(this::resume);
            }
            int done = losses.size();
            long startNanos = System.nanoTime();
            while (losses.size() < recipe.epochs() && !outOfPatience()) {
                EpochLoss loss = epoch(losses.size() + 1);
                losses.add(loss);
                judge(loss);
                boolean last = losses.size() == recipe.epochs() || outOfPatience();
                if (checkpoints != null && (last || losses.size() % checkpoints.everyEpochs() == 0)) {
                    listener.checkpointSaved(loss.epoch(), checkpoints.save(checkpoint()));
                }
                listener.epochDone(progress(loss, done, System.nanoTime() - startNanos));
            }
            if (best != null) {
                parameters.values().set(best);
            }
            LOG.info("training {} ended after {} steps", recipe.network(), step);
            return new TrainingRun(network(), losses, engine.getEngineName() + " " + engine.getVersion(), threads);
        }

        private EpochLoss epoch(int epoch) {
            shuffle(order, random);
            double total = 0;
            Map<String, Double> parts = new TreeMap<>();
            for (int from = 0; from < order.length; from += recipe.batchSize()) {
                int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + recipe.batchSize()));
                LossValue value = step(batch);
                total += value.total() * batch.length;
                value.parts().forEach((name, part) -> parts.merge(name, part * batch.length, Double::sum));
            }
            parts.replaceAll((name, sum) -> sum / order.length);
            var loss = new EpochLoss(epoch, new LossValue(total / order.length, parts));
            double first = losses.isEmpty()
                    ? loss.loss().total()
                    : losses.get(0).loss().total();
            if (Math.abs(loss.loss().total()) > RUNAWAY * Math.max(1, Math.abs(first))) {
                throw diverged(
                        new int[0],
                        "the loss of epoch %d is %s, that of the first was %s"
                                .formatted(epoch, loss.loss().total(), first));
            }
            return loss;
        }

        private void judge(EpochLoss loss) {
            double now = validation == null ? loss.loss().total() : validationLoss(validation);
            boolean better = judged.stream().allMatch(before -> now < before);
            judged.add(now);
            if (recipe.course().patience() > 0 && better) {
                best = parameters.values().toFloatArray();
            }
        }

        private boolean outOfPatience() {
            int patience = recipe.course().patience();
            if (patience == 0 || judged.isEmpty()) {
                return false;
            }
            int bestEpoch = 0;
            for (int i = 1; i < judged.size(); i++) {
                bestEpoch = judged.get(i) < judged.get(bestEpoch) ? i : bestEpoch;
            }
            return judged.size() - 1 - bestEpoch >= patience;
        }

        private double validationLoss(Taught taught) {
            int[] all = IntStream.range(0, taught.samples().size()).toArray();
            try (NDManager scope = manager.newSubManager()) {
                NDArray inputs = inputs(taught.samples(), scope, all);
                return terms(taught, parameters.forward(inputs, scope), scope, all, 1)
                        .total()
                        .toType(DataType.FLOAT64, false)
                        .getDouble();
            }
        }

        private Checkpoint checkpoint() {
            Map<String, float[]> state = new TreeMap<>();
            optimiser.state().forEach((name, array) -> state.put(name, array.toFloatArray()));
            return new Checkpoint(
                    fingerprint(),
                    step,
                    parameters.values().toFloatArray(),
                    best,
                    state,
                    losses,
                    judged.stream().mapToDouble(Double::doubleValue).toArray());
        }

        private void resume(Checkpoint from) {
            parameters.values().set(from.values);
            optimiser.resumeAfter(from.step);
            optimiser.state().forEach((name, array) -> {
                float[] saved = from.optimiser.get(name);
                if (saved == null || saved.length != array.size()) {
                    throw new IllegalArgumentException(
                            "the checkpoint lacks the optimiser's '%s'; delete it to begin anew".formatted(name));
                }
                array.set(saved);
            });
            losses.addAll(from.losses);
            Arrays.stream(from.judged).forEach(judged::add);
            best = from.best;
            step = from.step;
            // the random numbers of the epochs done
            for (int epoch = 0; epoch < losses.size(); epoch++) {
                shuffle(order, random);
            }
            LOG.info("training {} goes on after epoch {}", recipe.network(), losses.size());
        }

        private LossValue step(int[] batch) {
            step++;
            double progress = allSteps == 1 ? 0 : (step - 1.0) / (allSteps - 1);
            try (NDManager scope = manager.newSubManager()) {
                NDArray inputs = inputs(training.samples(), scope, batch);
                LossValue value;
                synchronized (ENGINE_LOCK) {
                    try (GradientCollector collector = engine.newGradientCollector()) {
                        Map<String, NDArray> layers = parameters.forward(inputs, scope);
                        HintonLoss analytic = analytic(progress);
                        value = analytic == null
                                ? automatic(collector, layers, scope, batch, progress)
                                : analytic(analytic, collector, layers, scope, batch);
                    }
                }
                NDArray gradient = parameters.values().getGradient();
                gradient.attach(scope);
                clip(gradient);
                optimiser.step(gradient, recipe.course().rate(step, progress), scope);
                // gradients add up from step to step until they are emptied
                gradient.muli(0);
                return value;
            }
        }

        private void clip(NDArray gradient) {
            double max = recipe.course().maxGradientNorm();
            if (max < Double.POSITIVE_INFINITY) {
                double square = 0;
                for (float g : gradient.toFloatArray()) {
                    square += (double) g * g;
                }
                double norm = Math.sqrt(square);
                if (norm > max) {
                    gradient.muli(max / norm);
                }
            }
        }

        /** Hinton's loss, if it is all there is and every sample has a label. */
        private @Nullable HintonLoss analytic(double progress) {
            if (objective.terms().size() != 1 || !training.samples().fullyLabelled()) {
                return null;
            }
            Objective.Term term = objective.terms().get(0);
            boolean plain = term.weight().equals(Schedule.constant(1))
                    && term.studentLayer().equals(Objective.LOGITS)
                    && term.teacherLayer().equals(Objective.LOGITS)
                    && training.targets().of(Objective.LOGITS).size() <= 1;
            return plain && term.loss().at(progress) instanceof HintonLoss hinton ? hinton : null;
        }

        private LossValue analytic(
                HintonLoss loss,
                GradientCollector collector,
                Map<String, NDArray> layers,
                NDManager scope,
                int[] batch) {
            NDArray logits = layer(layers, Objective.LOGITS);
            NDArray fixed = logits.stopGradient();
            List<NDArray> teachers = teachers(training, Objective.LOGITS, scope, batch);
            NDArray teacher = teachers.isEmpty() ? fixed : teachers.get(0);
            NDArray labels = labels(training.samples(), scope, batch);
            LossValue value = requireFinite(loss.value(fixed, teacher, labels), batch);
            NDArray gradient = loss.gradient(fixed, teacher, labels);
            collector.backward(logits.mul(gradient).sum());
            return value;
        }

        private LossValue automatic(
                GradientCollector collector,
                Map<String, NDArray> layers,
                NDManager scope,
                int[] batch,
                double progress) {
            LossTerms terms = terms(training, layers, scope, batch, progress);
            Map<String, Double> parts = new TreeMap<>();
            terms.parts()
                    .forEach((name, part) -> parts.put(
                            name,
                            part.stopGradient().toType(DataType.FLOAT64, false).getDouble()));
            double total =
                    terms.total().stopGradient().toType(DataType.FLOAT64, false).getDouble();
            LossValue value = requireFinite(new LossValue(total, parts), batch);
            collector.backward(terms.total());
            return value;
        }

        private LossValue requireFinite(LossValue value, int[] batch) {
            if (!Double.isFinite(value.total())) {
                throw diverged(batch, "the loss is %s".formatted(value.total()));
            }
            return value;
        }

        private LossTerms terms(
                Taught taught, Map<String, NDArray> layers, NDManager scope, int[] batch, double progress) {
            NDArray labels = labels(taught.samples(), scope, batch);
            NDArray rows = scope.create(Arrays.stream(batch).asLongStream().toArray());
            NDArray total = scope.create(0f);
            Map<String, NDArray> parts = new TreeMap<>();
            boolean several = objective.terms().size() > 1;
            for (int i = 0; i < objective.terms().size(); i++) {
                Objective.Term term = objective.terms().get(i);
                DistillationLoss loss = term.loss().at(progress);
                LossTerms found = loss.terms(new LossInput(
                        layer(layers, term.studentLayer()),
                        teachers(taught, term.teacherLayer(), scope, batch),
                        labels,
                        rows));
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
            NDArray layer = layers.get(name);
            if (layer == null) {
                throw new IllegalArgumentException("the student %s has no layer '%s'; it has %s"
                        .formatted(recipe.network(), name, layers.keySet()));
            }
            return layer;
        }

        private Mlp network() {
            try {
                return parameters.network();
            } catch (IllegalArgumentException e) {
                throw diverged(new int[0], String.valueOf(e.getMessage()));
            }
        }

        private DivergenceException diverged(int[] batch, String what) {
            String reason = recipe.learningRate() > 0.1
                    ? "the learning rate %s is high; try a tenth of it".formatted(recipe.learningRate())
                    : "an input may be far outside the range of the others, or the learning rate %s too high"
                            .formatted(recipe.learningRate());
            List<String> ids = Arrays.stream(batch)
                    .limit(8)
                    .mapToObj(training.samples()::id)
                    .toList();
            return new DivergenceException(
                    step,
                    ids + (batch.length > 8 ? " and %d more".formatted(batch.length - 8) : ""),
                    what + "; maybe " + reason);
        }
    }

    private static NDArray inputs(Samples samples, NDManager scope, int[] batch) {
        float[] flat = new float[batch.length * samples.width()];
        for (int i = 0; i < batch.length; i++) {
            System.arraycopy(samples.input(batch[i]), 0, flat, i * samples.width(), samples.width());
        }
        return scope.create(flat, new Shape(batch.length, samples.width()));
    }

    private static NDArray labels(Samples samples, NDManager scope, int[] batch) {
        return scope.create(Arrays.stream(batch)
                .map(samples::label)
                .map(label -> label == Samples.NO_LABEL ? LossInput.NO_LABEL : label)
                .toArray());
    }

    private static List<NDArray> teachers(Taught taught, String layer, NDManager scope, int[] batch) {
        List<NDArray> all = new ArrayList<>();
        for (double[][] answers : taught.targets().of(layer)) {
            int width = answers[0].length;
            float[] flat = new float[batch.length * width];
            for (int i = 0; i < batch.length; i++) {
                for (int c = 0; c < width; c++) {
                    flat[i * width + c] = (float) answers[batch[i]][c];
                }
            }
            all.add(scope.create(flat, new Shape(batch.length, width)));
        }
        return all;
    }

    private TrainingProgress progress(EpochLoss loss, int before, long nanos) {
        double seconds = Math.max(nanos, 1) / 1e9;
        int done = loss.epoch() - before;
        return new TrainingProgress(
                loss.epoch(),
                recipe.epochs(),
                loss,
                done * (double) training.samples().size() / seconds,
                Duration.ofNanos((long) ((double) nanos / done * (recipe.epochs() - loss.epoch()))));
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }
}
