package io.kdchain.rules.engine;

import io.kdchain.rules.language.Comparison;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Constraint;
import io.kdchain.rules.language.Operand;
import io.kdchain.rules.language.Rule;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many partial matches rules can have at most over facts: what a join network would have to keep in memory, and
 * cannot be stopped from building once it has begun. Never too low, and cheap: it multiplies, for each pattern, the
 * most facts that share one value of a field by which the pattern is joined.
 */
public final class JoinBound {
    private final Memory memory;
    /** Conclusions that rules looked at before may add to those in memory, by word. */
    private final Map<String, Long> coming = new HashMap<>();

    private long total;

    private JoinBound(Memory memory) {
        this.memory = memory;
    }

    /**
     * The bound for all of some rules together.
     *
     * @param rules in an order in which each stands behind those that conclude what it reads
     * @param memory facts, and the conclusions of rules that are not among these
     */
    public static long of(Collection<Rule> rules, Memory memory) {
        JoinBound bound = new JoinBound(memory);
        for (Rule rule : rules) {
            long matches = bound.all(rule.conditions(), 0, new HashSet<>(), 1);
            rule.insertions().forEach(i -> bound.coming.merge(i.type(), matches, JoinBound::plus));
        }
        return bound.total;
    }

    private long all(List<Condition> conditions, int from, Set<String> bound, long left) {
        if (from == conditions.size() || left == 0) {
            return left;
        }
        Condition c = conditions.get(from);
        if (c instanceof Condition.And and) {
            return all(conditions, from + 1, bound, all(and.parts(), 0, bound, left));
        }
        if (c instanceof Condition.Or or) {
            long matches = 0;
            for (Condition branch : or.branches()) {
                Set<String> inner = new HashSet<>(bound);
                long ofBranch = all(List.of(branch), 0, inner, left);
                matches = plus(matches, all(conditions, from + 1, inner, ofBranch));
            }
            return matches;
        }
        if (c instanceof Condition.Pattern pattern) {
            long matches = times(left, largest(pattern, bound));
            total = plus(total, matches);
            names(pattern, bound);
            return all(conditions, from + 1, bound, matches);
        }
        // looked through for each match so far, and leaves at most as many
        Set<String> inner = new HashSet<>(bound);
        if (c instanceof Condition.Not not) {
            all(List.of(not.inner()), 0, inner, left);
        } else if (c instanceof Condition.Exists exists) {
            all(List.of(exists.inner()), 0, inner, left);
        } else if (c instanceof Condition.ForAll forAll) {
            long matches = all(List.of(forAll.base()), 0, inner, left);
            all(List.copyOf(forAll.others()), 0, inner, matches);
        } else {
            all(List.of(((Condition.Accumulate) c).source()), 0, inner, left);
        }
        return all(conditions, from + 1, bound, left);
    }

    private static void names(Condition.Pattern pattern, Set<String> bound) {
        for (Constraint c : pattern.constraints()) {
            if (c instanceof Constraint.Bind b) {
                bound.add(b.name());
            }
        }
    }

    /** The most facts that the pattern can find for one match of what stands before it. */
    private long largest(Condition.Pattern pattern, Set<String> bound) {
        long least = memory.all(pattern.type()).size();
        for (Constraint c : pattern.constraints()) {
            if (c instanceof Constraint.Compare compare && compare.comparison() == Comparison.EQUAL) {
                if (!(compare.value() instanceof Operand.Variable v)) {
                    least = Math.min(
                            least,
                            memory.all(pattern.type(), compare.field(), Matcher.literal(compare.value()))
                                    .size());
                } else if (bound.contains(v.name())) {
                    least = Math.min(least, memory.largest(pattern.type(), compare.field()));
                }
            }
        }
        return plus(least, coming.getOrDefault(pattern.type(), 0L));
    }

    private static long times(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }

    private static long plus(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
