package io.kdchain.rules.language;

import java.util.Locale;

/** The languages in which rules can be written as sentences. */
public enum SentenceLanguage {
    ENGLISH("en"),
    CHINESE("zh");

    private final String code;

    SentenceLanguage(String code) {
        this.code = code;
    }

    /** Chinese for a Chinese locale, or else English. */
    public static SentenceLanguage of(Locale locale) {
        return locale.getLanguage().equals("zh") ? CHINESE : ENGLISH;
    }

    String code() {
        return code;
    }

    Phrases phrases() {
        return Phrases.of(this);
    }

    /** A message in this language. */
    String say(String en, String zh) {
        return this == CHINESE ? zh : en;
    }

    /** A field or binding of the vocabulary in words; its name where there are none. */
    public String field(String name) {
        return phrases().field(name);
    }
}
