package io.kdchain.rules.language;

import io.kdchain.rules.fact.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks what a sentence can get wrong and a pattern cannot, in the words of its author: {@code some} for a name that
 * was met before, {@code the} for one that was not, codes that the closed lists have not. All else is for
 * {@link RuleAnalysis}, as for any rule.
 */
final class SentenceCheck {
    private final SentenceLanguage language;
    private final Rule rule;
    private final List<Problem> problems = new ArrayList<>();

    private SentenceCheck(SentenceLanguage language, Rule rule) {
        this.language = language;
        this.rule = rule;
    }

    static List<Problem> of(SentenceLanguage language, Rule rule) {
        SentenceCheck check = new SentenceCheck(language, rule);
        Map<String, Position> met = new LinkedHashMap<>();
        rule.conditions().forEach(c -> check.condition(c, met));
        for (Insertion i : rule.insertions()) {
            List<Vocabulary.Field> fields = Words.entry(i.type()).fields();
            for (int n = 0; n < i.arguments().size(); n++) {
                check.value(i.type(), fields.get(n).name(), i.arguments().get(n), i.at(), met);
            }
        }
        return check.problems;
    }

    private void condition(Condition c, Map<String, Position> met) {
        if (c instanceof Condition.Pattern p) {
            pattern(p, met);
        } else if (c instanceof Condition.And and) {
            and.parts().forEach(part -> condition(part, met));
        } else if (c instanceof Condition.Or or) {
            Map<String, Position> common = new LinkedHashMap<>();
            for (int i = 0; i < or.branches().size(); i++) {
                Map<String, Position> inner = new LinkedHashMap<>(met);
                condition(or.branches().get(i), inner);
                if (i == 0) {
                    common.putAll(inner);
                } else {
                    common.keySet().retainAll(inner.keySet());
                }
            }
            met.putAll(common);
        } else if (c instanceof Condition.Not not) {
            condition(not.inner(), new LinkedHashMap<>(met));
        } else if (c instanceof Condition.Exists exists) {
            condition(exists.inner(), new LinkedHashMap<>(met));
        } else if (c instanceof Condition.ForAll forAll) {
            Map<String, Position> inner = new LinkedHashMap<>(met);
            pattern(forAll.base(), inner);
            forAll.others().forEach(p -> pattern(p, inner));
        } else if (c instanceof Condition.Accumulate a) {
            Map<String, Position> inner = new LinkedHashMap<>(met);
            condition(a.source(), inner);
            a.aggregates().forEach(f -> first(f.name(), f.at(), met));
            a.tests().forEach(t -> again(t.value(), t.at(), met));
        }
    }

    private void pattern(Condition.Pattern p, Map<String, Position> met) {
        for (Constraint c : p.constraints()) {
            if (c instanceof Constraint.Bind b) {
                first(b.name(), b.at(), met);
            } else if (c instanceof Constraint.Compare compare) {
                value(p.type(), c.field(), compare.value(), c.at(), met);
            } else if (c instanceof Constraint.In in) {
                in.values().forEach(v -> value(p.type(), c.field(), v, c.at(), met));
            }
        }
    }

    private void value(String type, String field, Operand value, Position at, Map<String, Position> met) {
        again(value, at, met);
        String list = Words.list(type, field);
        List<String> codes = Words.codes(list);
        if (value instanceof Operand.Text text && !codes.isEmpty() && !codes.contains(text.value())) {
            problem(
                    at,
                    "\"%s\" is no code of the list %s, from which the %s takes its values%s. The list: %s."
                            .formatted(
                                    text.value(),
                                    list,
                                    language.field(field),
                                    Spelling.hint(text.value(), codes),
                                    String.join(", ", codes)),
                    "“%s”不是列表 %s 的代码，而“%s”的值取自该列表%s。列表：%s。"
                            .formatted(
                                    text.value(),
                                    list,
                                    language.field(field),
                                    meant(text.value(), codes),
                                    String.join("、", codes)));
        }
    }

    private void first(String name, Position at, Map<String, Position> met) {
        Position before = met.putIfAbsent(name, at);
        if (before != null) {
            problem(
                    at,
                    "\"some {%s}\" names {%s} anew, and it was met at line %d; write \"the {%s}\" for the same one, or another name."
                            .formatted(name, name, before.line(), name),
                    "“某{%s}”重新命名{%s}，而它已在第%d行出现；同一个请写“该{%s}”，否则另取名称。".formatted(name, name, before.line(), name));
        }
    }

    private void again(Operand value, Position at, Map<String, Position> met) {
        if (value instanceof Operand.Variable v && !met.containsKey(v.name())) {
            problem(
                    at,
                    "\"the {%s}\" was not met before; write \"some {%s}\" where it is first met. What is met within \"unless\", brackets of not, every or all, or one branch of \"or\" has no name outside%s."
                            .formatted(v.name(), v.name(), Spelling.hint(v.name(), met.keySet())),
                    "“该{%s}”此前没有出现；首次出现处请写“某{%s}”。在“除非”、“并非”、“凡”、“就全部情形”或“或者”的一支之内出现的名称，在其外无效%s。"
                            .formatted(v.name(), v.name(), meant(v.name(), List.copyOf(met.keySet()))));
        }
    }

    private static String meant(String word, List<String> words) {
        return Spelling.nearest(word, words).map(w -> "；您是否想写：" + w + "？").orElse("");
    }

    private void problem(Position at, String en, String zh) {
        problems.add(new Problem(at, rule.name(), language.say(en, zh)));
    }
}
