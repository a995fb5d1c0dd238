package io.kdchain.examples.extension;

import io.kdchain.rules.engine.Derivation;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.engine.RuleEngineException;
import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.engine.drools.DroolsRuleEngine;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.pack.LawAsOf;
import java.util.Collection;

/**
 * Derives everything twice, on Drools and on the evaluator that shares no code with it, and stands by no verdict on
 * which the two differ: for a court that wants no single program to be believed.
 */
public final class BothEngines implements RuleEngine {
    private final RuleEngine first;
    private final RuleEngine second;

    /** Drools and the direct evaluator. */
    public BothEngines() {
        this(new DroolsRuleEngine(), new DirectRuleEngine());
    }

    /** Any two. */
    public BothEngines(RuleEngine first, RuleEngine second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public Derivation derive(LawAsOf law, Collection<? extends Fact> facts) {
        Derivation one = first.derive(law, facts);
        Derivation other = second.derive(law, facts);
        if (!one.equals(other)) {
            throw new RuleEngineException("%s and %s derive different conclusions from the same %d facts: %s and %s."
                    .formatted(
                            first.getClass().getSimpleName(),
                            second.getClass().getSimpleName(),
                            facts.size(),
                            one.conclusions(),
                            other.conclusions()));
        }
        return one;
    }
}
