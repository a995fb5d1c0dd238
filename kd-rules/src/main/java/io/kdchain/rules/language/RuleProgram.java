package io.kdchain.rules.language;

import io.kdchain.rules.fact.Vocabulary;
import java.util.Collection;
import java.util.List;

/**
 * Checked rules in an order in which each can be applied once: every rule stands behind all rules that conclude what it
 * reads.
 *
 * @param rules in that order, which does not depend on the order of files
 */
public record RuleProgram(List<Rule> rules) {
    public RuleProgram {
        rules = List.copyOf(rules);
    }

    /** Orders rules that {@link RuleChecker} found no problem with. */
    public static RuleProgram of(Collection<Rule> rules, Vocabulary vocabulary) {
        return new RuleProgram(Stratification.of(rules.stream()
                        .sorted((a, b) -> a.name().compareTo(b.name()))
                        .map(r -> RuleAnalysis.of(r, vocabulary))
                        .toList())
                .order());
    }
}
