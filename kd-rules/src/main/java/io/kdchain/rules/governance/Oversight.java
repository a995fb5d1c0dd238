package io.kdchain.rules.governance;

import io.kdchain.provenance.event.BiasAudited;
import io.kdchain.provenance.event.DataAudited;
import io.kdchain.provenance.event.DataProcessed;
import io.kdchain.provenance.event.DatasetCollected;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.ModelEvaluated;
import io.kdchain.provenance.event.MonitoringAlarm;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.event.ProviderAssessed;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Safeguard;
import io.kdchain.provenance.event.Stage;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.event.TechnicalAudited;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.Register.Said;
import io.kdchain.rules.pack.RulePack;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a regulator with little staff looks at first, over one log or several read as one: providers and the grades on
 * record, what was checked over the whole transfer from the data to the service, alarms, and incidents by the link of
 * the chain that made them. Only what stands on record by a moment counts; what nobody recorded is said to be missing.
 *
 * @param providers who takes part in the chain as a provider, by id
 * @param watches what was made and checked at each stage of the transfer, in its order; the use of outputs is no stage
 *     of it
 * @param links incidents by the stage that contributed to them, as the latest localisation of each says
 * @param notLocalised reported incidents of which no localisation is on record
 * @param alarms alarms, the latest first
 */
public record Oversight(
        List<Provider> providers,
        List<Watch> watches,
        List<Link> links,
        List<EntityId> notLocalised,
        List<Alarm> alarms) {
    private static final Set<Role> PROVIDERS = EnumSet.of(
            Role.DATA_PROVIDER,
            Role.TEACHER_DEVELOPER,
            Role.DISTILLATION_PROVIDER,
            Role.HARDWARE_ADAPTER,
            Role.DEPLOYMENT_PLATFORM);

    private static final Comparator<LogEntry> IN_TIME =
            Comparator.comparing(LogEntry::recordedAt).thenComparing(LogEntry::index);

    public Oversight {
        providers = List.copyOf(providers);
        watches = List.copyOf(watches);
        links = List.copyOf(links);
        notLocalised = List.copyOf(notLocalised);
        alarms = List.copyOf(alarms);
    }

    /**
     * A provider.
     *
     * @param id its id
     * @param name as it registered
     * @param roles that it registered
     * @param grades the latest assessment by each scheme; empty means that none is on record
     */
    public record Provider(PartyId id, String name, Set<Role> roles, List<Grade> grades) {
        public Provider {
            roles = Collections.unmodifiableSet(new TreeSet<>(roles));
            grades = List.copyOf(grades);
        }
    }

    /**
     * An assessment on record.
     *
     * @param said what was recorded
     * @param entry where
     * @param valid whether it has not ended by the moment that is looked at
     */
    public record Grade(ProviderAssessed said, LogEntry entry, boolean valid) {}

    /**
     * What was made at a stage, and what of it was checked.
     *
     * @param stage the stage
     * @param made what was made there, by id
     * @param unchecked what of it no check or monitoring on record is about
     * @param alarms how many alarms concern it
     */
    public record Watch(Stage stage, List<EntityId> made, List<EntityId> unchecked, int alarms) {
        public Watch {
            made = List.copyOf(made);
            unchecked = List.copyOf(unchecked);
        }
    }

    /**
     * A link of the chain that made incidents.
     *
     * @param stage the link
     * @param incidents to which it contributed, each with its contribution, above 0 and at most 1
     */
    public record Link(Stage stage, SortedMap<EntityId, BigDecimal> incidents) {
        public Link {
            incidents = Collections.unmodifiableSortedMap(new TreeMap<>(incidents));
        }

        /** The sum of its contributions. */
        public BigDecimal contribution() {
            return incidents.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /**
     * An alarm.
     *
     * @param said what was recorded
     * @param entry where
     * @param stage which part of the transfer it concerns; empty where its subject was not made on record
     */
    public record Alarm(MonitoringAlarm said, LogEntry entry, Optional<Stage> stage) {}

    /**
     * Reads it from a log.
     *
     * @param source entries that stand
     * @param pack whose playbook says what an incident is answered with
     * @param asOf the moment that is looked at, UTC; what was recorded later does not count
     * @throws IllegalArgumentException if the pack has no playbook
     */
    public static Oversight of(EntrySource source, RulePack pack, Instant asOf) {
        return new Reading(new Register(source, pack, asOf), asOf)
                .read(new IncidentResponse(source, pack, asOf).cases());
    }

    /** Whether a localisation is of an incident: it names the incident, or an output that harmed in it. */
    static boolean isAbout(DefectLocalised said, IncidentCase of) {
        return Stream.of(said.incident()).anyMatch(one -> one != null && one.matches(of.id()))
                || (said.output() != null && Register.names(of.outputs(), said.output()));
    }

    /** One log, read once. */
    private static final class Reading {
        private final Register register;
        private final Instant asOf;
        private final Map<String, Stage> stageOf = new TreeMap<>();
        private final Map<Stage, SortedMap<String, EntityId>> made = new EnumMap<>(Stage.class);
        private final Set<String> checked = new TreeSet<>();

        Reading(Register register, Instant asOf) {
            this.register = register;
            this.asOf = asOf;
        }

        Oversight read(List<IncidentCase> cases) {
            makes(Stage.DATA, DatasetCollected.class);
            makes(Stage.DATA, DataProcessed.class);
            makes(Stage.TEACHER, TeacherReleased.class);
            makes(Stage.DISTILLATION, DistillationCompleted.class);
            makes(Stage.ADAPTATION, ModelAdapted.class);
            makes(Stage.DEPLOYMENT, ModelDeployed.class);
            checks();
            List<Alarm> alarms = alarms();
            List<Watch> watches = new ArrayList<>();
            for (Stage stage : Stage.values()) {
                if (stage != Stage.USE) {
                    SortedMap<String, EntityId> here = made.getOrDefault(stage, new TreeMap<>());
                    watches.add(new Watch(
                            stage,
                            List.copyOf(here.values()),
                            here.entrySet().stream()
                                    .filter(one -> !checked.contains(one.getKey()))
                                    .map(Map.Entry::getValue)
                                    .toList(),
                            (int) alarms.stream()
                                    .filter(alarm -> alarm.stage().equals(Optional.of(stage)))
                                    .count()));
                }
            }
            List<EntityId> notLocalised = new ArrayList<>();
            return new Oversight(providers(), watches, links(cases, notLocalised), notLocalised, alarms);
        }

        private <T extends EventBody> void makes(Stage stage, Class<T> type) {
            EntityKind kind = switch (stage) {
                case DATA -> EntityKind.DATASET;
                case TEACHER, DISTILLATION, ADAPTATION -> EntityKind.MODEL;
                case DEPLOYMENT -> EntityKind.DEPLOYMENT;
                case USE -> EntityKind.OUTPUT;
            };
            for (Said<T> said : register.all(type)) {
                for (EntityId one : said.entry().event().generates()) {
                    if (one.kind() == kind) {
                        stageOf.putIfAbsent(one.key(), stage);
                        made.computeIfAbsent(stage, unknown -> new TreeMap<>())
                                .putIfAbsent(one.key(), one.withoutDigest());
                        if (checksItself(said.body())) {
                            checked.add(one.key());
                        }
                    }
                }
            }
        }

        /** Whether the act says how what it made was checked, or is monitored. */
        private static boolean checksItself(EventBody body) {
            if (body instanceof DistillationCompleted distilled) {
                return distilled.fidelity() != null;
            }
            if (body instanceof ModelAdapted adapted) {
                return adapted.equivalence() != null;
            }
            return body instanceof ModelDeployed deployed
                    && deployed.safeguards().contains(Safeguard.MONITORING);
        }

        private void checks() {
            register.all(DataAudited.class)
                    .forEach(one -> checked.add(one.body().dataset().key()));
            register.all(BiasAudited.class)
                    .forEach(one -> checked.add(one.body().model().key()));
            register.all(ModelEvaluated.class)
                    .forEach(one -> checked.add(one.body().model().key()));
            register.all(TechnicalAudited.class)
                    .forEach(one -> checked.add(one.body().subject().key()));
            // an alarm shows that somebody watched
            register.all(MonitoringAlarm.class)
                    .forEach(one -> entity(one.body()).map(EntityId::key).ifPresent(checked::add));
        }

        private static Optional<EntityId> entity(MonitoringAlarm alarm) {
            return EntityId.looksLike(alarm.subject())
                    ? Optional.of(EntityId.parse(alarm.subject()))
                    : Optional.empty();
        }

        private List<Alarm> alarms() {
            return register.all(MonitoringAlarm.class).stream()
                    .sorted(Comparator.comparing(Said<MonitoringAlarm>::entry, IN_TIME)
                            .reversed())
                    .map(one -> new Alarm(
                            one.body(),
                            one.entry(),
                            entity(one.body())
                                    .map(entity -> stageOf.get(entity.key()))
                                    // what is no entity is a run
                                    .or(() -> entity(one.body()).isPresent()
                                            ? Optional.empty()
                                            : Optional.of(Stage.DISTILLATION))))
                    .toList();
        }

        private List<Provider> providers() {
            SortedMap<PartyId, Said<PartyRegistered>> parties = new TreeMap<>();
            register.all(PartyRegistered.class).stream()
                    .filter(party -> party.body().roles().stream().anyMatch(PROVIDERS::contains))
                    .forEach(party -> parties.merge(
                            party.actor(),
                            party,
                            (one, other) -> IN_TIME.compare(one.entry(), other.entry()) <= 0 ? one : other));
            List<Said<ProviderAssessed>> assessments = register.all(ProviderAssessed.class).stream()
                    .sorted(Comparator.comparing(Said::entry, IN_TIME))
                    .toList();
            return parties.values().stream()
                    .map(party -> {
                        SortedMap<String, Grade> latest = new TreeMap<>();
                        assessments.stream()
                                .filter(one -> one.body().provider().equals(party.actor()))
                                .forEach(one -> latest.put(
                                        String.valueOf(one.body().scheme()),
                                        new Grade(one.body(), one.entry(), isValid(one.body()))));
                        return new Provider(
                                party.actor(),
                                party.body().name(),
                                Set.copyOf(party.body().roles()),
                                List.copyOf(latest.values()));
                    })
                    .toList();
        }

        private boolean isValid(ProviderAssessed assessed) {
            return assessed.validUntil() == null || !asOf.isAfter(assessed.validUntil());
        }

        private List<Link> links(List<IncidentCase> cases, List<EntityId> notLocalised) {
            Map<Stage, SortedMap<EntityId, BigDecimal>> byStage = new EnumMap<>(Stage.class);
            List<Said<DefectLocalised>> found = register.all(DefectLocalised.class);
            for (IncidentCase one : cases) {
                if (one.drill()) {
                    continue;
                }
                Optional<DefectLocalised> latest = found.stream()
                        .filter(said -> isAbout(said.body(), one))
                        .max(Comparator.comparing(Said::entry, IN_TIME))
                        .map(Said::body);
                if (latest.isEmpty()) {
                    notLocalised.add(one.id());
                }
                latest.stream()
                        .flatMap(said -> said.stages().stream())
                        .filter(part -> part.contribution().signum() > 0)
                        .forEach(part -> byStage.computeIfAbsent(part.stage(), unknown -> new TreeMap<>())
                                .merge(one.id(), part.contribution(), BigDecimal::add));
            }
            return byStage.entrySet().stream()
                    .map(entry -> new Link(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }
}
