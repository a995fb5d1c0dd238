package io.kdchain.rules.workbench;

import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.fact.Vocabulary.Field;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import io.kdchain.rules.language.Comparison;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Constraint;
import io.kdchain.rules.language.Insertion;
import io.kdchain.rules.language.Operand;
import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.language.SentenceLanguage;
import io.kdchain.rules.language.SentenceText;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes facts from which rules follow: those that their conditions ask for, and those of the rules that conclude what
 * they read, and so on backwards. What a rule wants not to be there is left out, and what it counts is not made;
 * whether a rule does follow is for an engine to say.
 */
final class FactsForRules {
    /** How far back a conclusion is followed. */
    private static final int DEPTH = 8;
    /** Sets of facts for two rules that are made at most. */
    private static final int MOST = 20;
    /** Rules that are followed back for two rules at most. */
    private static final int STEPS = 2_000;

    private final Vocabulary vocabulary;
    private final List<Rule> rules;
    private int steps;

    FactsForRules(Vocabulary vocabulary, List<Rule> rules) {
        this.vocabulary = vocabulary;
        this.rules = rules;
    }

    // ---- unknown values

    /** Values that are not settled yet, in classes of equal ones. Copied where the search branches. */
    private static final class Unknowns {
        private final List<Integer> parents;
        /** The fields whose values they are. */
        private final List<String> fields;

        private final List<@Nullable String> values;
        private final List<@Nullable Set<String>> allowed;
        private final List<int[]> different;
        final List<Atom> facts;
        final List<Goal> goals;
        final List<Absent> absent;

        Unknowns() {
            parents = new ArrayList<>();
            fields = new ArrayList<>();
            values = new ArrayList<>();
            allowed = new ArrayList<>();
            different = new ArrayList<>();
            facts = new ArrayList<>();
            goals = new ArrayList<>();
            absent = new ArrayList<>();
        }

        Unknowns(Unknowns of) {
            parents = new ArrayList<>(of.parents);
            fields = new ArrayList<>(of.fields);
            values = new ArrayList<>(of.values);
            allowed = new ArrayList<>(of.allowed);
            different = new ArrayList<>(of.different);
            facts = new ArrayList<>(of.facts);
            goals = new ArrayList<>(of.goals);
            absent = new ArrayList<>(of.absent);
        }

        int fresh(String field, @Nullable Set<String> possible) {
            fields.add(field);
            parents.add(parents.size());
            values.add(null);
            allowed.add(possible);
            return parents.size() - 1;
        }

        int root(int unknown) {
            int at = unknown;
            while (parents.get(at) != at) {
                at = parents.get(at);
            }
            return at;
        }

        boolean is(int unknown, String value) {
            return only(unknown, Set.of(value));
        }

        boolean only(int unknown, Set<String> possible) {
            int at = root(unknown);
            Set<String> before = allowed.get(at);
            Set<String> left = new TreeSet<>(possible);
            if (before != null) {
                left.retainAll(before);
            }
            allowed.set(at, left);
            return !left.isEmpty();
        }

        boolean not(int unknown, String value) {
            int at = root(unknown);
            Set<String> before = allowed.get(at);
            if (before == null) {
                return true;
            }
            Set<String> left = new TreeSet<>(before);
            left.remove(value);
            allowed.set(at, left);
            return !left.isEmpty();
        }

        boolean same(int one, int other) {
            int a = root(one);
            int b = root(other);
            if (a == b) {
                return true;
            }
            parents.set(a, b);
            Set<String> mine = allowed.get(a);
            return mine == null || only(b, mine);
        }

        void differ(int one, int other) {
            different.add(new int[] {one, other});
        }

        /**
         * Gives each class a value: the first that is possible, or an id of its own. False if two that differ are
         * equal.
         */
        boolean settle() {
            Map<String, Integer> used = new HashMap<>();
            for (int i = 0; i < parents.size(); i++) {
                int at = root(i);
                Set<String> possible = allowed.get(at);
                if (possible != null) {
                    values.set(at, possible.iterator().next());
                } else if (values.get(at) == null) {
                    values.set(at, fields.get(i) + used.merge(fields.get(i), 1, Integer::sum));
                }
            }
            for (int[] pair : different) {
                Set<String> possible = allowed.get(root(pair[1]));
                if (!value(pair[0]).equals(value(pair[1]))) {
                    continue;
                }
                String other = possible == null
                        ? null
                        : possible.stream()
                                .filter(p -> !p.equals(value(pair[0])))
                                .findFirst()
                                .orElse(null);
                if (root(pair[0]) == root(pair[1]) || other == null) {
                    return false;
                }
                values.set(root(pair[1]), other);
            }
            return true;
        }

        String value(int unknown) {
            return Objects.requireNonNull(values.get(root(unknown)));
        }
    }

    /** A fact or conclusion with unknown values, by field. */
    private record Atom(WordEntry word, Map<String, Integer> fields) {}

    private record Goal(Atom atom, int depth) {}

    /** What must not be there, with the names that its rule gives. */
    private record Absent(Condition.Pattern pattern, Map<String, Integer> names) {
        /** Whether what is there is surely it. */
        boolean isThere(Atom atom, Unknowns unknowns) {
            return atom.word().name().equals(pattern.type())
                    && pattern.constraints().stream().allMatch(c -> {
                        int at = value(atom, c.field());
                        Set<String> possible = unknowns.allowed.get(unknowns.root(at));
                        if (c instanceof Constraint.Bind) {
                            return true;
                        }
                        if (c instanceof Constraint.In in) {
                            return possible != null
                                    && in.values().stream()
                                            .map(FactsForRules::literal)
                                            .toList()
                                            .containsAll(possible);
                        }
                        Constraint.Compare compare = (Constraint.Compare) c;
                        if (compare.comparison() != Comparison.EQUAL) {
                            return false;
                        }
                        if (compare.value() instanceof Operand.Variable v) {
                            Integer named = names.get(v.name());
                            return named != null && unknowns.root(named) == unknowns.root(at);
                        }
                        return possible != null && possible.equals(Set.of(literal(compare.value())));
                    });
        }
    }

    // ---- search

    /**
     * Sets of facts from which both conclusions may follow, of the same subject.
     *
     * @param shared fields of a that equal, one by one, the fields sharedOfOther of b
     */
    List<List<Fact>> under(
            Rule one, Insertion a, List<String> shared, Rule other, Insertion b, List<String> sharedOfOther) {
        List<List<Fact>> found = new ArrayList<>();
        steps = 0;
        for (Concluding first : concluding(one, a, new Unknowns(), 0)) {
            for (Concluding second : concluding(other, b, first.unknowns(), 0)) {
                boolean equal = true;
                for (int i = 0; i < shared.size(); i++) {
                    equal &= second.unknowns()
                            .same(value(first.atom(), shared.get(i)), value(second.atom(), sharedOfOther.get(i)));
                }
                if (equal) {
                    resolve(second.unknowns(), found);
                }
            }
        }
        return found;
    }

    private static int value(Atom atom, String field) {
        return Objects.requireNonNull(atom.fields().get(field));
    }

    private void resolve(Unknowns unknowns, List<List<Fact>> found) {
        if (found.size() >= MOST || ++steps > STEPS) {
            return;
        }
        if (unknowns.absent.stream().anyMatch(a -> unknowns.facts.stream().anyMatch(f -> a.isThere(f, unknowns)))) {
            return;
        }
        if (unknowns.goals.isEmpty()) {
            settled(unknowns, found);
            return;
        }
        Goal goal = unknowns.goals.get(unknowns.goals.size() - 1);
        if (goal.depth() >= DEPTH) {
            return;
        }
        for (Rule rule : rules) {
            for (Insertion insertion : rule.insertions()) {
                if (!insertion.type().equals(goal.atom().word().name())) {
                    continue;
                }
                Unknowns without = new Unknowns(unknowns);
                without.goals.remove(without.goals.size() - 1);
                for (Concluding concluding : concluding(rule, insertion, without, goal.depth() + 1)) {
                    boolean equal = true;
                    for (Map.Entry<String, Integer> field : goal.atom().fields().entrySet()) {
                        equal = equal
                                && concluding
                                        .unknowns()
                                        .same(field.getValue(), value(concluding.atom(), field.getKey()));
                    }
                    if (equal) {
                        resolve(concluding.unknowns(), found);
                    }
                }
            }
        }
    }

    private record Concluding(Unknowns unknowns, Atom atom) {}

    /** Each way in which the rule can come to the conclusion; empty if it counts, which no facts are made for. */
    private List<Concluding> concluding(Rule rule, Insertion insertion, Unknowns before, int depth) {
        List<Scope> scopes = List.of(new Scope(new Unknowns(before), new HashMap<>()));
        for (Condition condition : rule.conditions()) {
            scopes = scopes.stream()
                    .flatMap(s -> holding(condition, s, depth).stream())
                    .toList();
        }
        WordEntry word = vocabulary.word(insertion.type()).orElseThrow();
        List<Concluding> all = new ArrayList<>();
        for (Scope scope : scopes) {
            Atom atom = atom(word, scope.unknowns());
            boolean possible = true;
            for (int i = 0; i < word.fields().size(); i++) {
                int unknown = value(atom, word.fields().get(i).name());
                possible &= equal(unknown, insertion.arguments().get(i), scope);
            }
            if (possible) {
                all.add(new Concluding(scope.unknowns(), atom));
            }
        }
        return all;
    }

    private record Scope(Unknowns unknowns, Map<String, Integer> names) {}

    private List<Scope> holding(Condition c, Scope scope, int depth) {
        if (c instanceof Condition.Pattern p) {
            Scope next = new Scope(new Unknowns(scope.unknowns()), new HashMap<>(scope.names()));
            return pattern(p, next, depth) ? List.of(next) : List.of();
        }
        if (c instanceof Condition.Not not) {
            if (!(not.inner() instanceof Condition.Pattern p)) {
                return List.of(scope);
            }
            Scope next = new Scope(new Unknowns(scope.unknowns()), scope.names());
            next.unknowns().absent.add(new Absent(p, Map.copyOf(scope.names())));
            return List.of(next);
        }
        if (c instanceof Condition.Exists exists) {
            return holding(exists.inner(), scope, depth);
        }
        if (c instanceof Condition.And and) {
            List<Scope> scopes = List.of(scope);
            for (Condition part : and.parts()) {
                scopes = scopes.stream()
                        .flatMap(s -> holding(part, s, depth).stream())
                        .toList();
            }
            return scopes;
        }
        if (c instanceof Condition.Or or) {
            return or.branches().stream()
                    .flatMap(b -> holding(b, scope, depth).stream())
                    .toList();
        }
        return List.of();
    }

    private Atom atom(WordEntry word, Unknowns unknowns) {
        Map<String, Integer> fields = new LinkedHashMap<>();
        for (Field field : word.fields()) {
            Set<String> possible = field.type() == boolean.class
                    ? new TreeSet<>(List.of("false", "true"))
                    : field.list().isEmpty() ? null : new LinkedHashSet<>(vocabulary.list(field.list()));
            fields.put(field.name(), unknowns.fresh(field.name(), possible));
        }
        return new Atom(word, fields);
    }

    private boolean pattern(Condition.Pattern p, Scope scope, int depth) {
        WordEntry word = vocabulary.word(p.type()).orElseThrow();
        Unknowns unknowns = scope.unknowns();
        Atom atom = atom(word, unknowns);
        for (Constraint c : p.constraints()) {
            int unknown = value(atom, c.field());
            boolean possible = true;
            if (c instanceof Constraint.Bind b) {
                scope.names().put(b.name(), unknown);
            } else if (c instanceof Constraint.Compare compare) {
                possible = compare.comparison() == Comparison.EQUAL
                        ? equal(unknown, compare.value(), scope)
                        : compare.comparison() == Comparison.NOT_EQUAL && unequal(unknown, compare.value(), scope);
            } else if (c instanceof Constraint.In in) {
                Set<String> values = new LinkedHashSet<>();
                in.values().forEach(v -> values.add(literal(v)));
                possible = !values.contains("") && unknowns.only(unknown, values);
            }
            if (!possible) {
                return false;
            }
        }
        if (word.isConclusion()) {
            unknowns.goals.add(new Goal(atom, depth));
        } else {
            unknowns.facts.add(atom);
        }
        return true;
    }

    private static boolean equal(int unknown, Operand value, Scope scope) {
        if (value instanceof Operand.Variable v) {
            Integer named = scope.names().get(v.name());
            return named != null && scope.unknowns().same(unknown, named);
        }
        return scope.unknowns().is(unknown, literal(value));
    }

    private static boolean unequal(int unknown, Operand value, Scope scope) {
        if (value instanceof Operand.Variable v) {
            Integer named = scope.names().get(v.name());
            if (named != null) {
                scope.unknowns().differ(unknown, named);
            }
            return named != null;
        }
        return scope.unknowns().not(unknown, literal(value));
    }

    /** A code or truth value; empty for a binding, which stands for no single value. */
    private static String literal(Operand o) {
        return o instanceof Operand.Text t ? t.value() : o instanceof Operand.Truth t ? String.valueOf(t.value()) : "";
    }

    // ---- facts

    /** Adds the facts if a record can show them together. */
    private void settled(Unknowns before, List<List<Fact>> found) {
        Unknowns unknowns = new Unknowns(before);
        List<Atom> atoms = unknowns.facts;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Atom one : atoms) {
                for (Atom other : atoms) {
                    if (one.equals(other)
                            || !one.word().equals(other.word())
                            || !speakOfTheSame(one, other, unknowns)) {
                        continue;
                    }
                    for (Map.Entry<String, Integer> field : one.fields().entrySet()) {
                        int of = value(other, field.getKey());
                        if (unknowns.root(field.getValue()) != unknowns.root(of)) {
                            if (!unknowns.same(field.getValue(), of)) {
                                return;
                            }
                            changed = true;
                        }
                    }
                }
            }
        }
        if (!unknowns.settle()) {
            return;
        }
        Set<Fact> facts = new LinkedHashSet<>();
        for (Atom atom : atoms) {
            facts.add(fact(atom, unknowns));
        }
        found.add(List.copyOf(facts));
    }

    /**
     * Whether two facts of a word are one: of the same ids, and of the same duty; a party alone may have several roles.
     */
    private static boolean speakOfTheSame(Atom one, Atom other, Unknowns unknowns) {
        if (one.word().singleton()) {
            return true;
        }
        return !one.word().name().equals("Party")
                && one.word().fields().stream()
                        .filter(f -> f.type() == String.class
                                && (f.list().isEmpty() || f.list().equals("duty")))
                        .allMatch(f -> {
                            int a = unknowns.root(value(one, f.name()));
                            int b = unknowns.root(value(other, f.name()));
                            Set<String> mine = unknowns.allowed.get(a);
                            return a == b || (mine != null && mine.size() == 1 && mine.equals(unknowns.allowed.get(b)));
                        });
    }

    private static Fact fact(Atom atom, Unknowns unknowns) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Field field : atom.word().fields()) {
            String value = unknowns.value(value(atom, field.name()));
            values.put(field.name(), field.type() == boolean.class ? (Object) Boolean.valueOf(value) : value);
        }
        return fact(atom.word(), values);
    }

    /** A fact of these values. */
    static Fact fact(WordEntry word, Map<String, Object> values) {
        RecordComponent[] components = word.type().getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return (Fact) word.type()
                    .getDeclaredConstructor(types)
                    .newInstance(Arrays.stream(components)
                            .map(c -> values.get(c.getName()))
                            .toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("%s cannot be made.".formatted(word.name()), e);
        }
    }

    /** What a fact or conclusion says, as a sentence; fields without a value are left out. */
    static String sentence(WordEntry word, Map<String, Object> values) {
        Position at = new Position(word.name(), 1, 1);
        List<Constraint> constraints = new ArrayList<>();
        for (Field field : word.fields()) {
            Object value = values.get(field.name());
            if (value == null) {
                continue;
            }
            constraints.add(new Constraint.Compare(
                    at,
                    field.name(),
                    Comparison.EQUAL,
                    value instanceof Boolean truth
                            ? new Operand.Truth(truth)
                            : new Operand.Text(String.valueOf(value))));
        }
        return SentenceText.of(SentenceLanguage.ENGLISH, new SentenceText.Shown() {
                    @Override
                    public String code(String list, String code) {
                        return list.isEmpty() ? code : "\"" + code + "\"";
                    }

                    @Override
                    public String binding(String name) {
                        return "{" + name + "}";
                    }
                })
                .of(new Condition.Pattern(at, word.name(), constraints));
    }
}
