package io.kdchain.rules.workbench;

import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import io.kdchain.rules.language.SentenceLanguage;
import io.kdchain.rules.language.SentenceText;
import java.util.stream.Collectors;

/** All sentences of the rule language as a page for who writes rules: {@code rules/sentences.md}. */
public final class SentencesPage {
    private SentencesPage() {}

    /** The page in Markdown; the same table of sentences gives the same text. */
    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # The sentences of the rule language · 规则语句一览

                Generated from the table of sentences; do not edit. For `{party}` stands a value: `some {party}` where the name is first met, `the {party}`
                for the same one again, a code in quotes, a number, a day, yes or no. After any sentence of a word may follow its other fields:
                `, whose grade of fault is other than "slight"` (*is*, *is other than*, *is one of "a" or "b"*, *is less than*, *is at most*, *is more than*, *is at least*).
                本页由语句表生成，请勿手工修改。`{party}`处写值：首次出现写`某{party}`，再指同一个写`该{party}`，或引号中的代码、数字、日期、是、否。
                任何语句之后可以接该词的其他字段：`，其过错程度不同于“slight”`（为、不同于、属于“a”或“b”、小于、不超过、大于、不少于）。

                | word | English | 中文 |
                |---|---|---|
                """);
        for (WordEntry word : Vocabulary.base().words()) {
            page.append("| `%s` | %s | %s |\n"
                    .formatted(
                            word.name(),
                            sentences(SentenceLanguage.ENGLISH, word),
                            sentences(SentenceLanguage.CHINESE, word)));
        }
        page.append("\n| field | whose … is | 其……为 |\n|---|---|---|\n");
        Vocabulary.base().words().stream()
                .flatMap(w -> w.fields().stream())
                .map(Vocabulary.Field::name)
                .distinct()
                .sorted()
                .forEach(f -> page.append("| `%s` | %s | %s |\n"
                        .formatted(f, SentenceLanguage.ENGLISH.field(f), SentenceLanguage.CHINESE.field(f))));
        return page.toString();
    }

    private static String sentences(SentenceLanguage language, WordEntry word) {
        return SentenceText.examples(language, word.name()).stream().collect(Collectors.joining("<br>"));
    }
}
