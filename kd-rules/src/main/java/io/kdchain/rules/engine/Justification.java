package io.kdchain.rules.engine;

import io.kdchain.rules.fact.Term;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Rule;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One way in which a conclusion follows.
 *
 * @param rule that draws it
 * @param bindings names without dollar signs, and their values: {@code String}, {@code Long} or {@code Boolean}
 * @param premises facts and conclusions that the rule's patterns matched, in the order of the rule
 * @param held conditions that leave no premise ({@code not}, {@code exists}, {@code forall}, {@code accumulate}), in
 *     the order of the rule
 */
public record Justification(Rule rule, SortedMap<String, Object> bindings, List<Term> premises, List<Held> held) {
    public Justification {
        bindings = Collections.unmodifiableSortedMap(new TreeMap<>(bindings));
        premises = List.copyOf(premises);
        held = List.copyOf(held);
    }

    /** By rule and premises, which mostly tell two of them apart. */
    @Override
    public int hashCode() {
        return 31 * rule.hashCode() + premises.hashCode();
    }

    /**
     * A condition that held without one certain fact to show for it.
     *
     * @param condition as in the rule
     * @param text the condition as a rule file writes it, with the values of the bindings in their place
     * @param witnesses what {@code exists} and {@code accumulate} found, in canonical order; empty for the others
     */
    public record Held(Condition condition, String text, List<Term> witnesses) {
        public Held {
            witnesses = List.copyOf(witnesses);
        }
    }
}
