package io.kdchain.rules.engine;

import io.kdchain.rules.fact.Fields;
import io.kdchain.rules.fact.Term;
import io.kdchain.rules.language.AggregateFunction;
import io.kdchain.rules.language.CanonicalText;
import io.kdchain.rules.language.Comparison;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Constraint;
import io.kdchain.rules.language.Operand;
import io.kdchain.rules.language.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ways in which a rule's conditions hold, by going through its tree. Works on the tree alone, so that what it
 * explains is what the author wrote. Not safe for concurrent use.
 */
public final class Matcher {
    /**
     * Steps after which one matcher gives up, a few seconds. Incidents of the library's scenarios need some thousands.
     */
    static final long MAX_STEPS = 5_000_000;

    /** Steps that a way in which a rule holds counts for: it is kept. Looking at a term is one. */
    private static final int KEPT = 100;

    private final Memory memory;
    private String about = "a condition";
    private long steps;
    private final Map<String, Object> bound = new HashMap<>();
    private final List<Term> premises = new ArrayList<>();
    private final List<Justification.Held> held = new ArrayList<>();
    private @Nullable List<Term> given;

    /** Over these facts and conclusions. */
    public Matcher(Memory memory) {
        this.memory = memory;
    }

    /** All ways in which the rule holds, each once. */
    public Set<Justification> matches(Rule rule) {
        for (Condition condition : rule.conditions()) {
            if (!mayHold(condition)) {
                return Set.of();
            }
        }
        return run(rule, null);
    }

    /** Whether the condition holds in some way in which those before it hold. */
    public boolean holds(List<Condition> before, Condition condition) {
        given = null;
        return all(before, 0, false, () -> one(condition, false, () -> true));
    }

    /** Whether those before it hold in some way in which the condition does not. */
    public boolean fails(List<Condition> before, Condition condition) {
        given = null;
        return all(before, 0, false, () -> !one(condition, false, () -> true));
    }

    /** Whether the condition holds where the bindings that it is compared with have these values. */
    boolean holdsWith(Condition condition, Map<String, Object> values) {
        given = null;
        bound.putAll(values);
        boolean holds = one(condition, false, () -> true);
        bound.clear();
        return holds;
    }

    /** False if a condition finds nothing at all, whatever the others find: most rules end here. */
    private boolean mayHold(Condition c) {
        if (c instanceof Condition.Pattern p) {
            for (Constraint constraint : p.constraints()) {
                if (constraint instanceof Constraint.Compare compare
                        && compare.comparison() == Comparison.EQUAL
                        && !(compare.value() instanceof Operand.Variable)) {
                    return !memory.all(p.type(), compare.field(), literal(compare.value()))
                            .isEmpty();
                }
            }
            return !memory.all(p.type()).isEmpty();
        }
        return !(c instanceof Condition.Exists exists) || mayHold(exists.inner());
    }

    /** The ways in which the rule holds by these premises, in the order of its patterns; mostly one. */
    public Set<Justification> matches(Rule rule, List<Term> byPremises) {
        return run(rule, byPremises);
    }

    private Set<Justification> run(Rule rule, @Nullable List<Term> only) {
        given = only;
        about = rule.name();
        Set<Justification> found = new LinkedHashSet<>();
        all(rule.conditions(), 0, true, () -> {
            if (only == null || only.size() == premises.size()) {
                step(KEPT);
                found.add(new Justification(rule, new TreeMap<>(bound), premises, held));
            }
            return false;
        });
        return found;
    }

    private void step(int count) {
        steps += count;
        if (steps > MAX_STEPS) {
            throw new RuleEngineException(
                    "The rules did not come to an end within %d steps; the last one was \"%s\". The facts are too many for one incident, or a rule joins too much: narrow its patterns."
                            .formatted(MAX_STEPS, about));
        }
    }

    /** Goes on as long as the rest says false; true as soon as it says true. */
    private boolean all(List<Condition> conditions, int from, boolean outside, BooleanSupplier rest) {
        if (from == conditions.size()) {
            return rest.getAsBoolean();
        }
        return one(conditions.get(from), outside, () -> all(conditions, from + 1, outside, rest));
    }

    /** {@code outside}: whether its patterns are premises, and not inside a condition that leaves none. */
    private boolean one(Condition c, boolean outside, BooleanSupplier rest) {
        if (c instanceof Condition.Pattern p) {
            return pattern(p, outside, rest);
        }
        if (c instanceof Condition.And and) {
            return all(and.parts(), 0, outside, rest);
        }
        if (c instanceof Condition.Or or) {
            for (Condition branch : or.branches()) {
                if (one(branch, outside, rest)) {
                    return true;
                }
            }
            return false;
        }
        if (c instanceof Condition.Not not) {
            return !one(not.inner(), false, () -> true) && holding(c, List.of(), outside, rest);
        }
        if (c instanceof Condition.Exists exists) {
            if (!outside) {
                return one(exists.inner(), false, () -> true) && rest.getAsBoolean();
            }
            Set<Term> witnesses = new TreeSet<>(Terms.ORDER);
            boolean[] any = {false};
            witnesses(exists.inner(), witnesses, () -> any[0] = true);
            return any[0] && holding(c, List.copyOf(witnesses), true, rest);
        }
        if (c instanceof Condition.ForAll forAll) {
            boolean broken =
                    pattern(forAll.base(), false, () -> !all(List.copyOf(forAll.others()), 0, false, () -> true));
            return !broken && holding(c, List.of(), outside, rest);
        }
        return accumulate((Condition.Accumulate) c, outside, rest);
    }

    private boolean holding(Condition c, List<Term> witnesses, boolean outside, BooleanSupplier rest) {
        if (!outside) {
            return rest.getAsBoolean();
        }
        String text =
                CanonicalText.of(c, name -> Optional.ofNullable(bound.get(name)).map(Terms::quoted));
        held.add(new Justification.Held(c, text, witnesses));
        boolean end = rest.getAsBoolean();
        held.remove(held.size() - 1);
        return end;
    }

    /** Goes through all matches of a condition and collects the terms that it meets. */
    private void witnesses(Condition c, Set<Term> into, Runnable each) {
        List<Term> outerPremises = List.copyOf(premises);
        List<Term> outerGiven = given;
        given = null;
        premises.clear();
        List<Justification.Held> outerHeld = List.copyOf(held);
        one(c, true, () -> {
            into.addAll(premises);
            each.run();
            return false;
        });
        held.clear();
        held.addAll(outerHeld);
        premises.clear();
        premises.addAll(outerPremises);
        given = outerGiven;
    }

    private boolean pattern(Condition.Pattern p, boolean outside, BooleanSupplier rest) {
        List<Term> candidates;
        List<Term> only = given;
        if (outside && only != null) {
            int next = premises.size();
            boolean fits = next < only.size()
                    && Terms.word(only.get(next)).equals(p.type())
                    && memory.contains(only.get(next));
            candidates = fits ? List.of(only.get(next)) : List.of();
        } else {
            // a copy of the reference only: conclusions are added between rules, never while one is matched
            candidates = candidates(p);
        }
        if (candidates.isEmpty()) {
            return false;
        }
        Fields fields = Fields.of(candidates.get(0).getClass());
        for (Term candidate : candidates) {
            step(1);
            boolean fits = fits(candidate, fields, p.constraints());
            boolean end = false;
            if (fits) {
                if (outside) {
                    premises.add(candidate);
                }
                end = rest.getAsBoolean();
                if (outside) {
                    premises.remove(premises.size() - 1);
                }
            }
            unbind(p.constraints());
            if (end) {
                return true;
            }
        }
        return false;
    }

    private List<Term> candidates(Condition.Pattern p) {
        for (Constraint c : p.constraints()) {
            if (c instanceof Constraint.Compare compare && compare.comparison() == Comparison.EQUAL) {
                Object value = valueIfKnown(compare.value());
                if (value != null) {
                    return memory.all(p.type(), compare.field(), value);
                }
            }
        }
        return memory.all(p.type());
    }

    /** No name is bound twice in a rule. */
    private void unbind(List<Constraint> constraints) {
        for (Constraint c : constraints) {
            if (c instanceof Constraint.Bind b) {
                bound.remove(b.name());
            }
        }
    }

    private boolean fits(Term term, Fields fields, List<Constraint> constraints) {
        for (Constraint c : constraints) {
            Object actual = fields.value(term, c.field());
            if (c instanceof Constraint.Bind b) {
                bound.put(b.name(), actual);
            } else if (c instanceof Constraint.Compare compare) {
                if (!compare.comparison().holds(Terms.compareValues(actual, value(compare.value())))) {
                    return false;
                }
            } else if (c instanceof Constraint.In in && !isOneOf(actual, in.values())) {
                return false;
            }
        }
        return true;
    }

    private boolean isOneOf(Object actual, List<Operand> values) {
        for (Operand o : values) {
            if (actual.equals(value(o))) {
                return true;
            }
        }
        return false;
    }

    private boolean accumulate(Condition.Accumulate a, boolean outside, BooleanSupplier rest) {
        Map<String, List<Long>> values = new HashMap<>();
        a.aggregates().forEach(f -> values.put(f.name(), new ArrayList<>()));
        Set<Term> witnesses = new TreeSet<>(Terms.ORDER);
        witnesses(
                a.source(),
                witnesses,
                () -> a.aggregates().forEach(f -> {
                    Object value = f.function() == AggregateFunction.COUNT ? Long.valueOf(1) : bound.get(f.argument());
                    if (value instanceof Long number) {
                        List<Long> list = values.get(f.name());
                        if (list != null) {
                            list.add(number);
                        }
                    }
                }));
        Map<String, Long> results = new HashMap<>();
        for (Condition.Aggregate f : a.aggregates()) {
            Optional<Long> result = result(f.function(), values.getOrDefault(f.name(), List.of()));
            if (result.isEmpty()) {
                return false;
            }
            results.put(f.name(), result.get());
        }
        bound.putAll(results);
        boolean holds = a.tests().stream()
                .allMatch(t -> t.comparison()
                        .holds(Terms.compareValues(value(new Operand.Variable(t.name())), value(t.value()))));
        boolean end = holds && holding(a, List.copyOf(witnesses), outside, rest);
        results.keySet().forEach(bound::remove);
        return end;
    }

    /** Empty for the least and the greatest of nothing, on which a condition never holds. */
    private static Optional<Long> result(AggregateFunction function, List<Long> values) {
        return switch (function) {
            case COUNT, SUM ->
                Optional.of(values.stream().mapToLong(Long::longValue).sum());
            case MIN -> values.stream().min(Long::compare);
            case MAX -> values.stream().max(Long::compare);
        };
    }

    private Object value(Operand o) {
        Object value = valueIfKnown(o);
        if (value == null) {
            throw new IllegalStateException("%s has no value here; the rule was not checked.".formatted(o));
        }
        return value;
    }

    private @Nullable Object valueIfKnown(Operand o) {
        return o instanceof Operand.Variable v ? bound.get(v.name()) : literal(o);
    }

    /** The value of a literal as {@link Terms#value} gives it. */
    static Object literal(Operand o) {
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
}
