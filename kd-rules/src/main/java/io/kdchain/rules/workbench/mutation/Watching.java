package io.kdchain.rules.workbench.mutation;

import io.kdchain.rules.engine.Derivation;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.pack.LawAsOf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Leaves deriving to another engine and keeps what it derived. Not safe for concurrent use. */
final class Watching implements RuleEngine {
    private final RuleEngine engine;
    private final List<Observed> seen = new ArrayList<>();

    /** What was derived once. */
    record Observed(LawAsOf law, Derivation derivation) {}

    Watching(RuleEngine engine) {
        this.engine = engine;
    }

    @Override
    public Derivation derive(LawAsOf law, Collection<? extends Fact> facts) {
        Derivation derivation = engine.derive(law, facts);
        seen.add(new Observed(law, derivation));
        return derivation;
    }

    List<Observed> seen() {
        return List.copyOf(seen);
    }
}
