package io.kdchain.rules.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that a proof states, by id, by word and by the value of a field. Not safe for concurrent use. */
final class Known {
    /**
     * A fact or conclusion with its id.
     *
     * @param id as the proof names it
     * @param says what
     */
    record Named(String id, Statement says) {}

    private final Map<String, Named> byId = new HashMap<>();
    private final Map<String, List<Named>> byWord = new HashMap<>();
    private final Map<String, Map<Object, List<Named>>> byField = new HashMap<>();

    Known(Proof proof) {
        proof.given().facts().forEach(f -> add(new Named(f.id(), f.says())));
        proof.conclusions().forEach(c -> add(new Named(c.id(), c.says())));
    }

    private void add(Named named) {
        byId.putIfAbsent(named.id(), named);
        byWord.computeIfAbsent(named.says().word(), w -> new ArrayList<>()).add(named);
    }

    Optional<Named> of(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Collection<Named> all(String word) {
        return byWord.getOrDefault(word, List.of());
    }

    Collection<Named> all(String word, String field, Object value) {
        return byField.computeIfAbsent(word + "." + field, key -> {
                    Map<Object, List<Named>> index = new HashMap<>();
                    all(word)
                            .forEach(n -> index.computeIfAbsent(n.says().value(field), v -> new ArrayList<>())
                                    .add(n));
                    return index;
                })
                .getOrDefault(value, List.of());
    }
}
