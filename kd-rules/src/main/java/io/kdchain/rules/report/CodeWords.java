package io.kdchain.rules.report;

import java.util.List;
import java.util.Locale;

/** The words of reports for codes of the rules and for phrases around them, in one language. Immutable. */
public final class CodeWords {
    private final Words words;

    private CodeWords(Words words) {
        this.words = words;
    }

    /** In the language of a locale: Chinese, or else English. */
    public static CodeWords of(Locale locale) {
        return new CodeWords(Words.of(Language.of(locale)));
    }

    /** Whether they are Chinese. */
    public boolean isChinese() {
        return words.language() == Language.CHINESE;
    }

    /** A code of a closed list in words; the code itself where there are none. */
    public String code(String list, String code) {
        return words.phrases().containsKey("code." + code) ? words.code(code) : words.code(list, code);
    }

    /** One after another; empty if there are none. */
    public String listed(List<String> parts) {
        return parts.stream()
                .reduce((all, next) -> words.say("list.comma", all, next))
                .orElse("");
    }

    /** A phrase of a book of rules. */
    public String say(String key, String... values) {
        return words.say(key, values);
    }
}
