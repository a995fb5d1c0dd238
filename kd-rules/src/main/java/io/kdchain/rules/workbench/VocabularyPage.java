package io.kdchain.rules.workbench;

import io.kdchain.rules.fact.CodeLists;
import io.kdchain.rules.fact.Phase;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.fact.Vocabulary.Field;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The words of the rule language as a page for who writes rules: {@code rules/vocabulary.md}. */
public final class VocabularyPage {
    private VocabularyPage() {}

    /** The page in Markdown; the same vocabulary gives the same text. */
    public static String markdown(Vocabulary vocabulary) {
        StringBuilder page = new StringBuilder("""
                # The words of the rule language · 规则语言词汇

                Generated from the vocabulary; do not edit. Facts come from the evidence; rules read them and conclude the others.
                A field is an id, a whole number, true or false, or one of a closed list (below).
                本页由词汇表生成，请勿手工修改。事实来自证据，规则只读取事实并得出结论；字段为标识、整数、真假值，或封闭列表中的代码。

                """);
        words(page, vocabulary, "Facts · 事实", false);
        words(page, vocabulary, "Conclusions · 结论", true);
        lists(page, vocabulary);
        return page.toString();
    }

    private static void words(StringBuilder page, Vocabulary vocabulary, String title, boolean conclusions) {
        page.append("## ").append(title).append("\n\n");
        page.append(
                conclusions
                        ? "| word | meaning | 含义 | fields | concluded in |\n"
                        : "| word | meaning | 含义 | fields |\n");
        page.append(conclusions ? "|---|---|---|---|---|\n" : "|---|---|---|---|\n");
        for (WordEntry word : vocabulary.words()) {
            if (word.isConclusion() == conclusions) {
                page.append("| `%s`%s | %s | %s | %s |"
                        .formatted(
                                word.name(),
                                word.singleton() ? " (exactly one · 唯一)" : "",
                                word.en(),
                                word.zh(),
                                word.fields().stream()
                                        .map(VocabularyPage::field)
                                        .collect(Collectors.joining(", "))));
                page.append(conclusions ? " %s |\n".formatted(phases(word)) : "\n");
            }
        }
        page.append('\n');
    }

    private static String field(Field field) {
        if (!field.list().isEmpty()) {
            return "`%s` of *%s*".formatted(field.name(), field.list());
        }
        String type = field.type() == int.class ? "number" : field.type() == boolean.class ? "true or false" : "id";
        return "`%s` %s".formatted(field.name(), type);
    }

    private static String phases(WordEntry word) {
        return List.of(Phase.values()).stream()
                .filter(p -> word.concludedIn().contains(p))
                .map(Phase::code)
                .collect(Collectors.joining(", "));
    }

    private static void lists(StringBuilder page, Vocabulary vocabulary) {
        page.append("## Closed lists · 封闭列表\n\n| list | codes |\n|---|---|\n");
        Set<String> used = new TreeSet<>();
        for (WordEntry word : vocabulary.words()) {
            word.fields().stream().map(Field::list).filter(l -> !l.isEmpty()).forEach(used::add);
        }
        for (String list : used) {
            Collection<String> codes = vocabulary.list(list);
            page.append("| *%s* | %s |\n"
                    .formatted(
                            list,
                            CodeLists.OF_THE_PACK.contains(list)
                                    ? "those of the pack: `%s` · 由规则包给出"
                                            .formatted(list.equals("duty") ? "duties.yaml" : "parameters.yaml")
                                    : codes.stream().map("`%s`"::formatted).collect(Collectors.joining(", "))));
        }
    }
}
