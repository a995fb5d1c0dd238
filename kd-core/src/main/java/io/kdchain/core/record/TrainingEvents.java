package io.kdchain.core.record;

import io.kdchain.core.audit.BiasAudit;
import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.audit.GroupScore;
import io.kdchain.core.distill.DistillationRecipe;
import io.kdchain.core.distill.EpochLoss;
import io.kdchain.core.distill.MutualRecipe;
import io.kdchain.core.distill.TrainingRun;
import io.kdchain.core.loss.Knowledge;
import io.kdchain.provenance.event.BiasAudited;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.DistillationProgressed;
import io.kdchain.provenance.event.DistillationStarted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Metric;
import io.kdchain.provenance.event.PartyId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is recorded of teachers and students: how they were made, and what was measured of them. */
public final class TrainingEvents {

    private TrainingEvents() {}

    /**
     * A distillation begins.
     *
     * @param teacher whom the student learns from
     * @param training rows it learns on
     * @param recipe all that decides the result
     * @param environment engine, threads and the like, by name
     */
    public static DistillationStarted started(
            EntityId teacher, EntityId training, DistillationRecipe recipe, Map<String, String> environment) {
        return started(List.of(teacher), training, recipe, environment);
    }

    /** A distillation from several teachers begins; otherwise the same. */
    public static DistillationStarted started(
            List<EntityId> teachers, EntityId training, DistillationRecipe recipe, Map<String, String> environment) {
        return started(teachers, List.of(training), recipe, environment);
    }

    /**
     * A distillation from several teachers on several sets of rows begins; otherwise the same.
     *
     * @param training rows it learns on, such as those with labels and those without
     */
    public static DistillationStarted started(
            List<EntityId> teachers,
            List<EntityId> training,
            DistillationRecipe recipe,
            Map<String, String> environment) {
        return new DistillationStarted(
                teachers,
                training,
                knowledge(recipe.objective().knowledge()),
                recipe.objective().method(),
                recipe.describe(),
                null,
                environment,
                exact(recipe.training().seed()));
    }

    /**
     * Students begin to learn from each other.
     *
     * @param students each a teacher of the others; they have no weights yet, and so no digests
     * @param training rows they learn on
     * @param recipe all that decides the result
     * @param environment engine, threads and the like, by name
     */
    public static DistillationStarted started(
            List<EntityId> students, List<EntityId> training, MutualRecipe recipe, Map<String, String> environment) {
        return new DistillationStarted(
                students,
                training,
                DistillationStarted.Knowledge.RESPONSE,
                "mutual",
                recipe.describe(),
                null,
                environment,
                exact(recipe.students().get(0).seed()));
    }

    private static DistillationStarted.Knowledge knowledge(Knowledge knowledge) {
        return switch (knowledge) {
            case RESPONSE -> DistillationStarted.Knowledge.RESPONSE;
            case FEATURE -> DistillationStarted.Knowledge.FEATURE;
            case RELATION -> DistillationStarted.Knowledge.RELATION;
            case LABEL_ONLY -> DistillationStarted.Knowledge.LABEL_ONLY;
        };
    }

    /**
     * JSON readers agree on whole numbers below 2^53 alone (RFC 8259, 6); a larger seed stands only as text, in the
     * settings.
     */
    private static @Nullable Long exact(long seed) {
        return Math.abs((double) seed) < 0x1p53 ? seed : null;
    }

    /** What a training computed on: the same recipe gives the same result only there. */
    public static Map<String, String> environment(TrainingRun run) {
        return Map.of("engine", run.engine(), "threads", Integer.toString(run.threads()));
    }

    /**
     * A distillation got to the end of an epoch.
     *
     * @param run id of the event that started it
     * @param checkpoint id or digest of what was saved; null means nothing was
     */
    public static DistillationProgressed progressed(String run, EpochLoss loss, @Nullable String checkpoint) {
        Map<String, BigDecimal> losses = new TreeMap<>();
        losses.put("total", Decimals.of(loss.loss().total()));
        loss.loss().parts().forEach((name, part) -> losses.put(name, Decimals.of(part)));
        return new DistillationProgressed(run, loss.epoch(), losses, checkpoint);
    }

    /**
     * A student was completed.
     *
     * @param run id of the event that started it
     * @param fidelity null means that nobody measured it
     */
    public static DistillationCompleted completed(String run, List<Metric> metrics, @Nullable Fidelity fidelity) {
        return new DistillationCompleted(
                run,
                metrics,
                fidelity == null
                        ? null
                        : new DistillationCompleted.Fidelity(
                                Decimals.of(fidelity.agreement()), Decimals.of(fidelity.kl())),
                List.of());
    }

    /** A fraction measured on so many rows. */
    public static Metric metric(String name, double value, int rows) {
        return new Metric(name, Decimals.of(value), null, (long) rows);
    }

    /** The scores of an audit's groups. */
    public static List<Metric> metrics(BiasAudit audit) {
        return audit.groups().stream().map(score -> metric(audit, score)).toList();
    }

    /**
     * A model was audited for bias.
     *
     * @param disclosedTo who was told the result
     */
    public static BiasAudited audited(EntityId model, BiasAudit audit, List<PartyId> disclosedTo) {
        return new BiasAudited(
                model,
                audit.attribute(),
                audit.metric().label(),
                Decimals.of(audit.gap()),
                Decimals.of(audit.threshold()),
                audit.passed(),
                disclosedTo);
    }

    private static Metric metric(BiasAudit audit, GroupScore score) {
        return new Metric(
                audit.metric().label(), Decimals.of(score.value()), audit.attribute() + "=" + score.group(), (long)
                        score.rows());
    }
}
