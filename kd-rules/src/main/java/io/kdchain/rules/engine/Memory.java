package io.kdchain.rules.engine;

import io.kdchain.rules.fact.Term;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Facts and conclusions, found by word and by the value of a field. Not safe for concurrent use. */
public final class Memory {
    private final Set<Term> all = new HashSet<>();
    private final Map<String, List<Term>> byWord = new HashMap<>();
    /** By word, then by field, then by value. */
    private final Map<String, Map<String, Map<Object, List<Term>>>> byField = new HashMap<>();

    /** With these terms, each once, in the order given. */
    public Memory(Collection<? extends Term> terms) {
        terms.forEach(this::add);
    }

    /** Adds a term; false if it was there. */
    public boolean add(Term term) {
        if (!all.add(term)) {
            return false;
        }
        String word = Terms.word(term);
        byWord.computeIfAbsent(word, w -> new ArrayList<>()).add(term);
        byField.getOrDefault(word, Map.of())
                .forEach((field, index) -> index.computeIfAbsent(Terms.value(term, field), v -> new ArrayList<>())
                        .add(term));
        return true;
    }

    boolean contains(Term term) {
        return all.contains(term);
    }

    List<Term> all(String word) {
        return byWord.getOrDefault(word, List.of());
    }

    List<Term> all(String word, String field, Object value) {
        List<Term> ofWord = all(word);
        if (ofWord.isEmpty()) {
            return ofWord;
        }
        return byField.computeIfAbsent(word, w -> new HashMap<>())
                .computeIfAbsent(field, f -> {
                    Map<Object, List<Term>> index = new HashMap<>();
                    for (Term t : ofWord) {
                        index.computeIfAbsent(Terms.value(t, f), v -> new ArrayList<>())
                                .add(t);
                    }
                    return index;
                })
                .getOrDefault(value, List.of());
    }

    /** The most terms of a word that have one and the same value in a field. */
    int largest(String word, String field) {
        List<Term> ofWord = all(word);
        if (ofWord.isEmpty()) {
            return 0;
        }
        all(word, field, Terms.value(ofWord.get(0), field));
        return byField.getOrDefault(word, Map.of()).getOrDefault(field, Map.of()).values().stream()
                .mapToInt(List::size)
                .max()
                .orElse(0);
    }
}
