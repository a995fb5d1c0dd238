package io.kdchain.rules.governance;

import io.kdchain.provenance.event.AttributionIssued;
import io.kdchain.provenance.event.CausationAppraised;
import io.kdchain.provenance.event.DefectAppraised;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.IncidentClosed;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.LegalHoldLifted;
import io.kdchain.provenance.event.LegalHoldSet;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.MeasureTaken.Measure;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.Register.Said;
import io.kdchain.rules.pack.Norm;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.Playbook;
import io.kdchain.rules.pack.PlaybookStep;
import io.kdchain.rules.pack.RulePack;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a log which incidents it holds and how far the playbook of a pack is carried out for each. Nothing is kept
 * beside the log: the same entries give the same status. Only entries that stand count, and the time at which the log
 * recorded them.
 */
public final class IncidentResponse {
    /** An entity of this kind and beginning names the step that an entry of a drill practises. */
    private static final String STEP_NAME = "playbook/";

    /** The order of several logs: by the time of recording, within a log by place. */
    private static final Comparator<LogEntry> IN_TIME =
            Comparator.comparing(LogEntry::recordedAt).thenComparing(LogEntry::index);

    private final EntrySource source;
    private final RulePack pack;
    private final Playbook playbook;
    private final Instant asOf;
    private final Register register;
    private final Map<PartyId, Set<Role>> roles = new TreeMap<>();
    private final Map<String, IncidentCase> cases;

    /**
     * Reads the incidents of a log.
     *
     * @param source entries that stand
     * @param pack whose playbook is followed
     * @param asOf the moment that is looked at, UTC; what was recorded later does not count
     * @throws IllegalArgumentException if the pack has no playbook
     */
    public IncidentResponse(EntrySource source, RulePack pack, Instant asOf) {
        this.source = source;
        this.pack = pack;
        this.asOf = asOf;
        this.playbook = pack.playbook()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Rule pack %s has no playbook. Write its playbook.yaml, or choose a pack that has one, as cn."
                                .formatted(pack.id())));
        // entries of the future are read as well, so that they can be told
        this.register = new Register(source, pack, Instant.MAX);
        for (Said<PartyRegistered> party : register.all(PartyRegistered.class)) {
            roles.computeIfAbsent(party.actor(), unknown -> EnumSet.noneOf(Role.class))
                    .addAll(party.body().roles());
        }
        this.cases = cases(register);
    }

    /** The entity that stands for a step in the entries of a drill. */
    public static EntityId practised(String step) {
        return new EntityId(EntityKind.POLICY, STEP_NAME + step, null);
    }

    /** Whether a step closes the incident. */
    public static boolean closes(PlaybookStep step) {
        return step.shownBy().stream().allMatch(sign -> sign.type().equals(IncidentClosed.class.getSimpleName()));
    }

    /** The playbook that is followed. */
    public Playbook playbook() {
        return playbook;
    }

    /** Incidents and drills opened by then, in the order of opening. */
    public List<IncidentCase> cases() {
        return cases.values().stream()
                .filter(one -> !one.reportedAt().isAfter(asOf))
                .sorted(Comparator.comparing(IncidentCase::opened, IN_TIME))
                .toList();
    }

    /** An incident or drill, also one that was opened later. */
    public Optional<IncidentCase> find(EntityId incident) {
        return Optional.ofNullable(cases.get(incident.key()));
    }

    private static Map<String, IncidentCase> cases(Register register) {
        Map<String, IncidentCase> cases = new LinkedHashMap<>();
        register.all(IncidentReported.class).stream()
                .sorted(Comparator.comparing(Said::entry, IN_TIME))
                .forEach(report -> incidentsOf(report.entry())
                        .forEach(id -> cases.putIfAbsent(
                                id.key(),
                                new IncidentCase(
                                        id,
                                        false,
                                        report.entry(),
                                        report.body().occurredAt(),
                                        report.body().claimant(),
                                        report.body().outputs(),
                                        report.body().items().stream()
                                                .map(IncidentReported.Item::kind)
                                                .collect(Collectors.toSet())))));
        register.all(MeasureTaken.class).stream()
                .filter(measure -> measure.body().measure() == Measure.DRILL)
                .sorted(Comparator.comparing(Said::entry, IN_TIME))
                .forEach(drill -> incidentsOf(drill.entry())
                        .forEach(id -> cases.putIfAbsent(
                                id.key(),
                                new IncidentCase(
                                        id, true, drill.entry(), drill.recordedAt(), null, List.of(), Set.of()))));
        return cases;
    }

    /** The incidents that an entry opens. */
    static List<EntityId> incidentsOf(LogEntry entry) {
        return entry.event().generates().stream()
                .filter(made -> made.kind() == EntityKind.INCIDENT)
                .map(EntityId::withoutDigest)
                .toList();
    }

    /**
     * How far the playbook is carried out for an incident.
     *
     * @throws IllegalArgumentException if no entry opened it by then
     */
    public IncidentStatus status(EntityId incident) {
        IncidentCase found = find(incident)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The log knows no incident '%s'. Maybe the id is misspelt, or its report proves nothing; it knows: %s."
                                .formatted(
                                        incident.key(), cases.isEmpty() ? "none" : String.join(", ", cases.keySet()))));
        if (found.reportedAt().isAfter(asOf)) {
            throw new IllegalArgumentException(
                    "'%s' is on record only from %s on, after %s. Look at a later moment; if that is the present, the clock of the log or of this machine is wrong."
                            .formatted(incident.key(), found.reportedAt(), asOf));
        }
        return new Reading(found).status();
    }

    /** What an event says about which incident, and about which other entities. */
    private record Concern(@Nullable EntityId incident, List<EntityId> about) {}

    private static Concern concern(EventBody body) {
        if (body instanceof MeasureTaken measure) {
            return of(measure.about());
        }
        if (body instanceof LegalHoldSet hold) {
            return of(hold.about());
        }
        if (body instanceof DefectLocalised found) {
            EntityId output = found.output();
            return new Concern(found.incident(), output == null ? List.of() : List.of(output));
        }
        if (body instanceof DefectAppraised appraised) {
            return of(List.of(appraised.subject()));
        }
        if (body instanceof CausationAppraised appraised) {
            return new Concern(appraised.incident(), List.of());
        }
        if (body instanceof AttributionIssued issued) {
            return new Concern(issued.incident(), List.of());
        }
        if (body instanceof IncidentClosed closed) {
            return new Concern(closed.incident(), List.of());
        }
        throw new IllegalStateException("No step is shown by %s.".formatted(body.type()));
    }

    private static Concern of(List<EntityId> about) {
        return new Concern(
                about.stream()
                        .filter(one -> one.kind() == EntityKind.INCIDENT)
                        .findFirst()
                        .orElse(null),
                about);
    }

    private Stream<Said<?>> signs(PlaybookStep step) {
        return step.shownBy().stream().flatMap(sign -> switch (sign.type()) {
            case "MeasureTaken" ->
                register.all(MeasureTaken.class).stream()
                        .filter(one -> one.body().measure() == sign.measure());
            case "LegalHoldSet" -> register.all(LegalHoldSet.class).stream();
            case "DefectLocalised" -> register.all(DefectLocalised.class).stream();
            case "DefectAppraised" -> register.all(DefectAppraised.class).stream();
            case "CausationAppraised" -> register.all(CausationAppraised.class).stream();
            case "AttributionIssued" -> register.all(AttributionIssued.class).stream();
            case "IncidentClosed" -> register.all(IncidentClosed.class).stream();
            default -> throw new IllegalStateException("No step is shown by %s.".formatted(sign.type()));
        });
    }

    /** Whether a party has one of the roles that do a step. */
    public boolean hasRole(PlaybookStep step, PartyId actor) {
        return step.who().isEmpty()
                || roles.getOrDefault(actor, Set.of()).stream().anyMatch(step.who()::contains);
    }

    /** When an entry counts as recorded: never before the opening that stands before it in the same log. */
    private Instant when(LogEntry entry, IncidentCase of) {
        return wentBack(entry, of) ? of.reportedAt() : entry.recordedAt();
    }

    private boolean wentBack(LogEntry entry, IncidentCase of) {
        LogEntry opened = of.opened();
        return source.sameLog(entry.index(), opened.index())
                && entry.index() > opened.index()
                && entry.recordedAt().isBefore(opened.recordedAt());
    }

    /** The outputs for which an entry answers an incident; all of them where it names the incident and none of them. */
    private Set<EntityId> covered(Concern concern, LogEntry entry, IncidentCase of) {
        boolean names = Register.refersTo(entry, of.opened())
                || concern.about().stream().anyMatch(of.id()::matches)
                || (concern.incident() != null && concern.incident().matches(of.id()));
        Set<EntityId> reached = new TreeSet<>();
        // a hold on what an output came of does not hold the output
        boolean hold = entry.event().body() instanceof LegalHoldSet;
        of.outputs().stream()
                .filter(output ->
                        hold ? Register.names(concern.about(), output) : register.reaches(concern.about(), output))
                .forEach(reached::add);
        boolean some = of.outputs().stream().anyMatch(output -> Register.names(concern.about(), output));
        return names && !some ? Set.copyOf(of.outputs()) : reached;
    }

    private static boolean asAWhole(Concern concern, LogEntry entry, IncidentCase of) {
        return Register.refersTo(entry, of.opened())
                || concern.about().stream().anyMatch(of.id()::matches)
                || (concern.incident() != null && concern.incident().matches(of.id()));
    }

    /** Whether an entry answers this incident at all: nothing does that was recorded before the damage arose. */
    private boolean answers(LogEntry entry, IncidentCase of) {
        Instant from = of.occurredAt().isBefore(of.reportedAt()) ? of.occurredAt() : of.reportedAt();
        return entry.index() != of.opened().index() && !when(entry, of).isBefore(from);
    }

    /** One incident, read once. */
    private final class Reading {
        private final IncidentCase of;
        private final LocalDate day;
        private final List<IncidentCase> others;
        private final List<Remark> remarks = new ArrayList<>();
        private final Map<String, StepStatus> done = new LinkedHashMap<>();
        private final @Nullable LogEntry closed;

        Reading(IncidentCase of) {
            this.of = of;
            this.day = of.reportedAt().atOffset(ZoneOffset.UTC).toLocalDate();
            this.others = of.drill()
                    ? List.of()
                    : cases().stream()
                            .filter(one -> !one.drill() && !one.id().equals(of.id()))
                            .filter(one -> !shared(one).isEmpty())
                            .toList();
            this.closed = playbook.steps().stream()
                    .filter(IncidentResponse::closes)
                    .flatMap(this::entries)
                    .filter(entry -> !entry.recordedAt().isAfter(asOf))
                    .min(IN_TIME)
                    .orElse(null);
        }

        IncidentStatus status() {
            aboutTheReport();
            List<StepStatus> steps = new ArrayList<>();
            // the closing step waits for all others
            playbook.steps().stream().filter(step -> !closes(step)).forEach(this::read);
            playbook.steps().forEach(step -> steps.add(read(step)));
            TreeMap<EntityId, List<EntityId>> overlaps = new TreeMap<>();
            others.forEach(other -> overlaps.put(other.id(), shared(other)));
            List<String> open = steps.stream()
                    .filter(one -> one.blocksClosing() && !closes(one.step()))
                    .map(one -> one.step().id())
                    .toList();
            if (closed != null && !open.isEmpty()) {
                remarks.add(new Remark(Remark.Code.CLOSED_OPEN, closed, String.join(", ", open)));
            }
            remarks.sort(Comparator.comparing(Remark::entry, IN_TIME)
                    .thenComparing(Remark::code)
                    .thenComparing(Remark::detail));
            return new IncidentStatus(
                    of,
                    asOf,
                    steps,
                    closed,
                    overlaps,
                    remarks.stream().distinct().toList());
        }

        private List<EntityId> shared(IncidentCase other) {
            return of.outputs().stream()
                    .filter(output -> Register.names(other.outputs(), output))
                    .toList();
        }

        private void aboutTheReport() {
            if (!of.drill() && of.occurredAt().isAfter(of.reportedAt())) {
                remarks.add(new Remark(
                        Remark.Code.OCCURRED_AFTER_REPORT,
                        of.opened(),
                        of.occurredAt().toString()));
            }
            claims(of.opened());
            for (Said<IncidentReported> report : register.all(IncidentReported.class)) {
                if (report.entry().index() != of.opened().index()
                        && Register.names(incidentsOf(report.entry()), of.id())) {
                    remarks.add(new Remark(Remark.Code.REPORTED_AGAIN, report.entry(), differing(report.body())));
                }
            }
            for (Said<MeasureTaken> drill : register.all(MeasureTaken.class)) {
                if (!of.drill()
                        && drill.body().measure() == Measure.DRILL
                        && Register.names(incidentsOf(drill.entry()), of.id())) {
                    remarks.add(new Remark(Remark.Code.NAME_OF_DRILL, drill.entry(), ""));
                }
            }
        }

        private String differing(IncidentReported other) {
            List<String> differing = new ArrayList<>();
            if (!Set.copyOf(other.outputs()).equals(Set.copyOf(of.outputs()))) {
                differing.add("outputs");
            }
            if (!other.claimant().equals(of.claimant())) {
                differing.add("claimant");
            }
            if (!other.occurredAt().equals(of.occurredAt())) {
                differing.add("occurredAt");
            }
            return String.join(", ", differing);
        }

        /** What an entry claims beside what the log recorded. */
        private void claims(LogEntry entry) {
            Instant said = entry.event().at();
            if (said.isAfter(entry.recordedAt())) {
                remarks.add(new Remark(Remark.Code.CLAIMED_LATER, entry, said.toString()));
            }
            PartyId observer = entry.event().observedBy();
            if (observer != null) {
                remarks.add(new Remark(Remark.Code.SAID_FOR_ANOTHER, entry, observer.value()));
            }
            if (wentBack(entry, of)) {
                remarks.add(new Remark(
                        Remark.Code.CLOCK_WENT_BACK, entry, of.reportedAt().toString()));
            }
        }

        /** The entries that show a step, whoever acted and whenever, in the order in which they were recorded. */
        private Stream<LogEntry> entries(PlaybookStep step) {
            if (of.drill()) {
                return register.all(MeasureTaken.class).stream()
                        .filter(one -> one.body().measure() == Measure.DRILL
                                && Register.names(one.body().about(), of.id())
                                && Register.names(one.body().about(), practised(step.id())))
                        .map(Said::entry)
                        .filter(entry -> entry.index() != of.opened().index());
            }
            return signs(step)
                    .filter(one -> answers(one.entry(), of))
                    .filter(one -> {
                        Concern concern = concern(one.body());
                        return asAWhole(concern, one.entry(), of)
                                || !covered(concern, one.entry(), of).isEmpty();
                    })
                    .map(Said::entry);
        }

        /** What an entry is about, without what was lifted since. */
        private Concern standing(LogEntry entry) {
            Concern concern = concern(entry.event().body());
            if (!(entry.event().body() instanceof LegalHoldSet)) {
                return concern;
            }
            List<EntityId> left = new ArrayList<>(concern.about());
            for (Said<LegalHoldLifted> lifted : register.all(LegalHoldLifted.class)) {
                boolean counts = lifted.actor().equals(entry.event().actor())
                        && IN_TIME.compare(lifted.entry(), entry) > 0
                        && !lifted.recordedAt().isAfter(asOf)
                        && (closed == null || IN_TIME.compare(lifted.entry(), closed) < 0);
                if (counts) {
                    left.removeIf(one -> Register.names(lifted.body().about(), one));
                }
            }
            return new Concern(Register.names(left, of.id()) ? of.id() : null, left);
        }

        private StepStatus read(PlaybookStep step) {
            StepStatus known = done.get(step.id());
            if (known != null) {
                return known;
            }
            StepStatus status = fresh(step);
            done.put(step.id(), status);
            return status;
        }

        private StepStatus fresh(PlaybookStep step) {
            List<LogEntry> counting = counting(step);
            Map<EntityId, LogEntry> first = new LinkedHashMap<>();
            List<LogEntry> shownBy = new ArrayList<>();
            if (of.outputs().isEmpty()) {
                counting.stream().limit(1).forEach(shownBy::add);
            } else {
                for (LogEntry entry : counting) {
                    boolean needed = false;
                    for (EntityId output : covered(standing(entry), entry, of)) {
                        needed |= first.putIfAbsent(output, entry) == null;
                    }
                    if (needed) {
                        shownBy.add(entry);
                    }
                }
            }
            List<EntityId> open = of.outputs().stream()
                    .filter(output -> !first.containsKey(output))
                    .toList();
            Instant doneAt = shownBy.isEmpty() || !open.isEmpty()
                    ? null
                    : shownBy.stream()
                            .map(entry -> when(entry, of))
                            .max(Comparator.naturalOrder())
                            .orElseThrow();
            List<Norm> norms = step.basis().stream()
                    .flatMap(id -> pack.at(day).norm(id).stream())
                    .toList();
            Parameter term = term(step);
            Instant since = since(step);
            Instant due = since == null || term == null ? null : since.plus(term.duration());
            List<String> waitsFor = waitsFor(step);
            StepStatus status = new StepStatus(
                    step,
                    state(step, doneAt, due, waitsFor, step.basis().isEmpty() || !norms.isEmpty()),
                    norms,
                    term,
                    since,
                    due,
                    doneAt,
                    shownBy,
                    shownBy.isEmpty() ? List.of() : open,
                    doneAt == null ? waitsFor : List.of(),
                    alsoServes(shownBy));
            shownBy.forEach(entry -> remarkOn(status, entry));
            return status;
        }

        private @Nullable Parameter term(PlaybookStep step) {
            String name = step.term();
            return name == null
                    ? null
                    : playbook.terms()
                            .find(name, day)
                            .or(() -> pack.parameters().find(name, day))
                            .orElse(null);
        }

        private List<LogEntry> counting(PlaybookStep step) {
            List<LogEntry> counting = new ArrayList<>();
            entries(step).sorted(IN_TIME).distinct().forEach(entry -> {
                if (entry.recordedAt().isAfter(asOf)) {
                    remarks.add(new Remark(
                            Remark.Code.IN_THE_FUTURE, entry, entry.recordedAt().toString()));
                } else if (!hasRole(step, entry.event().actor()) && !of.drill()) {
                    remarks.add(new Remark(Remark.Code.OTHER_ROLE, entry, step.id()));
                } else if (!of.drill()
                        && entry.event().body() instanceof LegalHoldSet hold
                        && standing(entry).about().isEmpty()
                        && !hold.about().isEmpty()) {
                    remarks.add(new Remark(Remark.Code.LIFTED, entry, step.id()));
                } else {
                    counting.add(entry);
                }
            });
            return counting;
        }

        private StepStatus.State state(
                PlaybookStep step,
                @Nullable Instant doneAt,
                @Nullable Instant due,
                List<String> waitsFor,
                boolean asked) {
            boolean unknownKind = of.kinds().isEmpty();
            boolean fits = step.kinds().isEmpty()
                    || unknownKind
                    || step.kinds().stream().anyMatch(of.kinds()::contains);
            if (!fits || !asked) {
                return StepStatus.State.NOT_APPLICABLE;
            }
            if (doneAt != null) {
                return due != null && doneAt.isAfter(due) ? StepStatus.State.DONE_LATE : StepStatus.State.DONE;
            }
            if (step.required() && due != null && asOf.isAfter(due)) {
                return StepStatus.State.OVERDUE;
            }
            if (!waitsFor.isEmpty()) {
                return StepStatus.State.NOT_YET_POSSIBLE;
            }
            return step.required() ? StepStatus.State.DUE : StepStatus.State.OPTIONAL;
        }

        private @Nullable Instant since(PlaybookStep step) {
            return switch (step.from()) {
                case REPORT -> of.reportedAt();
                case OCCURRENCE -> of.occurredAt().isBefore(of.reportedAt()) ? of.occurredAt() : of.reportedAt();
                case STEP ->
                    playbook.step(String.valueOf(step.fromStep()))
                            .map(this::read)
                            .map(StepStatus::done)
                            .orElse(null);
            };
        }

        private List<String> waitsFor(PlaybookStep step) {
            if (closes(step)) {
                return done.values().stream()
                        .filter(one -> one.blocksClosing() && !closes(one.step()))
                        .map(one -> one.step().id())
                        .toList();
            }
            return step.after().stream()
                    .map(id -> read(playbook.step(id).orElseThrow()))
                    .filter(StepStatus::blocksClosing)
                    .map(one -> one.step().id())
                    .toList();
        }

        private List<EntityId> alsoServes(List<LogEntry> shownBy) {
            return others.stream()
                    .filter(other -> shownBy.stream()
                            .anyMatch(entry -> answers(entry, other)
                                    && !covered(standing(entry), entry, other).isEmpty()))
                    .map(IncidentCase::id)
                    .toList();
        }

        private void remarkOn(StepStatus status, LogEntry entry) {
            claims(entry);
            String id = status.step().id();
            if (when(entry, of).isBefore(of.reportedAt())) {
                remarks.add(new Remark(Remark.Code.BEFORE_REPORT, entry, id));
            }
            Instant due = status.due();
            if (due != null
                    && when(entry, of).isAfter(due)
                    && !entry.event().at().isAfter(due)) {
                remarks.add(new Remark(
                        Remark.Code.CLAIMED_IN_TIME, entry, entry.event().at().toString()));
            }
            if (closed != null && closed.index() != entry.index() && IN_TIME.compare(entry, closed) > 0) {
                remarks.add(new Remark(Remark.Code.AFTER_CLOSE, entry, id));
            }
            for (String before : status.step().after()) {
                StepStatus other = read(playbook.step(before).orElseThrow());
                boolean later = other.done() == null || other.done().isAfter(when(entry, of));
                if (later && other.state() != StepStatus.State.NOT_APPLICABLE) {
                    remarks.add(new Remark(Remark.Code.OUT_OF_ORDER, entry, before));
                }
            }
        }
    }
}
