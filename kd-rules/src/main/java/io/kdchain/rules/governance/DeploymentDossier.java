package io.kdchain.rules.governance;

import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.IncidentClosed;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Severity;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.Descent.Step;
import io.kdchain.rules.governance.Register.Said;
import io.kdchain.rules.pack.RulePack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an insurer asks about a deployment, as a log shows it at a moment.
 *
 * @param deployment the deployment
 * @param holder who put it into service
 * @param model the model in service
 * @param students models that were distilled on the way to it
 * @param teachers models from which these learned
 * @param adaptations what was done to it for its hardware, in the order of the log
 * @param outputs how many outputs it served, those of batches counted
 * @param labelled how many of them carry both AIGC labels
 * @param incidents what was reported of its outputs, by when it occurred
 * @param roles of everybody registered
 * @param entries entries that show how it was made and served, ascending
 */
public record DeploymentDossier(
        EntityId deployment,
        PartyId holder,
        EntityId model,
        NavigableSet<EntityId> students,
        NavigableSet<EntityId> teachers,
        List<Adaptation> adaptations,
        long outputs,
        long labelled,
        List<Report> incidents,
        Map<PartyId, List<Role>> roles,
        List<Long> entries) {
    public DeploymentDossier {
        students = Collections.unmodifiableNavigableSet(new TreeSet<>(students));
        teachers = Collections.unmodifiableNavigableSet(new TreeSet<>(teachers));
        adaptations = List.copyOf(adaptations);
        incidents = List.copyOf(incidents);
        roles = Map.copyOf(roles);
        entries = entries.stream().distinct().sorted().toList();
    }

    /**
     * An adaptation to hardware.
     *
     * @param technique how
     * @param target for what
     * @param entry its entry
     */
    public record Adaptation(ModelAdapted.Technique technique, String target, long entry) {}

    /**
     * An incident that was reported.
     *
     * @param entry its entry
     * @param incident id of the incident; null where the report names none, so that it cannot be judged
     * @param occurredAt when the damage arose, UTC
     * @param severity the gravest that is stated; null means none
     * @param kinds kinds of damage
     * @param cause what did most to it; null where nothing on record says so, or several did as much
     * @param closed entry that closes it; null means that it is open
     */
    public record Report(
            LogEntry entry,
            @Nullable EntityId incident,
            Instant occurredAt,
            @Nullable Severity severity,
            List<DamageKind> kinds,
            @Nullable RootCause cause,
            @Nullable Long closed) {
        public Report {
            kinds = List.copyOf(kinds);
        }
    }

    /**
     * Reads a dossier.
     *
     * @param source entries that stand
     * @param pack the rules in force
     * @param at the moment, UTC; what was recorded later does not count
     * @throws IllegalArgumentException if the log shows no such deployment by then, or not with which one model
     */
    public static DeploymentDossier of(EntrySource source, RulePack pack, EntityId deployment, Instant at) {
        Register register = new Register(source, pack, at);
        Descent descent = new Descent(register);
        Said<ModelDeployed> deployed = descent.requireDeployed(deployment, at);
        EntityId model = descent.requireModel(deployed, deployment);
        List<Step> steps = descent.stepsTo(model);
        List<Said<OutputServed>> served = register.all(OutputServed.class).stream()
                .filter(one -> Register.names(one.entry().event().uses(), deployment))
                .toList();
        NavigableSet<EntityId> students = new TreeSet<>();
        List<Adaptation> adaptations = new ArrayList<>();
        List<Long> entries = new ArrayList<>(List.of(deployed.entry().index()));
        for (Step step : steps) {
            entries.add(step.entry().index());
            if (step.entry().event().body() instanceof DistillationCompleted) {
                step.entry().event().generates().stream()
                        .filter(made -> made.matches(step.made()))
                        .forEach(students::add);
            } else if (step.entry().event().body() instanceof ModelAdapted adapted) {
                adaptations.add(new Adaptation(
                        adapted.technique(), adapted.target(), step.entry().index()));
            }
        }
        adaptations.sort(Comparator.comparingLong(Adaptation::entry));
        return new DeploymentDossier(
                deployment,
                deployed.actor(),
                model,
                students,
                descent.teachersOf(model),
                adaptations,
                served.stream().mapToLong(DeploymentDossier::count).sum(),
                served.stream()
                        .filter(one -> Grader.isLabelled(one.body()))
                        .mapToLong(DeploymentDossier::count)
                        .sum(),
                new Incidents(register, steps, deployed, served).all(),
                new Parties(register).allRoles(),
                entries);
    }

    private static long count(Said<OutputServed> served) {
        OutputServed.Batch batch = served.body().batch();
        return batch == null ? 1 : batch.count();
    }

    /** Reports about the outputs of a deployment. */
    private record Incidents(
            Register register, List<Step> steps, Said<ModelDeployed> deployed, List<Said<OutputServed>> served) {

        List<Report> all() {
            return register.all(IncidentReported.class).stream()
                    .filter(one -> one.body().outputs().stream().anyMatch(this::isOurs))
                    .map(this::report)
                    .sorted(Comparator.comparing(Report::occurredAt)
                            .thenComparing(report -> report.entry().index()))
                    .toList();
        }

        private boolean isOurs(EntityId harmful) {
            return Register.names(deployed.entry().event().generates(), harmful)
                    || served.stream()
                            .anyMatch(one -> Register.names(one.entry().event().generates(), harmful));
        }

        private Report report(Said<IncidentReported> said) {
            Optional<EntityId> incident = said.entry().event().generates().stream()
                    .filter(made -> made.kind() == EntityKind.INCIDENT)
                    .findFirst();
            return new Report(
                    said.entry(),
                    incident.orElse(null),
                    said.body().occurredAt(),
                    said.body().items().stream()
                            .map(IncidentReported.Item::severity)
                            .filter(Objects::nonNull)
                            .max(Comparator.naturalOrder())
                            .orElse(null),
                    said.body().items().stream()
                            .map(IncidentReported.Item::kind)
                            .distinct()
                            .sorted()
                            .toList(),
                    cause(said, incident).orElse(null),
                    register.all(IncidentClosed.class).stream()
                            .filter(one -> incident.filter(one.body().incident()::matches)
                                    .isPresent())
                            .map(one -> one.entry().index())
                            .findFirst()
                            .orElse(null));
        }

        /** By the last localisation of the incident or of one of its outputs, if one stage did more than each other. */
        private Optional<RootCause> cause(Said<IncidentReported> said, Optional<EntityId> incident) {
            return register.all(DefectLocalised.class).stream()
                    .filter(one -> concerns(one.body(), said.body(), incident))
                    .reduce((earlier, later) -> later)
                    .flatMap(this::most);
        }

        private static boolean concerns(DefectLocalised found, IncidentReported report, Optional<EntityId> incident) {
            EntityId named = found.incident();
            EntityId output = found.output();
            return named == null
                    ? output != null && Register.names(report.outputs(), output)
                    : incident.filter(named::matches).isPresent();
        }

        private Optional<RootCause> most(Said<DefectLocalised> found) {
            List<DefectLocalised.Part> parts = found.body().stages().stream()
                    .filter(part -> part.contribution().signum() > 0)
                    .sorted(Comparator.comparing(DefectLocalised.Part::contribution)
                            .reversed())
                    .toList();
            boolean tie = parts.size() > 1
                    && parts.get(0).contribution().compareTo(parts.get(1).contribution()) == 0;
            return parts.isEmpty() || tie
                    ? Optional.empty()
                    : Optional.of(new RootCause(
                            parts.get(0).stage(),
                            parts.get(0).party(),
                            artefact(parts.get(0)),
                            parts.get(0).contribution(),
                            found.entry().index()));
        }

        private @Nullable EntityId artefact(DefectLocalised.Part part) {
            Map<String, EntityId> made = new TreeMap<>();
            steps.stream()
                    .filter(step -> step.entry().event().actor().equals(part.party())
                            && EventTypes.stageOf(step.entry().event().type())
                                    .filter(part.stage()::equals)
                                    .isPresent())
                    .forEach(step -> made.put(step.made().toString(), step.made()));
            return made.size() == 1 ? made.values().iterator().next() : null;
        }
    }
}
