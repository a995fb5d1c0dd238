package io.kdchain.rules.language;

import io.kdchain.rules.fact.Phase;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.fact.Vocabulary.Field;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One rule held against the vocabulary: types of all fields and bindings, joins, limits; and what the rule reads and
 * concludes, as precisely as its literals tell.
 */
final class RuleAnalysis {
    static final int MAX_PATTERNS = 8;
    static final int MAX_BRANCHES = 8;

    /** How a rule reads a word: as a premise, under {@code exists}, under {@code not}, or gone through as a whole. */
    enum Mode {
        PREMISE,
        EXISTS,
        NOT,
        WHOLE
    }

    /** A word that a rule reads, with the values that its fields can have. */
    record Read(Position at, String type, Map<String, Domain> fields, Mode mode) {
        /** Whether more of the word can make less follow. */
        boolean negative() {
            return mode == Mode.NOT || mode == Mode.WHOLE;
        }

        boolean meets(Write write) {
            return type.equals(write.type)
                    && fields.entrySet().stream().allMatch(e -> {
                        Domain written = write.fields.get(e.getKey());
                        return written == null || e.getValue().meets(written);
                    });
        }
    }

    /** A conclusion that a rule draws, with the values that its fields can have. */
    record Write(Position at, String type, Map<String, Domain> fields) {}

    private record Bound(Domain domain, Position at) {}

    private static final class Scope {
        final Map<String, Bound> names;
        boolean first;

        Scope(Map<String, Bound> names, boolean first) {
            this.names = new LinkedHashMap<>(names);
            this.first = first;
        }

        Scope inner() {
            return new Scope(names, first);
        }
    }

    private final Rule rule;
    private final Vocabulary vocabulary;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private Map<String, Bound> visible = Map.of();

    private RuleAnalysis(Rule rule, Vocabulary vocabulary) {
        this.rule = rule;
        this.vocabulary = vocabulary;
    }

    static RuleAnalysis of(Rule rule, Vocabulary vocabulary) {
        RuleAnalysis a = new RuleAnalysis(rule, vocabulary);
        a.run();
        return a;
    }

    Rule rule() {
        return rule;
    }

    List<Problem> problems() {
        return problems;
    }

    List<Read> reads() {
        return reads;
    }

    List<Write> writes() {
        return writes;
    }

    /** Names that the conclusion and the explanations may use. */
    List<String> visible() {
        return List.copyOf(visible.keySet());
    }

    private void run() {
        int patterns =
                rule.conditions().stream().mapToInt(RuleAnalysis::patterns).sum();
        if (patterns > MAX_PATTERNS) {
            problem(
                    rule.at(),
                    "The rule has %d patterns and may have %d; divide it.".formatted(patterns, MAX_PATTERNS));
        }
        long branches =
                rule.conditions().stream().mapToLong(RuleAnalysis::branches).reduce(1, RuleAnalysis::product);
        if (branches > MAX_BRANCHES) {
            problem(
                    rule.at(),
                    "The `or`s of the rule make %d branches and may make %d; divide the rule, or use in ( ... )."
                            .formatted(branches, MAX_BRANCHES));
        }
        Scope scope = new Scope(Map.of(), true);
        if (!beginsWithPremise(rule.conditions().get(0))) {
            problem(
                    rule.conditions().get(0).at(),
                    "The rule begins with what is not there or is counted; begin with a pattern that something must match.");
        }
        for (Condition c : rule.conditions()) {
            condition(c, scope, Mode.PREMISE);
        }
        visible = scope.names;
        for (Insertion i : rule.insertions()) {
            insertion(i);
        }
    }

    private static boolean beginsWithPremise(Condition c) {
        if (c instanceof Condition.Or or) {
            return or.branches().stream().allMatch(RuleAnalysis::beginsWithPremise);
        }
        if (c instanceof Condition.And and) {
            return beginsWithPremise(and.parts().get(0));
        }
        return c instanceof Condition.Pattern;
    }

    private static int patterns(Condition c) {
        if (c instanceof Condition.Not not) {
            return patterns(not.inner());
        }
        if (c instanceof Condition.Exists exists) {
            return patterns(exists.inner());
        }
        if (c instanceof Condition.And and) {
            return and.parts().stream().mapToInt(RuleAnalysis::patterns).sum();
        }
        if (c instanceof Condition.Or or) {
            return or.branches().stream().mapToInt(RuleAnalysis::patterns).sum();
        }
        if (c instanceof Condition.ForAll forAll) {
            return 1 + forAll.others().size();
        }
        if (c instanceof Condition.Accumulate accumulate) {
            return patterns(accumulate.source());
        }
        return 1;
    }

    private static long branches(Condition c) {
        if (c instanceof Condition.Not not) {
            return branches(not.inner());
        }
        if (c instanceof Condition.Exists exists) {
            return branches(exists.inner());
        }
        if (c instanceof Condition.And and) {
            return and.parts().stream().mapToLong(RuleAnalysis::branches).reduce(1, RuleAnalysis::product);
        }
        if (c instanceof Condition.Or or) {
            return or.branches().stream()
                    .mapToLong(RuleAnalysis::branches)
                    .reduce(0, (a, b) -> Math.min(a + b, 1 << 20));
        }
        if (c instanceof Condition.Accumulate accumulate) {
            return branches(accumulate.source());
        }
        return 1;
    }

    private static long product(long a, long b) {
        return Math.min(a * b, 1 << 20);
    }

    // ---- conditions

    private void condition(Condition c, Scope scope, Mode mode) {
        if (c instanceof Condition.Pattern p) {
            pattern(p, scope, mode);
        } else if (c instanceof Condition.And and) {
            and.parts().forEach(part -> condition(part, scope, mode));
        } else if (c instanceof Condition.Or or) {
            or(or, scope, mode);
        } else if (c instanceof Condition.Not not) {
            condition(not.inner(), scope.inner(), mode == Mode.WHOLE || mode == Mode.NOT ? Mode.WHOLE : Mode.NOT);
        } else if (c instanceof Condition.Exists exists) {
            condition(exists.inner(), scope.inner(), mode == Mode.PREMISE ? Mode.EXISTS : mode);
        } else if (c instanceof Condition.ForAll forAll) {
            Scope inner = scope.inner();
            pattern(forAll.base(), inner, Mode.WHOLE);
            forAll.others().forEach(p -> pattern(p, inner, Mode.WHOLE));
        } else if (c instanceof Condition.Accumulate accumulate) {
            accumulate(accumulate, scope);
        }
    }

    private void or(Condition.Or or, Scope scope, Mode mode) {
        if (mode != Mode.PREMISE) {
            problem(
                    or.at(),
                    "`or` stands inside another condition; write not A and not B for not (A or B), and `or` between conditions of their own.");
        }
        Map<String, Bound> common = null;
        boolean first = true;
        for (Condition branch : or.branches()) {
            Scope inner = scope.inner();
            condition(branch, inner, mode);
            first &= inner.first;
            if (common == null) {
                common = new LinkedHashMap<>(inner.names);
                continue;
            }
            Map<String, Bound> both = new LinkedHashMap<>();
            for (Map.Entry<String, Bound> e : common.entrySet()) {
                Bound other = inner.names.get(e.getKey());
                if (other == null) {
                    continue;
                }
                Domain mine = e.getValue().domain();
                if (mine.kind() != other.domain().kind()) {
                    problem(
                            other.at(),
                            "$%s is %s in one branch of the `or` and %s in this one; give them different names."
                                    .formatted(
                                            e.getKey(),
                                            mine.shown(),
                                            other.domain().shown()));
                } else {
                    both.put(
                            e.getKey(),
                            new Bound(mine.or(other.domain()), e.getValue().at()));
                }
            }
            common = both;
        }
        if (common != null) {
            scope.names.clear();
            scope.names.putAll(common);
        }
        scope.first = first;
    }

    private void accumulate(Condition.Accumulate accumulate, Scope scope) {
        Scope inner = scope.inner();
        condition(accumulate.source(), inner, Mode.WHOLE);
        for (Condition.Aggregate a : accumulate.aggregates()) {
            if (a.function() != AggregateFunction.COUNT) {
                Bound argument = inner.names.get(a.argument());
                if (argument == null || scope.names.containsKey(a.argument())) {
                    problem(
                            a.at(),
                            "%s( $%s ) needs a binding made inside this accumulate%s."
                                    .formatted(
                                            a.function().code(),
                                            a.argument(),
                                            Spelling.hint(a.argument(), inner.names.keySet())));
                } else if (argument.domain().kind() != Domain.Kind.WHOLE) {
                    problem(
                            a.at(),
                            "%s( $%s ) needs whole numbers, and $%s is %s."
                                    .formatted(
                                            a.function().code(),
                                            a.argument(),
                                            a.argument(),
                                            argument.domain().shown()));
                }
            }
            bind(a.name(), Domain.WHOLE, a.at(), scope);
        }
        for (Condition.ResultTest t : accumulate.tests()) {
            boolean result =
                    accumulate.aggregates().stream().anyMatch(a -> a.name().equals(t.name()));
            if (!result) {
                problem(t.at(), "$%s is no result of this accumulate; test its results here.".formatted(t.name()));
            }
            if (t.value() instanceof Operand.Variable v) {
                Bound other = scope.names.get(v.name());
                if (other == null) {
                    unbound(t.at(), v.name(), scope);
                } else if (other.domain().kind() != Domain.Kind.WHOLE) {
                    problem(
                            t.at(),
                            "$%s is a whole number and $%s is %s; they cannot be compared."
                                    .formatted(
                                            t.name(), v.name(), other.domain().shown()));
                }
            } else if (!(t.value() instanceof Operand.Whole)) {
                problem(t.at(), "$%s is a whole number; compare it with a whole number.".formatted(t.name()));
            }
        }
    }

    private void pattern(Condition.Pattern p, Scope scope, Mode mode) {
        Optional<WordEntry> found = vocabulary.word(p.type());
        if (found.isEmpty()) {
            problem(
                    p.at(),
                    "%s is no word of the vocabulary%s."
                            .formatted(
                                    p.type(),
                                    Spelling.hint(
                                            p.type(),
                                            vocabulary.words().stream()
                                                    .map(WordEntry::name)
                                                    .toList())));
            p.constraints().forEach(c -> {
                if (c instanceof Constraint.Bind b) {
                    // keeps one mistake from becoming many
                    scope.names.putIfAbsent(b.name(), new Bound(new Domain(Domain.Kind.ID, "", null), b.at()));
                }
            });
            scope.first = false;
            return;
        }
        WordEntry word = found.get();
        Map<String, Bound> before = Map.copyOf(scope.names);
        Map<String, Domain> fields = new TreeMap<>();
        boolean joined = false;
        int problemsBefore = problems.size();
        // literals first: they narrow what the pattern's own bindings can be
        for (Constraint c : p.constraints()) {
            Optional<Field> field = field(word, c.field(), c.at());
            field.ifPresent(f -> narrow(f, c, fields));
        }
        for (Constraint c : p.constraints()) {
            Optional<Field> field = word.field(c.field());
            if (field.isEmpty()) {
                if (c instanceof Constraint.Bind b) {
                    scope.names.putIfAbsent(b.name(), new Bound(new Domain(Domain.Kind.ID, "", null), b.at()));
                }
                continue;
            }
            Domain domain = fields.getOrDefault(c.field(), Domain.of(field.get(), vocabulary));
            if (c instanceof Constraint.Bind b) {
                bind(b.name(), domain, b.at(), scope);
            } else if (c instanceof Constraint.Compare compare) {
                if (compare.value() instanceof Operand.Variable v) {
                    Bound other = compareBinding(c, compare.comparison(), domain, v, scope);
                    if (other != null && compare.comparison() == Comparison.EQUAL) {
                        joined |= before.containsKey(v.name());
                        fields.put(c.field(), both(domain, other.domain()));
                    }
                }
            } else if (c instanceof Constraint.In in) {
                in.values().forEach(o -> {
                    if (o instanceof Operand.Variable v) {
                        compareBinding(c, Comparison.EQUAL, domain, v, scope);
                    }
                });
            }
        }
        fields.forEach((name, domain) -> {
            if (domain.isEmpty()) {
                problem(
                        p.at(),
                        "No value of %s.%s meets all its constraints, so that the pattern never matches; drop one of them."
                                .formatted(p.type(), name));
            }
        });
        if (!joined && !word.singleton()) {
            if (!scope.first && problems.size() == problemsBefore) {
                problem(
                        p.at(),
                        "%s is not joined to what stands before it; compare one of its fields by == with an earlier binding, or every %s is tried with everything."
                                .formatted(p.type(), p.type()));
            }
            scope.first = false;
        }
        if (!word.isConclusion()) {
            return;
        }
        reads.add(new Read(p.at(), p.type(), fields, mode));
        word.concludedIn().stream().max(Enum::compareTo).ifPresent(last -> {
            if (rule.phase().compareTo(last) < 0) {
                problem(
                        p.at(),
                        "%s is concluded in phase %s and read here in %s, which comes before; read it in %s or later."
                                .formatted(p.type(), last.code(), rule.phase().code(), last.code()));
            }
        });
    }

    private static Domain both(Domain a, Domain b) {
        return b.values() == null ? a : a.only(b.values());
    }

    private void narrow(Field field, Constraint c, Map<String, Domain> fields) {
        Domain domain = fields.getOrDefault(field.name(), Domain.of(field, vocabulary));
        if (c instanceof Constraint.Compare compare) {
            Optional<String> value = literal(compare.value(), field, c.at());
            if (compare.comparison().isOrder() && domain.kind() != Domain.Kind.WHOLE) {
                problem(
                        c.at(),
                        "%s is %s and has no order; %s compares whole numbers. Use == != or in ( ... )."
                                .formatted(
                                        field.name(),
                                        domain.shown(),
                                        compare.comparison().sign()));
            } else if (value.isPresent() && compare.comparison() == Comparison.EQUAL) {
                fields.put(field.name(), domain.only(List.of(value.get())));
            } else if (value.isPresent() && compare.comparison() == Comparison.NOT_EQUAL) {
                fields.put(field.name(), domain.without(value.get()));
            }
        } else if (c instanceof Constraint.In in) {
            List<String> values = new ArrayList<>();
            boolean open = false;
            for (Operand o : in.values()) {
                open |= o instanceof Operand.Variable;
                literal(o, field, c.at()).ifPresent(values::add);
            }
            if (!open && values.size() == in.values().size()) {
                fields.put(field.name(), domain.only(values));
            }
        }
    }

    /** The literal as text if it is one and fits the field. */
    private Optional<String> literal(Operand operand, Field field, Position at) {
        if (operand instanceof Operand.Variable) {
            return Optional.empty();
        }
        Domain domain = Domain.of(field, vocabulary);
        if (operand instanceof Operand.Truth t && domain.kind() == Domain.Kind.TRUTH) {
            return Optional.of(String.valueOf(t.value()));
        }
        if (operand instanceof Operand.Whole w && domain.kind() == Domain.Kind.WHOLE) {
            return Optional.of(String.valueOf(w.value()));
        }
        if (operand instanceof Operand.Text t && domain.kind() == Domain.Kind.CODE) {
            List<String> codes = vocabulary.list(domain.list());
            if (codes.contains(t.value())) {
                return Optional.of(t.value());
            }
            problem(
                    at,
                    "\"%s\" is no code of the list %s, from which %s takes its values%s. The list: %s."
                            .formatted(
                                    t.value(),
                                    domain.list(),
                                    field.name(),
                                    Spelling.hint(t.value(), codes),
                                    shown(codes)));
            return Optional.empty();
        }
        if (domain.kind() == Domain.Kind.ID) {
            problem(
                    at,
                    "%s is an id and is compared with %s; rules name no single party or item. Use a binding."
                            .formatted(field.name(), CanonicalText.operand(operand)));
        } else {
            problem(
                    at,
                    "%s is %s, and %s is not.".formatted(field.name(), domain.shown(), CanonicalText.operand(operand)));
        }
        return Optional.empty();
    }

    private static String shown(List<String> codes) {
        if (codes.isEmpty()) {
            return "it is empty, since the pack gives no values for it";
        }
        return codes.size() <= 15 ? String.join(", ", codes) : String.join(", ", codes.subList(0, 15)) + ", ...";
    }

    private @Nullable Bound compareBinding(
            Constraint c, Comparison comparison, Domain domain, Operand.Variable v, Scope scope) {
        Bound other = scope.names.get(v.name());
        if (other == null) {
            unbound(c.at(), v.name(), scope);
            return null;
        }
        if (other.domain().kind() != domain.kind()) {
            problem(
                    c.at(),
                    "%s is %s and $%s is %s; they cannot be compared."
                            .formatted(
                                    c.field(),
                                    domain.shown(),
                                    v.name(),
                                    other.domain().shown()));
            return null;
        }
        if (comparison == Comparison.EQUAL && !domain.meets(other.domain())) {
            problem(
                    c.at(),
                    "%s and $%s have no value in common (%s, and %s), so that they are never equal; compare other fields."
                            .formatted(
                                    c.field(),
                                    v.name(),
                                    domain.shown(),
                                    other.domain().shown()));
            return null;
        }
        return other;
    }

    private void bind(String name, Domain domain, Position at, Scope scope) {
        Bound before = scope.names.putIfAbsent(name, new Bound(domain, at));
        if (before != null) {
            problem(
                    at,
                    "$%s is already bound at line %d; to join, write the field and == $%s."
                            .formatted(name, before.at().line(), name));
        }
    }

    private void unbound(Position at, String name, Scope scope) {
        problem(
                at,
                "$%s is not bound before this place%s. Bind it in an earlier pattern, as $%s : field."
                        .formatted(name, Spelling.hint(name, scope.names.keySet()), name));
    }

    // ---- conclusions

    private void insertion(Insertion i) {
        Optional<WordEntry> found = vocabulary.word(i.type());
        List<String> conclusions = vocabulary.words().stream()
                .filter(WordEntry::isConclusion)
                .map(WordEntry::name)
                .toList();
        if (found.isEmpty()) {
            problem(
                    i.at(),
                    "%s is no word of the vocabulary%s.".formatted(i.type(), Spelling.hint(i.type(), conclusions)));
            return;
        }
        WordEntry word = found.get();
        if (!word.isConclusion()) {
            problem(
                    i.at(),
                    "%s is a fact, which only evidence shows; conclude one of %s."
                            .formatted(i.type(), String.join(", ", conclusions)));
            return;
        }
        if (!word.concludedIn().contains(rule.phase())) {
            problem(
                    i.at(),
                    "%s is concluded in phase %s and not in %s; move the rule."
                            .formatted(
                                    i.type(),
                                    String.join(
                                            " or ",
                                            word.concludedIn().stream()
                                                    .sorted()
                                                    .map(Phase::code)
                                                    .toList()),
                                    rule.phase().code()));
        }
        if (i.arguments().size() != word.fields().size()) {
            problem(
                    i.at(),
                    "%s has %d values and needs %d: %s."
                            .formatted(
                                    i.type(),
                                    i.arguments().size(),
                                    word.fields().size(),
                                    String.join(
                                            ", ",
                                            word.fields().stream()
                                                    .map(Field::name)
                                                    .toList())));
            return;
        }
        Map<String, Domain> fields = new TreeMap<>();
        for (int n = 0; n < i.arguments().size(); n++) {
            Field field = word.fields().get(n);
            argument(i, field, i.arguments().get(n)).ifPresent(d -> fields.put(field.name(), d));
        }
        writes.add(new Write(i.at(), i.type(), fields));
    }

    private Optional<Domain> argument(Insertion i, Field field, Operand value) {
        Domain wanted = Domain.of(field, vocabulary);
        if (!(value instanceof Operand.Variable v)) {
            return literal(value, field, i.at()).map(text -> wanted.only(List.of(text)));
        }
        Bound bound = visible.get(v.name());
        if (bound == null) {
            problem(
                    i.at(),
                    "$%s is not bound by a pattern that must match%s; what stands inside not, exists, forall, accumulate or one branch of `or` has no value here."
                            .formatted(v.name(), Spelling.hint(v.name(), visible.keySet())));
            return Optional.empty();
        }
        Domain given = bound.domain();
        if (given.kind() != wanted.kind()) {
            problem(
                    i.at(),
                    "%s of %s is %s and $%s is %s."
                            .formatted(field.name(), i.type(), wanted.shown(), v.name(), given.shown()));
            return Optional.empty();
        }
        if (given.values() != null
                && wanted.values() != null
                && !wanted.values().containsAll(given.values())) {
            TreeSet<String> surplus = new TreeSet<>(given.values());
            surplus.removeAll(wanted.values());
            problem(
                    i.at(),
                    "$%s can be %s, which %s of %s (list %s) does not know; exclude it by a constraint on the field that $%s names."
                            .formatted(
                                    v.name(),
                                    String.join(" or ", surplus),
                                    field.name(),
                                    i.type(),
                                    wanted.list(),
                                    v.name()));
            return Optional.empty();
        }
        return Optional.of(given);
    }

    private Optional<Field> field(WordEntry word, String name, Position at) {
        Optional<Field> field = word.field(name);
        if (field.isEmpty()) {
            List<String> names = word.fields().stream().map(Field::name).toList();
            problem(
                    at,
                    "%s has no field %s%s. Its fields: %s."
                            .formatted(word.name(), name, Spelling.hint(name, names), String.join(", ", names)));
        }
        return field;
    }

    private void problem(Position at, String message) {
        problems.add(new Problem(at, rule.name(), message));
    }
}
