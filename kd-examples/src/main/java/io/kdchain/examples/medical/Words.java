package io.kdchain.examples.medical;

import java.util.Locale;

/** The same sentence in English and in Chinese. */
public record Words(String english, String chinese) {

    /** The sentence in this language; English for all but Chinese. */
    public String in(Locale locale) {
        return locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? chinese : english;
    }
}
