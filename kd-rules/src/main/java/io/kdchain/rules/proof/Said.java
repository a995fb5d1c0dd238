package io.kdchain.rules.proof;

import io.kdchain.rules.verdict.DamageItem;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a proof says of an item: conclusions that stand, and facts. */
final class Said {
    private final Proof proof;
    private final Standing standing;

    Said(Proof proof, Standing standing) {
        this.proof = proof;
        this.standing = standing;
    }

    /** The conclusions of a word about an item that stand. */
    List<Statement> ofItem(String word, String item) {
        return standing.of(word).stream().filter(s -> s.says("item", item)).toList();
    }

    /** The facts of a word. */
    List<Statement> facts(String word) {
        return proof.given().facts().stream()
                .map(Proof.Shown::says)
                .filter(s -> s.word().equals(word))
                .toList();
    }

    /** The breaches that stand and protect against such damage as an item is. */
    List<Statement> breaches(DamageItem item) {
        Set<String> purposes = facts("Purpose").stream()
                .filter(p -> p.says("item", item.id()))
                .map(p -> p.text("duty"))
                .collect(Collectors.toSet());
        return standing.of("Breach").stream()
                .filter(s -> purposes.contains(s.text("duty"))
                        && !s.says("tie", "organisational")
                        && (item.aggravated() || !s.says("tie", "later")))
                .toList();
    }
}
