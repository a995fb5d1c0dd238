package io.kdchain.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Prints trees again, one way only. What this cannot express does not exist for anything that reads its text. Reading
 * the text and printing it again gives the same text.
 */
public final class CanonicalText {
    private static final String IMPORT = "import " + Parser.VOCABULARY_PACKAGE + ".*\n";

    private CanonicalText() {}

    /** A whole file, annotations included; comments are gone. */
    public static String of(RuleFile file) {
        StringBuilder out = new StringBuilder("package ")
                .append(file.packageName())
                .append('\n')
                .append(IMPORT);
        for (Rule r : file.rules()) {
            out.append('\n').append("rule ").append(quoted(r.name())).append('\n');
            annotation(out, "legalBasis", String.join(", ", r.legalBasis()));
            annotation(out, "explain_en", r.explainEn());
            annotation(out, "explain_zh", r.explainZh());
            InForce inForce = r.inForce();
            if (inForce != null) {
                annotation(out, "inForce", inForce.toString());
            }
            if (!r.exceptionTo().isEmpty()) {
                out.append("    @exceptionTo(")
                        .append(r.exceptionTo().stream()
                                .map(CanonicalText::quoted)
                                .collect(Collectors.joining(", ")))
                        .append(")\n");
            }
            String burden = r.burden();
            if (burden != null) {
                annotation(out, "burden", burden);
            }
            body(out, r, r.conditions());
        }
        return out.toString();
    }

    /**
     * Rules for a compiler, without annotations, since a DRL compiler would evaluate them. Rule number {@code i} of the
     * list, from 0, is named {@code r<i>_0}; a rule with {@code or} becomes one rule {@code r<i>_<branch>} for each
     * branch, since the two compilers of Drools read {@code or} between different words differently.
     */
    public static String forCompiler(String packageName, List<Rule> rules) {
        StringBuilder out =
                new StringBuilder("package ").append(packageName).append('\n').append(IMPORT);
        for (int i = 0; i < rules.size(); i++) {
            List<List<Condition>> branches = branches(rules.get(i).conditions());
            for (int branch = 0; branch < branches.size(); branch++) {
                out.append("\nrule \"r").append(i).append('_').append(branch).append("\"\n");
                body(out, rules.get(i), branches.get(branch));
            }
        }
        return out.toString();
    }

    /** All ways to take one branch of each {@code or}, in the order of the rule. */
    private static List<List<Condition>> branches(List<Condition> conditions) {
        List<List<Condition>> ways = List.of(List.of());
        for (Condition c : conditions) {
            List<List<Condition>> longer = new ArrayList<>();
            for (List<Condition> way : ways) {
                for (List<Condition> branch : branches(c)) {
                    List<Condition> both = new ArrayList<>(way);
                    both.addAll(branch);
                    longer.add(both);
                }
            }
            ways = longer;
        }
        return ways;
    }

    private static List<List<Condition>> branches(Condition c) {
        if (c instanceof Condition.Or or) {
            return or.branches().stream().flatMap(b -> branches(b).stream()).toList();
        }
        return c instanceof Condition.And and ? branches(and.parts()) : List.of(List.of(c));
    }

    /** One condition, as a rule file writes it. */
    public static String of(Condition condition) {
        return condition(condition, CanonicalText::operand);
    }

    /**
     * One condition with values in the place of bindings.
     *
     * @param values gives what to print for the name of a binding; empty for names that stay bindings
     */
    public static String of(Condition condition, Function<String, Optional<String>> values) {
        return condition(
                condition,
                o -> o instanceof Operand.Variable v ? values.apply(v.name()).orElse(operand(o)) : operand(o));
    }

    /** One conclusion, as a rule file writes it. */
    public static String of(Insertion insertion) {
        return "insertLogical( new %s(%s) );"
                .formatted(
                        insertion.type(),
                        insertion.arguments().isEmpty()
                                ? ""
                                : insertion.arguments().stream()
                                        .map(CanonicalText::operand)
                                        .collect(Collectors.joining(", ", " ", " ")));
    }

    /** One line between the brackets of a pattern. */
    public static String of(Constraint constraint) {
        return constraint(constraint, CanonicalText::operand);
    }

    /** A binding or literal. */
    public static String of(Operand operand) {
        return operand(operand);
    }

    static String operand(Operand o) {
        if (o instanceof Operand.Variable v) {
            return "$" + v.name();
        }
        if (o instanceof Operand.Text t) {
            return quoted(t.value());
        }
        if (o instanceof Operand.Whole w) {
            return String.valueOf(w.value());
        }
        if (o instanceof Operand.Truth t) {
            return String.valueOf(t.value());
        }
        return String.valueOf(((Operand.Day) o).value());
    }

    private static void annotation(StringBuilder out, String name, String value) {
        out.append("    @").append(name).append('(').append(quoted(value)).append(")\n");
    }

    private static void body(StringBuilder out, Rule r, List<Condition> conditions) {
        out.append("    agenda-group ").append(quoted(r.phase().code())).append("\nwhen\n");
        for (Condition c : conditions) {
            out.append("    ").append(of(c)).append('\n');
        }
        out.append("then\n");
        for (Insertion i : r.insertions()) {
            out.append("    ").append(of(i)).append('\n');
        }
        out.append("end\n");
    }

    private static String condition(Condition c, Function<Operand, String> value) {
        if (c instanceof Condition.Pattern p) {
            return pattern(p, value);
        }
        if (c instanceof Condition.Not not) {
            return "not " + inner(not.inner(), value);
        }
        if (c instanceof Condition.Exists exists) {
            return "exists " + inner(exists.inner(), value);
        }
        if (c instanceof Condition.And and) {
            return group(and.parts(), " and ", value);
        }
        if (c instanceof Condition.Or or) {
            return group(or.branches(), " or ", value);
        }
        if (c instanceof Condition.ForAll forAll) {
            return "forall( "
                    + pattern(forAll.base(), value)
                    + forAll.others().stream().map(p -> " " + pattern(p, value)).collect(Collectors.joining())
                    + " )";
        }
        return accumulate((Condition.Accumulate) c, value);
    }

    /** What follows {@code not} and {@code exists}: a pattern as it is, all else in brackets. */
    private static String inner(Condition c, Function<Operand, String> value) {
        String text = condition(c, value);
        return c instanceof Condition.Pattern || text.startsWith("( ") ? text : "( " + text + " )";
    }

    private static String group(List<Condition> parts, String word, Function<Operand, String> value) {
        return parts.stream().map(p -> condition(p, value)).collect(Collectors.joining(word, "( ", " )"));
    }

    private static String pattern(Condition.Pattern p, Function<Operand, String> value) {
        return p.constraints().isEmpty()
                ? p.type() + "()"
                : p.constraints().stream()
                        .map(c -> constraint(c, value))
                        .collect(Collectors.joining(", ", p.type() + "( ", " )"));
    }

    private static String constraint(Constraint c, Function<Operand, String> value) {
        if (c instanceof Constraint.Bind b) {
            return "$" + b.name() + " : " + b.field();
        }
        if (c instanceof Constraint.Compare compare) {
            return compare.field() + " " + compare.comparison().sign() + " " + value.apply(compare.value());
        }
        Constraint.In in = (Constraint.In) c;
        return in.values().stream().map(value).collect(Collectors.joining(", ", in.field() + " in ( ", " )"));
    }

    private static String accumulate(Condition.Accumulate a, Function<Operand, String> value) {
        String functions = a.aggregates().stream()
                .map(f -> "$%s : %s( %s )"
                        .formatted(
                                f.name(),
                                f.function().code(),
                                f.function() == AggregateFunction.COUNT ? "1" : "$" + f.argument()))
                .collect(Collectors.joining(", "));
        String tests = a.tests().stream()
                .map(t -> "$%s %s %s".formatted(t.name(), t.comparison().sign(), value.apply(t.value())))
                .collect(Collectors.joining(", "));
        return "accumulate( " + condition(a.source(), value) + " ; " + functions
                + (tests.isEmpty() ? "" : " ; " + tests) + " )";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
