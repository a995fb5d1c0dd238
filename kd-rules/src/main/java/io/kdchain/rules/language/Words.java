package io.kdchain.rules.language;

import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import java.util.List;

/** The words that hold for every pack. */
final class Words {
    private static final Vocabulary BASE = Vocabulary.base();

    private Words() {}

    static WordEntry entry(String name) {
        return BASE.word(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s is no word of the vocabulary, so that no sentence says it.".formatted(name)));
    }

    /** The closed list of a field; empty if it has none. */
    static String list(String type, String field) {
        return entry(type).field(field).map(Vocabulary.Field::list).orElse("");
    }

    /** The codes of a list; empty for one that each pack has for itself. */
    static List<String> codes(String list) {
        return BASE.list(list);
    }
}
