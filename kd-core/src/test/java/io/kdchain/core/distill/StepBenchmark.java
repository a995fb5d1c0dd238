package io.kdchain.core.distill;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.Pair;
import io.kdchain.core.data.ArtefactFolder;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.record.DistillationRecorder;
import io.kdchain.core.record.Entities;
import io.kdchain.core.record.TrainingEvents;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a step of the library costs beside the same step written by hand with DJL's blocks, operators and optimiser: 128
 * rows, the teacher's forward pass, Hinton's loss with T = 4, AdamW. Both take turns step by step in one process, so
 * that whatever else the machine does meets both alike; what an epoch with kept answers saves, what recording costs,
 * and whether memory stays flat are measured likewise. Times are p10 and median; ratios are of p10 (of medians in
 * brackets).
 *
 * <p>{@code mvn -q -pl kd-core -am test-compile dependency:build-classpath -Dmdep.outputFile=target/cp && java
 * -Dai.djl.offline=true -Dai.djl.pytorch.num_threads=1 -Dai.djl.pytorch.num_interop_threads=1 -cp
 * kd-core/target/test-classes:kd-core/target/classes:$(cat kd-core/target/cp) io.kdchain.core.distill.StepBenchmark
 * [steps] [epochs] [recording] [long-recording] [memory] [beside-python]}
 */
public final class StepBenchmark {

    private static final int BATCH = 128;
    private static final int ROWS = 1024;
    private static final int WARM_UP = 60;
    private static final double TEMPERATURE = 4;
    private static final Engine ENGINE = Engine.getEngine("PyTorch");
    private static final Objective OBJECTIVE = Objective.of(HintonLoss.standard());

    private StepBenchmark() {}

    /** Measures the parts that are named, or all. */
    public static void main(String[] arguments) throws IOException {
        List<String> parts = arguments.length == 0
                ? List.of("steps", "epochs", "recording", "long-recording", "memory")
                : List.of(arguments);
        boolean mode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            for (String part : parts) {
                switch (part) {
                    case "steps" -> steps();
                    case "epochs" -> epochs();
                    case "recording" -> recording(4, 2, 40);
                    case "long-recording" -> recording(64, 10, 8);
                    case "memory" -> memory();
                    case "beside-python" -> besidePython();
                    default ->
                        throw new IllegalArgumentException(
                                "'%s' is none of steps, epochs, recording, long-recording, memory, beside-python"
                                        .formatted(part));
                }
            }
        } finally {
            JniUtils.setGradMode(mode);
        }
    }

    private record Times(double p10, double median) {
        static Times of(long[] nanos) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return new Times(sorted[sorted.length / 10] / 1e6, sorted[sorted.length / 2] / 1e6);
        }
    }

    private static void print(String what, String one, Times first, String other, Times second, String goal) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s %.3f (%.3f) | %s %.3f (%.3f) | %.3f (%.3f) | %s |%n",
                what,
                one,
                first.p10(),
                first.median(),
                other,
                second.p10(),
                second.median(),
                first.p10() / second.p10(),
                first.median() / second.median(),
                goal);
    }

    private static void steps() {
        compare(
                "784-1200-1200-10 to 784-256-10",
                List.of(784),
                10,
                () -> perceptron(1200, 1200, 10),
                () -> perceptron(256, 10),
                400,
                "<= 1.03");
        compare(
                "conv 32-64-128 to 8-16-32",
                List.of(1, 28, 28),
                10,
                () -> convolutional(32, 64, 128),
                () -> convolutional(8, 16, 32),
                100,
                "<= 1.03");
        compare(
                "61-64-64-2 to 61-8-2",
                List.of(61),
                2,
                () -> perceptron(64, 64, 2),
                () -> perceptron(8, 2),
                4000,
                "<= 1.15");
    }

    private static Samples samples(int rows, int width, int classes) {
        Random random = new Random(1);
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            all.add(new Row("r" + i, random.doubles(width).toArray(), i % classes));
        }
        Dataset data = new Dataset(
                IntStream.range(0, width).mapToObj(i -> "f" + i).toList(),
                "y",
                IntStream.range(0, classes).mapToObj(i -> "c" + i).toList(),
                all);
        return Samples.of(data, Standardisation.fit(data));
    }

    private static Block perceptron(int... units) {
        SequentialBlock block = new SequentialBlock();
        for (int i = 0; i < units.length; i++) {
            block.add(Linear.builder().setUnits(units[i]).build());
            if (i < units.length - 1) {
                block.add(Activation.reluBlock());
            }
        }
        return block;
    }

    private static Block convolutional(int first, int second, int hidden) {
        SequentialBlock block = new SequentialBlock();
        for (int filters : new int[] {first, second}) {
            block.add(Conv2d.builder()
                            .setFilters(filters)
                            .setKernelShape(new Shape(3, 3))
                            .optPadding(new Shape(1, 1))
                            .build())
                    .add(Activation.reluBlock())
                    .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
        }
        return block.add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(hidden).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(10).build());
    }

    /** The step as one writes it with DJL's blocks, optimiser and operators. */
    private static final class ByHand {
        private final NDManager manager;
        private final Block teacher;
        private final Block student;
        private final NDArray inputs;
        private final NDArray labels;
        private final ParameterStore store;
        private final Optimizer optimiser = Optimizer.adamW()
                .optLearningRateTracker(Tracker.fixed(0.001f))
                .optWeightDecays(0.01f)
                .build();

        ByHand(NDManager manager, Samples samples, Shape one, Block teacher, Block student) {
            this.manager = manager;
            this.teacher = teacher;
            this.student = student;
            this.store = new ParameterStore(manager, false);
            float[] flat = new float[samples.size() * samples.width()];
            for (int i = 0; i < samples.size(); i++) {
                System.arraycopy(samples.input(i), 0, flat, i * samples.width(), samples.width());
            }
            this.inputs = manager.create(flat, new Shape(samples.size()).addAll(one));
            this.labels = manager.create(samples.labels());
            Shape batch = new Shape(BATCH).addAll(one);
            teacher.initialize(manager, DataType.FLOAT32, batch);
            student.initialize(manager, DataType.FLOAT32, batch);
            for (Pair<String, Parameter> parameter : student.getParameters()) {
                parameter.getValue().getArray().setRequiresGradient(true);
            }
        }

        float step(int[] rows) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray index = scope.create(Arrays.stream(rows).asLongStream().toArray());
                NDArray x = inputs.get(scope, new NDIndex("{}", index));
                NDArray y = labels.get(scope, new NDIndex("{}", index));
                NDArray taught = teacher.forward(store, new NDList(x), false).head();
                NDArray temperature = scope.create((float) TEMPERATURE);
                float value;
                try (GradientCollector collector = ENGINE.newGradientCollector()) {
                    NDArray logits = student.forward(store, new NDList(x), true).head();
                    NDArray p = taught.div(temperature).logSoftmax(1);
                    NDArray q = logits.div(temperature).logSoftmax(1);
                    NDArray soft = p.exp().mul(p.sub(q)).sum().mul(scope.create((float)
                            (TEMPERATURE * TEMPERATURE / rows.length)));
                    NDArray hard = logits.logSoftmax(1)
                            .mul(y.oneHot((int) logits.getShape().get(1), DataType.FLOAT32))
                            .sum()
                            .mul(scope.create(-1f / rows.length));
                    NDArray loss = soft.mul(scope.create(0.9f)).add(hard.mul(scope.create(0.1f)));
                    value = loss.stopGradient().getFloat();
                    collector.backward(loss);
                }
                for (Pair<String, Parameter> parameter : student.getParameters()) {
                    NDArray weight = parameter.getValue().getArray();
                    NDArray gradient = weight.getGradient();
                    gradient.attach(scope);
                    optimiser.update(parameter.getKey(), weight, gradient);
                    gradient.muli(0);
                }
                return value;
            }
        }
    }

    private static Learner learner(
            NDManager manager, Samples samples, Architecture architecture, Targets.Source targets) {
        return learner(manager, samples, recipe(architecture, 1, 3), targets);
    }

    private static Learner learner(NDManager manager, Samples samples, TrainingRecipe recipe, Targets.Source targets) {
        Trainable network = Trainable.begin(recipe.network(), manager, new Random(3));
        return new Learner(
                ENGINE, manager, recipe, OBJECTIVE, network, new Lessons(samples, targets, network, manager));
    }

    private static TrainingRecipe recipe(Architecture architecture, int epochs, long seed) {
        return new TrainingRecipe(architecture, epochs, BATCH, 0.001, 0.01, seed);
    }

    private static void compare(
            String name,
            List<Integer> one,
            int classes,
            Supplier<Block> large,
            Supplier<Block> small,
            int steps,
            String goal) {
        int width = one.stream().reduce(1, Math::multiplyExact);
        Samples samples = samples(ROWS, width, classes);
        boolean flat = one.size() == 1;
        Architecture student =
                flat ? perceptronOf(small.get(), width) : BlockDefinition.of(name + " student", one, classes, small);
        Architecture teaching =
                flat ? perceptronOf(large.get(), width) : BlockDefinition.of(name + " teacher", one, classes, large);
        Network teacher =
                TeacherTraining.of(recipe(teaching, 1, 1), samples).run().student();
        try (NDManager manager = ENGINE.newBaseManager(Device.cpu())) {
            Learner library = learner(manager, samples, student, Targets.live(List.of(teacher), OBJECTIVE, samples));
            Shape shape = new Shape(one.stream().mapToLong(Integer::longValue).toArray());
            ByHand hand = new ByHand(manager, samples, shape, large.get(), small.get());
            long[] ours = new long[steps];
            long[] theirs = new long[steps];
            Random random = new Random(9);
            for (int i = -WARM_UP; i < steps; i++) {
                int[] rows = random.ints(BATCH, 0, ROWS).toArray();
                long start = System.nanoTime();
                library.step(rows, i + WARM_UP + 1L, 0.5);
                long between = System.nanoTime();
                hand.step(rows);
                long end = System.nanoTime();
                if (i >= 0) {
                    ours[i] = between - start;
                    theirs[i] = end - between;
                }
            }
            print("step " + name, "library", Times.of(ours), "by hand", Times.of(theirs), goal);
        }
    }

    /**
     * What a program in Python is held against: SGD with momentum on one batch, nothing else in the process; and the
     * products of matrices that the first of these steps cannot do without.
     */
    private static void besidePython() {
        alone("784-1200-1200-10 to 784-256-10", MlpDefinition.of(784, 1200, 1200, 10), MlpDefinition.of(784, 256, 10));
        alone(
                "conv 32-64-128 to 8-16-32",
                BlockDefinition.of("teacher", List.of(1, 28, 28), 10, () -> convolutional(32, 64, 128)),
                BlockDefinition.of("student", List.of(1, 28, 28), 10, () -> convolutional(8, 16, 32)));
        alone("61-64-64-10 to 61-8-10", MlpDefinition.of(61, 64, 64, 10), MlpDefinition.of(61, 8, 10));
        products();
    }

    private static void alone(String name, Architecture teaching, Architecture student) {
        Samples samples = samples(BATCH, teaching.features(), teaching.classes());
        Network teacher =
                TeacherTraining.of(recipe(teaching, 1, 1), samples).run().student();
        TrainingRecipe recipe =
                new TrainingRecipe(student, 1, BATCH, OptimiserSetting.sgd(0.01, 0.9, 0), 3, Course.PLAIN);
        int[] rows = IntStream.range(0, BATCH).toArray();
        long[] took = new long[name.startsWith("conv") ? 60 : 400];
        try (NDManager manager = ENGINE.newBaseManager(Device.cpu())) {
            Learner library = learner(manager, samples, recipe, Targets.live(List.of(teacher), OBJECTIVE, samples));
            for (int i = -WARM_UP; i < took.length; i++) {
                long start = System.nanoTime();
                library.step(rows, i + WARM_UP + 1L, 0.5);
                if (i >= 0) {
                    took[i] = System.nanoTime() - start;
                }
            }
        }
        Times times = Times.of(took);
        System.out.printf(Locale.ROOT, "| step %s | %.3f (%.3f) |%n", name, times.p10(), times.median());
    }

    private static void products() {
        try (NDManager manager = ENGINE.newBaseManager(Device.cpu())) {
            for (int[] size :
                    new int[][] {{BATCH, 784, 1200}, {BATCH, 1200, 1200}, {BATCH, 784, 256}, {256, BATCH, 784}}) {
                NDArray left = manager.randomUniform(0, 1, new Shape(size[0], size[1]));
                NDArray right = manager.randomUniform(0, 1, new Shape(size[1], size[2]));
                long[] took = new long[300];
                for (int i = -WARM_UP; i < took.length; i++) {
                    long start = System.nanoTime();
                    left.matMul(right).close();
                    if (i >= 0) {
                        took[i] = System.nanoTime() - start;
                    }
                }
                Times times = Times.of(took);
                System.out.printf(
                        Locale.ROOT,
                        "| product %s | %.3f (%.3f) | %.1f GFLOPS |%n",
                        Arrays.toString(size),
                        times.p10(),
                        times.median(),
                        2e-6 * size[0] * size[1] * size[2] / times.p10());
            }
        }
    }

    /** The same sizes as a block of linear layers has. */
    private static MlpDefinition perceptronOf(Block block, int width) {
        try (NDManager manager = ENGINE.newBaseManager(Device.cpu())) {
            block.initialize(manager, DataType.FLOAT32, new Shape(1, width));
            return MlpDefinition.of(IntStream.concat(
                            IntStream.of(width),
                            block.getParameters().values().stream()
                                    .filter(parameter -> parameter.getType() == Parameter.Type.BIAS)
                                    .mapToInt(parameter ->
                                            Math.toIntExact(parameter.getShape().get(0))))
                    .toArray());
        }
    }

    private static void epochs() {
        Samples samples = samples(ROWS, 784, 10);
        Network teacher = TeacherTraining.of(recipe(MlpDefinition.of(784, 1200, 1200, 10), 1, 1), samples)
                .run()
                .student();
        try (NDManager manager = ENGINE.newBaseManager(Device.cpu())) {
            Architecture student = MlpDefinition.of(784, 256, 10);
            Learner live = learner(manager, samples, student, Targets.live(List.of(teacher), OBJECTIVE, samples));
            Learner kept = learner(manager, samples, student, Targets.kept(List.of(teacher), OBJECTIVE, samples));
            int epochs = 50;
            long[] slow = new long[epochs];
            long[] fast = new long[epochs];
            for (int epoch = -5; epoch < epochs; epoch++) {
                long start = System.nanoTime();
                epoch(live);
                long between = System.nanoTime();
                epoch(kept);
                long end = System.nanoTime();
                if (epoch >= 0) {
                    slow[epoch] = between - start;
                    fast[epoch] = end - between;
                }
            }
            print(
                    "epoch of %d steps, 784-1200-1200-10 to 784-256-10".formatted(ROWS / BATCH),
                    "live teacher",
                    Times.of(slow),
                    "kept answers",
                    Times.of(fast),
                    ">= 2.5");
        }
    }

    private static void epoch(Learner learner) {
        for (int from = 0; from < ROWS; from += BATCH) {
            learner.step(IntStream.range(from, from + BATCH).toArray(), from + 1L, 0.5);
        }
    }

    /**
     * Whole runs with a checkpoint each second epoch or each tenth, which save the student, with and without events in
     * a log on disk; which of the two is first changes from run to run.
     */
    private static void recording(int epochs, int everyEpochs, int runs) throws IOException {
        Samples samples = samples(4 * ROWS, 784, 10);
        CachedTeacher teacher = CachedTeacher.ask(
                TeacherTraining.of(recipe(MlpDefinition.of(784, 64, 10), 1, 1), samples)
                        .run()
                        .student(),
                samples);
        Path folder = Files.createTempDirectory("kd-recording");
        int first = -runs / 4;
        long[] silent = new long[runs];
        long[] recorded = new long[runs];
        var recipe = new DistillationRecipe(recipe(MlpDefinition.of(784, 256, 10), epochs, 5), OBJECTIVE);
        try (ChainLog log = ChainLog.open("jdbc:sqlite:" + folder.resolve("log.db"), LogFixture.options())) {
            Recorder recorder = LogFixture.begin(log).party("lab", Role.DISTILLATION_PROVIDER);
            for (int run = first; run < runs; run++) {
                for (boolean withEvents : run % 2 == 0 ? new boolean[] {true, false} : new boolean[] {false, true}) {
                    Path out = folder.resolve("%s%d".formatted(withEvents ? "recorded" : "silent", run));
                    long start = System.nanoTime();
                    if (withEvents) {
                        recorded(recorder, teacher, recipe, samples, out, everyEpochs);
                    } else {
                        distil(teacher, recipe, samples, out, everyEpochs, TrainingListener.SILENT);
                    }
                    if (run >= 0) {
                        (withEvents ? recorded : silent)[run] = System.nanoTime() - start;
                    }
                }
            }
        }
        int checkpoints = (epochs + everyEpochs - 1) / everyEpochs;
        print(
                "run of %d steps with %d checkpoints, 784-256-10".formatted(epochs * 4 * ROWS / BATCH, checkpoints),
                "recorded",
                Times.of(recorded),
                "silent",
                Times.of(silent),
                "<= 1.03");
    }

    private static TrainingRun distil(
            CachedTeacher teacher,
            DistillationRecipe recipe,
            Samples samples,
            Path folder,
            int everyEpochs,
            TrainingListener listener) {
        TrainingRun run = Distiller.of(teacher, recipe, samples)
                .checkpoints(folder, everyEpochs)
                .listener(listener)
                .build()
                .run();
        ArtefactFolder.at(folder).save("student.safetensors", run.student());
        return run;
    }

    private static void recorded(
            Recorder recorder,
            CachedTeacher teacher,
            DistillationRecipe recipe,
            Samples samples,
            Path folder,
            int everyEpochs) {
        EntityId from = EntityId.parse("model:teacher");
        EntityId rows = EntityId.parse("dataset:rows");
        try (var record = DistillationRecorder.begin(
                recorder,
                Clock.systemUTC(),
                List.of(from, rows),
                TrainingEvents.started(from, rows, recipe, Distiller.environment()))) {
            TrainingRun run = record.watching(() -> distil(teacher, recipe, samples, folder, everyEpochs, record));
            record.completed(List.of(), null, Entities.of(EntityKind.MODEL, "student", run.student()));
        }
    }

    /** 100,000 steps of the tiny network; what they hold is read every 20,000. */
    private static void memory() throws IOException {
        Samples samples = samples(ROWS, 61, 2);
        Network teacher = TeacherTraining.of(recipe(MlpDefinition.of(61, 16, 2), 1, 1), samples)
                .run()
                .student();
        try (NDManager manager = ENGINE.newBaseManager(Device.cpu())) {
            Learner learner = learner(
                    manager, samples, MlpDefinition.of(61, 8, 2), Targets.kept(List.of(teacher), OBJECTIVE, samples));
            int[] rows = IntStream.range(0, BATCH).toArray();
            for (int step = 1; step <= 100_000; step++) {
                learner.step(rows, step, 0.5);
                if (step % 20_000 == 0) {
                    System.gc();
                    System.out.printf(
                            Locale.ROOT,
                            "after %,d steps: data outside of the Java heap %d MB, resident %d MB, arrays of the training %d%n",
                            step,
                            (status("VmData") - Runtime.getRuntime().totalMemory()) >> 20,
                            status("VmRSS") >> 20,
                            ((BaseNDManager) manager).getManagedArrays().size());
                }
            }
        }
    }

    private static long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
