package io.kdchain.rules.engine;

import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Fields;
import io.kdchain.rules.fact.Term;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import io.kdchain.rules.language.CanonicalText;
import io.kdchain.rules.language.Comparison;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Constraint;
import io.kdchain.rules.language.Insertion;
import io.kdchain.rules.language.Operand;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.LawAsOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says why a conclusion does not follow: which rule came nearest to drawing it, and which of its conditions failed. The
 * nearest rule is the one that lacks least, counted in facts: a condition that asks for a conclusion lacks as much as
 * the nearest rule for that conclusion, and so on down to facts that the evidence would have to show, or to what stands
 * in the way. At most {@value #SKIPPED} conditions of a rule may fail, and at most {@value #STEPS} steps are gone for
 * one question; what is not found within is not told. Not safe for concurrent use; the same facts and rules give the
 * same answer.
 */
public final class NearMisses {
    /** Conditions of one rule that may fail: a rule of which more fail is not near. */
    static final int SKIPPED = 2;
    /** How many rules may stand on one another: more than there are phases before liability. */
    static final int DEPTH = 7;
    /** Conditions tried for one question. */
    static final int STEPS = 50_000;

    private static final String PARTY = "party";

    private final LawAsOf law;
    private final Memory memory;
    private final Map<String, Optional<Miss>> known = new HashMap<>();
    private final Set<String> asking = new HashSet<>();
    private int steps;

    /** Over what follows by the law as of a day. */
    public NearMisses(LawAsOf law, Derivation derivation) {
        this.law = law;
        this.memory = new Memory(derivation.facts());
        derivation.conclusions().forEach(memory::add);
    }

    /**
     * A rule that did not apply.
     *
     * @param rule which
     * @param bindings values of its bindings, as far as they are determined
     * @param unmet what failed, in the order of the rule; at least one
     * @param lacking how many facts it lacks, or how many stand in its way
     */
    public record Miss(Rule rule, SortedMap<String, Object> bindings, List<Unmet> unmet, int lacking) {
        public Miss {
            bindings = Collections.unmodifiableSortedMap(new TreeMap<>(bindings));
            unmet = List.copyOf(unmet);
        }
    }

    /**
     * A condition that failed.
     *
     * @param condition as in the rule
     * @param word the word of the vocabulary that it is about
     * @param text the condition as a rule file writes it, with the values of the bindings in their place
     * @param against what stands in the way, where the condition wants it not to be
     * @param instead what there is in place of the fact or conclusion that is missing: the same in all but one field
     * @param deeper why the conclusion that is missing does not follow; null for a fact
     */
    public record Unmet(
            Condition condition,
            String word,
            String text,
            List<Term> against,
            List<Term> instead,
            @Nullable Miss deeper) {
        public Unmet {
            against = List.copyOf(against);
            instead = List.copyOf(instead);
        }
    }

    /**
     * Why no conclusion of this word with these values of its fields follows.
     *
     * @param word of the conclusion
     * @param fields values that it would have; fields left out may have any
     * @return empty if it follows, if no rule could draw it, or if nothing near was found
     */
    public Optional<Miss> of(String word, Map<String, Object> fields) {
        steps = 0;
        return nearest(new Goal(word, new TreeMap<>(fields), List.of()), DEPTH);
    }

    /** What is looked for: a conclusion with some fields known, and constraints on the others. */
    private record Goal(String word, SortedMap<String, Object> fields, List<Constraint> others) {
        String key() {
            return word + fields + others;
        }
    }

    private Optional<Miss> nearest(Goal goal, int depth) {
        if (depth == 0 || !asking.add(goal.key())) {
            return Optional.empty();
        }
        try {
            Optional<Miss> before = known.get(goal.key());
            if (before == null) {
                before = search(goal, depth);
                known.put(goal.key(), before);
            }
            return before;
        } finally {
            asking.remove(goal.key());
        }
    }

    private Optional<Miss> search(Goal goal, int depth) {
        Miss best = null;
        for (Rule rule : law.rules()) {
            for (Insertion insertion : rule.insertions()) {
                Optional<Map<String, Object>> fixed = unify(goal, insertion);
                if (fixed.isPresent()) {
                    Attempt attempt =
                            new Attempt(rule, fixed.get(), depth, best == null ? Integer.MAX_VALUE : best.lacking());
                    attempt.run();
                    if (attempt.follows) {
                        return Optional.empty();
                    }
                    best = better(best, attempt.best);
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * The nearer; of two as near that which failed nearer to the conclusion, then that which something stands in the
     * way of rather than that which misses something, then that of which something else is shown, then the first by
     * name.
     */
    private static @Nullable Miss better(@Nullable Miss a, @Nullable Miss b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        if (a.lacking() != b.lacking()) {
            return a.lacking() < b.lacking() ? a : b;
        }
        if (depth(a) != depth(b)) {
            return depth(a) < depth(b) ? a : b;
        }
        if (missing(a) != missing(b)) {
            return missing(a) < missing(b) ? a : b;
        }
        if (isShown(a) != isShown(b)) {
            return isShown(a) ? a : b;
        }
        return a.rule().name().compareTo(b.rule().name()) <= 0 ? a : b;
    }

    private static int depth(Miss miss) {
        int deepest = 0;
        for (Unmet unmet : miss.unmet()) {
            Miss deeper = unmet.deeper();
            deepest = deeper == null ? deepest : Math.max(deepest, depth(deeper));
        }
        return 1 + deepest;
    }

    /** How many facts are missing. */
    private static int missing(Miss miss) {
        int missing = 0;
        for (Unmet unmet : miss.unmet()) {
            Miss deeper = unmet.deeper();
            missing += deeper == null ? (unmet.against().isEmpty() ? 1 : 0) : missing(deeper);
        }
        return missing;
    }

    /** Whether the record speaks on what failed. */
    private static boolean isShown(Miss miss) {
        return miss.unmet().stream().allMatch(u -> {
            Miss deeper = u.deeper();
            return !u.against().isEmpty() || !u.instead().isEmpty() || (deeper != null && isShown(deeper));
        });
    }

    /** The bindings that a conclusion fixes if it is to be the one looked for; empty if it can never be. */
    private Optional<Map<String, Object>> unify(Goal goal, Insertion insertion) {
        if (!insertion.type().equals(goal.word())) {
            return Optional.empty();
        }
        WordEntry word = law.pack().vocabulary().word(goal.word()).orElseThrow();
        Map<String, Object> fixed = new LinkedHashMap<>();
        for (int i = 0; i < word.fields().size(); i++) {
            String field = word.fields().get(i).name();
            Object wanted = goal.fields().get(field);
            Operand argument = insertion.arguments().get(i);
            if (argument instanceof Operand.Variable v) {
                if (wanted != null) {
                    Object other = fixed.put(v.name(), wanted);
                    if (other != null && !other.equals(wanted)) {
                        return Optional.empty();
                    }
                }
            } else {
                Object drawn = Matcher.literal(argument);
                if ((wanted != null && !wanted.equals(drawn))
                        || goal.others().stream()
                                .anyMatch(c -> c.field().equals(field) && !holds(c, drawn, Map.of()))) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(fixed);
    }

    /** Whether a constraint holds of a value; one that compares with what is not known yet is taken to hold. */
    private static boolean holds(Constraint constraint, Object actual, Map<String, Object> bound) {
        if (constraint instanceof Constraint.Compare c) {
            Object value = valueOf(c.value(), bound);
            return value == null || c.comparison().holds(Terms.compareValues(actual, value));
        }
        if (constraint instanceof Constraint.In in) {
            return in.values().stream().anyMatch(o -> {
                Object value = valueOf(o, bound);
                return value == null || value.equals(actual);
            });
        }
        return true;
    }

    private static @Nullable Object valueOf(Operand operand, Map<String, Object> bound) {
        return operand instanceof Operand.Variable v ? bound.get(v.name()) : Matcher.literal(operand);
    }

    /** One rule on one goal. */
    private final class Attempt {
        private final Rule rule;
        private final Map<String, Object> bound;
        private final int depth;
        private final int most;
        private final List<Condition> failed = new ArrayList<>();
        private @Nullable Miss best;
        private boolean follows;

        /** {@code most}: what another rule lacks; who lacks more is not looked for. */
        Attempt(Rule rule, Map<String, Object> fixed, int depth, int most) {
            this.rule = rule;
            this.bound = new HashMap<>(fixed);
            this.depth = depth;
            this.most = most;
        }

        void run() {
            from(0);
        }

        /** Goes on with a condition, once for each way in which it holds, and once as if it failed. */
        private void from(int index) {
            if (follows || steps++ > STEPS) {
                return;
            }
            if (index == rule.conditions().size()) {
                end();
                return;
            }
            Condition condition = rule.conditions().get(index);
            boolean held = ways(condition, () -> from(index + 1));
            boolean mayFail = !(condition instanceof Condition.Not) || !held;
            if (mayFail && failed.size() < SKIPPED && !tooFar()) {
                failed.add(condition);
                from(index + 1);
                failed.remove(failed.size() - 1);
            }
        }

        private boolean tooFar() {
            Miss near = best;
            return failed.size() >= (near == null ? most : Math.min(most, near.lacking()));
        }

        private void end() {
            if (failed.isEmpty()) {
                follows = true;
                return;
            }
            List<Unmet> unmet = new ArrayList<>();
            int lacking = 0;
            for (Condition condition : failed) {
                Optional<Unmet> one = unmet(condition);
                if (one.isEmpty()) {
                    return;
                }
                Miss deeper = one.get().deeper();
                lacking += deeper == null ? 1 : deeper.lacking();
                if (lacking > most) {
                    return;
                }
                unmet.add(one.get());
            }
            best = better(best, new Miss(rule, new TreeMap<>(bound), unmet, lacking));
        }

        /** Calls for each way in which the condition holds; whether there was one. */
        private boolean ways(Condition condition, Runnable next) {
            if (condition instanceof Condition.Pattern p) {
                return pattern(p, t -> next.run());
            }
            if (condition instanceof Condition.And and) {
                return all(and.parts(), 0, next);
            }
            if (condition instanceof Condition.Or or) {
                boolean any = false;
                for (Condition branch : or.branches()) {
                    any |= ways(branch, next);
                }
                return any;
            }
            boolean holds = condition instanceof Condition.Not not
                    ? standing(not.inner()).isEmpty()
                    : holdsAsAWhole(condition);
            if (holds) {
                next.run();
            }
            return holds;
        }

        private boolean all(List<Condition> parts, int index, Runnable next) {
            if (index == parts.size()) {
                next.run();
                return true;
            }
            boolean[] any = {false};
            ways(parts.get(index), () -> any[0] |= all(parts, index + 1, next));
            return any[0];
        }

        /** {@code exists}, {@code forall} and {@code accumulate}: whether it holds with what is known. */
        private boolean holdsAsAWhole(Condition condition) {
            if (condition instanceof Condition.Exists exists) {
                return !standing(exists.inner()).isEmpty();
            }
            Set<String> asked = new HashSet<>();
            Set<String> given = new HashSet<>(bound.keySet());
            names(condition, asked, given);
            return given.containsAll(asked) && new Matcher(memory).holdsWith(condition, bound);
        }

        /** What matches a condition, in canonical order; the first way only. */
        private List<Term> standing(Condition condition) {
            List<Term> found = new ArrayList<>();
            if (condition instanceof Condition.Pattern p) {
                pattern(p, found::add);
                return found;
            }
            if (condition instanceof Condition.And and) {
                first(and.parts(), 0, new ArrayList<>(), found);
                return found;
            }
            if (condition instanceof Condition.Or or) {
                for (Condition branch : or.branches()) {
                    found.addAll(standing(branch));
                }
                return found;
            }
            return found;
        }

        private void first(List<Condition> parts, int index, List<Term> so, List<Term> found) {
            if (!found.isEmpty()) {
                return;
            }
            if (index == parts.size()) {
                found.addAll(so);
            } else if (parts.get(index) instanceof Condition.Pattern p) {
                pattern(p, t -> {
                    so.add(t);
                    first(parts, index + 1, so, found);
                    so.remove(so.size() - 1);
                });
            } else {
                ways(parts.get(index), () -> first(parts, index + 1, so, found));
            }
        }

        private interface Visit {
            void of(Term term);
        }

        private boolean pattern(Condition.Pattern p, Visit visit) {
            boolean any = false;
            for (Term candidate : candidates(p)) {
                List<String> added = new ArrayList<>();
                if (fits(candidate, p.constraints(), added)) {
                    any = true;
                    visit.of(candidate);
                }
                added.forEach(bound::remove);
                if (follows || steps > STEPS) {
                    break;
                }
            }
            return any;
        }

        private List<Term> candidates(Condition.Pattern p) {
            for (Constraint c : p.constraints()) {
                Object value = c instanceof Constraint.Compare compare && compare.comparison() == Comparison.EQUAL
                        ? valueOf(compare.value(), bound)
                        : c instanceof Constraint.Bind b ? bound.get(b.name()) : null;
                if (value != null) {
                    return List.copyOf(memory.all(p.type(), c.field(), value));
                }
            }
            return List.copyOf(memory.all(p.type()));
        }

        /** A binding that is known must have its value; what is compared with an unknown one makes it known. */
        private boolean fits(Term term, List<Constraint> constraints, List<String> added) {
            Fields fields = Fields.of(term.getClass());
            for (Constraint c : constraints) {
                Object actual = fields.value(term, c.field());
                String name = null;
                if (c instanceof Constraint.Bind b) {
                    name = b.name();
                } else if (c instanceof Constraint.Compare compare
                        && compare.comparison() == Comparison.EQUAL
                        && compare.value() instanceof Operand.Variable v) {
                    name = v.name();
                }
                if (name == null) {
                    if (!holds(c, actual, bound)) {
                        return false;
                    }
                } else {
                    Object before = bound.putIfAbsent(name, actual);
                    if (before == null) {
                        added.add(name);
                    } else if (!before.equals(actual)) {
                        return false;
                    }
                }
            }
            return true;
        }

        // ---- what failed

        private Optional<Unmet> unmet(Condition condition) {
            Condition known = condition instanceof Condition.Pattern p ? determined(p) : condition;
            String text = CanonicalText.of(
                    known, name -> Optional.ofNullable(bound.get(name)).map(Terms::quoted));
            if (condition instanceof Condition.Not not) {
                return Optional.of(
                        new Unmet(condition, wordOf(not.inner()), text, standing(not.inner()), List.of(), null));
            }
            if (!(condition instanceof Condition.Pattern p)) {
                return Optional.of(new Unmet(condition, wordOf(condition), text, List.of(), List.of(), null));
            }
            boolean drawn = law.pack()
                    .vocabulary()
                    .word(p.type())
                    .filter(w -> Conclusion.class.isAssignableFrom(w.type()))
                    .isPresent();
            if (!drawn) {
                return Optional.of(new Unmet(condition, p.type(), text, List.of(), instead(p), null));
            }
            return nearest(goal(p), depth - 1)
                    .map(deeper -> new Unmet(condition, p.type(), text, List.of(), instead(p), deeper));
        }

        /** The pattern as one asks for it who knows what is determined: a binding without a value asks for nothing. */
        private Condition determined(Condition.Pattern p) {
            List<Constraint> constraints = new ArrayList<>();
            for (Constraint c : p.constraints()) {
                if (!(c instanceof Constraint.Bind b)) {
                    constraints.add(c);
                } else if (bound.containsKey(b.name())) {
                    constraints.add(new Constraint.Compare(
                            b.at(), b.field(), Comparison.EQUAL, new Operand.Variable(b.name())));
                }
            }
            return new Condition.Pattern(p.at(), p.type(), constraints);
        }

        private Goal goal(Condition.Pattern p) {
            SortedMap<String, Object> fields = new TreeMap<>();
            List<Constraint> others = new ArrayList<>();
            for (Constraint c : p.constraints()) {
                Object value = null;
                if (c instanceof Constraint.Bind b) {
                    value = bound.get(b.name());
                } else if (c instanceof Constraint.Compare compare && compare.comparison() == Comparison.EQUAL) {
                    value = valueOf(compare.value(), bound);
                } else {
                    others.add(c);
                }
                if (value != null) {
                    fields.put(c.field(), value);
                }
            }
            return new Goal(p.type(), fields, others);
        }

        /** Terms that all constraints on known values fit but one. */
        private List<Term> instead(Condition.Pattern p) {
            List<Term> near = new ArrayList<>();
            for (Term term : memory.all(p.type())) {
                Fields fields = Fields.of(term.getClass());
                int differ = 0;
                int same = 0;
                // what others concluded is no answer to what this one did not
                boolean another = false;
                for (Constraint c : p.constraints()) {
                    Object actual = fields.value(term, c.field());
                    Object wanted = c instanceof Constraint.Bind b ? bound.get(b.name()) : null;
                    boolean binds = c instanceof Constraint.Bind;
                    if (binds ? wanted != null && !wanted.equals(actual) : !holds(c, actual, bound)) {
                        differ++;
                        another |= term instanceof Conclusion && c.field().equals(PARTY);
                    } else if (!binds || wanted != null) {
                        same++;
                    }
                }
                if (differ == 1 && same > 0 && !another) {
                    near.add(term);
                }
            }
            return near.stream().sorted(Terms.ORDER).limit(SKIPPED).toList();
        }
    }

    /** The names that a condition compares with, and those that it gives itself. */
    private static void names(Condition condition, Set<String> asked, Set<String> given) {
        if (condition instanceof Condition.Pattern p) {
            for (Constraint c : p.constraints()) {
                if (c instanceof Constraint.Bind b) {
                    given.add(b.name());
                } else if (c instanceof Constraint.Compare compare && compare.value() instanceof Operand.Variable v) {
                    asked.add(v.name());
                } else if (c instanceof Constraint.In in) {
                    in.values().forEach(o -> {
                        if (o instanceof Operand.Variable v) {
                            asked.add(v.name());
                        }
                    });
                }
            }
        } else if (condition instanceof Condition.Not n) {
            names(n.inner(), asked, given);
        } else if (condition instanceof Condition.Exists e) {
            names(e.inner(), asked, given);
        } else if (condition instanceof Condition.And a) {
            a.parts().forEach(c -> names(c, asked, given));
        } else if (condition instanceof Condition.Or o) {
            o.branches().forEach(c -> names(c, asked, given));
        } else if (condition instanceof Condition.ForAll f) {
            names(f.base(), asked, given);
            f.others().forEach(c -> names(c, asked, given));
        } else if (condition instanceof Condition.Accumulate a) {
            names(a.source(), asked, given);
            a.aggregates().forEach(f -> given.add(f.name()));
            a.tests().forEach(t -> {
                if (t.value() instanceof Operand.Variable v) {
                    asked.add(v.name());
                }
            });
        }
    }

    private static String wordOf(Condition condition) {
        if (condition instanceof Condition.Pattern p) {
            return p.type();
        }
        if (condition instanceof Condition.Not n) {
            return wordOf(n.inner());
        }
        if (condition instanceof Condition.Exists e) {
            return wordOf(e.inner());
        }
        if (condition instanceof Condition.And a) {
            return wordOf(a.parts().get(0));
        }
        if (condition instanceof Condition.Or o) {
            return wordOf(o.branches().get(0));
        }
        if (condition instanceof Condition.ForAll f) {
            return f.base().type();
        }
        return wordOf(((Condition.Accumulate) condition).source());
    }
}
