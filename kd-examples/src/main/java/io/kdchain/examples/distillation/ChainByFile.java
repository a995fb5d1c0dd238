package io.kdchain.examples.distillation;

import io.kdchain.core.adapt.AdaptationRecipe;
import io.kdchain.core.adapt.AdaptedModel;
import io.kdchain.core.adapt.CalibrationRecipe;
import io.kdchain.core.adapt.Granularity;
import io.kdchain.core.adapt.HalfMlp;
import io.kdchain.core.adapt.Int8Mlp;
import io.kdchain.core.adapt.PrunedMlp;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.Teacher;
import io.kdchain.core.trace.chain.ChainWorks;
import io.kdchain.core.trace.chain.Declarations;
import io.kdchain.core.trace.chain.Distilled;
import io.kdchain.core.trace.chain.PreparedRows;
import io.kdchain.core.trace.chain.Service;
import io.kdchain.core.trace.chain.SuspectChain;
import io.kdchain.core.trace.chain.TracedModel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a chain whose distillation is a file of {@code kd distill}: its section names that file, how the
 * student is adapted, and where what was really put on the hardware and into service lies, if it is kept.
 */
final class ChainByFile implements ChainWorks {

    /** Repetitions draw other rows and seeds, far from those that a file would name beside its own. */
    private static final long STRIDE = 100_003;

    private static final int CALIBRATION_ROWS = 100;

    private final DistillationJob job;
    private final @Nullable AdaptationRecipe adaptation;
    private final CalibrationRecipe calibration;
    private final @Nullable Path adapted;
    private final @Nullable Standardisation served;
    private final long first;

    private ChainByFile(
            DistillationJob job,
            @Nullable AdaptationRecipe adaptation,
            CalibrationRecipe calibration,
            @Nullable Path adapted,
            @Nullable Standardisation served,
            long first) {
        this.job = job;
        this.adaptation = adaptation;
        this.calibration = calibration;
        this.adapted = adapted;
        this.served = served;
        this.first = first;
    }

    static ChainByFile read(Section section) {
        section.allow("distillation", "adaptation", "adapted", "servedStandardisation");
        DistillationJob job = DistillationJob.read(section.file("distillation"));
        Section how = section.optional("adaptation")
                .allow("method", "granularity", "fraction", "calibrationRows", "calibrationSeed");
        AdaptationRecipe recipe = switch (how.oneOf("method", "none", List.of("none", "int8", "half", "pruning"))) {
            case "int8" ->
                new AdaptationRecipe.Int8(
                        how.oneOf("granularity", "channel", List.of("channel", "tensor"))
                                        .equals("channel")
                                ? Granularity.PER_CHANNEL
                                : Granularity.PER_TENSOR);
            case "half" -> new AdaptationRecipe.HalfPrecision();
            case "pruning" -> new AdaptationRecipe.Pruning(how.number("fraction", 0.5));
            default -> null;
        };
        if (section.has("adapted") && recipe == null) {
            throw section.bad("'adapted' is given, but no adaptation.method says what it is: int8, half or pruning");
        }
        return new ChainByFile(
                job,
                recipe,
                new CalibrationRecipe(how.count("calibrationRows", CALIBRATION_ROWS), how.whole("calibrationSeed", 0)),
                section.has("adapted") ? section.file("adapted") : null,
                section.has("servedStandardisation")
                        ? Standardisation.fromBytes(
                                NetworkByFile.bytes(section.file("servedStandardisation")),
                                section.text("servedStandardisation"))
                        : null,
                0);
    }

    DistillationJob job() {
        return job;
    }

    /** The same stages done at another time: all that they draw is drawn anew. */
    ChainByFile another(int number) {
        return new ChainByFile(job, adaptation, calibration, null, served, number * 1_000L);
    }

    /** The chain as it is on record in the folder of its distillation. */
    SuspectChain recorded() {
        PreparedRows data = new PreparedRows(
                job.rows(0),
                Standardisation.fromBytes(
                        NetworkByFile.bytes(job.out().resolve(DistillationJob.STANDARDISATION)),
                        DistillationJob.STANDARDISATION));
        TracedModel teacher = new TracedModels.Asked(job.recordedTeacher());
        Distilled distilled = new Distilled(new TracedModels.Asked(job.recordedStudent()), List.of());
        TracedModel onHardware =
                adapted == null ? adapt(data, distilled.student(), 0) : new TracedModels.Adapted(read(adapted));
        return new SuspectChain(data, teacher, distilled, onHardware, deploy(data, onHardware, 0), this, declared());
    }

    /** The adaptation, which anyone repeats; a record of steps is not kept. */
    Declarations declared() {
        return new Declarations(null, null, 0, adaptation == null ? null : (rows, student) -> adapt(rows, student, 0));
    }

    private AdaptedModel read(Path file) {
        byte[] bytes = NetworkByFile.bytes(file);
        String name = file.toString();
        if (adaptation instanceof AdaptationRecipe.Int8) {
            return Int8Mlp.fromBytes(bytes, name);
        }
        return adaptation instanceof AdaptationRecipe.HalfPrecision
                ? HalfMlp.fromBytes(bytes, name)
                : PrunedMlp.fromBytes(bytes, name);
    }

    private long seed(int repetition) {
        return (first + repetition) * STRIDE;
    }

    @Override
    public PreparedRows prepare(int repetition) {
        Dataset rows = job.rows(seed(repetition));
        return new PreparedRows(rows, job.standardisation(rows));
    }

    private static Samples samples(PreparedRows rows) {
        return Samples.of(rows.rows(), rows.standardisation());
    }

    @Override
    public TracedModel teach(PreparedRows rows, int repetition) {
        return new TracedModels.Asked(job.teacher(samples(rows), seed(repetition)));
    }

    @Override
    public Distilled distil(PreparedRows rows, TracedModel teacher, int repetition) {
        Teacher asked = teacher instanceof TracedModels.Asked known
                ? known.teacher()
                : new TracedModels.Answering(teacher, rows.rows().classNames().size());
        return new Distilled(
                new TracedModels.Asked(
                        job.distil(asked, samples(rows), seed(repetition)).student()),
                List.of());
    }

    @Override
    public TracedModel adapt(PreparedRows rows, TracedModel student, int repetition) {
        if (adaptation == null) {
            return student;
        }
        if (!(student instanceof TracedModels.Asked known && known.teacher() instanceof Mlp network)) {
            throw new IllegalArgumentException(
                    "only a perceptron can be adapted here; leave out adaptation for a convolutional student");
        }
        Dataset drawn =
                calibration.withSeed(calibration.seed() + seed(repetition)).draw(rows.rows());
        float[][] inputs = drawn.rows().stream()
                .map(row -> rows.standardisation().apply(row.features()))
                .toArray(float[][]::new);
        return new TracedModels.Adapted(adaptation.apply(network, inputs));
    }

    @Override
    public Service deploy(PreparedRows rows, TracedModel model, int repetition) {
        Standardisation standardisation = served == null ? rows.standardisation() : served;
        return TracedModels.service(standardisation, model);
    }
}
