package io.kdchain.rules.governance;

import io.kdchain.provenance.event.ApprovalGranted;
import io.kdchain.provenance.event.ApprovalRevoked;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.IncidentClosed;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.ProviderAssessed;
import io.kdchain.rules.governance.Disagreement.Kind;
import io.kdchain.rules.governance.Disagreement.Voice;
import io.kdchain.rules.governance.Register.Said;
import io.kdchain.rules.pack.RulePack;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what does not hold together in logs. */
final class Disagreements {
    /** Reports so close together may tell of one harm. */
    private static final Duration ONE_HARM = Duration.ofDays(1);

    /** What is compared with each other. */
    private record Question(Kind kind, String subject) {}

    private final Instant asOf;
    private final SortedMap<String, Register> registers = new TreeMap<>();
    /** By log, its incidents by id. */
    private final SortedMap<String, Map<String, IncidentCase>> cases = new TreeMap<>();

    private final Map<Question, List<Voice>> voices =
            new TreeMap<>(Comparator.comparing(Question::kind).thenComparing(Question::subject));

    Disagreements(SortedMap<String, EntrySource> logs, RulePack pack, Instant asOf) {
        this.asOf = asOf;
        logs.forEach((name, source) -> {
            registers.put(name, new Register(source, pack, asOf));
            Map<String, IncidentCase> incidents = new TreeMap<>();
            new IncidentResponse(source, pack, asOf)
                    .cases().stream()
                            .filter(one -> !one.drill())
                            .forEach(one -> incidents.put(one.id().key(), one));
            cases.put(name, incidents);
        });
    }

    List<Disagreement> find() {
        Map<String, IncidentCase> all = new TreeMap<>();
        cases.values().forEach(incidents -> incidents.forEach(all::putIfAbsent));
        registers.forEach((log, register) -> {
            assessments(log, register);
            approvals(log, register);
            all.values().forEach(one -> localisations(log, register, one));
            reports(log, register);
            states(log, register);
        });
        sameHarm();
        List<Disagreement> found = new ArrayList<>();
        voices.forEach((question, said) -> {
            if (said.stream().map(Voice::says).distinct().count() > 1) {
                found.add(new Disagreement(question.kind(), question.subject(), said));
            }
        });
        return found;
    }

    private void hear(Kind kind, String subject, Voice voice) {
        voices.computeIfAbsent(new Question(kind, subject), unknown -> new ArrayList<>())
                .add(voice);
    }

    /** The last word of each author on each subject, in the order of the log. */
    private static <T extends EventBody> Map<List<String>, Said<T>> lastWords(
            List<Said<T>> all, Function<T, Optional<String>> subject, Function<Said<T>, PartyId> author) {
        Map<List<String>, Said<T>> last = new LinkedHashMap<>();
        all.forEach(one -> subject.apply(one.body())
                .ifPresent(about -> last.put(List.of(about, author.apply(one).value()), one)));
        return last;
    }

    private boolean isValid(@Nullable Instant until) {
        return until == null || !asOf.isAfter(until);
    }

    private void assessments(String log, Register register) {
        lastWords(
                        register.all(ProviderAssessed.class),
                        one -> Optional.of(
                                one.scheme() == null
                                        ? one.provider().value()
                                        : "%s (%s)".formatted(one.provider(), one.scheme())),
                        Said::actor)
                .forEach((key, said) -> {
                    if (isValid(said.body().validUntil())) {
                        hear(
                                Kind.PROVIDER_GRADE,
                                key.get(0),
                                new Voice(log, said.entry(), said.body().grade().code()));
                    }
                });
    }

    private void approvals(String log, Register register) {
        List<Said<ApprovalRevoked>> withdrawals = register.all(ApprovalRevoked.class);
        lastWords(
                        register.all(ApprovalGranted.class),
                        one -> Optional.ofNullable(one.grade()).map(grade -> subject(one)),
                        one -> one.body().by())
                .forEach((key, said) -> {
                    boolean withdrawn = withdrawals.stream()
                            .anyMatch(one ->
                                    one.entry().index() > said.entry().index() && withdraws(one.body(), said.body()));
                    if (isValid(said.body().validUntil()) && !withdrawn) {
                        hear(
                                Kind.APPROVAL_GRADE,
                                key.get(0),
                                new Voice(
                                        log,
                                        said.entry(),
                                        Objects.requireNonNull(said.body().grade())));
                    }
                });
    }

    /** A scheme is the first word of how it is called: what follows is its version, and grades of both are compared. */
    private static String subject(ApprovalGranted granted) {
        String scheme = granted.scheme();
        return scheme == null
                ? "%s %s".formatted(granted.kind().code(), granted.subject().key())
                : "%s %s (%s)"
                        .formatted(
                                granted.kind().code(),
                                granted.subject().key(),
                                scheme.strip().replaceFirst("(?s)\\s.*", ""));
    }

    private boolean withdraws(ApprovalRevoked withdrawal, ApprovalGranted granted) {
        return withdrawal.subject().matches(granted.subject())
                && !withdrawal.since().isAfter(asOf)
                && (withdrawal.number() == null || withdrawal.number().equals(granted.number()));
    }

    private void localisations(String log, Register register, IncidentCase incident) {
        lastWords(
                        register.all(DefectLocalised.class).stream()
                                .filter(one -> Oversight.isAbout(one.body(), incident))
                                .toList(),
                        one -> Optional.of(incident.id().key()),
                        Said::actor)
                .forEach((key, said) -> mostTo(said.body())
                        .ifPresent(link -> hear(Kind.LOCALISATION, key.get(0), new Voice(log, said.entry(), link))));
    }

    /** Where nothing contributed nothing is said. */
    private static Optional<String> mostTo(DefectLocalised said) {
        Optional<BigDecimal> most = said.stages().stream()
                .map(DefectLocalised.Part::contribution)
                .filter(part -> part.signum() > 0)
                .max(Comparator.naturalOrder());
        return most.map(top -> said.stages().stream()
                .filter(part -> part.contribution().compareTo(top) == 0)
                .map(part -> "%s %s".formatted(part.stage().code(), part.party()))
                .sorted()
                .collect(Collectors.joining(", ")));
    }

    private void reports(String log, Register register) {
        for (Said<IncidentReported> report : register.all(IncidentReported.class)) {
            for (EntityId id : IncidentResponse.incidentsOf(report.entry())) {
                IncidentReported said = report.body();
                hear(
                        Kind.INCIDENT_REPORT,
                        id.key(),
                        new Voice(
                                log,
                                report.entry(),
                                "%s %s: %s"
                                        .formatted(
                                                said.claimant(),
                                                said.occurredAt(),
                                                said.outputs().stream()
                                                        .map(EntityId::toString)
                                                        .sorted()
                                                        .collect(Collectors.joining(", ")))));
            }
        }
    }

    private void states(String log, Register register) {
        cases.getOrDefault(log, Map.of())
                .forEach((id, incident) -> hear(
                        Kind.INCIDENT_STATE,
                        id,
                        register.all(IncidentClosed.class).stream()
                                .filter(one -> one.body().incident().matches(incident.id()))
                                .findFirst()
                                .map(one -> new Voice(log, one.entry(), "closed"))
                                .orElseGet(() -> new Voice(log, incident.opened(), "open"))));
    }

    /** Incidents of two names that may be one harm, and would be claimed twice. */
    private void sameHarm() {
        cases.forEach((log, incidents) -> incidents.values().forEach(one -> {
            for (EntityId output : one.outputs()) {
                boolean twice = cases.values().stream()
                        .flatMap(others -> others.values().stream())
                        .anyMatch(other -> !other.id().equals(one.id()) && isOneHarm(one, other, output));
                if (twice) {
                    hear(
                            Kind.INCIDENT_TWICE,
                            "%s %s".formatted(output.key(), one.claimant()),
                            new Voice(log, one.opened(), one.id().key()));
                }
            }
        }));
    }

    private static boolean isOneHarm(IncidentCase one, IncidentCase other, EntityId output) {
        return Register.names(other.outputs(), output)
                && Objects.equals(one.claimant(), other.claimant())
                && Duration.between(one.occurredAt(), other.occurredAt()).abs().compareTo(ONE_HARM) <= 0;
    }
}
