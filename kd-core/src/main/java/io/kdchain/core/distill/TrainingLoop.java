package io.kdchain.core.distill;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.kdchain.core.data.Samples;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.LossValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one training loop. Initial weights and the order of samples come from the recipe's seed by {@link Random}, whose
 * algorithm is fixed by its specification; the engine's own random numbers are not used. The soft term's gradient is
 * the analytic one; PyTorch carries it back through the network.
 */
final class TrainingLoop {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);
    private static final String ENGINE = "PyTorch";

    /** PyTorch's engine has one collector of gradients in a process; runs on several threads take turns. */
    private static final Object ENGINE_LOCK = new Object();

    private final TrainingRecipe recipe;
    private final HintonLoss loss;
    private final Samples samples;
    private final double @Nullable [][] teacherLogits;
    private final TrainingListener listener;

    TrainingLoop(
            TrainingRecipe recipe,
            HintonLoss loss,
            Samples samples,
            double @Nullable [][] teacherLogits,
            TrainingListener listener) {
        this.recipe = recipe;
        this.loss = loss;
        this.samples = samples;
        this.teacherLogits = teacherLogits;
        this.listener = listener;
        MlpDefinition network = recipe.network();
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
        LOG.info("training {} on {} samples started", recipe.network(), samples.size());
        // a thread's gradient mode is on by default, and updates in place need it off
        boolean gradientMode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return train(engine, threads);
        } finally {
            JniUtils.setGradMode(gradientMode);
        }
    }

    private TrainingRun train(Engine engine, int threads) {
        long startNanos = System.nanoTime();
        List<EpochLoss> losses = new ArrayList<>();
        try (NDManager manager = engine.newBaseManager(Device.cpu())) {
            var random = new Random(recipe.seed());
            var parameters = new Parameters(recipe.network(), manager, random);
            Optimiser optimiser = OptimiserSetting.adamW(recipe.learningRate(), recipe.weightDecay())
                    .start(parameters.values());
            int[] order = IntStream.range(0, samples.size()).toArray();
            long step = 0;
            for (int epoch = 1; epoch <= recipe.epochs(); epoch++) {
                shuffle(order, random);
                double total = 0;
                double hard = 0;
                double soft = 0;
                for (int from = 0; from < order.length; from += recipe.batchSize()) {
                    int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + recipe.batchSize()));
                    LossValue value = step(engine, manager, parameters, optimiser, batch, ++step);
                    total += value.total() * batch.length;
                    hard += value.hard() * batch.length;
                    soft += value.soft() * batch.length;
                }
                var epochLoss = new EpochLoss(
                        epoch, new LossValue(total / order.length, hard / order.length, soft / order.length));
                losses.add(epochLoss);
                listener.epochDone(progress(epochLoss, System.nanoTime() - startNanos));
            }
            LOG.info("training {} ended after {} steps", recipe.network(), step);
            return new TrainingRun(
                    network(parameters, step), losses, engine.getEngineName() + " " + engine.getVersion(), threads);
        }
    }

    private LossValue step(
            Engine engine, NDManager manager, Parameters parameters, Optimiser optimiser, int[] batch, long step) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray inputs = inputs(scope, batch);
            NDArray labels =
                    scope.create(Arrays.stream(batch).map(samples::label).toArray());
            LossValue value;
            synchronized (ENGINE_LOCK) {
                try (GradientCollector collector = engine.newGradientCollector()) {
                    NDArray logits = parameters.forward(inputs, scope);
                    NDArray fixed = logits.stopGradient();
                    NDArray teacher = teacherLogits == null ? fixed : teacher(scope, batch);
                    value = loss.value(fixed, teacher, labels);
                    if (!Double.isFinite(value.total())) {
                        throw diverged(step, batch, "the loss is %s".formatted(value.total()));
                    }
                    NDArray gradient = loss.gradient(fixed, teacher, labels);
                    collector.backward(logits.mul(gradient).sum());
                }
            }
            NDArray gradient = parameters.values().getGradient();
            gradient.attach(scope);
            optimiser.step(gradient, 1, scope);
            // gradients add up from step to step until they are emptied
            gradient.muli(0);
            return value;
        }
    }

    private NDArray inputs(NDManager scope, int[] batch) {
        float[] flat = new float[batch.length * samples.width()];
        for (int i = 0; i < batch.length; i++) {
            System.arraycopy(samples.input(batch[i]), 0, flat, i * samples.width(), samples.width());
        }
        return scope.create(flat, new Shape(batch.length, samples.width()));
    }

    private NDArray teacher(NDManager scope, int[] batch) {
        double[][] all = Objects.requireNonNull(teacherLogits);
        int classes = recipe.network().classes();
        float[] flat = new float[batch.length * classes];
        for (int i = 0; i < batch.length; i++) {
            for (int c = 0; c < classes; c++) {
                flat[i * classes + c] = (float) all[batch[i]][c];
            }
        }
        return scope.create(flat, new Shape(batch.length, classes));
    }

    private Mlp network(Parameters parameters, long step) {
        try {
            return parameters.network();
        } catch (IllegalArgumentException e) {
            throw diverged(step, new int[0], String.valueOf(e.getMessage()));
        }
    }

    private DivergenceException diverged(long step, int[] batch, String what) {
        String reason = recipe.learningRate() > 0.1
                ? "the learning rate %s is high; try a tenth of it".formatted(recipe.learningRate())
                : "an input may be far outside the range of the others, or the learning rate %s too high"
                        .formatted(recipe.learningRate());
        List<String> ids = Arrays.stream(batch).limit(8).mapToObj(samples::id).toList();
        return new DivergenceException(
                step,
                ids + (batch.length > 8 ? " and %d more".formatted(batch.length - 8) : ""),
                what + "; maybe " + reason);
    }

    private TrainingProgress progress(EpochLoss loss, long nanos) {
        double seconds = Math.max(nanos, 1) / 1e9;
        return new TrainingProgress(
                loss.epoch(),
                recipe.epochs(),
                loss,
                loss.epoch() * (double) samples.size() / seconds,
                Duration.ofNanos((long) ((double) nanos / loss.epoch() * (recipe.epochs() - loss.epoch()))));
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
