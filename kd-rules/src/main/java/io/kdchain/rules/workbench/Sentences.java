package io.kdchain.rules.workbench;

import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.language.Comparison;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Constraint;
import io.kdchain.rules.language.Insertion;
import io.kdchain.rules.language.Operand;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.Duty;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.report.CodeWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule in the words of the vocabulary. A binding is shown as ⟨party⟩ where it is first met and wherever the same one
 * is meant again. One rule, one object; not safe for concurrent use.
 */
final class Sentences {
    private static final Pattern BINDING = Pattern.compile("\\{([^}]*)}");

    private final RulePack pack;
    private final CodeWords words;
    /** By name of the binding: how it is shown. */
    private final Map<String, String> bound = new HashMap<>();

    Sentences(RulePack pack, CodeWords words) {
        this.pack = pack;
        this.words = words;
    }

    List<String> conditions(Rule rule) {
        return rule.conditions().stream().map(this::of).toList();
    }

    /** After the conditions, which give the bindings their names. */
    List<String> conclusions(Rule rule) {
        return rule.insertions().stream().map(this::of).toList();
    }

    /** The sentence of a verdict, with the bindings as the conditions show them. */
    String reason(String explanation) {
        return BINDING.matcher(explanation).replaceAll(m -> Matcher.quoteReplacement(variable(m.group(1))));
    }

    private String of(Condition c) {
        if (c instanceof Condition.Pattern p) {
            return pattern("book.is", p);
        }
        if (c instanceof Condition.Not not) {
            return not.inner() instanceof Condition.Pattern p
                    ? pattern("book.isnot", p)
                    : words.say("book.notall", of(not.inner()));
        }
        if (c instanceof Condition.Exists exists) {
            return exists.inner() instanceof Condition.Pattern p
                    ? pattern("book.some", p)
                    : words.say("book.any", of(exists.inner()));
        }
        if (c instanceof Condition.And and) {
            return joined("book.both", and.parts());
        }
        if (c instanceof Condition.Or or) {
            return joined("book.either", or.branches());
        }
        if (c instanceof Condition.ForAll forAll) {
            String base = of(forAll.base());
            return words.say("book.forall", base, joined("book.both", forAll.others()));
        }
        return counted((Condition.Accumulate) c);
    }

    private String joined(String key, List<? extends Condition> parts) {
        String all = of(parts.get(0));
        for (Condition part : parts.subList(1, parts.size())) {
            all = words.say(key, all, of(part));
        }
        return all;
    }

    private String counted(Condition.Accumulate a) {
        String source = of(a.source());
        List<String> results = new ArrayList<>();
        for (Condition.Aggregate f : a.aggregates()) {
            String shown = f.argument().isEmpty()
                    ? words.say("book.count")
                    : words.say("book." + f.function().code(), variable(f.argument()));
            bound.put(f.name(), shown);
            List<Condition.ResultTest> tests =
                    a.tests().stream().filter(t -> t.name().equals(f.name())).toList();
            List<String> compared = tests.stream()
                    .map(t -> compared(t.comparison(), value("", t.value())))
                    .toList();
            results.add(compared.isEmpty() ? shown : words.pair(shown, words.listed(compared)));
        }
        return words.say("book.counted", source, words.listed(results));
    }

    private String pattern(String key, Condition.Pattern p) {
        String word = word(p.type());
        String fields = words.listed(
                p.constraints().stream().map(c -> constraint(p.type(), c)).toList());
        return fields.isEmpty() ? words.say(key, word) : words.say(key + "full", word, fields);
    }

    private String constraint(String type, Constraint c) {
        String field = words.name(c.field());
        if (c instanceof Constraint.Bind b) {
            String name = words.name(b.name());
            bound.put(b.name(), "⟨" + (name.equals(b.name()) && words.isChinese() ? field + " " + name : name) + "⟩");
            return words.pair(field, variable(b.name()));
        }
        String list = list(type, c.field());
        if (c instanceof Constraint.Compare compare) {
            return words.pair(field, compared(compare.comparison(), value(list, compare.value())));
        }
        return words.pair(
                field,
                ((Constraint.In) c)
                        .values().stream()
                                .map(v -> value(list, v))
                                .reduce((all, next) -> words.say("book.or", all, next))
                                .orElse(""));
    }

    private String compared(Comparison comparison, String value) {
        return switch (comparison) {
            case EQUAL -> value;
            case NOT_EQUAL -> words.say("book.other", value);
            case LESS -> words.say("book.less", value);
            case AT_MOST -> words.say("book.atmost", value);
            case GREATER -> words.say("book.more", value);
            case AT_LEAST -> words.say("book.atleast", value);
        };
    }

    private String of(Insertion insertion) {
        List<Vocabulary.Field> fields = pack.vocabulary()
                .word(insertion.type())
                .map(Vocabulary.WordEntry::fields)
                .orElse(List.of());
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < insertion.arguments().size(); i++) {
            Vocabulary.Field field = fields.get(i);
            parts.add(words.pair(
                    words.name(field.name()),
                    value(field.list(), insertion.arguments().get(i))));
        }
        return words.say("book.conclude", word(insertion.type()), words.listed(parts));
    }

    private String word(String type) {
        return pack.word(type).map(l -> words.isChinese() ? l.zh() : l.en()).orElse(type);
    }

    private String list(String type, String field) {
        return pack.vocabulary()
                .word(type)
                .flatMap(w -> w.field(field))
                .map(Vocabulary.Field::list)
                .orElse("");
    }

    private String value(String list, Operand o) {
        if (o instanceof Operand.Variable v) {
            return variable(v.name());
        }
        if (o instanceof Operand.Truth t) {
            return words.say(t.value() ? "book.yes" : "book.no");
        }
        if (o instanceof Operand.Whole w) {
            return String.valueOf(w.value());
        }
        return o instanceof Operand.Text t ? code(list, t.value()) : String.valueOf(((Operand.Day) o).value());
    }

    private String code(String list, String code) {
        Duty duty = list.equals("duty") ? pack.duties().get(code) : null;
        if (duty != null) {
            String title = words.isChinese() ? duty.title().zh() : duty.title().en();
            return "“" + title + "”";
        }
        if (list.equals("term")) {
            return pack.parameters().history(code).stream()
                    .map(Parameter::value)
                    .findFirst()
                    .map(v -> code + " (" + v + ")")
                    .orElse(code);
        }
        return words.code(list, code);
    }

    private String variable(String name) {
        return bound.getOrDefault(name, "⟨" + words.name(name) + "⟩");
    }
}
