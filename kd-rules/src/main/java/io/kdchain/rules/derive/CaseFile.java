package io.kdchain.rules.derive;

import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CodeLists;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Incident;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that a source of facts may look at: the record, the incident, what lies behind it, and the pack's data. */
final class CaseFile {
    private static final Set<String> ROLES = Set.copyOf(CodeLists.all().getOrDefault("role", List.of()));
    private static final Set<String> ARTEFACTS = Set.of("dataset", "model", "deployment", "output");

    private final ChainRecord record;
    private final Inquiry inquiry;
    private final PackData pack;
    private final Behind behind;
    private final Instant reportedAt;
    private final SortedMap<String, SortedSet<String>> registered = new TreeMap<>();
    private final Map<String, String> jurisdictions = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, SortedSet<String>> legalIds = new HashMap<>();
    private final SortedMap<String, Facts.OpenIssue> open = new TreeMap<>();
    private final Map<String, CausalParts> causes = new HashMap<>();
    private @Nullable List<Entry> registrations;

    CaseFile(ChainRecord recorded, Inquiry inquiry, PackData pack) {
        this.record = recorded.knowing(inquiry.alterations());
        this.inquiry = inquiry;
        this.pack = pack;
        this.behind = new Behind(record, inquiry.incident().about());
        this.reportedAt = record.admitted("IncidentReported")
                .filter(this::reportsIncident)
                .map(Entry::recordedAt)
                .min(Comparator.naturalOrder())
                .orElse(inquiry.incident().reportedAt());
        record.admitted("PartyRegistered").forEach(e -> {
            String party = e.actor();
            List<String> roles = e.body().texts("roles");
            List<String> held = roles.stream().filter(ROLES::contains).toList();
            // who only registers others takes no part
            if (!held.isEmpty() || roles.isEmpty()) {
                registered.computeIfAbsent(party, p -> new TreeSet<>()).addAll(held);
            }
            jurisdictions.putIfAbsent(party, e.body().text("jurisdiction"));
            names.putIfAbsent(party, e.body().text("name"));
            String number = e.body().text("legalId").strip();
            if (!number.isEmpty()) {
                String register = e.body().text("jurisdiction");
                legalIds.computeIfAbsent(party, p -> new TreeSet<>()).add((register + " " + number).strip());
            }
        });
    }

    private boolean reportsIncident(Entry e) {
        Incident incident = incident();
        return e.generates(incident.id())
                || (e.generates().stream().noneMatch(g -> Entities.kindOf(g).equals("incident"))
                        && Entities.overlap(e.body().texts("outputs"), incident.about()));
    }

    ChainRecord record() {
        return record;
    }

    Inquiry inquiry() {
        return inquiry;
    }

    Incident incident() {
        return inquiry.incident();
    }

    List<DamageItem> items() {
        return incident().items();
    }

    PackData pack() {
        return pack;
    }

    Behind behind() {
        return behind;
    }

    /** When the incident was reported. */
    Instant reportedAt() {
        return reportedAt;
    }

    /** When the damage arose. */
    Instant harmedAt() {
        return incident().occurredAt();
    }

    /**
     * The state of a duty to rectify, by the entries that show it done: in time, late but before the last output was
     * served, or not. Whoever still had time when that output was served could not have changed it by then, and who has
     * time until the harm is not late.
     */
    String rectification(Instant due, List<Entry> done) {
        if (done.stream().anyMatch(r -> !r.recordedAt().isAfter(due))) {
            return "rectified";
        }
        Instant served = behind.acts("OutputServed")
                .map(Entry::at)
                .filter(at -> at.isBefore(harmedAt()))
                .max(Comparator.naturalOrder())
                .orElse(harmedAt());
        if (due.isBefore(served)) {
            return done.stream().anyMatch(r -> r.recordedAt().isBefore(served)) ? "corrected" : "missed";
        }
        return due.isBefore(harmedAt()) ? "missed-later" : "pending";
    }

    /** Whether what the entry says in favour of its author about the time before the report is silence. */
    boolean isLate(Entry entry) {
        return entry.recordedAt().isAfter(reportedAt) && !isDatedByAnother(entry);
    }

    /**
     * Who used a model shows that the model was there, not what its maker says of it; a report shows what it reports.
     */
    private boolean isDatedByAnother(Entry entry) {
        List<String> papers = entry.generates().stream()
                .filter(g -> !ARTEFACTS.contains(Entities.kindOf(g)))
                .toList();
        return record.all()
                .anyMatch(o -> o.isAdmitted()
                        && isAnother(o.recorder(), entry.actor())
                        && isAnother(o.recorder(), entry.recorder())
                        && !o.recordedAt().isAfter(reportedAt)
                        && (record.refersTo(o, entry) || Entities.overlap(o.uses(), papers)));
    }

    /** Admitted entries of a type that were recorded in time to help their author. */
    Stream<Entry> timely(String type) {
        return record.admitted(type).filter(e -> !isLate(e));
    }

    /** The best evidence on causation of an item: read once, as facts and shares both go by it. */
    CausalParts causes(DamageItem item) {
        return causes.computeIfAbsent(item.id(), id -> CausationFacts.partsOf(this, item));
    }

    /** The device registrations of the output, looked for once. */
    List<Entry> registrations() {
        List<Entry> found = registrations;
        if (found == null) {
            found = ProductFacts.registrations(this);
            registrations = found;
        }
        return found;
    }

    // ---- parties

    SortedSet<String> rolesOf(String party) {
        return registered.getOrDefault(party, Collections.emptySortedSet());
    }

    Optional<String> jurisdictionOf(String party) {
        return Optional.ofNullable(jurisdictions.get(party)).filter(j -> !j.isEmpty());
    }

    String nameOf(String party) {
        String name = names.getOrDefault(party, "");
        return name.isEmpty() ? party : name;
    }

    /** Register and number of the legal person that the party is; who states two numbers states none. */
    String legalIdOf(String party) {
        SortedSet<String> stated = legalIds.getOrDefault(party, Collections.emptySortedSet());
        return stated.size() == 1 ? stated.first() : "";
    }

    /** Whether two parties are two legal persons, so that one can vouch for the other. */
    boolean isAnother(String party, String other) {
        String number = legalIdOf(party);
        return !party.equals(other) && (number.isEmpty() || !number.equals(legalIdOf(other)));
    }

    /** Whether a warning, or an examination that was passed on, went to the party: to any part of its legal person. */
    boolean tells(Entry warning, String party) {
        return warning.body().texts(warning.is("BiasAudited") ? "disclosedTo" : "to").stream()
                .anyMatch(told -> !isAnother(told, party));
    }

    /**
     * Role in which the actor of a chain act acted: that of the act. Who uses an output does so privately where it is
     * registered as a consumer, or is known as the person harmed and as nothing else; who states no role, or only
     * another one of the chain, uses it in its business.
     */
    String roleOf(Entry act) {
        if (act.is("OutputUsed")) {
            SortedSet<String> roles = new TreeSet<>(rolesOf(act.actor()));
            if (act.actor().equals(incident().claimant())) {
                roles.add("claimant");
            }
            boolean privately = roles.contains("consumer") || roles.equals(Set.of("claimant"));
            return privately && !roles.contains("student-user") ? "consumer" : "student-user";
        }
        return ActType.of(act).map(ActType::role).orElseThrow();
    }

    boolean isUser(String party) {
        return rolesOf(party).contains("student-user") || rolesOf(party).contains("consumer");
    }

    /** All parties that are registered or acted, the claimant included. */
    SortedSet<String> parties() {
        SortedSet<String> all = new TreeSet<>(registered.keySet());
        behind.acts().forEach(a -> all.add(a.actor()));
        all.add(incident().claimant());
        return all;
    }

    /** Actors of a stage of the chain. */
    SortedSet<String> actorsOf(String stage) {
        SortedSet<String> actors = new TreeSet<>();
        behind.acts().stream()
                .filter(a -> ActType.of(a).filter(t -> t.stage().equals(stage)).isPresent())
                .forEach(a -> actors.add(a.actor()));
        return actors;
    }

    // ---- scene

    /** The deployment that served last; a chain may hold one per hop. */
    Optional<Entry> deployment() {
        return behind.acts("ModelDeployed").reduce((a, b) -> b);
    }

    /** Scene of the deployment behind the incident; general if there is none. */
    String scene() {
        return deployment()
                .map(d -> d.body().text("scenario"))
                .filter(s -> !s.isEmpty())
                .orElse("general");
    }

    /**
     * Industries for which an act was meant: before deployment those of the teacher's intended uses, else the scene.
     */
    SortedSet<String> industriesOf(Entry act) {
        SortedSet<String> industries = new TreeSet<>();
        if (act.is("TeacherReleased") || act.is("DistillationCompleted") || act.is("ModelAdapted")) {
            for (Entry teacher : behind.acts("TeacherReleased").toList()) {
                for (String use : teacher.body().texts("intendedUses")) {
                    industries.add(pack.scene(use).orElse(use));
                }
            }
        }
        if (industries.isEmpty()) {
            industries.add(scene());
        }
        return industries;
    }

    // ---- questions

    /** The answer to a question, if the reader gave one; without an answer the question is noted as open. */
    Optional<Boolean> ask(Facts.OpenIssue question) {
        open.put(question.id(), question);
        return Optional.ofNullable(inquiry.answers().get(question.id()));
    }

    List<Facts.OpenIssue> open() {
        return new ArrayList<>(open.values());
    }

    static LocalDate dayOf(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    static List<Long> indexes(Collection<Entry> entries) {
        return entries.stream().map(Entry::index).sorted().distinct().toList();
    }
}
