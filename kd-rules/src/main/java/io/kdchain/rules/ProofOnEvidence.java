package io.kdchain.rules;

import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.EvidenceSource;
import io.kdchain.rules.derive.Inquiry;
import io.kdchain.rules.derive.VerifiedRecord;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.judgment.EvidenceCheck;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.proof.Objection;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.proof.ProofFault;
import io.kdchain.rules.verdict.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ties a proof to the evidence: what {@link io.kdchain.rules.proof.ProofCheck} takes as given is derived again from the
 * log, or from an evidence bundle, entry by entry. Both together leave nothing of a verdict to whoever made it. Uses no
 * rule engine. Immutable, safe for concurrent use.
 *
 * <pre>{@code
 * List<Objection> objections = new ArrayList<>(new ProofCheck(pack).check(proof));
 * objections.addAll(new ProofOnEvidence(log, pack).check(proof));
 * }</pre>
 */
public final class ProofOnEvidence {
    private final EvidenceSource log;
    private final EvidenceCheck facts;
    private final Vocabulary words;
    private final List<FactProvider> providers;

    /** On a log, with the tables of the pack, or of several joined, that the proof names. */
    public ProofOnEvidence(EvidenceSource log, RulePack pack) {
        this(log, new EvidenceCheck(pack), pack.vocabulary(), List.of());
    }

    /** On evidence that was verified elsewhere, such as that of an evidence bundle. */
    public ProofOnEvidence(Evidence verified, RulePack pack) {
        this(new HeldEvidence(verified), pack);
    }

    private ProofOnEvidence(EvidenceSource log, EvidenceCheck facts, Vocabulary words, List<FactProvider> providers) {
        this.log = log;
        this.facts = facts;
        this.words = words;
        this.providers = providers;
    }

    /** The same check for verdicts whose engine asked these providers as well. */
    public ProofOnEvidence facts(FactProvider... asked) {
        return new ProofOnEvidence(log, facts, words, List.of(asked));
    }

    /**
     * What the proof takes as given, or its verdict says of the evidence, and the evidence does not show; nothing if
     * all of it follows.
     *
     * @throws UnknownSubjectException if the log knows nothing of an entity that the proof's incident is about
     */
    public List<Objection> check(Proof proof) {
        Proof.Given given = proof.given();
        Evidence evidence = LiabilityEngine.evidence(log, given.incident());
        List<Objection> objections = new ArrayList<>(facts.check(
                proof,
                VerifiedRecord.of(evidence),
                new Inquiry(
                        given.incident(),
                        given.regime(),
                        given.answers(),
                        VerifiedRecord.alterations(evidence),
                        ProvidedFacts.of(providers, words, evidence, given.incident())),
                LiabilityEngine.policies(evidence),
                LiabilityEngine.summary(evidence)));
        incident(given.incident(), evidence).ifPresent(objections::add);
        return List.copyOf(objections);
    }

    /** What is claimed need not be reported; where it is, it is claimed as it was reported. */
    private static Optional<Objection> incident(Incident claimed, Evidence evidence) {
        List<Incident> reported = LiabilityEngine.reported(claimed, evidence);
        return reported.isEmpty() || reported.stream().anyMatch(r -> says(r, claimed))
                ? Optional.empty()
                : Optional.of(new Objection(
                        ProofFault.EVIDENCE,
                        "given, incident",
                        "%s is stated, and the evidence reports %s.".formatted(claimed, reported)));
    }

    /** Whether a report says what is claimed; when it was reported, its recording tells. */
    private static boolean says(Incident report, Incident claimed) {
        return report.claimant().equals(claimed.claimant())
                && report.occurredAt().equals(claimed.occurredAt())
                && Set.copyOf(report.about()).equals(Set.copyOf(claimed.about()))
                && report.items().equals(claimed.items());
    }
}
