package io.kdchain.rules.language;

import io.kdchain.rules.fact.Vocabulary;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds bindings of a rule that hold the id of one thing, and stand where the id of another is wanted. */
final class IdKinds {
    /**
     * Fields that are named otherwise may hold ids of several kinds, and are not looked at. An item may stand for an
     * act: what is owed of it is owed whichever event it came from.
     */
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "a party",
            Set.of(
                    "party",
                    "other",
                    "claimant",
                    "contractor",
                    "customer",
                    "indemnitee",
                    "indemnitor",
                    "licensor",
                    "primary"),
            "an event or item",
            Set.of("act", "agreement", "alarm", "event", "finding", "item", "leak", "notice"));

    private static final Map<String, String> KINDS = kinds();

    private final Vocabulary vocabulary;
    private final Map<String, Use> first = new HashMap<>();
    private final Map<String, Exchanged> found = new LinkedHashMap<>();

    /** Where a binding first stood, and as what. */
    private record Use(String kind, String field) {}

    /**
     * A binding in a wrong place.
     *
     * @param at where
     * @param message what it is, and what is wanted
     */
    record Exchanged(Position at, String message) {}

    private IdKinds(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new HashMap<>();
        FIELDS.forEach((kind, fields) -> fields.forEach(field -> kinds.put(field, kind)));
        return Map.copyOf(kinds);
    }

    /** One for each binding. */
    static List<Exchanged> of(Rule rule, Vocabulary vocabulary) {
        IdKinds ids = new IdKinds(vocabulary);
        rule.conditions().forEach(ids::condition);
        rule.insertions().forEach(ids::insertion);
        return List.copyOf(ids.found.values());
    }

    private void condition(Condition condition) {
        if (condition instanceof Condition.Pattern pattern) {
            pattern.constraints().forEach(constraint -> constraint(pattern.type(), constraint));
        } else if (condition instanceof Condition.Not not) {
            condition(not.inner());
        } else if (condition instanceof Condition.Exists exists) {
            condition(exists.inner());
        } else if (condition instanceof Condition.And and) {
            and.parts().forEach(this::condition);
        } else if (condition instanceof Condition.Or or) {
            or.branches().forEach(this::condition);
        } else if (condition instanceof Condition.ForAll all) {
            condition(all.base());
            all.others().forEach(this::condition);
        } else if (condition instanceof Condition.Accumulate accumulate) {
            condition(accumulate.source());
        }
    }

    private void constraint(String type, Constraint constraint) {
        if (constraint instanceof Constraint.Bind bind) {
            use(bind.at(), bind.name(), type, bind.field());
        } else if (constraint instanceof Constraint.Compare compare
                && compare.value() instanceof Operand.Variable variable) {
            use(compare.at(), variable.name(), type, compare.field());
        }
    }

    private void insertion(Insertion conclusion) {
        List<Vocabulary.Field> fields = vocabulary
                .word(conclusion.type())
                .map(Vocabulary.WordEntry::fields)
                .orElse(List.of());
        for (int i = 0; i < Math.min(fields.size(), conclusion.arguments().size()); i++) {
            if (conclusion.arguments().get(i) instanceof Operand.Variable variable) {
                use(
                        conclusion.at(),
                        variable.name(),
                        conclusion.type(),
                        fields.get(i).name());
            }
        }
    }

    private void use(Position at, String variable, String type, String field) {
        String kind = kind(type, field).orElse(null);
        if (kind == null) {
            return;
        }
        Use before = first.putIfAbsent(variable, new Use(kind, "%s of %s".formatted(field, type)));
        if (before != null && !before.kind().equals(kind)) {
            found.putIfAbsent(
                    variable,
                    new Exchanged(
                            at,
                            "$%s is the id of %s (%s), and %s of %s is the id of %s, so that the two are never the same. Use the binding that was meant."
                                    .formatted(variable, before.kind(), before.field(), field, type, kind)));
        }
    }

    private Optional<String> kind(String type, String field) {
        return vocabulary
                .word(type)
                .flatMap(word -> word.fields().stream()
                        .filter(f -> f.name().equals(field) && f.list().isEmpty() && f.type() == String.class)
                        .findFirst())
                .flatMap(f -> Optional.ofNullable(KINDS.get(f.name())));
    }
}
