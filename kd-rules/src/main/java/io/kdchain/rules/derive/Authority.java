package io.kdchain.rules.derive;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How much a finding weighs, by who made it, who recorded it and who appointed the expert. */
final class Authority {
    /** A court appointed the expert. */
    static final int COURT = 3;

    /** What one with an interest says itself. */
    static final int CLAIM = 0;

    private static final List<String> APPOINTED_BY = List.of("party", "joint", "court");

    private Authority() {}

    /** 3 where a court appointed the expert, 2 where both sides did, 1 where one of them did. */
    static int appointment(Entry finding) {
        return 1 + Math.max(0, APPOINTED_BY.indexOf(finding.body().text("appointedBy")));
    }

    /**
     * By the appointment; 0 for a claim: what one with an interest says itself, or records of what another is to have
     * found, whoever it says appointed him (Evidence Provisions for Civil Procedure, Article 90: the statement of a
     * party alone establishes nothing).
     */
    static int rank(CaseFile file, Entry finding) {
        return isIndependent(file, finding.source()) && isIndependent(file, finding.recorder())
                ? appointment(finding)
                : CLAIM;
    }

    /**
     * Whether the party is another legal person than the claimant and all who acted in the chain or hold the device.
     */
    static boolean isIndependent(CaseFile file, String party) {
        Set<String> interested = new TreeSet<>(Set.of(file.incident().claimant()));
        file.behind().acts().forEach(a -> interested.add(a.actor()));
        file.registrations().forEach(a -> interested.add(a.body().text("holder")));
        return interested.stream().allMatch(i -> file.isAnother(party, i));
    }
}
