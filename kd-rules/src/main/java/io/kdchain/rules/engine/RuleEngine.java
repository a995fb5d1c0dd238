package io.kdchain.rules.engine;

import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.pack.LawAsOf;
import java.util.Collection;

/**
 * Derives what follows from facts by the rules in force. Implementations are safe for concurrent use and deterministic:
 * the order of facts, rules and files does not show in the result.
 */
public interface RuleEngine {
    /**
     * Derives conclusions.
     *
     * @param law the rules of some day
     * @param facts what the evidence shows; equal facts count once
     * @throws RuleEngineException if the engine fails or does not come to an end
     */
    Derivation derive(LawAsOf law, Collection<? extends Fact> facts);
}
