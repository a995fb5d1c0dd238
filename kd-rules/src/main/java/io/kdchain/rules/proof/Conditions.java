package io.kdchain.rules.proof;

import io.kdchain.rules.language.AggregateFunction;
import io.kdchain.rules.language.CanonicalText;
import io.kdchain.rules.language.Comparison;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Constraint;
import io.kdchain.rules.language.Operand;
import io.kdchain.rules.proof.Known.Named;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Says whether conditions of a rule hold over all that a proof states. What patterns may meet is up to the caller: a
 * step names its premises, inside {@code not} and its like every statement counts.
 */
final class Conditions {
    /**
     * How conditions hold so far.
     *
     * @param bound names without dollar signs, and their values
     * @param premises ids of what the patterns met
     * @param held conditions that leave no premise
     */
    record Way(Map<String, Object> bound, List<String> premises, List<Proof.Held> held) {
        static final Way START = new Way(Map.of(), List.of(), List.of());

        Way {
            bound = Collections.unmodifiableMap(bound);
            premises = Collections.unmodifiableList(premises);
            held = Collections.unmodifiableList(held);
        }

        private Way meets(Named named, Map<String, Object> more) {
            List<String> longer = new ArrayList<>(premises);
            longer.add(named.id());
            return new Way(more, longer, held);
        }
    }

    /** What the patterns of a rule may meet, and what is said of that. */
    interface Choice {
        /** What this pattern may meet next. */
        Collection<Named> candidates(Condition.Pattern pattern, Way so);

        /** Whether a name may have this value. */
        boolean binds(Way so, String name, Object value);

        /** Whether a condition that holds is one that was to hold. */
        boolean holds(Way so, Proof.Held held);

        /** A pattern or condition does not hold after what held so far. */
        void fails(Way so, ProofFault fault, String message);
    }

    /**
     * Over all rules of a check. The proofs of the scenarios of the packs stay below; each combination that fits is
     * kept in memory.
     */
    static final long MOST_TRIED = 1_000_000;

    private final Known known;
    private final Choice any = new Any();
    private long tried;

    Conditions(Known known) {
        this.known = known;
    }

    /** All ways in which the conditions hold, with whatever is stated. */
    List<Way> ways(List<Condition> conditions) {
        return all(conditions, Way.START, any);
    }

    /** The ways in which the conditions hold with what the choice allows. */
    List<Way> ways(List<Condition> conditions, Choice choice) {
        return all(conditions, Way.START, choice);
    }

    private List<Way> all(List<? extends Condition> conditions, Way from, Choice choice) {
        List<Way> ways = List.of(from);
        for (Condition condition : conditions) {
            List<Way> longer = new ArrayList<>();
            for (Way way : ways) {
                longer.addAll(one(condition, way, choice));
            }
            ways = longer;
        }
        return ways;
    }

    private List<Way> one(Condition c, Way so, Choice choice) {
        if (c instanceof Condition.Pattern p) {
            return pattern(p, so, choice);
        }
        if (c instanceof Condition.And and) {
            return all(and.parts(), so, choice);
        }
        if (c instanceof Condition.Or or) {
            return or.branches().stream()
                    .flatMap(b -> one(b, so, choice).stream())
                    .toList();
        }
        if (c instanceof Condition.Not not) {
            List<Way> against = inside(List.of(not.inner()), so);
            return against.isEmpty()
                    ? holding(c, so, Set.of(), choice)
                    : failing(c, so, choice, "; there is " + told(against.get(0)));
        }
        if (c instanceof Condition.Exists exists) {
            List<Way> found = inside(List.of(exists.inner()), so);
            return found.isEmpty() ? failing(c, so, choice, "") : holding(c, so, met(found), choice);
        }
        if (c instanceof Condition.ForAll forAll) {
            return inside(List.of(forAll.base()), so).stream()
                    .filter(base -> all(forAll.others(), base, any).isEmpty())
                    .findFirst()
                    .map(base -> failing(c, so, choice, "; there is " + told(base)))
                    .orElseGet(() -> holding(c, so, Set.of(), choice));
        }
        return accumulate((Condition.Accumulate) c, so, choice);
    }

    /** The ways inside a condition that leaves no premise: over all that is stated, with what is bound outside. */
    private List<Way> inside(List<Condition> conditions, Way so) {
        return all(conditions, new Way(so.bound(), List.of(), List.of()), any);
    }

    private static Set<String> met(List<Way> ways) {
        Set<String> met = new LinkedHashSet<>();
        ways.forEach(w -> met.addAll(w.premises()));
        return met;
    }

    private String told(Way way) {
        return way.premises().stream()
                .flatMap(id -> known.of(id).stream())
                .map(n -> n.id() + " " + n.says())
                .findFirst()
                .orElse("nothing against it");
    }

    private static List<Way> holding(Condition c, Way so, Set<String> witnesses, Choice choice) {
        Proof.Held held = new Proof.Held(text(c, so), List.copyOf(witnesses));
        if (!choice.holds(so, held)) {
            return List.of();
        }
        List<Proof.Held> longer = new ArrayList<>(so.held());
        longer.add(held);
        return List.of(new Way(so.bound(), so.premises(), longer));
    }

    private static List<Way> failing(Condition c, Way so, Choice choice, String because) {
        choice.fails(so, ProofFault.CONDITION, "%s does not hold%s.".formatted(text(c, so), because));
        return List.of();
    }

    private static String text(Condition c, Way so) {
        return CanonicalText.of(
                c, name -> Optional.ofNullable(so.bound().get(name)).map(Statement::quoted));
    }

    // ---- patterns

    private List<Way> pattern(Condition.Pattern p, Way so, Choice choice) {
        List<Way> ways = new ArrayList<>();
        for (Named named : choice.candidates(p, so)) {
            if (++tried > MOST_TRIED) {
                throw new MalformedProofException(
                        "The proof states so much that its rules have more than %d combinations, the last at %s; the proof of an incident has far fewer. Ask who made it for one that states the facts of this incident alone."
                                .formatted(MOST_TRIED, CanonicalText.of(p)));
            }
            Map<String, Object> bound = fits(named, p, so, choice);
            if (bound != null) {
                ways.add(so.meets(named, bound));
            }
        }
        return ways;
    }

    private static @Nullable Map<String, Object> fits(Named named, Condition.Pattern p, Way so, Choice choice) {
        Map<String, Object> bound = new HashMap<>(so.bound());
        for (Constraint c : p.constraints()) {
            Object actual = named.says().value(c.field());
            if (c instanceof Constraint.Bind b) {
                if (!choice.binds(so, b.name(), actual)) {
                    return null;
                }
                bound.put(b.name(), actual);
            } else if (!meets(c, actual, bound)) {
                choice.fails(
                        so,
                        ProofFault.PREMISE,
                        "%s %s does not meet %s.".formatted(named.id(), named.says(), CanonicalText.of(p)));
                return null;
            }
        }
        return bound;
    }

    private static boolean meets(Constraint c, Object actual, Map<String, Object> bound) {
        if (c instanceof Constraint.Compare compare) {
            return compare.comparison().holds(order(actual, value(compare.value(), bound)));
        }
        return ((Constraint.In) c)
                .values().stream().anyMatch(o -> value(o, bound).equals(actual));
    }

    // ---- numbers over all matches

    private List<Way> accumulate(Condition.Accumulate a, Way so, Choice choice) {
        List<Way> found = inside(List.of(a.source()), so);
        Map<String, Object> bound = new HashMap<>(so.bound());
        for (Condition.Aggregate f : a.aggregates()) {
            OptionalLong result = result(f, found);
            if (result.isEmpty()) {
                return failing(a, so, choice, "; there is nothing to compare");
            }
            if (!choice.binds(so, f.name(), result.getAsLong())) {
                return List.of();
            }
            bound.put(f.name(), result.getAsLong());
        }
        Way counted = new Way(bound, so.premises(), so.held());
        for (Condition.ResultTest test : a.tests()) {
            Object actual = value(new Operand.Variable(test.name()), bound);
            if (!test.comparison().holds(order(actual, value(test.value(), bound)))) {
                return failing(a, counted, choice, "; $%s is %s".formatted(test.name(), actual));
            }
        }
        return holding(a, counted, met(found), choice);
    }

    /** Empty for the least and the greatest of nothing. */
    private static OptionalLong result(Condition.Aggregate f, List<Way> found) {
        if (f.function() == AggregateFunction.COUNT) {
            return OptionalLong.of(found.size());
        }
        LongStream values = found.stream().mapToLong(w -> (Long) value(new Operand.Variable(f.argument()), w.bound()));
        return switch (f.function()) {
            case SUM -> OptionalLong.of(values.sum());
            case MIN -> values.min();
            case MAX -> values.max();
            case COUNT -> throw new IllegalStateException("COUNT was told above.");
        };
    }

    // ---- values

    /**
     * The value of an operand.
     *
     * @throws IllegalStateException if it is a name that nothing binds, which no checked rule has
     */
    static Object value(Operand o, Map<String, Object> bound) {
        if (o instanceof Operand.Variable v) {
            Object value = bound.get(v.name());
            if (value == null) {
                throw new IllegalStateException("$%s is bound nowhere; the rule was not checked.".formatted(v.name()));
            }
            return value;
        }
        if (o instanceof Operand.Text t) {
            return t.value();
        }
        if (o instanceof Operand.Whole w) {
            return Long.valueOf(w.value());
        }
        if (o instanceof Operand.Truth t) {
            return t.value();
        }
        throw new IllegalStateException("%s is no value of the vocabulary; the rule was not checked.".formatted(o));
    }

    private static int order(Object a, Object b) {
        if (a instanceof String s && b instanceof String t) {
            return s.compareTo(t);
        }
        if (a instanceof Long s && b instanceof Long t) {
            return s.compareTo(t);
        }
        return ((Boolean) a).compareTo((Boolean) b);
    }

    /** Whatever is stated. */
    private final class Any implements Choice {
        @Override
        public Collection<Named> candidates(Condition.Pattern p, Way so) {
            for (Constraint c : p.constraints()) {
                if (c instanceof Constraint.Compare compare
                        && compare.comparison() == Comparison.EQUAL
                        && !(compare.value() instanceof Operand.Variable v
                                && !so.bound().containsKey(v.name()))) {
                    return known.all(p.type(), compare.field(), value(compare.value(), so.bound()));
                }
            }
            return known.all(p.type());
        }

        @Override
        public boolean binds(Way so, String name, Object value) {
            return true;
        }

        @Override
        public boolean holds(Way so, Proof.Held held) {
            return true;
        }

        @Override
        public void fails(Way so, ProofFault fault, String message) {
            // one of many that were tried
        }
    }
}
