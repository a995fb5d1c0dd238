package io.kdchain.rules.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The phrases of reports in one language. Immutable. */
final class Words {
    private static final Words ENGLISH = load(Language.ENGLISH, "words_en.properties");
    private static final Words CHINESE = load(Language.CHINESE, "words_zh.properties");

    private final Language language;
    private final Map<String, String> phrases;

    private Words(Language language, Map<String, String> phrases) {
        this.language = language;
        this.phrases = phrases;
    }

    static Words of(Language language) {
        return switch (language) {
            case ENGLISH -> ENGLISH;
            case CHINESE -> CHINESE;
        };
    }

    Language language() {
        return language;
    }

    /** All phrases by key, sorted. */
    Map<String, String> phrases() {
        return phrases;
    }

    /** The phrase with {0}, {1}, ... filled in. */
    String say(String key, String... values) {
        String phrase = phrases.get(key);
        if (phrase == null) {
            throw new IllegalArgumentException("Reports have no phrase '%s' in %s.".formatted(key, language));
        }
        StringBuilder out = new StringBuilder(phrase.length() + 32);
        int from = 0;
        for (int i = phrase.indexOf('{'); i >= 0; i = phrase.indexOf('{', from)) {
            out.append(phrase, from, i).append(values[phrase.charAt(i + 1) - '0']);
            from = i + 3;
        }
        return out.append(phrase, from, phrase.length()).toString();
    }

    /** A code in words; the code itself if there are none, since packs and newer events bring codes of their own. */
    String code(String code) {
        return phrases.getOrDefault("code." + code, code);
    }

    /** A type of event in words; the type itself if it is unknown. */
    String event(String type) {
        return phrases.getOrDefault("event." + type, type);
    }

    /** A code of one list in words; the code itself if there are none. */
    String code(String list, String code) {
        return phrases.getOrDefault(list + "." + code, code);
    }

    private static Words load(Language language, String resource) {
        Properties properties = new Properties();
        try (InputStream in = Words.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "Resource %s is missing beside %s; build kd-rules again.".formatted(resource, Words.class));
            }
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("Resource %s can't be read.".formatted(resource), e);
        }
        return new Words(
                language,
                properties.stringPropertyNames().stream()
                        .collect(Collectors.toMap(k -> k, properties::getProperty, (a, b) -> a, TreeMap::new)));
    }
}
