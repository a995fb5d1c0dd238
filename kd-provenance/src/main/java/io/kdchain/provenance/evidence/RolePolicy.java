package io.kdchain.provenance.evidence;

import io.kdchain.provenance.event.AgreementConcluded;
import io.kdchain.provenance.event.ApprovalGranted;
import io.kdchain.provenance.event.ApprovalRevoked;
import io.kdchain.provenance.event.AuthorisationRevoked;
import io.kdchain.provenance.event.CausationAppraised;
import io.kdchain.provenance.event.DataAuthorised;
import io.kdchain.provenance.event.DefectAppraised;
import io.kdchain.provenance.event.DutyAppraised;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.InsuranceBound;
import io.kdchain.provenance.event.OrderIssued;
import io.kdchain.provenance.event.OutputPromoted;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.ProviderAssessed;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.SafeguardChanged;
import io.kdchain.provenance.event.TechnicalAudited;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may say what. Misuse is something to know about an event, never a reason to keep it out: an act stays an act even
 * if its actor had no business to do it, and what is said for another is a claim.
 *
 * <p>Acts of the chain (to collect, process, release, distil, adapt, deploy, serve, use) make their actor hold the
 * role, so nobody can misuse one there. Whoever speaks for the public, for a profession or for an insurer must be
 * registered as that. All other types are open to everybody: each party speaks of its own agreements, plans, measures,
 * evaluations, leaks and transfers.
 */
final class RolePolicy {
    private static final Set<Role> AUTHORITIES = Set.of(Role.REGULATOR);
    private static final Set<Role> AUDITORS = Set.of(Role.AUDITOR, Role.REGULATOR);
    private static final Set<Role> CERTIFIERS = Set.of(Role.AUDITOR, Role.REGULATOR, Role.INDUSTRY_ASSOCIATION);
    private static final Set<Role> INSURERS = Set.of(Role.INSURER);
    /** A hospital or bank that runs a deployment can switch what the platform built in. */
    private static final Set<Role> OPERATORS = Set.of(Role.DEPLOYMENT_PLATFORM, Role.STUDENT_USER);

    private RolePolicy() {}

    /**
     * What its actor has no role for.
     *
     * @param held roles of the actor: registered, or acted in
     */
    static Optional<String> misuse(Event event, Set<Role> held) {
        Set<Role> needed = needed(event.body(), event.actor());
        return needed.isEmpty() || needed.stream().anyMatch(held::contains)
                ? Optional.empty()
                : Optional.of("'%s' states a %s of its own and is not registered as %s."
                        .formatted(
                                event.actor(),
                                event.type(),
                                needed.stream().map(Role::code).sorted().collect(Collectors.joining(" or "))));
    }

    /** That the recorder speaks for another, who has not signed. */
    static Optional<String> saidForAnother(Event event) {
        if (event.observedBy() != null) {
            return Optional.of("'%s' recorded a %s of '%s', who has not signed it."
                    .formatted(event.observedBy(), event.type(), event.actor()));
        }
        List<PartyId> sources = sources(event.body());
        return sources.isEmpty() || sources.contains(event.actor())
                ? Optional.empty()
                : Optional.of("'%s' states a %s of %s, who %s not signed it."
                        .formatted(
                                event.actor(),
                                event.type(),
                                sources.stream().map("'%s'"::formatted).collect(Collectors.joining(", ")),
                                sources.size() == 1 ? "has" : "have"));
    }

    /** Roles of which one is needed to say this in one's own name; empty where anybody may. */
    private static Set<Role> needed(EventBody body, PartyId actor) {
        if (body instanceof SafeguardChanged || body instanceof OutputPromoted) {
            return OPERATORS;
        }
        if (body instanceof ProviderAssessed) {
            return CERTIFIERS;
        }
        return sources(body).contains(actor) ? neededOfSource(body) : Set.of();
    }

    private static Set<Role> neededOfSource(EventBody body) {
        if (body instanceof OrderIssued) {
            return AUTHORITIES;
        }
        if (body instanceof InsuranceBound) {
            return INSURERS;
        }
        if (body instanceof ApprovalGranted || body instanceof ApprovalRevoked) {
            return CERTIFIERS;
        }
        boolean appraisal = body instanceof TechnicalAudited
                || body instanceof DefectAppraised
                || body instanceof CausationAppraised
                || body instanceof DutyAppraised;
        return appraisal ? AUDITORS : Set.of();
    }

    /** Whose word the body is, by its own account; empty where it is that of its actor. */
    private static List<PartyId> sources(EventBody body) {
        if (body instanceof AgreementConcluded agreement) {
            return agreement.parties();
        }
        PartyId source = source(body);
        return source == null ? List.of() : List.of(source);
    }

    private static @Nullable PartyId source(EventBody body) {
        if (body instanceof OrderIssued order) {
            return order.by();
        }
        if (body instanceof InsuranceBound insurance) {
            return insurance.insurer();
        }
        if (body instanceof ApprovalGranted approval) {
            return approval.by();
        }
        if (body instanceof ApprovalRevoked revoked) {
            return revoked.by();
        }
        if (body instanceof DataAuthorised authorised) {
            return authorised.by();
        }
        if (body instanceof AuthorisationRevoked revoked) {
            return revoked.by();
        }
        if (body instanceof TechnicalAudited audited) {
            return audited.auditor();
        }
        if (body instanceof DefectAppraised appraised) {
            return appraised.by();
        }
        if (body instanceof CausationAppraised appraised) {
            return appraised.by();
        }
        if (body instanceof DutyAppraised appraised) {
            return appraised.by();
        }
        return body instanceof IncidentReported reported ? reported.claimant() : null;
    }
}
