package io.kdchain.rules;

import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.fact.Fields;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.verdict.Incident;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Asks providers of facts, and takes from them only what rules can read and evidence shows. */
final class ProvidedFacts {
    private ProvidedFacts() {}

    /**
     * The facts of all providers, in their order.
     *
     * @param words what the rules in use can read
     * @throws IllegalArgumentException if a provider gives something else than facts of the vocabulary that entries
     *     show
     */
    static List<KnownFact> of(List<FactProvider> providers, Vocabulary words, Evidence evidence, Incident incident) {
        Set<Long> shown = new HashSet<>();
        Stream.concat(evidence.admitted().stream(), evidence.notUnderstood().stream())
                .map(LogEntry::index)
                .forEach(shown::add);
        List<KnownFact> all = new ArrayList<>();
        for (FactProvider provider : providers) {
            for (KnownFact fact : provider.facts(evidence, incident)) {
                require(fact, words, shown, provider);
                all.add(fact);
            }
        }
        return all;
    }

    private static void require(KnownFact known, Vocabulary words, Set<Long> shown, FactProvider provider) {
        Vocabulary.WordEntry word = words.words().stream()
                .filter(w -> w.type().equals(known.fact().getClass()))
                .findFirst()
                .orElseThrow(() -> refused(
                        known, provider, "is no fact of the vocabulary; rules read those of vocabulary.md alone"));
        if (word.singleton()) {
            throw refused(known, provider, "is there exactly once, and the library finds it");
        }
        Fields fields = Fields.of(word.type());
        for (Vocabulary.Field field : word.fields()) {
            List<String> codes = words.list(field.list());
            Object value = fields.value(known.fact(), fields.names().indexOf(field.name()));
            if (!field.list().isEmpty() && !codes.isEmpty() && !codes.contains(String.valueOf(value))) {
                throw refused(
                        known, provider, "has the %s '%s'; it must be one of %s".formatted(field.name(), value, codes));
            }
        }
        if (!known.note().isEmpty()) {
            throw refused(
                    known, provider, "has the note '%s'; how silence is read the packs say".formatted(known.note()));
        }
        if (known.evidence().isEmpty() || !shown.containsAll(known.evidence())) {
            throw refused(
                    known,
                    provider,
                    "rests on entries %s; name at least one, all among those admitted or not understood: %s"
                            .formatted(known.evidence(), shown.stream().sorted().toList()));
        }
    }

    private static IllegalArgumentException refused(KnownFact known, FactProvider provider, String what) {
        return new IllegalArgumentException(
                "%s gives %s, which %s.".formatted(provider.getClass().getName(), known.fact(), what));
    }
}
