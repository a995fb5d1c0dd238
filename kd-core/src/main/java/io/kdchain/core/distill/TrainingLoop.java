package io.kdchain.core.distill;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Samples;
import io.kdchain.core.loss.LossValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one training loop: epochs, the order of samples, early stopping, checkpoints. Initial weights and the order of
 * samples come from the recipe's seed by {@link Random}, whose algorithm is fixed by its specification. The engine's
 * own random numbers are used by blocks alone (dropout), and begin anew with every step from the seed and the step's
 * number.
 */
final class TrainingLoop {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);
    private static final String ENGINE = "PyTorch";

    /** A loss that is so many times that of the first epoch does not come back. */
    private static final double RUNAWAY = 1e6;

    /**
     * Samples with what the teachers say of them.
     *
     * @param targets in the order of the samples
     * @param answers when the teachers are asked
     */
    record Taught(Samples samples, Targets.Source targets, TeacherAnswers answers) {}

    /** Puts what is trained before its first step. */
    @FunctionalInterface
    private interface Start {
        Trainee begin(Engine engine, NDManager manager, Random random);
    }

    /**
     * What a training made.
     *
     * @param networks one, or those of students that learned from each other
     */
    record Ended(List<Network> networks, List<EpochLoss> losses, String engine, int threads) {}

    private final TrainingRecipe recipe;
    private final String name;
    private final int samples;
    private final Supplier<ContentDigest> fingerprint;
    private final Start start;
    private final @Nullable CheckpointFolder checkpoints;
    private final TrainingListener listener;
    private final long allSteps;

    /**
     * A loop.
     *
     * @param recipe says how long and in which order samples are seen
     * @param name of what is trained
     * @param samples how many there are
     * @param fingerprint covers all that decides the result
     */
    private TrainingLoop(
            TrainingRecipe recipe,
            String name,
            int samples,
            Supplier<ContentDigest> fingerprint,
            Start start,
            @Nullable CheckpointFolder checkpoints,
            TrainingListener listener) {
        this.recipe = recipe;
        this.name = name;
        this.samples = samples;
        this.fingerprint = fingerprint;
        this.start = start;
        this.checkpoints = checkpoints;
        this.listener = listener;
        long batches = (samples + recipe.batchSize() - 1L) / recipe.batchSize();
        this.allSteps = batches * recipe.epochs();
    }

    /** The training of one student. */
    static TrainingLoop of(
            TrainingRecipe recipe,
            Objective objective,
            Taught training,
            @Nullable Taught validation,
            List<ContentDigest> teachers,
            @Nullable CheckpointFolder checkpoints,
            TrainingListener listener) {
        requireFit(recipe.network(), training.samples());
        if (validation != null) {
            requireFit(recipe.network(), validation.samples());
        }
        Start start = (engine, manager, random) -> {
            Trainable network = Trainable.begin(recipe.network(), manager, random);
            Lessons lessons = new Lessons(training.samples(), training.targets(), network, manager);
            Lessons judges = validation == null
                    ? null
                    : new Lessons(validation.samples(), validation.targets(), network, manager);
            return new Alone(new Learner(engine, manager, recipe, objective, network, lessons), judges);
        };
        return new TrainingLoop(
                recipe,
                recipe.network().toString(),
                training.samples().size(),
                () -> ContentDigest.ofText("%s\n%s\n%s\n%s\n%s\n%s\n"
                        .formatted(
                                recipe.describe(),
                                objective.describe(),
                                training.samples().digest(),
                                validation == null ? "" : validation.samples().digest(),
                                teachers,
                                training.answers())),
                start,
                checkpoints,
                listener);
    }

    /** The training of students that learn from each other. */
    static TrainingLoop of(
            MutualRecipe recipe,
            Samples samples,
            @Nullable Samples validation,
            @Nullable CheckpointFolder checkpoints,
            TrainingListener listener) {
        List<Architecture> networks =
                recipe.students().stream().map(TrainingRecipe::network).toList();
        for (Architecture network : networks) {
            requireFit(network, samples);
            if (validation != null) {
                requireFit(network, validation);
            }
        }
        return new TrainingLoop(
                recipe.students().get(0),
                networks.toString(),
                samples.size(),
                () -> ContentDigest.ofText("mutual\n%s\n%s\n%s\n"
                        .formatted(recipe.describe(), samples.digest(), validation == null ? "" : validation.digest())),
                (engine, manager, random) -> new Cohort(engine, manager, random, recipe, samples, validation),
                checkpoints,
                listener);
    }

    private static void requireFit(Architecture network, Samples samples) {
        if (network.features() != samples.width() || network.classes() != samples.classes()) {
            throw new IllegalArgumentException("the network %s does not fit samples of %d features and %d classes"
                    .formatted(network, samples.width(), samples.classes()));
        }
    }

    Ended run() {
        Engine engine = Engine.getEngine(ENGINE);
        int threads = JniUtils.getNumThreads();
        if (threads != 1) {
            LOG.warn("PyTorch computes on {} threads; the seed promises the same result only on as many.", threads);
        }
        LOG.info("training {} on {} samples started", name, samples);
        // a thread's gradient mode is on by default, and updates in place need it off
        boolean gradientMode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try (NDManager manager = engine.newBaseManager(Device.cpu())) {
            return new Session(engine, manager).train(threads);
        } finally {
            JniUtils.setGradMode(gradientMode);
        }
    }

    /** One run with its arrays. */
    private final class Session {

        private final Engine engine;
        private final Random random = new Random(recipe.seed());
        private final Trainee learner;
        private final int[] order = IntStream.range(0, samples).toArray();
        private final List<EpochLoss> losses = new ArrayList<>();
        private final List<Double> judged = new ArrayList<>();
        private float @Nullable [] best;
        private long step;

        Session(Engine engine, NDManager manager) {
            this.engine = engine;
            this.learner = start.begin(engine, manager, random);
            if (learner.judges() && recipe.course().patience() > 0) {
                learner.requireJudge();
            }
        }

        Ended train(int threads) {
            if (checkpoints != null) {
                checkpoints.load(fingerprint.get()).ifPresent(this::resume);
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
                learner.set(best);
            }
            LOG.info("training {} ended after {} steps", name, step);
            return new Ended(networks(), losses, engine.getEngineName() + " " + engine.getVersion(), threads);
        }

        private EpochLoss epoch(int epoch) {
            shuffle(order, random);
            double total = 0;
            Map<String, Double> parts = new TreeMap<>();
            for (int from = 0; from < order.length; from += recipe.batchSize()) {
                int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + recipe.batchSize()));
                step++;
                double progress = allSteps == 1 ? 0 : (step - 1.0) / (allSteps - 1);
                LossValue value = learner.step(batch, step, progress);
                total += value.total() * batch.length;
                value.parts().forEach((name, part) -> parts.merge(name, part * batch.length, Double::sum));
            }
            parts.replaceAll((name, sum) -> sum / order.length);
            var loss = new EpochLoss(epoch, new LossValue(total / order.length, parts));
            double first = losses.isEmpty()
                    ? loss.loss().total()
                    : losses.get(0).loss().total();
            if (Math.abs(loss.loss().total()) > RUNAWAY * Math.max(1, Math.abs(first))) {
                throw learner.diverged(
                        step,
                        new int[0],
                        "the loss of epoch %d is %s, that of the first was %s"
                                .formatted(epoch, loss.loss().total(), first));
            }
            return loss;
        }

        private void judge(EpochLoss loss) {
            double now = learner.judges() ? learner.judge() : loss.loss().total();
            boolean better = judged.stream().allMatch(before -> now < before);
            judged.add(now);
            if (recipe.course().patience() > 0 && better) {
                best = learner.values();
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

        private Checkpoint checkpoint() {
            Map<String, float[]> floats = new TreeMap<>();
            Map<String, double[]> doubles = new TreeMap<>();
            learner.save(floats, doubles);
            return new Checkpoint(
                    fingerprint.get(),
                    step,
                    learner.values(),
                    best,
                    floats,
                    doubles,
                    losses,
                    judged.stream().mapToDouble(Double::doubleValue).toArray());
        }

        private void resume(Checkpoint from) {
            learner.set(from.values);
            learner.restore(from.step, from.floats, from.doubles);
            losses.addAll(from.losses);
            Arrays.stream(from.judged).forEach(judged::add);
            best = from.best;
            step = from.step;
            // the random numbers of the epochs done
            for (int epoch = 0; epoch < losses.size(); epoch++) {
                shuffle(order, random);
            }
            LOG.info("training {} goes on after epoch {}", name, losses.size());
        }

        private List<Network> networks() {
            try {
                return learner.networks();
            } catch (IllegalArgumentException e) {
                throw learner.diverged(step, new int[0], String.valueOf(e.getMessage()));
            }
        }
    }

    private TrainingProgress progress(EpochLoss loss, int before, long nanos) {
        double seconds = Math.max(nanos, 1) / 1e9;
        int done = loss.epoch() - before;
        return new TrainingProgress(
                loss.epoch(), recipe.epochs(), loss, done * (double) samples / seconds, Duration.ofNanos((long)
                        ((double) nanos / done * (recipe.epochs() - loss.epoch()))));
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
