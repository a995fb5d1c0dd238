package io.kdchain.rules.workbench.mutation;

import io.kdchain.rules.engine.Conclusions;
import io.kdchain.rules.engine.Derivation;
import io.kdchain.rules.engine.Justification;
import io.kdchain.rules.engine.Matcher;
import io.kdchain.rules.engine.Memory;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Term;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.LawAsOf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a changed rule makes a difference where the original was applied. No rule of a pack waits, round any corner,
 * for its own conclusion; so what follows by the original rules follows by the changed ones as well if the changed rule
 * draws the same from it, and nothing needs to be judged again. Not safe for concurrent use.
 */
final class Difference {
    /** Witnesses are compared, whatever condition asked for them. */
    private static final Condition ANY = new Condition.Pattern(new Position("", 1, 1), "", List.of());

    private final LawAsOf law;
    private final Derivation derivation;
    private final Matcher matcher;
    private final Map<String, Rule> rules = new HashMap<>();
    private String asked = "";
    private Set<Justification> before = Set.of();

    /** How far a change reaches. */
    enum Reach {
        /** Every verdict stays what it was. */
        NONE,
        /** The same follows, maybe for other reasons. */
        REASONS,
        /** Something else follows. */
        CONCLUSIONS
    }

    /** What shows of a way in which a rule holds. */
    private record Shown(
            Map<String, Object> bindings, List<Term> premises, List<Justification.Held> witnessed, String burden) {
        static Shown of(Justification j) {
            return new Shown(
                    j.bindings(),
                    j.premises(),
                    j.held().stream()
                            .filter(h -> !h.witnesses().isEmpty())
                            .map(h -> new Justification.Held(ANY, h.text(), h.witnesses()))
                            .toList(),
                    String.valueOf(j.rule().burden()));
        }
    }

    Difference(LawAsOf law, Derivation derivation) {
        this.law = law;
        this.derivation = derivation;
        List<Term> terms = new ArrayList<>(derivation.facts());
        terms.addAll(derivation.conclusions());
        this.matcher = new Matcher(new Memory(terms));
        law.rules().forEach(r -> rules.put(r.name(), r));
    }

    Reach of(Rule changed) {
        Rule original = rules.get(changed.name());
        if (original == null) {
            return Reach.NONE;
        }
        if (!asked.equals(changed.name())) {
            asked = changed.name();
            before = matcher.matches(original);
        }
        Set<Justification> after = matcher.matches(changed);
        if (before.isEmpty() && after.isEmpty()) {
            return Reach.NONE;
        }
        Set<Conclusion> drawn = conclusions(before);
        if (!drawn.equals(conclusions(after))) {
            return Reach.CONCLUSIONS;
        }
        boolean alone =
                drawn.stream().allMatch(c -> derivation.justifications(c).size() == 1);
        return alone && shown(before).equals(shown(after)) ? Reach.NONE : Reach.REASONS;
    }

    private Set<Conclusion> conclusions(Set<Justification> ways) {
        Set<Conclusion> drawn = new HashSet<>();
        ways.forEach(j -> j.rule()
                .insertions()
                .forEach(i -> drawn.add(Conclusions.make(law.pack().vocabulary(), i, j.bindings()))));
        return drawn;
    }

    private static List<Shown> shown(Set<Justification> ways) {
        return ways.stream().map(Shown::of).toList();
    }
}
