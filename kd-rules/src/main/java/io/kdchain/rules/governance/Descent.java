package io.kdchain.rules.governance;

import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.Register.Said;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a deployment was made from, and by whom, as far as the log shows it. */
final class Descent {
    private final Register register;

    Descent(Register register) {
        this.register = register;
    }

    /** The last time that a deployment was put into service. */
    Optional<Said<ModelDeployed>> deployed(EntityId deployment) {
        return register.all(ModelDeployed.class).stream()
                .filter(said -> Register.names(said.entry().event().generates(), deployment))
                .reduce((earlier, later) -> later);
    }

    /**
     * As {@link #deployed}.
     *
     * @throws IllegalArgumentException if there is none by then
     */
    Said<ModelDeployed> requireDeployed(EntityId deployment, Instant at) {
        return deployed(deployment)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The log shows no ModelDeployed that generates %s by %s. Maybe the id is misspelt; 'kd log list' shows who did what."
                                .formatted(deployment, at)));
    }

    /**
     * As {@link #model}.
     *
     * @throws IllegalArgumentException if the log does not say which
     */
    EntityId requireModel(Said<ModelDeployed> deployed, EntityId deployment) {
        return model(deployed)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Entry %d puts %s into service and does not say with which one model; nothing can be said of it."
                                .formatted(deployed.entry().index(), deployment)));
    }

    /** The model in service, with its digest where the log states one; nothing where none or several are named. */
    Optional<EntityId> model(Said<ModelDeployed> deployed) {
        List<EntityId> used = deployed.entry().event().uses().stream()
                .filter(one -> one.kind() == EntityKind.MODEL)
                .toList();
        EntityId named = deployed.body().model();
        List<EntityId> models = named == null
                ? used
                : Stream.concat(Stream.of(named), used.stream().filter(named::matches))
                        .toList();
        if (models.stream().map(EntityId::key).distinct().count() != 1) {
            return Optional.empty();
        }
        return models.stream()
                .filter(one -> one.digest() != null)
                .findFirst()
                .or(() -> digested(models.get(0)))
                .or(() -> Optional.of(models.get(0)));
    }

    /** The model with the digest under which it was last made. */
    private Optional<EntityId> digested(EntityId model) {
        return register.makersOf(model).stream()
                .flatMap(maker -> maker.event().generates().stream())
                .filter(made -> made.matches(model) && made.digest() != null)
                .reduce((earlier, later) -> later);
    }

    /**
     * A step on the way to a model.
     *
     * @param entry the act
     * @param made the entity that it made on this way
     */
    record Step(LogEntry entry, EntityId made) {}

    /** All acts that a model or data set came of, over models and data sets, each once. */
    List<Step> stepsTo(EntityId entity) {
        List<Step> steps = new ArrayList<>();
        Set<Long> seen = new TreeSet<>();
        Deque<EntityId> open = new ArrayDeque<>(List.of(entity));
        while (!open.isEmpty()) {
            EntityId made = open.remove();
            for (LogEntry maker : register.makersOf(made)) {
                if (seen.add(maker.index())) {
                    steps.add(new Step(maker, made));
                    maker.event().uses().stream()
                            .filter(used -> used.kind() == EntityKind.MODEL || used.kind() == EntityKind.DATASET)
                            .forEach(open::add);
                }
            }
        }
        return steps;
    }

    /** The models that the makers of a model let it learn from, by themselves or by a student in between. */
    NavigableSet<EntityId> teachersOf(EntityId model) {
        NavigableSet<EntityId> teachers = new TreeSet<>();
        for (Step step : stepsTo(model)) {
            if (step.entry().event().body() instanceof DistillationCompleted) {
                step.entry().event().uses().stream()
                        .filter(used -> used.kind() == EntityKind.MODEL)
                        .map(teacher ->
                                teacher.digest() == null ? digested(teacher).orElse(teacher) : teacher)
                        .forEach(teachers::add);
            }
        }
        return teachers;
    }

    /** Who made a model or what it was made from. */
    NavigableSet<PartyId> makersOf(EntityId model) {
        NavigableSet<PartyId> makers = new TreeSet<>();
        stepsTo(model).forEach(step -> makers.add(step.entry().event().actor()));
        return makers;
    }

    /** Whether one of these names the same entity with the same digest. */
    static boolean same(Collection<EntityId> entities, EntityId entity) {
        return entities.stream()
                .anyMatch(one -> one.key().equals(entity.key()) && Objects.equals(one.digest(), entity.digest()));
    }
}
