package io.kdchain.core.trace.bench;

import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.Reduction;
import io.kdchain.core.loss.ScaleT2;
import io.kdchain.core.trace.chain.ChainWorks;
import io.kdchain.core.trace.chain.Declarations;
import io.kdchain.core.trace.chain.Distilled;
import io.kdchain.core.trace.chain.PreparedRows;
import io.kdchain.core.trace.chain.Service;
import io.kdchain.core.trace.chain.TracedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a small chain. As made, each is sound and still its own: it draws other rows and seeds than any other
 * chain, quantises by tensor or by channel, and serves inputs that are off by a thousandth. A defect changes the
 * fields.
 */
final class Works implements ChainWorks {

    private static final double DRAWN = 0.7;
    private static final double JITTER = 1e-3;
    private static final int BATCH = 32;
    private static final double RATE = 0.01;
    private static final double DECAY = 0.01;
    private static final int CALIBRATION_ROWS = 100;

    final Kind.World world;
    final long seed;

    UnaryOperator<Dataset> rows = data -> data;
    BiFunction<PreparedRows, int[], int[]> teacherLabels = (data, labels) -> labels;
    BiFunction<PreparedRows, float[][], float[][]> teacherInputs = (data, inputs) -> inputs;

    @Nullable
    BiFunction<PreparedRows, Integer, Boolean> teacherSkips;

    UnaryOperator<SmallNet> teacherNet = net -> net;
    UnaryOperator<double[]> teacherLogits = logits -> logits;
    boolean teacherChanged;
    Trainer.Setting teacherSetting;
    Trainer.Goal goal = Trainer.Goal.STANDARD;
    Trainer.Setting studentSetting;
    SmallInt8.Plan plan;
    boolean calibrateOnOneClass;
    BiFunction<double[], float[], float[]> served = (raw, input) -> input;
    BiFunction<double[], double[], double[]> answered = (raw, logits) -> logits;
    boolean idsLost;

    Works(Kind.World world, long seed) {
        this.world = world;
        this.seed = seed;
        this.teacherSetting = new Trainer.Setting(world.kind().epochs, BATCH, RATE, DECAY);
        this.studentSetting = teacherSetting;
        this.plan = new Random(seed).nextInt(1 << 16) % 2 == 0 ? SmallInt8.Plan.PER_TENSOR : SmallInt8.Plan.PER_CHANNEL;
    }

    private long seed(String stage, int repetition) {
        long mixed = (seed * 31 + stage.hashCode()) * 0x9E3779B97F4A7C15L + repetition * 0xBF58476D1CE4E5B9L;
        mixed ^= mixed >>> 31;
        return mixed * 0x94D049BB133111EBL;
    }

    @Override
    public PreparedRows prepare(int repetition) {
        List<Row> pool = new ArrayList<>(world.pool().rows());
        Collections.shuffle(pool, new Random(seed("data", repetition)));
        Dataset drawn = world.pool().withRows(pool.subList(0, (int) (DRAWN * pool.size())));
        Dataset made = rows.apply(drawn);
        if (idsLost) {
            List<Row> renamed = new ArrayList<>();
            for (Row row : made.rows()) {
                renamed.add(new Row("entry-" + (renamed.size() + 1), row.features(), row.label()));
            }
            made = made.withRows(renamed);
        }
        return PreparedRows.fitted(made);
    }

    @Override
    public TracedModel teach(PreparedRows data, int repetition) {
        float[][] inputs = teacherInputs.apply(data, data.inputs());
        int[] labels = teacherLabels.apply(data, data.labels());
        BiFunction<PreparedRows, Integer, Boolean> skips = teacherSkips;
        if (skips != null) {
            int[] kept = IntStream.range(0, labels.length)
                    .filter(i -> !skips.apply(data, i))
                    .toArray();
            int[] allLabels = labels;
            float[][] allInputs = inputs;
            labels = Arrays.stream(kept).map(i -> allLabels[i]).toArray();
            inputs = Arrays.stream(kept).mapToObj(i -> allInputs[i]).toArray(float[][]::new);
        }
        SmallNet shape = world.kind().teacher(inputs[0].length, classes());
        SmallNet net = teacherNet.apply((SmallNet) Trainer.train(
                        shape,
                        inputs,
                        labels,
                        new double[0][],
                        Trainer.Goal.LABELS,
                        teacherSetting,
                        seed("teacher", repetition))
                .student());
        return teacherChanged ? new Changed(net, teacherLogits) : net;
    }

    /** A teacher whose logits are changed on the way out. */
    private record Changed(SmallNet net, UnaryOperator<double[]> change) implements TracedModel {
        @Override
        public double[][] logits(float[][] inputs) {
            return Arrays.stream(net.logits(inputs)).map(change).toArray(double[][]::new);
        }

        @Override
        public ContentDigest digest() {
            return ContentDigest.ofText(
                    net.digest() + Arrays.toString(change.apply(new double[] {0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9})));
        }
    }

    @Override
    public Distilled distil(PreparedRows data, TracedModel teacher, int repetition) {
        float[][] inputs = data.inputs();
        long own = seed("student", repetition);
        float[][] asked = inputs;
        if (goal.teacherDropout() > 0) {
            var random = new Random(own + 1);
            asked = data.inputs();
            for (float[] input : asked) {
                for (int i = 0; i < input.length; i++) {
                    input[i] = random.nextDouble() < goal.teacherDropout()
                            ? 0
                            : (float) (input[i] / (1 - goal.teacherDropout()));
                }
            }
        }
        return Trainer.train(
                world.kind().student(inputs[0].length, classes()),
                inputs,
                data.labels(),
                teacher.logits(asked),
                goal,
                studentSetting,
                own);
    }

    @Override
    public TracedModel adapt(PreparedRows data, TracedModel student, int repetition) {
        return adapt(data, student, plan, calibrateOnOneClass, seed("adaptation", repetition));
    }

    private static SmallInt8 adapt(
            PreparedRows data, TracedModel student, SmallInt8.Plan plan, boolean oneClass, long seed) {
        int[] labels = data.labels();
        List<float[]> calibration = new ArrayList<>();
        float[][] inputs = data.inputs();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            if (!oneClass || labels[i] == 1) {
                places.add(i);
            }
        }
        Collections.shuffle(places, new Random(seed));
        places.stream().limit(oneClass ? 5 : CALIBRATION_ROWS).forEach(i -> calibration.add(inputs[i]));
        return SmallInt8.of((SmallNet) student, calibration.toArray(float[][]::new), plan);
    }

    @Override
    public Service deploy(PreparedRows data, TracedModel adapted, int repetition) {
        long own = seed("deployment", repetition);
        return new Service() {
            @Override
            public float[][] inputs(double[][] asked) {
                float[][] out = data.apply(asked);
                for (int i = 0; i < out.length; i++) {
                    long noise = own + Arrays.hashCode(asked[i]) * 0x9E3779B97F4A7C15L;
                    out[i] = served.apply(asked[i], out[i]).clone();
                    for (int f = 0; f < out[i].length; f++) {
                        noise = noise * 6364136223846793005L + 1442695040888963407L;
                        // the highest bits, even over -2 to 2: a standard deviation of about 1
                        out[i][f] += (float) (JITTER * (noise >> 32) / (1L << 30));
                    }
                }
                return out;
            }

            @Override
            public double[][] answers(double[][] asked) {
                double[][] logits = adapted.logits(inputs(asked));
                for (int i = 0; i < logits.length; i++) {
                    logits[i] = answered.apply(asked[i], logits[i]);
                }
                return logits;
            }
        };
    }

    int classes() {
        return world.pool().classNames().size();
    }

    /**
     * What the parties say that they did.
     *
     * @param open they say what they did, even where it was wrong, and the rows have lost their ids; otherwise they say
     *     what they should have done
     */
    Declarations declared(boolean open, int rowsOfTraining) {
        Trainer.Goal said = open ? goal : Trainer.Goal.STANDARD;
        boolean hinton = !said.reversed() && !said.argmax() && said.teacherDropout() == 0 && said.misaligned() == 0;
        SmallInt8.Plan sound = plan.perTensor() ? SmallInt8.Plan.PER_TENSOR : SmallInt8.Plan.PER_CHANNEL;
        SmallInt8.Plan saidPlan = open ? plan : sound;
        boolean saidOneClass = open && calibrateOnOneClass;
        Trainer.Setting stated = open ? studentSetting : new Trainer.Setting(world.kind().epochs, BATCH, RATE, DECAY);
        return new Declarations(
                open ? null : world.pool(),
                hinton
                        ? new HintonLoss(
                                said.temperature(),
                                said.hard(),
                                said.soft(),
                                said.elementMean() ? Reduction.ELEMENT_MEAN : Reduction.BATCH_MEAN,
                                said.squared() ? ScaleT2.YES : ScaleT2.NO)
                        : null,
                Trainer.steps(stated, rowsOfTraining),
                (data, student) -> adapt(data, student, saidPlan, saidOneClass, seed("adaptation", 0)));
    }
}
