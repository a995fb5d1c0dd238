package io.kdchain.rules.engine;

import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Fact;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What follows from facts, and why. Immutable and in canonical order, whatever engine made it. */
public final class Derivation {
    private final List<Fact> facts;
    private final Map<Conclusion, List<Justification>> justifications;

    /** With the facts and all justifications of each conclusion; the caller has put both into canonical order. */
    public Derivation(List<Fact> facts, Map<Conclusion, List<Justification>> justifications) {
        this.facts = List.copyOf(facts);
        Map<Conclusion, List<Justification>> copy = new LinkedHashMap<>();
        justifications.forEach((c, j) -> {
            if (j.isEmpty()) {
                throw new IllegalArgumentException(
                        "%s has no justification; a conclusion follows by at least one rule.".formatted(c));
            }
            copy.put(c, List.copyOf(j));
        });
        this.justifications = Collections.unmodifiableMap(copy);
    }

    /** The facts it started from, each once. */
    public List<Fact> facts() {
        return facts;
    }

    /** All conclusions. */
    public List<Conclusion> conclusions() {
        return List.copyOf(justifications.keySet());
    }

    /** The conclusions of one kind. */
    public <T extends Conclusion> List<T> conclusions(Class<T> type) {
        return justifications.keySet().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** All ways in which the conclusion follows; empty if it does not follow. */
    public List<Justification> justifications(Conclusion conclusion) {
        return justifications.getOrDefault(conclusion, List.of());
    }

    /** Each conclusion with all its justifications. */
    public Map<Conclusion, List<Justification>> asMap() {
        return justifications;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Derivation d && facts.equals(d.facts) && justifications.equals(d.justifications);
    }

    @Override
    public int hashCode() {
        return 31 * facts.hashCode() + justifications.hashCode();
    }

    @Override
    public String toString() {
        return "Derivation of %d conclusions from %d facts".formatted(justifications.size(), facts.size());
    }
}
