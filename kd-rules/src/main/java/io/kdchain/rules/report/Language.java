package io.kdchain.rules.report;

import java.util.Locale;

/** A language in which reports are written. */
public enum Language {
    ENGLISH("en"),
    CHINESE("zh-CN");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** BCP 47 tag, as HTML's {@code lang} takes it. */
    public String tag() {
        return tag;
    }

    /** Chinese for every Chinese locale, else English. */
    public static Language of(Locale locale) {
        return locale.getLanguage().equals("zh") ? CHINESE : ENGLISH;
    }
}
