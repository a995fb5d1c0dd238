package io.kdchain.rules.engine.direct;

import io.kdchain.rules.engine.Conclusions;
import io.kdchain.rules.engine.Derivation;
import io.kdchain.rules.engine.Derivations;
import io.kdchain.rules.engine.Justification;
import io.kdchain.rules.engine.Matcher;
import io.kdchain.rules.engine.Memory;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.language.Insertion;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.LawAsOf;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Evaluates the trees themselves. No rule waits for its own conclusion, so that each rule is applied once, behind those
 * that conclude what it reads. Safe for concurrent use; compiles nothing.
 */
public final class DirectRuleEngine implements RuleEngine {
    @Override
    public Derivation derive(LawAsOf law, Collection<? extends Fact> facts) {
        List<Fact> sorted = Derivations.sorted(facts);
        Memory memory = new Memory(sorted);
        Map<Conclusion, Set<Justification>> found = new HashMap<>();
        Matcher matcher = new Matcher(memory);
        for (Rule rule : law.rules()) {
            for (Justification j : matcher.matches(rule)) {
                for (Insertion i : rule.insertions()) {
                    Conclusion c = Conclusions.make(law.pack().vocabulary(), i, j.bindings());
                    memory.add(c);
                    found.computeIfAbsent(c, n -> new LinkedHashSet<>()).add(j);
                }
            }
        }
        return Derivations.of(sorted, found);
    }
}
