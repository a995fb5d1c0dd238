package io.kdchain.core.distill;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
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
            List<NDArray> parameters = initialParameters(manager, random);
            List<AdamW> optimisers = parameters.stream()
                    .map(parameter -> new AdamW(parameter, recipe.learningRate(), recipe.weightDecay()))
                    .toList();
            int[] order = IntStream.range(0, samples.size()).toArray();
            long step = 0;
            for (int epoch = 1; epoch <= recipe.epochs(); epoch++) {
                shuffle(order, random);
                double total = 0;
                double hard = 0;
                double soft = 0;
                for (int from = 0; from < order.length; from += recipe.batchSize()) {
                    int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + recipe.batchSize()));
                    LossValue value = step(engine, manager, parameters, optimisers, batch, ++step);
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
            Engine engine,
            NDManager manager,
            List<NDArray> parameters,
            List<AdamW> optimisers,
            int[] batch,
            long step) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray inputs = inputs(scope, batch);
            NDArray labels =
                    scope.create(Arrays.stream(batch).map(samples::label).toArray());
            LossValue value;
            try (GradientCollector collector = engine.newGradientCollector()) {
                NDArray logits = forward(inputs, parameters);
                NDArray fixed = logits.stopGradient();
                NDArray teacher = teacherLogits == null ? fixed : teacher(scope, batch);
                value = loss.value(fixed, teacher, labels);
                if (!Double.isFinite(value.total())) {
                    throw diverged(step, batch, "the loss is %s".formatted(value.total()));
                }
                NDArray gradient = loss.gradient(fixed, teacher, labels);
                collector.backward(logits.mul(gradient).sum());
            }
            for (int i = 0; i < parameters.size(); i++) {
                NDArray gradient = parameters.get(i).getGradient();
                gradient.attach(scope);
                optimisers.get(i).step(gradient, scope);
                // gradients add up from step to step until they are emptied
                gradient.muli(0);
            }
            return value;
        }
    }

    private NDArray forward(NDArray inputs, List<NDArray> parameters) {
        NDArray current = inputs;
        int layers = recipe.network().layers();
        for (int layer = 0; layer < layers; layer++) {
            current = current.matMul(parameters.get(2 * layer).transpose()).add(parameters.get(2 * layer + 1));
            if (layer < layers - 1) {
                current = current.getNDArrayInternal().relu();
            }
        }
        return current;
    }

    private List<NDArray> initialParameters(NDManager manager, Random random) {
        List<NDArray> parameters = new ArrayList<>();
        MlpDefinition network = recipe.network();
        for (int layer = 0; layer < network.layers(); layer++) {
            int inputs = network.layerSizes().get(layer);
            int outputs = network.layerSizes().get(layer + 1);
            // uniform with the variance of He et al. 2015 (arXiv 1502.01852) for ReLU
            double bound = Math.sqrt(6.0 / inputs);
            float[] weights = new float[inputs * outputs];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
            parameters.add(manager.create(weights, new Shape(outputs, inputs)));
            parameters.add(manager.zeros(new Shape(outputs), DataType.FLOAT32));
        }
        parameters.forEach(parameter -> parameter.setRequiresGradient(true));
        return parameters;
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

    private Mlp network(List<NDArray> parameters, long step) {
        List<float[]> weights = new ArrayList<>();
        List<float[]> biases = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i += 2) {
            weights.add(parameters.get(i).toFloatArray());
            biases.add(parameters.get(i + 1).toFloatArray());
        }
        try {
            return new Mlp(recipe.network(), weights, biases);
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
