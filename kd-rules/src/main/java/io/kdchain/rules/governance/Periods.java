package io.kdchain.rules.governance;

import io.kdchain.provenance.event.ComplianceTrainingHeld;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.MeasureTaken.Measure;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.event.TechnicalAudited;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.Register.Said;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What has to be repeated in the time that a pack sets: training of those who make and serve models, audits of what is
 * in service. The time runs from the last time, else from when the party or the deployment began. Each is shown once,
 * as it stands; those before are history.
 */
final class Periods {
    /** Measures that take a deployment out of service. */
    private static final Set<Measure> ENDS_SERVICE =
            EnumSet.of(Measure.CEASE, Measure.TAKEDOWN, Measure.RECALL, Measure.DISCONNECT, Measure.DELETE_WEIGHTS);

    private static final List<Class<? extends EventBody>> MAKES_OR_SERVES =
            List.of(TeacherReleased.class, DistillationCompleted.class, ModelAdapted.class, ModelDeployed.class);

    private final Register register;

    Periods(Register register) {
        this.register = register;
    }

    List<Obligation> obligations() {
        List<Obligation> obligations = new ArrayList<>(trainings());
        obligations.addAll(audits());
        return obligations;
    }

    private List<Obligation> trainings() {
        Map<PartyId, LogEntry> began = new TreeMap<>();
        MAKES_OR_SERVES.stream()
                .flatMap(type -> register.all(type).stream())
                .map(Said::entry)
                .sorted(Comparator.comparingLong(LogEntry::index))
                .forEach(entry -> began.putIfAbsent(entry.event().actor(), entry));
        List<Said<ComplianceTrainingHeld>> held = register.all(ComplianceTrainingHeld.class);
        List<Obligation> obligations = new ArrayList<>();
        began.forEach((party, first) -> {
            Optional<LogEntry> last =
                    last(held.stream().filter(one -> one.actor().equals(party)));
            repeat(Obligation.Kind.TRAIN_STAFF, party, "", "training.period", last.orElse(first))
                    .ifPresent(obligations::add);
        });
        return obligations;
    }

    private List<Obligation> audits() {
        List<Said<TechnicalAudited>> audits = register.all(TechnicalAudited.class);
        List<Said<MeasureTaken>> measures = register.all(MeasureTaken.class);
        List<Obligation> obligations = new ArrayList<>();
        for (Said<ModelDeployed> deployed : register.all(ModelDeployed.class)) {
            for (EntityId deployment : deployed.entry().event().generates()) {
                boolean served = measures.stream()
                        .noneMatch(measure ->
                                measure.entry().index() > deployed.entry().index()
                                        && ENDS_SERVICE.contains(measure.body().measure())
                                        && Register.names(measure.body().about(), deployment));
                if (deployment.kind() == EntityKind.DEPLOYMENT && served) {
                    Optional<LogEntry> last = last(audits.stream()
                            .filter(audit -> audit.body().subject().matches(deployment)));
                    repeat(
                                    Obligation.Kind.HAVE_AUDITED,
                                    deployed.actor(),
                                    deployment.key(),
                                    "audit.period",
                                    last.orElse(deployed.entry()))
                            .ifPresent(obligations::add);
                }
            }
        }
        return obligations;
    }

    private static Optional<LogEntry> last(Stream<? extends Said<?>> said) {
        return said.<LogEntry>map(Said::entry).max(Comparator.comparingLong(LogEntry::index));
    }

    /** Due a period after an entry. */
    private Optional<Obligation> repeat(
            Obligation.Kind kind, PartyId party, String subject, String period, LogEntry from) {
        return register.term(period, from.recordedAt())
                .map(term -> Settlement.NONE.obligation(
                        kind,
                        party,
                        subject,
                        from,
                        from.recordedAt(),
                        from.recordedAt().plus(term.duration()),
                        term));
    }
}
