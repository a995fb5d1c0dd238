package io.kdchain.examples.distillation;

import io.kdchain.core.audit.Decisions;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.SplitRecipe;
import io.kdchain.core.trace.DefectTracer;
import io.kdchain.core.trace.Localisation;
import io.kdchain.core.trace.RecordedChain;
import io.kdchain.core.trace.ServedAnswer;
import io.kdchain.core.trace.Stage;
import io.kdchain.core.trace.StageReplay;
import io.kdchain.core.trace.TraceListener;
import io.kdchain.core.trace.chain.AuditRows;
import io.kdchain.core.trace.chain.ChainFinding;
import io.kdchain.core.trace.chain.ChainTracer;
import io.kdchain.core.trace.chain.CleanBand;
import io.kdchain.core.trace.chain.Declarations;
import io.kdchain.core.trace.chain.Distilled;
import io.kdchain.core.trace.chain.PreparedRows;
import io.kdchain.core.trace.chain.SuspectChain;
import io.kdchain.core.trace.chain.TracedModel;
import io.kdchain.core.trace.chain.Verdict;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.Evidence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The search for the stage that made a recorded output wrong. First each stage is carried out again by its recorded
 * recipe, to the bit, and the answer is computed for every set of stages acting as recorded. Where no departure from a
 * recipe explains the answer, the chain is held against bands of clean chains: runs of the recorded recipes with other
 * rows and seeds, or with a reference, of recipes that are known to be good. What neither finds is not named.
 */
public final class LoggedTracing {

    /** The fewest that say anything of what chance does. */
    public static final int FEWEST_CLEAN_CHAINS = 4;

    /** As many as a false alarm rate of 3 % takes. */
    public static final int DEFAULT_CLEAN_CHAINS = 33;

    private static final double HALF = 0.5;

    private final LoggedChain logged;
    private final Row row;
    private final int served;

    /**
     * What came of it.
     *
     * @param row id of the row that was asked
     * @param right name of the right class
     * @param served name of the class that was served
     * @param parties who acted in each stage
     * @param replay what the exact replay found
     * @param search what the bands found; null where the replay explains the answer
     */
    public record Result(
            String row,
            String right,
            String served,
            Map<Stage, PartyId> parties,
            Localisation replay,
            @Nullable ChainFinding search) {

        public Result {
            parties = Map.copyOf(parties);
        }

        /** Whether the replay explains the answer. */
        public boolean explained() {
            return !replay.contributing().isEmpty();
        }

        /** Whether no stage is named. */
        public boolean abstained() {
            return !explained() && (search == null || search.verdict() == Verdict.ABSTAINED);
        }

        /** What to record: the replay, where it explains the answer, otherwise what the bands found. */
        public Localisation localisation() {
            return explained() || search == null ? replay : search.localisation();
        }
    }

    private LoggedTracing(LoggedChain logged, Row row, int served) {
        this.logged = logged;
        this.row = row;
        this.served = served;
    }

    /**
     * Reads the chain of an output and the row that was asked.
     *
     * @param evidence the output's slice of the log, judged
     * @param artefacts folder with the chain's artefacts, under any names
     * @param asked rows as they were asked, with the right classes; null means the collected rows that the recorded
     *     split leaves out of training
     * @param rowId the row; null means the one after whose id the output is named
     * @param servedClass name of the class that was served; null means what the recorded artefacts answer
     * @throws IllegalArgumentException if the chain cannot be followed or carried out again, or the answer was right
     * @throws ArtefactException if an artefact is missing or its digest is another
     */
    public static LoggedTracing of(
            Evidence evidence,
            EntityId output,
            Path artefacts,
            @Nullable Path asked,
            @Nullable String rowId,
            @Nullable String servedClass) {
        LoggedChain logged = LoggedChain.read(evidence, output, artefacts);
        Row row = logged.asked(asked, rowId);
        RecordedChain chain = logged.chain();
        int served = servedClass == null
                ? Decisions.of(chain.adaptation()
                        .adapted()
                        .logits(chain.deployment().preprocessing().apply(row.features())))
                : chain.data().source().indexOfClass(servedClass);
        return new LoggedTracing(logged, row, served);
    }

    /**
     * Searches.
     *
     * @param reference folder with the recipes of a good chain, and its collected rows if they are others; null means
     *     that there is none
     * @param references repetitions of the replay, 1 or more
     * @param cleanChains runs that the bands are fixed on, {@link #FEWEST_CLEAN_CHAINS} or more
     * @param replayed is told what is carried out again
     * @param fixed is told how many clean chains were run so far
     */
    public Result run(
            @Nullable Path reference, int references, int cleanChains, TraceListener replayed, IntConsumer fixed) {
        if (cleanChains < FEWEST_CLEAN_CHAINS) {
            throw new IllegalArgumentException(
                    "%d clean chains are asked for; fewer than %d say nothing of what chance does"
                            .formatted(cleanChains, FEWEST_CLEAN_CHAINS));
        }
        RecipeWorks good = reference == null ? null : reference(reference);
        Localisation replay = DefectTracer.of(logged.chain())
                .references(references)
                .listener(replayed)
                .trace(new ServedAnswer(row, served));
        List<String> classes = logged.chain().data().source().classNames();
        return new Result(
                row.id(),
                classes.get(row.label()),
                classes.get(served),
                logged.parties(),
                replay,
                replay.contributing().isEmpty() ? search(good, cleanChains, fixed) : null);
    }

    /**
     * Half of the rows that no stage trained on are audited; the others join those that clean chains are drawn from.
     */
    private Dataset audited() {
        return new SplitRecipe(HALF, 0).apply(logged.leftOut()).test();
    }

    /** All rows but the audited ones. */
    private static Dataset pool(Dataset all, Dataset audited) {
        Set<List<Double>> taken = new HashSet<>();
        audited.rows().forEach(one -> taken.add(features(one)));
        return all.filter(one -> !taken.contains(features(one)));
    }

    private static List<Double> features(Row row) {
        return Arrays.stream(row.features()).boxed().toList();
    }

    private ChainFinding search(@Nullable RecipeWorks good, int cleanChains, IntConsumer fixed) {
        RecordedChain chain = logged.chain();
        Dataset rows = audited();
        AuditRows audit = AuditRows.of(rows, rows.rows().stream().map(any -> 0).toList());
        RecipeWorks own = RecipeWorks.of(chain, pool(chain.data().source(), rows));
        ChainTracer tracer = good == null ? ChainTracer.alone(audit) : ChainTracer.against(good, audit);
        RecipeWorks clean = good == null ? own : good;
        List<Map<String, Double>> signals = new ArrayList<>();
        for (int i = 1; i <= cleanChains; i++) {
            RecipeWorks another = clean.another(i);
            signals.add(tracer.signals(SuspectChain.run(another, Declarations.NONE)));
            fixed.accept(i);
        }
        // as few false alarms as so many chains can show
        CleanBand band = CleanBand.of(signals, Math.max(CleanBand.DEFAULT_RATE, 1.0 / (cleanChains + 1)));
        return tracer.trace(suspect(own), band);
    }

    /** The chain as it is on record, with what is said of it. */
    private SuspectChain suspect(RecipeWorks own) {
        RecordedChain chain = logged.chain();
        TracedModel adapted = new TracedModels.Adapted(chain.adaptation().adapted());
        return new SuspectChain(
                new PreparedRows(chain.data().training(), chain.data().standardisation()),
                new TracedModels.Asked(chain.teacher().teacher()),
                new Distilled(new TracedModels.Asked(chain.distillation().student()), List.of()),
                adapted,
                TracedModels.service(chain.deployment().preprocessing(), adapted),
                own,
                new Declarations(chain.data().source(), logged.loss(), 0, own::adaptAsRecorded));
    }

    /** The recipes of a good chain, by what they say and not by how their files are named. */
    private RecipeWorks reference(Path folder) {
        Map<String, RecordedRecipes> found = new TreeMap<>();
        for (Path file : ArtefactsByDigest.files(folder)) {
            if (file.toString().endsWith(".properties")) {
                RecordedRecipes recipe = RecordedRecipes.of(NetworkByFile.bytes(file), file.toString());
                String kind = recipe.has("loss")
                        ? "distillation"
                        : recipe.has("network") ? "teacher" : recipe.has("calibration.rows") ? "calibration" : "other";
                if (found.put(kind, recipe) != null && !kind.equals("other")) {
                    throw new IllegalArgumentException(
                            "%s holds two recipes of a %s, the second is %s. Give the folder of one good chain."
                                    .formatted(folder, kind, file));
                }
            }
        }
        for (String kind : List.of("teacher", "distillation", "calibration")) {
            if (!found.containsKey(kind)) {
                throw new IllegalArgumentException(
                        "%s holds no recipe of a %s (a file .properties as the chain's artefacts have it). A reference needs teacher, distillation and calibration."
                                .formatted(folder, kind));
            }
        }
        Dataset source = logged.chain().data().source();
        Path own = folder.resolve("collected.csv");
        Dataset collected =
                own.toFile().isFile() ? Dataset.fromBytes(NetworkByFile.bytes(own), own.toString()) : source;
        if (!collected.featureNames().equals(source.featureNames())
                || !collected.classNames().equals(source.classNames())) {
            throw new IllegalArgumentException(
                    "%s has the columns %s and classes %s, the recorded chain %s and %s; they must be the same"
                            .formatted(
                                    own,
                                    collected.featureNames(),
                                    collected.classNames(),
                                    source.featureNames(),
                                    source.classNames()));
        }
        return new RecipeWorks(
                pool(collected, audited()),
                logged.chain().data().training().size(),
                recipe(found, "teacher").training(),
                recipe(found, "distillation").distillation(),
                recipe(found, "calibration").calibration(),
                0);
    }

    private static RecordedRecipes recipe(Map<String, RecordedRecipes> found, String kind) {
        return Optional.ofNullable(found.get(kind)).orElseThrow();
    }

    /** Stages whose repetition does not give what is on record. */
    public static List<Stage> departed(Localisation replay) {
        return replay.replays().stream()
                .filter(one -> !one.reproduced())
                .map(StageReplay::stage)
                .toList();
    }
}
