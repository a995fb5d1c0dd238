package io.kdchain.rules.workbench;

import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Constraint;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.language.SentenceLanguage;
import io.kdchain.rules.language.SentenceText;
import io.kdchain.rules.pack.Duty;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.report.CodeWords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule in sentences for readers: those of a {@code .rule} file, with codes in words and bindings as ⟨party⟩. One
 * rule, one object; not safe for concurrent use.
 */
final class Sentences implements SentenceText.Shown {
    private static final Pattern BINDING = Pattern.compile("\\{([^}]*)}");

    private final RulePack pack;
    private final CodeWords words;
    private final Rule rule;
    private final SentenceLanguage language;
    private final SentenceText text;
    /** By name of a binding: the field that it names first. */
    private final Map<String, String> fields = new HashMap<>();

    Sentences(RulePack pack, CodeWords words, Rule rule) {
        this.pack = pack;
        this.words = words;
        this.rule = rule;
        this.language = words.isChinese() ? SentenceLanguage.CHINESE : SentenceLanguage.ENGLISH;
        this.text = SentenceText.of(language, this);
        rule.conditions().forEach(this::bind);
    }

    List<String> conditions() {
        return rule.conditions().stream().map(text::of).toList();
    }

    List<String> conclusions() {
        return rule.insertions().stream().map(text::of).toList();
    }

    /** The sentence of a verdict, with the bindings as the conditions show them. */
    String reason() {
        return BINDING.matcher(words.isChinese() ? rule.explainZh() : rule.explainEn())
                .replaceAll(m -> Matcher.quoteReplacement(binding(m.group(1))));
    }

    private void bind(Condition c) {
        if (c instanceof Condition.Pattern p) {
            for (Constraint constraint : p.constraints()) {
                if (constraint instanceof Constraint.Bind b) {
                    fields.putIfAbsent(b.name(), b.field());
                }
            }
        } else if (c instanceof Condition.Not not) {
            bind(not.inner());
        } else if (c instanceof Condition.Exists exists) {
            bind(exists.inner());
        } else if (c instanceof Condition.And and) {
            and.parts().forEach(this::bind);
        } else if (c instanceof Condition.Or or) {
            or.branches().forEach(this::bind);
        } else if (c instanceof Condition.ForAll forAll) {
            bind(forAll.base());
            forAll.others().forEach(this::bind);
        } else {
            bind(((Condition.Accumulate) c).source());
        }
    }

    /** In words of the field where the name is one; else with the field before it, in Chinese. */
    @Override
    public String binding(String name) {
        String shown = language.field(name);
        String field = fields.get(name);
        return "⟨"
                + (shown.equals(name) && words.isChinese() && field != null
                        ? language.field(field) + " " + name
                        : shown)
                + "⟩";
    }

    @Override
    public String code(String list, String code) {
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
        return "“" + words.code(list, code) + "”";
    }
}
