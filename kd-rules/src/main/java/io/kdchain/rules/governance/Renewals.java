package io.kdchain.rules.governance;

import io.kdchain.provenance.event.ApprovalGranted;
import io.kdchain.provenance.event.ApprovalRevoked;
import io.kdchain.provenance.event.AuthorisationRevoked;
import io.kdchain.provenance.event.DataAuthorised;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.InsuranceBound;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.ProviderAssessed;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.Register.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What ends on a day or was withdrawn, and has to be renewed until then: renewed by a later one of the same holder,
 * kind and subject that lasts longer.
 */
final class Renewals {
    private final Register register;

    Renewals(Register register) {
        this.register = register;
    }

    /**
     * Something that a party holds for a time.
     *
     * @param same what a renewal has in common with it
     * @param until when it ends; null means never
     */
    private record Holding(
            Obligation.Kind kind,
            PartyId party,
            String subject,
            List<Object> same,
            LogEntry entry,
            @Nullable Instant until) {
        boolean outlasts(Holding other) {
            return entry.index() > other.entry.index()
                    && kind == other.kind
                    && party.equals(other.party)
                    && same.equals(other.same)
                    && (until == null || (other.until != null && until.isAfter(other.until)));
        }
    }

    List<Obligation> obligations() {
        List<Holding> holdings = Stream.of(approvals(), qualifications(), authorisations(), insurances(), assessments())
                .flatMap(List::stream)
                .toList();
        List<Obligation> obligations = new ArrayList<>();
        for (Holding holding : holdings) {
            Instant end = holding.until();
            if (end != null) {
                obligations.add(renewal(holding, holdings)
                        .obligation(
                                holding.kind(),
                                holding.party(),
                                holding.subject(),
                                holding.entry(),
                                holding.entry().recordedAt(),
                                end,
                                null));
            }
        }
        return obligations;
    }

    private static Settlement renewal(Holding holding, List<Holding> holdings) {
        return holdings.stream()
                .filter(other -> other.outlasts(holding))
                .map(Holding::entry)
                .min(Comparator.comparingLong(LogEntry::index))
                .map(entry -> new Settlement(entry.recordedAt(), List.of(entry)))
                .orElse(Settlement.NONE);
    }

    private List<Holding> approvals() {
        List<Said<ApprovalRevoked>> revocations = register.all(ApprovalRevoked.class);
        return register.all(ApprovalGranted.class).stream()
                .map(said -> {
                    ApprovalGranted approval = said.body();
                    return new Holding(
                            Obligation.Kind.RENEW_APPROVAL,
                            approval.holder(),
                            approval.kind().code() + " " + approval.subject().key(),
                            List.of(approval.kind(), approval.subject().key()),
                            said.entry(),
                            earlier(
                                    approval.validUntil(),
                                    revocations.stream()
                                            .filter(one -> one.entry().index()
                                                            > said.entry().index()
                                                    && one.body().subject().matches(approval.subject())
                                                    && (one.body().number() == null
                                                            || one.body()
                                                                    .number()
                                                                    .equals(approval.number())))
                                            .map(one -> one.body().since())));
                })
                .toList();
    }

    private List<Holding> qualifications() {
        List<Holding> holdings = new ArrayList<>();
        for (Said<TeacherReleased> said : register.all(TeacherReleased.class)) {
            TeacherReleased.Qualification qualification = said.body().qualification();
            for (EntityId teacher : said.entry().event().generates()) {
                if (qualification != null) {
                    holdings.add(new Holding(
                            Obligation.Kind.RENEW_QUALIFICATION,
                            said.actor(),
                            qualification.scheme() + " " + teacher.key(),
                            List.of(qualification.scheme(), teacher.key()),
                            said.entry(),
                            qualification.validUntil()));
                }
            }
        }
        return holdings;
    }

    /** Held by whoever recorded that the data may be used. */
    private List<Holding> authorisations() {
        List<Said<AuthorisationRevoked>> revocations = register.all(AuthorisationRevoked.class);
        return register.all(DataAuthorised.class).stream()
                .map(said -> {
                    DataAuthorised authorised = said.body();
                    return new Holding(
                            Obligation.Kind.RENEW_AUTHORISATION,
                            said.actor(),
                            authorised.dataset().key(),
                            List.of(authorised.by(), authorised.dataset().key()),
                            said.entry(),
                            earlier(
                                    authorised.until(),
                                    revocations.stream()
                                            .filter(one -> one.entry().index()
                                                            > said.entry().index()
                                                    && one.body().by().equals(authorised.by())
                                                    && one.body().dataset().matches(authorised.dataset()))
                                            .map(one -> one.body().since())));
                })
                .toList();
    }

    private List<Holding> insurances() {
        return register.all(InsuranceBound.class).stream()
                .map(said -> new Holding(
                        Obligation.Kind.RENEW_INSURANCE,
                        said.body().insured(),
                        said.body().policy(),
                        List.copyOf(said.body().perils()),
                        said.entry(),
                        said.body().until()))
                .toList();
    }

    private List<Holding> assessments() {
        return register.all(ProviderAssessed.class).stream()
                .map(said -> new Holding(
                        Obligation.Kind.RENEW_ASSESSMENT,
                        said.body().provider(),
                        Objects.requireNonNullElse(said.body().scheme(), ""),
                        List.of(Objects.requireNonNullElse(said.body().scheme(), "")),
                        said.entry(),
                        said.body().validUntil()))
                .toList();
    }

    private static @Nullable Instant earlier(@Nullable Instant end, Stream<Instant> others) {
        Optional<Instant> first = Stream.concat(Stream.ofNullable(end), others).min(Instant::compareTo);
        return first.orElse(null);
    }
}
