package io.kdchain.rules.language;

import io.kdchain.rules.fact.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prints rules as sentences. What is printed for a rule file is read again as the same tree, so that any rule can be
 * copied into a {@code .rule} file as it is shown; for people who only read, codes and bindings can be shown otherwise.
 */
public final class SentenceText {
    /** How codes and bindings are shown. */
    public interface Shown {
        /** A code of a closed list; the list is empty for a text outside of any. */
        String code(String list, String code);

        /** A binding, by its name without the dollar sign. */
        String binding(String name);
    }

    private static final Map<Comparison, String> COMPARISONS = Map.of(
            Comparison.NOT_EQUAL, "other",
            Comparison.LESS, "less",
            Comparison.AT_MOST, "atmost",
            Comparison.GREATER, "more",
            Comparison.AT_LEAST, "atleast");

    private final Phrases phrases;
    private final Shown shown;

    private SentenceText(SentenceLanguage language, Shown shown) {
        this.phrases = language.phrases();
        this.shown = shown;
    }

    /** For readers; codes and bindings are shown as they say. */
    public static SentenceText of(SentenceLanguage language, Shown shown) {
        return new SentenceText(language, shown);
    }

    /** All sentences about a word, with the names of its fields for values. */
    public static List<String> examples(SentenceLanguage language, String word) {
        Phrases phrases = language.phrases();
        return phrases.heads().stream()
                .filter(p -> p.type().equals(word))
                .map(p -> p.example(phrases))
                .toList();
    }

    /** By comparison: the key of its words; equality has none. */
    static Map<Comparison, String> comparisons() {
        return COMPARISONS;
    }

    /** A whole {@code .rule} file; comments are gone. */
    public static String of(RuleFile file, SentenceLanguage language) {
        StringBuilder out = new StringBuilder();
        Phrases words = language.phrases();
        header(out, words, "package", file.packageName());
        for (Rule rule : file.rules()) {
            out.append('\n').append(of(rule, language));
        }
        return out.toString();
    }

    /** One rule, as it stands in a {@code .rule} file. */
    public static String of(Rule rule, SentenceLanguage language) {
        boolean chinese = language == SentenceLanguage.CHINESE;
        SentenceText text = new SentenceText(language, new Shown() {
            @Override
            public String code(String list, String code) {
                return chinese ? quoted(code, '“', '”') : quoted(code, '"', '"');
            }

            @Override
            public String binding(String name) {
                return "{" + name + "}";
            }
        });
        StringBuilder out = new StringBuilder();
        Phrases words = language.phrases();
        header(out, words, "rule", value(rule.name()));
        header(out, words, "norms", String.join(chinese ? "，" : ", ", rule.legalBasis()));
        header(out, words, "step", words.step(rule.phase()));
        InForce days = rule.inForce();
        if (days != null) {
            header(out, words, "inForce", days.toString());
        }
        rule.exceptionTo().forEach(name -> header(out, words, "exceptionTo", value(name)));
        String burden = rule.burden();
        if (burden != null) {
            header(out, words, "burden", value(burden));
        }
        header(out, words, "reasonEn", value(rule.explainEn()));
        header(out, words, "reasonZh", value(rule.explainZh()));
        return out.append(text.body(rule)).toString();
    }

    private static void header(StringBuilder out, Phrases words, String key, String value) {
        out.append(words.word("head." + key)).append(words.sign(':'));
        out.append(words.sign(':').equals(":") ? " " : "").append(value).append('\n');
    }

    /** A value of the head: as it is, or in quotes where its ends would be lost. */
    private static String value(String text) {
        return text.equals(text.strip()) && !text.isEmpty() && text.charAt(0) != '"' ? text : quoted(text, '"', '"');
    }

    private static String quoted(String text, char open, char close) {
        return open + text.replace("\\", "\\\\").replace(String.valueOf(close), "\\" + close) + close;
    }

    private String body(Rule rule) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < rule.conditions().size(); i++) {
            Condition condition = rule.conditions().get(i);
            String lead = phrases.word(i == 0 ? "when" : "and");
            String said = of(condition);
            if (i > 0 && condition instanceof Condition.Not not) {
                lead = phrases.word("unless");
                said = of(not.inner());
            }
            out.append(i == 0 ? "" : "    ")
                    .append(lead)
                    .append(' ')
                    .append(said)
                    .append(phrases.sign(';'))
                    .append('\n');
        }
        for (int i = 0; i < rule.insertions().size(); i++) {
            out.append(i == 0 ? "" : phrases.sign(';') + "\n    ");
            out.append(phrases.word(i == 0 ? "then" : "and"))
                    .append(' ')
                    .append(of(rule.insertions().get(i)));
        }
        return out.append(phrases.sign('.')).append('\n').toString();
    }

    /** A condition as a clause. */
    public String of(Condition c) {
        if (c instanceof Condition.Pattern p) {
            return pattern(p);
        }
        if (c instanceof Condition.Not not) {
            return led("not", bracketed(not.inner()));
        }
        if (c instanceof Condition.Exists exists) {
            return led("exists", bracketed(exists.inner()));
        }
        if (c instanceof Condition.ForAll forAll) {
            StringBuilder out = new StringBuilder(led("forall", bracketed(forAll.base())));
            phrases.join(out, phrases.word("also"));
            phrases.join(out, group(forAll.others(), "and"));
            return out.toString();
        }
        return c instanceof Condition.Accumulate a ? accumulate(a) : bracketed(c);
    }

    /** A conclusion as a clause. */
    public String of(Insertion insertion) {
        List<Vocabulary.Field> fields = Words.entry(insertion.type()).fields();
        List<Constraint> values = new ArrayList<>();
        for (int i = 0; i < insertion.arguments().size(); i++) {
            values.add(new Constraint.Compare(
                    insertion.at(),
                    fields.get(i).name(),
                    Comparison.EQUAL,
                    insertion.arguments().get(i)));
        }
        return pattern(new Condition.Pattern(insertion.at(), insertion.type(), values));
    }

    private String led(String key, String rest) {
        StringBuilder out = new StringBuilder(phrases.word(key));
        phrases.join(out, rest);
        return out.toString();
    }

    private String bracketed(Condition c) {
        if (c instanceof Condition.And and) {
            return group(and.parts(), "and");
        }
        return c instanceof Condition.Or or ? group(or.branches(), "or") : group(List.of(c), "and");
    }

    private String group(List<? extends Condition> parts, String key) {
        String between = phrases.sign(';') + " " + phrases.word(key) + " ";
        return parts.stream().map(this::of).collect(Collectors.joining(between, phrases.sign('('), phrases.sign(')')));
    }

    private String accumulate(Condition.Accumulate a) {
        String comma = phrases.sign(',') + (phrases.sign(',').equals(",") ? " " : "");
        StringBuilder out = new StringBuilder(led("over", bracketed(a.source()))).append(phrases.sign(':'));
        List<String> results = new ArrayList<>();
        for (Condition.Aggregate f : a.aggregates()) {
            StringBuilder one = new StringBuilder(phrases.word(f.function().code()));
            phrases.join(one, shown.binding(f.name()));
            if (f.function() != AggregateFunction.COUNT) {
                phrases.join(one, phrases.word("of"));
                phrases.join(one, shown.binding(f.argument()));
            }
            results.add(one.toString());
        }
        phrases.join(out, String.join(comma, results));
        List<String> tests = new ArrayList<>();
        for (Condition.ResultTest t : a.tests()) {
            StringBuilder one = new StringBuilder(shown.binding(t.name()));
            constraint(one, "", new Constraint.Compare(t.at(), t.name(), t.comparison(), t.value()));
            tests.add(one.toString());
        }
        if (!tests.isEmpty()) {
            out.append(comma).append(phrases.word("where"));
            phrases.join(out, String.join(comma, tests));
        }
        return out.toString();
    }

    // ---- patterns

    private String pattern(Condition.Pattern p) {
        Phrase best = null;
        for (Phrase phrase : phrases.heads()) {
            if (phrase.type().equals(p.type())
                    && fits(phrase, p.constraints(), 0)
                    && (best == null || phrase.fields().size() > best.fields().size())) {
                best = phrase;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException(
                    "%s is no word of the vocabulary, so that no sentence says it.".formatted(p.type()));
        }
        StringBuilder out = new StringBuilder();
        int from = say(out, best, p, 0);
        while (from < p.constraints().size()) {
            Phrase next = null;
            for (Phrase tail : phrases.tails(p.type())) {
                if (next == null && fits(tail, p.constraints(), from)) {
                    next = tail;
                }
            }
            if (next == null) {
                throw new IllegalArgumentException("%s has no field %s, so that no sentence says it."
                        .formatted(p.type(), p.constraints().get(from).field()));
            }
            from = say(out, next, p, from);
        }
        return out.toString();
    }

    private static boolean fits(Phrase phrase, List<Constraint> constraints, int from) {
        int i = from;
        for (Phrase.Part part : phrase.parts()) {
            if (part instanceof Phrase.Part.Text) {
                continue;
            }
            Constraint c = i < constraints.size() ? constraints.get(i) : null;
            boolean equal = c instanceof Constraint.Compare e && e.comparison() == Comparison.EQUAL;
            boolean fits = part instanceof Phrase.Part.Slot slot
                    ? c != null && c.field().equals(slot.field()) && (equal || c instanceof Constraint.Bind)
                    : part instanceof Phrase.Part.Any any
                            ? c != null && c.field().equals(any.field())
                            : c instanceof Constraint.Compare e
                                    && equal
                                    && part instanceof Phrase.Part.Silent silent
                                    && e.field().equals(silent.field())
                                    && e.value().equals(silent.value());
            if (!fits) {
                return false;
            }
            i++;
        }
        return true;
    }

    /** Says the phrase and gives the index of the first constraint behind it. */
    private int say(StringBuilder out, Phrase phrase, Condition.Pattern p, int from) {
        int i = from;
        for (Phrase.Part part : phrase.parts()) {
            if (part instanceof Phrase.Part.Text text) {
                phrases.join(out, text.text());
            } else if (part instanceof Phrase.Part.Silent) {
                i++;
            } else {
                Constraint c = p.constraints().get(i);
                String list = Words.list(p.type(), c.field());
                if (part instanceof Phrase.Part.Slot) {
                    phrases.join(out, plain(list, c));
                } else {
                    constraint(out, list, c);
                }
                i++;
            }
        }
        return i;
    }

    private String plain(String list, Constraint c) {
        if (c instanceof Constraint.Bind b) {
            return named("some", b.name());
        }
        return operand(list, ((Constraint.Compare) c).value());
    }

    private void constraint(StringBuilder out, String list, Constraint c) {
        boolean equal = c instanceof Constraint.Bind
                || (c instanceof Constraint.Compare e && e.comparison() == Comparison.EQUAL);
        if (equal || phrases.sign(',').equals(",")) {
            phrases.join(out, phrases.word("copula"));
        }
        if (equal) {
            phrases.join(out, plain(list, c));
        } else if (c instanceof Constraint.Compare compare) {
            phrases.join(out, phrases.word(String.valueOf(COMPARISONS.get(compare.comparison()))));
            phrases.join(out, operand(list, compare.value()));
        } else {
            phrases.join(out, phrases.word("in"));
            List<Operand> values = ((Constraint.In) c).values();
            for (int i = 0; i < values.size(); i++) {
                phrases.join(out, i == 0 ? "" : phrases.word("inor"));
                phrases.join(out, operand(list, values.get(i)));
            }
        }
    }

    private String operand(String list, Operand o) {
        if (o instanceof Operand.Variable v) {
            return named("the", v.name());
        }
        if (o instanceof Operand.Text t) {
            return shown.code(list, t.value());
        }
        if (o instanceof Operand.Truth t) {
            return phrases.word(t.value() ? "yes" : "no");
        }
        return CanonicalText.operand(o);
    }

    private String named(String key, String name) {
        StringBuilder out = new StringBuilder(phrases.word(key));
        phrases.join(out, shown.binding(name));
        return out.toString();
    }
}
