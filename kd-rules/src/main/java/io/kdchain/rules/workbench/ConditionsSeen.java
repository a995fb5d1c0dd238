package io.kdchain.rules.workbench;

import io.kdchain.rules.engine.Derivation;
import io.kdchain.rules.engine.Matcher;
import io.kdchain.rules.engine.Memory;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.Term;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.language.CanonicalText;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Constraint;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.LawAsOf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A rule engine that leaves deriving to another and watches each condition of each rule in force: whether it was ever
 * seen to hold, and ever seen to fail, where those before it held. A condition that no scenario ever saw fail could be
 * left out of its rule without any scenario noticing.
 */
public final class ConditionsSeen implements RuleEngine {
    private final RuleEngine engine;
    private final SortedMap<String, List<Watched>> byRule = new TreeMap<>();

    /** Leaves deriving to this engine. */
    public ConditionsSeen(RuleEngine engine) {
        this.engine = engine;
    }

    /** One condition and what was seen of it so far. */
    private static final class Watched {
        private final List<Condition> before;
        private final Condition condition;
        private boolean held;
        private boolean failed;

        Watched(List<Condition> before, Condition condition) {
            this.before = before;
            this.condition = condition;
        }

        void look(Matcher matcher) {
            held = held || matcher.holds(before, condition);
            failed = failed || matcher.fails(before, condition);
        }
    }

    /**
     * A condition that was not seen both ways.
     *
     * @param rule name of its rule
     * @param condition as a rule file writes it
     * @param held whether it was seen to hold
     * @param failed whether it was seen to fail where those before it held
     */
    public record Unseen(String rule, String condition, boolean held, boolean failed) {}

    @Override
    public Derivation derive(LawAsOf law, Collection<? extends Fact> facts) {
        Derivation derivation = engine.derive(law, facts);
        List<Term> terms = new ArrayList<>(derivation.facts());
        terms.addAll(derivation.conclusions());
        look(law, new Matcher(new Memory(terms)));
        return derivation;
    }

    private synchronized void look(LawAsOf law, Matcher matcher) {
        for (Rule rule : law.rules()) {
            byRule.computeIfAbsent(rule.name(), n -> watched(rule, law.pack().vocabulary()))
                    .forEach(w -> w.look(matcher));
        }
    }

    private static List<Watched> watched(Rule rule, Vocabulary vocabulary) {
        List<Watched> conditions = new ArrayList<>();
        for (int i = 0; i < rule.conditions().size(); i++) {
            Condition condition = rule.conditions().get(i);
            if (canFail(condition, vocabulary)) {
                conditions.add(new Watched(rule.conditions().subList(0, i), condition));
            }
        }
        return conditions;
    }

    /** What there is exactly one of, asked for without a limit, is always there. */
    private static boolean canFail(Condition condition, Vocabulary vocabulary) {
        return !(condition instanceof Condition.Pattern p
                && p.constraints().stream().allMatch(Constraint.Bind.class::isInstance)
                && vocabulary
                        .word(p.type())
                        .filter(Vocabulary.WordEntry::singleton)
                        .isPresent());
    }

    /** Number of conditions of the rules that were in force in some incident. */
    public synchronized int conditions() {
        return byRule.values().stream().mapToInt(List::size).sum();
    }

    /** The conditions that were not seen both ways, by rule and then in its order. */
    public synchronized List<Unseen> unseen() {
        List<Unseen> unseen = new ArrayList<>();
        byRule.forEach((rule, conditions) -> {
            for (Watched w : conditions) {
                if (!w.held || !w.failed) {
                    unseen.add(new Unseen(rule, CanonicalText.of(w.condition), w.held, w.failed));
                }
            }
        });
        return Collections.unmodifiableList(unseen);
    }
}
