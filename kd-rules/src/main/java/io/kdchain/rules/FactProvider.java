package io.kdchain.rules;

import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.verdict.Incident;
import java.util.List;

/**
 * Finds facts that the library does not look for: what event types of the host application show, or a reading of the
 * evidence that an industry has agreed on. The library goes on to find its own; rules cannot tell the two apart.
 * Implementations hold no state and are safe for concurrent use.
 *
 * <p>Whoever checks the verdict needs the same providers ({@link ProofOnEvidence}); without them a check against the
 * log objects to each fact of theirs.
 */
@FunctionalInterface
public interface FactProvider {
    /**
     * What the evidence shows of the incident. The same evidence and incident always give the same facts.
     *
     * @param evidence verified; events of types that this library does not know are in {@code notUnderstood}
     * @param incident what is judged
     * @return facts of the vocabulary, with its codes, each shown by at least one entry that was admitted or not
     *     understood, and without a note: silence is for the packs to read
     */
    List<KnownFact> facts(Evidence evidence, Incident incident);
}
