package io.kdchain.rules.engine;

import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.fact.Vocabulary.Field;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Facts with few ids and codes at random, so that many of them fit together. */
public final class RandomFacts {
    private RandomFacts() {}

    /** So many facts, fewer where a word may stand once. */
    public static List<Fact> of(Vocabulary vocabulary, long seed, int count) {
        Random random = new Random(seed);
        List<WordEntry> words =
                vocabulary.words().stream().filter(w -> !w.isConclusion()).toList();
        List<Fact> facts = new ArrayList<>();
        boolean claim = false;
        for (int i = 0; i < count; i++) {
            WordEntry word = words.get(random.nextInt(words.size()));
            if (word.singleton()) {
                if (claim) {
                    continue;
                }
                claim = true;
            }
            facts.add(fact(word, vocabulary, random));
        }
        return facts;
    }

    private static Fact fact(WordEntry word, Vocabulary vocabulary, Random random) {
        Object[] values = new Object[word.fields().size()];
        Class<?>[] types = new Class<?>[values.length];
        for (int i = 0; i < values.length; i++) {
            types[i] = word.fields().get(i).type();
            values[i] = value(word.fields().get(i), vocabulary, random);
        }
        try {
            return (Fact) word.type().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(Field field, Vocabulary vocabulary, Random random) {
        if (field.type() == boolean.class) {
            return random.nextBoolean();
        }
        if (field.type() == int.class) {
            return random.nextInt(4);
        }
        if (!field.list().isEmpty()) {
            List<String> codes = vocabulary.list(field.list());
            return codes.isEmpty() ? "none" : codes.get(random.nextInt(codes.size()));
        }
        String kind = switch (field.name()) {
            case "party", "other", "holder", "user", "claimant" -> "p";
            case "item" -> "i";
            default -> "x";
        };
        return kind + random.nextInt(kind.equals("p") ? 3 : 2);
    }
}
