package io.kdchain.examples.distillation;

import io.kdchain.core.adapt.Int8Mlp;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.CsvReader;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.trace.RecordedChain;
import io.kdchain.core.trace.Stage;
import io.kdchain.provenance.event.DataProcessed;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.DistillationStarted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.LogEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The chain behind an output, as a log has it: from the output back over what each act used, to the acts of the five
 * stages, their artefacts by digest and their recipes as recorded. Only events that may be believed count.
 */
final class LoggedChain {

    private static final String ID_COLUMN = "id";

    private final EntityId output;
    private final RecordedChain chain;
    private final HintonLoss loss;
    private final Map<Stage, PartyId> parties;

    private LoggedChain(EntityId output, RecordedChain chain, HintonLoss loss, Map<Stage, PartyId> parties) {
        this.output = output;
        this.chain = chain;
        this.loss = loss;
        this.parties = new EnumMap<>(parties);
    }

    /**
     * Finds it.
     *
     * @throws IllegalArgumentException if the log does not know the output, or a stage cannot be carried out from what
     *     is on record
     * @throws ArtefactException if no file has the digest that is on record of an artefact
     */
    static LoggedChain read(Evidence evidence, EntityId output, Path artefacts) {
        if (!evidence.slice().unknown().isEmpty()) {
            throw new IllegalArgumentException(
                    "The log knows nothing of %s. Maybe the id is misspelt; 'kd log list' has all."
                            .formatted(String.join(", ", evidence.slice().unknown())));
        }
        return new Reading(evidence, output, ArtefactsByDigest.in(artefacts)).read();
    }

    /** Recipes as stated, artefacts as handed on. */
    RecordedChain chain() {
        return chain;
    }

    /** What the student is said to minimise. */
    HintonLoss loss() {
        return loss;
    }

    /** Who acted in each stage. */
    Map<Stage, PartyId> parties() {
        return new EnumMap<>(parties);
    }

    /**
     * The row that was asked.
     *
     * @param file rows as they were asked, with the right classes; null means the collected rows that the recorded
     *     split leaves out of training
     * @param id of the row; null means the row after whose id the output is named
     */
    Row asked(@Nullable Path file, @Nullable String id) {
        Dataset rows = file == null ? leftOut() : read(file);
        String where = file == null ? "the collected rows that are not for training" : file.toString();
        List<Row> found = rows.rows().stream()
                .filter(row -> id == null
                        ? output.name().equals(row.id()) || output.name().endsWith("-" + row.id())
                        : row.id().equals(id))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    id == null
                            ? "%d of %s have an id after which %s is named. Name the row with --row, and give the rows that were asked with --asked."
                                    .formatted(found.size(), where, output.key())
                            : "%d of %s have the id '%s'. Give the rows that were asked with --asked."
                                    .formatted(found.size(), where, id));
        }
        Row row = found.get(0);
        Dataset source = chain.data().source();
        if (!rows.featureNames().equals(source.featureNames())) {
            throw new IllegalArgumentException(
                    "%s has the columns %s, the collected rows have %s; they must be the same"
                            .formatted(where, rows.featureNames(), source.featureNames()));
        }
        return row.withLabel(source.indexOfClass(rows.classNames().get(row.label())));
    }

    /** The collected rows that the recorded split leaves out of training. */
    Dataset leftOut() {
        return chain.data().recipe().apply(chain.data().source()).test();
    }

    private static Dataset read(Path file) {
        byte[] bytes = NetworkByFile.bytes(file);
        boolean ids = new String(bytes, StandardCharsets.UTF_8).startsWith(ID_COLUMN + ",");
        return (ids ? CsvReader.withIds(ID_COLUMN) : CsvReader.plain()).read(bytes, file.toString());
    }

    /** One walk from an output to the beginning of its chain. */
    private static final class Reading {

        private final Evidence evidence;
        private final EntityId output;
        private final ArtefactsByDigest files;
        private final Set<Digest> known = new HashSet<>();
        private final List<Event> acts;

        Reading(Evidence evidence, EntityId output, ArtefactsByDigest files) {
            this.evidence = evidence;
            this.output = output;
            this.files = files;
            this.acts = evidence.admitted().stream().map(LogEntry::event).toList();
            for (Event act : acts) {
                Stream.concat(act.uses().stream(), act.generates().stream()).forEach(entity -> {
                    if (entity.digest() != null) {
                        known.add(entity.digest());
                    }
                });
            }
        }

        LoggedChain read() {
            Event served = maker(OutputServed.class, List.of(output), "serves " + output.key());
            Event deployed = maker(ModelDeployed.class, served.uses(), "deploys what served " + output.key());
            Event adapted = maker(ModelAdapted.class, deployed.uses(), "adapts what was deployed");
            Event distilled = maker(DistillationCompleted.class, adapted.uses(), "distils what was adapted");
            Event taught = maker(TeacherReleased.class, distilled.uses(), "releases the teacher");
            Event processed = maker(DataProcessed.class, distilled.uses(), "takes the training rows");

            if (((ModelAdapted) adapted.body()).technique() != ModelAdapted.Technique.INT8) {
                throw new IllegalArgumentException(
                        "event %s adapts by %s; only int8 can be carried out again from a log here"
                                .formatted(adapted.id(), ((ModelAdapted) adapted.body()).technique()));
            }
            // rows without labels, or a second teacher, would be missing when the stage is carried out again
            requireOne(distilled, EntityKind.DATASET);
            requireOne(distilled, EntityKind.MODEL);
            EntityId rows = entity(distilled.uses(), EntityKind.DATASET, distilled);
            EntityId collected = entity(processed.uses(), EntityKind.DATASET, processed);
            EntityId teacher = entity(taught.generates(), EntityKind.MODEL, taught);
            EntityId student = entity(distilled.generates(), EntityKind.MODEL, distilled);
            EntityId onHardware = entity(adapted.generates(), EntityKind.MODEL, adapted);
            RecordedRecipes distillation = RecordedRecipes.of(
                    started(distilled).hyperparameters(), "the beginning of the distillation " + distilled.id());
            RecordedChain chain = new RecordedChain(
                    new RecordedChain.DataStage(
                            Dataset.fromBytes(bytes(collected), collected.key()),
                            recipe(processed, "split.seed").split(),
                            Dataset.fromBytes(bytes(rows), rows.key()),
                            standardisation(processed)),
                    new RecordedChain.TeacherStage(
                            recipe(taught, "network").training(), Mlp.fromBytes(bytes(teacher), teacher.key())),
                    new RecordedChain.DistillationStage(
                            distillation.distillation(), Mlp.fromBytes(bytes(student), student.key())),
                    new RecordedChain.AdaptationStage(
                            recipe(adapted, "calibration.rows").calibration(),
                            Int8Mlp.fromBytes(bytes(onHardware), onHardware.key())),
                    new RecordedChain.DeploymentStage(standardisation(deployed)));
            return new LoggedChain(
                    output,
                    chain,
                    distillation.loss(),
                    Map.of(
                            Stage.DATA, processed.actor(),
                            Stage.TEACHER, taught.actor(),
                            Stage.DISTILLATION, distilled.actor(),
                            Stage.ADAPTATION, adapted.actor(),
                            Stage.DEPLOYMENT, deployed.actor()));
        }

        /** The last act of a kind that made one of these. */
        private Event maker(Class<? extends EventBody> body, List<EntityId> made, String does) {
            return acts.stream()
                    .filter(act -> body.isInstance(act.body())
                            && act.generates().stream()
                                    .anyMatch(one -> made.stream().anyMatch(one::matches)))
                    .reduce((earlier, later) -> later)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "The log has no %s that may be believed and %s (%s). Its party has to record it%s."
                                    .formatted(
                                            body.getSimpleName(),
                                            does,
                                            made.isEmpty()
                                                    ? "nothing"
                                                    : made.get(0).key(),
                                            evidence.rejected().isEmpty()
                                                    ? ""
                                                    : "; entries that prove nothing: "
                                                            + evidence.rejected().stream()
                                                                    .map(entry -> "%d (%s)"
                                                                            .formatted(entry.index(), entry.detail()))
                                                                    .limit(5)
                                                                    .toList())));
        }

        private DistillationStarted started(Event completed) {
            String run = ((DistillationCompleted) completed.body()).run();
            return acts.stream()
                    .filter(act -> act.id().toString().equals(run) && act.body() instanceof DistillationStarted)
                    .map(act -> (DistillationStarted) act.body())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "The log has no beginning %s of the distillation %s that may be believed, so that its settings are not known."
                                    .formatted(run, completed.id())));
        }

        private static void requireOne(Event act, EntityKind kind) {
            List<String> all = act.uses().stream()
                    .filter(entity -> entity.kind() == kind)
                    .map(EntityId::key)
                    .toList();
            if (all.size() > 1) {
                throw new IllegalArgumentException(
                        "event %s (%s) uses %s, but a stage with more than one %s cannot be carried out again here"
                                .formatted(
                                        act.id(),
                                        act.type(),
                                        String.join(" and ", all),
                                        kind.name().toLowerCase(Locale.ROOT)));
            }
        }

        private static EntityId entity(List<EntityId> all, EntityKind kind, Event act) {
            return all.stream()
                    .filter(entity -> entity.kind() == kind)
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("event %s (%s) names no %s, where the chain cannot be followed"
                                    .formatted(act.id(), act.type(), kind)));
        }

        private byte[] bytes(EntityId entity) {
            return files.bytes(entity, known);
        }

        private List<EntityId> policies(Event act) {
            return act.generates().stream()
                    .filter(entity -> entity.kind() == EntityKind.POLICY)
                    .toList();
        }

        private RecordedRecipes recipe(Event act, String setting) {
            Optional<RecordedRecipes> found = policies(act).stream()
                    .filter(entity -> !isTensorFile(bytes(entity)))
                    .map(entity -> RecordedRecipes.of(bytes(entity), entity.key()))
                    .filter(recipe -> recipe.has(setting))
                    .findFirst();
            return found.orElseThrow(() -> new IllegalArgumentException(
                    "event %s (%s) generates no policy that states %s, so that the stage cannot be carried out again. Its party has to record its recipe."
                            .formatted(act.id(), act.type(), setting)));
        }

        private Standardisation standardisation(Event act) {
            return policies(act).stream()
                    .filter(entity -> isTensorFile(bytes(entity)))
                    .map(entity -> Standardisation.fromBytes(bytes(entity), entity.key()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "event %s (%s) generates no policy that is a standardisation; its party has to record the pre-processing"
                                    .formatted(act.id(), act.type())));
        }

        /** Eight bytes of length, then a header that begins like this (safetensors). */
        private static boolean isTensorFile(byte[] bytes) {
            return bytes.length > Long.BYTES && bytes[Long.BYTES] == '{';
        }
    }
}
