package io.kdchain.rules.engine;

import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Fact;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts what engines found into canonical order. */
public final class Derivations {
    private static final Comparator<Justification> ORDER = Comparator.<Justification, String>comparing(
                    j -> j.rule().name())
            .thenComparing(j -> j.premises().stream().map(Terms::text).collect(Collectors.joining("\n")))
            .thenComparing(j -> j.bindings().toString())
            .thenComparing(j -> j.held().stream().map(Justification.Held::text).collect(Collectors.joining("\n")));

    private Derivations() {}

    /** Each fact once, in canonical order. */
    public static List<Fact> sorted(Collection<? extends Fact> facts) {
        return facts.stream()
                .map(Fact.class::cast)
                .distinct()
                .sorted(Terms.ORDER)
                .toList();
    }

    /** A derivation in canonical order. */
    public static Derivation of(List<Fact> facts, Map<Conclusion, Set<Justification>> found) {
        Map<Conclusion, List<Justification>> ordered = new LinkedHashMap<>();
        found.entrySet().stream()
                .sorted((a, b) -> Terms.ORDER.compare(a.getKey(), b.getKey()))
                .forEach(e -> ordered.put(
                        e.getKey(),
                        e.getValue().size() == 1
                                ? List.copyOf(e.getValue())
                                : e.getValue().stream().sorted(ORDER).toList()));
        return new Derivation(facts, ordered);
    }
}
