package io.kdchain.rules.governance;

import io.kdchain.provenance.event.FindingRectified;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.TechnicalAudited;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.Register.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Findings of technical audits: each has to be set right by its addressee, else by who made what was audited. */
final class Findings {
    private final Register register;

    Findings(Register register) {
        this.register = register;
    }

    List<Obligation> obligations() {
        List<Said<TechnicalAudited>> audits = register.all(TechnicalAudited.class);
        List<Said<FindingRectified>> rectified = register.all(FindingRectified.class);
        List<Obligation> obligations = new ArrayList<>();
        for (Said<TechnicalAudited> audit : audits) {
            for (TechnicalAudited.Finding finding : audit.body().findings()) {
                for (PartyId party : addressees(audit, finding)) {
                    obligations.add(obligation(audit, finding, party, audits, rectified));
                }
            }
        }
        return obligations;
    }

    private Iterable<PartyId> addressees(Said<TechnicalAudited> audit, TechnicalAudited.Finding finding) {
        if (finding.addressee() != null) {
            return List.of(finding.addressee());
        }
        TreeSet<PartyId> makers = new TreeSet<>();
        register.makersOf(audit.body().subject())
                .forEach(maker -> makers.add(maker.event().actor()));
        return makers;
    }

    private static Obligation obligation(
            Said<TechnicalAudited> audit,
            TechnicalAudited.Finding finding,
            PartyId party,
            List<Said<TechnicalAudited>> audits,
            List<Said<FindingRectified>> rectified) {
        return Settlement.firstOf(rectified.stream()
                        .filter(one -> one.actor().equals(party)
                                && one.body().finding().equals(finding.id())
                                && answers(one.entry(), audit.entry(), audits)))
                .obligation(
                        Obligation.Kind.RECTIFY_FINDING,
                        party,
                        finding.id(),
                        audit.entry(),
                        audit.recordedAt(),
                        finding.rectifyBy(),
                        null);
    }

    /** A rectification that refers to audits must refer to this one. */
    private static boolean answers(LogEntry rectification, LogEntry audit, List<Said<TechnicalAudited>> audits) {
        return Register.refersTo(rectification, audit)
                || audits.stream().noneMatch(one -> Register.refersTo(rectification, one.entry()));
    }
}
