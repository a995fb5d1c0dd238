package io.kdchain.rules.language;

import io.kdchain.rules.fact.Phase;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.fact.Vocabulary.Field;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The phrases of one language: for each word of the vocabulary one that says it alone, others that name its fields, and
 * for each field one that goes on. A word for which the table has nothing is said by what it means, so that whatever
 * the rule language can say has a sentence.
 */
final class Phrases {
    private static final Map<SentenceLanguage, Phrases> ALL = new EnumMap<>(SentenceLanguage.class);

    static {
        for (SentenceLanguage language : SentenceLanguage.values()) {
            ALL.put(language, load(language));
        }
    }

    private final Map<String, String> table;
    private final boolean spaced;
    private final List<Phrase> heads = new ArrayList<>();
    private final Map<String, List<Phrase>> tails = new TreeMap<>();

    private Phrases(Map<String, String> table, boolean english) {
        this.table = table;
        this.spaced = english;
        for (WordEntry word : Vocabulary.base().words()) {
            String alone = table.getOrDefault(word.name(), english ? word.en() : word.zh());
            add(heads, word, word.name(), word("there") + (english ? " " : "") + alone);
            for (int i = 1; table.containsKey(word.name() + "." + i); i++) {
                add(heads, word, word.name() + "." + i, said(word.name() + "." + i));
            }
            List<Phrase> further = new ArrayList<>();
            for (Field field : word.fields()) {
                String key = "tail." + word.name() + "." + field.name();
                for (String own : List.of(key, key + ".2")) {
                    if (table.containsKey(own)) {
                        add(further, word, own, said(own));
                    }
                }
                add(
                        further,
                        word,
                        key,
                        word("tail") + (english ? " " : "") + field(field.name()) + " {=" + field.name() + "}");
            }
            tails.put(word.name(), List.copyOf(further));
        }
    }

    static Phrases of(SentenceLanguage language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    private static Phrases load(SentenceLanguage language) {
        String file = "sentences_%s.properties".formatted(language.code());
        Properties read = new Properties();
        try (InputStream in = Phrases.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The library lacks its file %s.".formatted(file));
            }
            read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
        Map<String, String> table = new TreeMap<>();
        read.forEach((key, value) -> table.put(String.valueOf(key), String.valueOf(value)));
        return new Phrases(table, language == SentenceLanguage.ENGLISH);
    }

    private static void add(List<Phrase> phrases, WordEntry word, String key, String template) {
        Phrase phrase = Phrase.of(key, word.name(), template);
        for (String field : phrase.fields()) {
            if (word.field(field).isEmpty()) {
                throw new IllegalStateException(
                        "Phrase %s names %s, which %s has not.".formatted(key, field, word.name()));
            }
        }
        phrases.add(phrase);
    }

    private String said(String key) {
        String said = table.get(key);
        if (said == null) {
            throw new IllegalStateException("The table of sentences lacks %s.".formatted(key));
        }
        return said;
    }

    /** A word of the grammar. */
    String word(String key) {
        return said(key);
    }

    /** All phrases with which a condition can begin. */
    List<Phrase> heads() {
        return heads;
    }

    /** Those with which a condition about a word can go on; the ones that say most without a value first. */
    List<Phrase> tails(String type) {
        return tails.getOrDefault(type, List.of());
    }

    String field(String name) {
        return table.getOrDefault("field." + name, name);
    }

    String step(Phase phase) {
        return said("step." + phase.code());
    }

    Optional<Phase> step(String said) {
        for (Phase phase : Phase.values()) {
            if (step(phase).equals(said) || phase.code().equals(said)) {
                return Optional.of(phase);
            }
        }
        return Optional.empty();
    }

    /** Appends a piece, with a space before it where the language has one. */
    void join(StringBuilder out, String next) {
        if (spaced
                && !out.isEmpty()
                && !next.isEmpty()
                && ",;:.) ".indexOf(next.charAt(0)) < 0
                && out.charAt(out.length() - 1) != '('
                && out.charAt(out.length() - 1) != ' ') {
            out.append(' ');
        }
        out.append(next);
    }

    /** A sign as the language writes it, of the half-width one. */
    String sign(char sign) {
        return spaced
                ? String.valueOf(sign)
                : switch (sign) {
                    case ',' -> "，";
                    case ';' -> "；";
                    case ':' -> "：";
                    case '(' -> "（";
                    case ')' -> "）";
                    default -> "。";
                };
    }
}
