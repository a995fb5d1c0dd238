package io.kdchain.rules.engine;

import io.kdchain.rules.language.Comparison;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Constraint;
import io.kdchain.rules.language.Operand;
import io.kdchain.rules.language.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many partial matches rules can have at most over facts: what a join network would have to keep in memory, and
 * cannot be stopped from building once it has begun. Never too low, and cheap: it multiplies, for each pattern, the
 * most facts that share one value of a field by which the pattern is joined. Which fields these are is found once for
 * the rules. Immutable, safe for concurrent use.
 */
public final class JoinBound {
    private final List<Plan> plans;

    /** How the conditions of a rule are gone through, and the words of what it concludes. */
    private record Plan(List<Step> steps, List<String> concludes) {}

    /** One look at the facts; the matches that are left after it, of those before. */
    private interface Step {
        long left(Count count, long before);
    }

    /**
     * Of these rules.
     *
     * @param rules in an order in which each stands behind those that conclude what it reads
     */
    public JoinBound(Collection<Rule> rules) {
        this.plans = rules.stream()
                .map(r -> new Plan(
                        steps(r.conditions(), 0, new HashSet<>()),
                        r.insertions().stream().map(i -> i.type()).toList()))
                .toList();
    }

    /**
     * Whether the rules together may have more partial matches than this.
     *
     * @param memory facts, and the conclusions of rules that are not among these
     */
    public boolean mayExceed(long matches, Memory memory) {
        // mostly it is enough to count the facts of each kind
        return over(memory, false) > matches && over(memory) > matches;
    }

    /** The bound for all of the rules together. */
    long over(Memory memory) {
        return over(memory, true);
    }

    private long over(Memory memory, boolean byField) {
        Count count = new Count(memory, byField);
        for (Plan plan : plans) {
            long matches = count.all(plan.steps(), 1);
            if (matches > 0) {
                plan.concludes().forEach(word -> count.coming.merge(word, matches, JoinBound::plus));
            }
        }
        return count.total;
    }

    // ---- the plan of a rule

    private static List<Step> steps(List<Condition> conditions, int from, Set<String> bound) {
        List<Step> steps = new ArrayList<>();
        for (int i = from; i < conditions.size(); i++) {
            Condition c = conditions.get(i);
            if (c instanceof Condition.Or or) {
                // what a branch binds is bound in what follows, so that this is gone through for each of them
                List<List<Step>> ways = new ArrayList<>();
                for (Condition branch : or.branches()) {
                    Set<String> inner = new HashSet<>(bound);
                    List<Step> way = new ArrayList<>(steps(List.of(branch), 0, inner));
                    way.addAll(steps(conditions, i + 1, inner));
                    ways.add(way);
                }
                steps.add((count, before) -> {
                    long matches = 0;
                    for (List<Step> way : ways) {
                        matches = plus(matches, count.all(way, before));
                    }
                    return matches;
                });
                return steps;
            }
            if (c instanceof Condition.And and) {
                steps.addAll(steps(and.parts(), 0, bound));
            } else if (c instanceof Condition.Pattern pattern) {
                steps.add(Look.of(pattern, bound));
                names(pattern, bound);
            } else {
                // looked through for each match so far, and leaves at most as many
                List<Step> inner = steps(inside(c), 0, new HashSet<>(bound));
                steps.add((count, before) -> {
                    count.all(inner, before);
                    return before;
                });
            }
        }
        return steps;
    }

    private static List<Condition> inside(Condition c) {
        if (c instanceof Condition.Not not) {
            return List.of(not.inner());
        }
        if (c instanceof Condition.Exists exists) {
            return List.of(exists.inner());
        }
        if (c instanceof Condition.ForAll forAll) {
            List<Condition> all = new ArrayList<>();
            all.add(forAll.base());
            all.addAll(forAll.others());
            return all;
        }
        return List.of(((Condition.Accumulate) c).source());
    }

    private static void names(Condition.Pattern pattern, Set<String> bound) {
        for (Constraint c : pattern.constraints()) {
            if (c instanceof Constraint.Bind b) {
                bound.add(b.name());
            }
        }
    }

    /**
     * Looks for the facts of a pattern.
     *
     * @param given fields that must have a value, and that value
     * @param joined fields that must have the value of something found before
     */
    private record Look(String word, Map<String, Object> given, List<String> joined) implements Step {
        static Look of(Condition.Pattern pattern, Set<String> bound) {
            Map<String, Object> given = new HashMap<>();
            List<String> joined = new ArrayList<>();
            for (Constraint c : pattern.constraints()) {
                if (c instanceof Constraint.Compare compare && compare.comparison() == Comparison.EQUAL) {
                    if (!(compare.value() instanceof Operand.Variable v)) {
                        given.put(compare.field(), Matcher.literal(compare.value()));
                    } else if (bound.contains(v.name())) {
                        joined.add(compare.field());
                    }
                }
            }
            return new Look(pattern.type(), given, joined);
        }

        @Override
        public long left(Count count, long before) {
            long matches = times(before, most(count));
            count.total = plus(count.total, matches);
            return matches;
        }

        /** The most facts that the pattern can find for one match of what stands before it. */
        private long most(Count count) {
            long least = count.memory.all(word).size();
            if (least > 0 && count.byField) {
                for (Map.Entry<String, Object> field : given.entrySet()) {
                    least = Math.min(
                            least,
                            count.memory
                                    .all(word, field.getKey(), field.getValue())
                                    .size());
                }
                for (String field : joined) {
                    if (least > 1) {
                        least = Math.min(least, count.memory.largest(word, field));
                    }
                }
            }
            return plus(least, count.coming.getOrDefault(word, 0L));
        }
    }

    /** Counting over one memory. */
    private static final class Count {
        private final Memory memory;
        /** Whether only the facts count that have the value that is asked for. */
        private final boolean byField;
        /** Conclusions that rules looked at before may add to those in memory, by word. */
        private final Map<String, Long> coming = new HashMap<>();

        private long total;

        Count(Memory memory, boolean byField) {
            this.memory = memory;
            this.byField = byField;
        }

        long all(List<Step> steps, long before) {
            long left = before;
            for (int i = 0; i < steps.size() && left > 0; i++) {
                left = steps.get(i).left(this, left);
            }
            return left;
        }
    }

    private static long times(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }

    private static long plus(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
