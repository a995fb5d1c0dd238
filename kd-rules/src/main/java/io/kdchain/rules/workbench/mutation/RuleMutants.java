package io.kdchain.rules.workbench.mutation;

import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.language.CanonicalText;
import io.kdchain.rules.language.Comparison;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Constraint;
import io.kdchain.rules.language.Insertion;
import io.kdchain.rules.language.Operand;
import io.kdchain.rules.language.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every operator at every place of a rule. */
final class RuleMutants {
    private final Vocabulary vocabulary;

    /** The list {@code term} holds the names of all parameters; here it should hold those that are terms. */
    RuleMutants(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** In the order of the rule. */
    List<Mutant> of(Rule rule) {
        List<Mutant> mutants = new ArrayList<>();
        for (String target : rule.exceptionTo()) {
            List<String> rest =
                    rule.exceptionTo().stream().filter(t -> !t.equals(target)).toList();
            mutants.add(new Mutant(
                    rule.at(),
                    rule.name(),
                    Operator.DROP_EXCEPTION,
                    "@exceptionTo(\"%s\")".formatted(target),
                    "",
                    change(rule, rest, rule.burden(), rule.conditions(), rule.insertions())));
        }
        if (rule.burden() != null) {
            mutants.add(new Mutant(
                    rule.at(),
                    rule.name(),
                    Operator.DROP_BURDEN,
                    "@burden(\"%s\")".formatted(rule.burden()),
                    "",
                    change(rule, rule.exceptionTo(), null, rule.conditions(), rule.insertions())));
        }
        for (Edit<List<Condition>> e : conditions(rule.conditions())) {
            mutants.add(mutant(rule, e, e.result(), rule.insertions()));
        }
        for (Edit<List<Insertion>> e : insertions(rule.insertions())) {
            mutants.add(mutant(rule, e, rule.conditions(), e.result()));
        }
        return mutants;
    }

    private static Mutant mutant(Rule rule, Edit<?> e, List<Condition> conditions, List<Insertion> insertions) {
        return new Mutant(
                e.at(),
                rule.name(),
                e.operator(),
                e.before(),
                e.after(),
                change(rule, rule.exceptionTo(), rule.burden(), conditions, insertions));
    }

    private static Mutant.Change change(
            Rule rule,
            List<String> exceptionTo,
            @Nullable String burden,
            List<Condition> conditions,
            List<Insertion> insertions) {
        return new Mutant.Change.OfRule(new Rule(
                rule.at(),
                rule.packageName(),
                rule.name(),
                rule.legalBasis(),
                rule.explainEn(),
                rule.explainZh(),
                rule.inForce(),
                exceptionTo,
                burden,
                rule.phase(),
                conditions,
                insertions));
    }

    // ---- conditions

    /** Of conditions that must hold together: one is left out, or changed. */
    private List<Edit<List<Condition>>> conditions(List<Condition> conditions) {
        List<Edit<List<Condition>>> edits = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            int at = i;
            Condition c = conditions.get(i);
            if (conditions.size() > 1) {
                edits.add(dropped(c, Edit.without(conditions, at)));
            }
            if (c instanceof Condition.Pattern p && bindsNothing(p)) {
                Condition flipped = new Condition.Not(c.at(), c);
                edits.add(changed(Operator.FLIP_NOT, c, flipped).in(f -> Edit.with(conditions, at, f)));
            }
            edits(c).forEach(e -> edits.add(e.in(r -> Edit.with(conditions, at, r))));
        }
        return edits;
    }

    private static boolean bindsNothing(Condition.Pattern p) {
        return p.constraints().stream().noneMatch(Constraint.Bind.class::isInstance);
    }

    private static <T> Edit<T> dropped(Condition c, T rest) {
        return new Edit<>(c.at(), Operator.DROP_CONDITION, CanonicalText.of(c), "", rest);
    }

    private static Edit<Condition> changed(Operator operator, Condition c, Condition to) {
        return new Edit<>(c.at(), operator, CanonicalText.of(c), CanonicalText.of(to), to);
    }

    /** A condition that is still one after the change. */
    private List<Edit<Condition>> edits(Condition c) {
        List<Edit<Condition>> edits = new ArrayList<>();
        if (c instanceof Condition.Pattern p) {
            pattern(p).forEach(e -> edits.add(e.in(r -> r)));
        } else if (c instanceof Condition.Not not) {
            edits.add(changed(Operator.FLIP_NOT, c, new Condition.Exists(c.at(), not.inner())));
            edits(not.inner()).forEach(e -> edits.add(e.in(r -> new Condition.Not(c.at(), r))));
        } else if (c instanceof Condition.Exists exists) {
            edits.add(changed(Operator.FLIP_NOT, c, new Condition.Not(c.at(), exists.inner())));
            edits(exists.inner()).forEach(e -> edits.add(e.in(r -> new Condition.Exists(c.at(), r))));
        } else if (c instanceof Condition.And and) {
            conditions(and.parts())
                    .forEach(e -> edits.add(e.in(r -> r.size() == 1 ? r.get(0) : new Condition.And(c.at(), r))));
        } else if (c instanceof Condition.Or or) {
            branches(or, edits);
        } else if (c instanceof Condition.ForAll forAll) {
            forAll(forAll, edits);
        } else {
            accumulate((Condition.Accumulate) c, edits);
        }
        return edits;
    }

    private void branches(Condition.Or or, List<Edit<Condition>> edits) {
        List<Condition> branches = or.branches();
        for (int i = 0; i < branches.size(); i++) {
            int at = i;
            List<Condition> rest = Edit.without(branches, at);
            edits.add(dropped(branches.get(i), rest.size() == 1 ? rest.get(0) : new Condition.Or(or.at(), rest)));
            edits(branches.get(i))
                    .forEach(e -> edits.add(e.in(r -> new Condition.Or(or.at(), Edit.with(branches, at, r)))));
        }
    }

    private void forAll(Condition.ForAll forAll, List<Edit<Condition>> edits) {
        pattern(forAll.base())
                .forEach(e -> edits.add(e.in(r -> new Condition.ForAll(forAll.at(), r, forAll.others()))));
        List<Condition.Pattern> others = forAll.others();
        for (int i = 0; i < others.size(); i++) {
            int at = i;
            if (others.size() > 1) {
                edits.add(dropped(
                        others.get(i), new Condition.ForAll(forAll.at(), forAll.base(), Edit.without(others, at))));
            }
            pattern(others.get(i))
                    .forEach(e -> edits.add(
                            e.in(r -> new Condition.ForAll(forAll.at(), forAll.base(), Edit.with(others, at, r)))));
        }
    }

    private void accumulate(Condition.Accumulate a, List<Edit<Condition>> edits) {
        edits(a.source())
                .forEach(e -> edits.add(e.in(r -> new Condition.Accumulate(a.at(), r, a.aggregates(), a.tests()))));
        List<Condition.ResultTest> tests = a.tests();
        for (int i = 0; i < tests.size(); i++) {
            int at = i;
            Condition.ResultTest test = tests.get(i);
            edits.add(new Edit<>(
                    test.at(),
                    Operator.DROP_CONSTRAINT,
                    shown(test),
                    "",
                    new Condition.Accumulate(a.at(), a.source(), a.aggregates(), Edit.without(tests, at))));
            List<Edit<Condition.ResultTest>> changed = new ArrayList<>();
            Condition.ResultTest other =
                    new Condition.ResultTest(test.at(), test.name(), other(test.comparison()), test.value());
            changed.add(new Edit<>(test.at(), Operator.CHANGE_COMPARISON, shown(test), shown(other), other));
            if (test.value() instanceof Operand.Whole w) {
                Condition.ResultTest more =
                        new Condition.ResultTest(test.at(), test.name(), test.comparison(), oneMore(w));
                changed.add(new Edit<>(test.at(), Operator.CHANGE_VALUE, shown(test), shown(more), more));
            }
            changed.forEach(e -> edits.add(
                    e.in(r -> new Condition.Accumulate(a.at(), a.source(), a.aggregates(), Edit.with(tests, at, r)))));
        }
    }

    private static String shown(Condition.ResultTest test) {
        return "$%s %s %s".formatted(test.name(), test.comparison().sign(), CanonicalText.of(test.value()));
    }

    // ---- patterns

    private List<Edit<Condition.Pattern>> pattern(Condition.Pattern p) {
        List<Edit<Condition.Pattern>> edits = new ArrayList<>();
        List<Constraint> constraints = p.constraints();
        for (int i = 0; i < constraints.size(); i++) {
            int at = i;
            Constraint c = constraints.get(i);
            if (c instanceof Constraint.Bind) {
                continue; // who gives a name that nobody uses says nothing by it; one that is used cannot be left out
            }
            edits.add(new Edit<>(
                    c.at(),
                    Operator.DROP_CONSTRAINT,
                    CanonicalText.of(c),
                    "",
                    new Condition.Pattern(p.at(), p.type(), Edit.without(constraints, at))));
            (c instanceof Constraint.Compare compare ? compare(p.type(), compare) : in(p.type(), (Constraint.In) c))
                    .forEach(e -> edits.add(
                            e.in(r -> new Condition.Pattern(p.at(), p.type(), Edit.with(constraints, at, r)))));
        }
        return edits;
    }

    private List<Edit<Constraint>> compare(String type, Constraint.Compare c) {
        List<Edit<Constraint>> edits = new ArrayList<>();
        edits.add(changed(
                Operator.CHANGE_COMPARISON,
                c,
                new Constraint.Compare(c.at(), c.field(), other(c.comparison()), c.value())));
        other(c.value(), codes(type, c.field()), Set.of())
                .ifPresent(o -> edits.add(changed(
                        c.value() instanceof Operand.Text ? Operator.SWAP_CODE : Operator.CHANGE_VALUE,
                        c,
                        new Constraint.Compare(c.at(), c.field(), c.comparison(), o))));
        return edits;
    }

    private List<Edit<Constraint>> in(String type, Constraint.In c) {
        List<Edit<Constraint>> edits = new ArrayList<>();
        Set<Operand> all = Set.copyOf(c.values());
        for (int i = 0; i < c.values().size(); i++) {
            int at = i;
            if (c.values().size() > 1) {
                edits.add(changed(
                        Operator.DROP_CONSTRAINT,
                        c,
                        new Constraint.In(c.at(), c.field(), Edit.without(c.values(), at))));
            }
            other(c.values().get(i), codes(type, c.field()), all)
                    .ifPresent(o -> edits.add(changed(
                            c.values().get(at) instanceof Operand.Text ? Operator.SWAP_CODE : Operator.CHANGE_VALUE,
                            c,
                            new Constraint.In(c.at(), c.field(), Edit.with(c.values(), at, o)))));
        }
        return edits;
    }

    private static Edit<Constraint> changed(Operator operator, Constraint c, Constraint to) {
        return new Edit<>(c.at(), operator, CanonicalText.of(c), CanonicalText.of(to), to);
    }

    // ---- conclusions

    private List<Edit<List<Insertion>>> insertions(List<Insertion> insertions) {
        List<Edit<List<Insertion>>> edits = new ArrayList<>();
        for (int i = 0; i < insertions.size(); i++) {
            int at = i;
            Insertion insertion = insertions.get(i);
            if (insertions.size() > 1) {
                edits.add(new Edit<>(
                        insertion.at(),
                        Operator.DROP_CONCLUSION,
                        CanonicalText.of(insertion),
                        "",
                        Edit.without(insertions, at)));
            }
            List<Vocabulary.Field> fields = vocabulary
                    .word(insertion.type())
                    .map(Vocabulary.WordEntry::fields)
                    .orElse(List.of());
            for (int j = 0; j < insertion.arguments().size() && j < fields.size(); j++) {
                int argument = j;
                Operand value = insertion.arguments().get(j);
                other(value, vocabulary.list(fields.get(j).list()), Set.of()).ifPresent(o -> {
                    Insertion to = new Insertion(
                            insertion.at(), insertion.type(), Edit.with(insertion.arguments(), argument, o));
                    edits.add(new Edit<>(
                            insertion.at(),
                            value instanceof Operand.Text ? Operator.SWAP_CONCLUSION : Operator.CHANGE_VALUE,
                            CanonicalText.of(insertion),
                            CanonicalText.of(to),
                            Edit.with(insertions, at, to)));
                });
            }
        }
        return edits;
    }

    // ---- values

    private List<String> codes(String type, String field) {
        return vocabulary
                .word(type)
                .flatMap(w -> w.field(field))
                .map(f -> vocabulary.list(f.list()))
                .orElse(List.of());
    }

    /** Another value: the next of the codes that is not taken, the other truth value, one more. */
    private static Optional<Operand> other(Operand value, List<String> codes, Set<Operand> taken) {
        if (value instanceof Operand.Truth t) {
            return Optional.of(new Operand.Truth(!t.value()));
        }
        if (value instanceof Operand.Whole w) {
            return Optional.of(oneMore(w));
        }
        if (!(value instanceof Operand.Text text)) {
            return Optional.empty();
        }
        int at = codes.indexOf(text.value());
        for (int step = 1; at >= 0 && step < codes.size(); step++) {
            Operand next = new Operand.Text(codes.get((at + step) % codes.size()));
            if (!taken.contains(next)) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    private static Operand oneMore(Operand.Whole w) {
        return new Operand.Whole(w.value() == Integer.MAX_VALUE ? 0 : w.value() + 1);
    }

    private static Comparison other(Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> Comparison.NOT_EQUAL;
            case NOT_EQUAL -> Comparison.EQUAL;
            case LESS -> Comparison.AT_MOST;
            case AT_MOST -> Comparison.LESS;
            case GREATER -> Comparison.AT_LEAST;
            case AT_LEAST -> Comparison.GREATER;
        };
    }
}
