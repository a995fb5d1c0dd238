package io.kdchain.rules.proof;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** On which facts a conclusion rests, by the way to it that a verdict tells: through all its premises and witnesses. */
final class Grounds {
    private final Standing standing;
    private final Map<String, Proof.Shown> facts = new HashMap<>();

    Grounds(Proof proof, Standing standing) {
        this.standing = standing;
        proof.given().facts().forEach(f -> facts.put(f.id(), f));
    }

    /** Log entries that show it. */
    List<Long> evidence(List<Statement> conclusions) {
        Set<Long> indexes = new TreeSet<>();
        conclusions.forEach(c -> walk(standing.idOf(c), new HashSet<>(), f -> indexes.addAll(f.evidence())));
        return List.copyOf(indexes);
    }

    /** Code of the first reading of silence in the order of telling, or empty. */
    String silence(List<Statement> conclusions) {
        return conclusions.stream()
                .sorted(Statement.ORDER)
                .flatMap(c -> silence(c).stream())
                .findFirst()
                .orElse("");
    }

    private Optional<String> silence(Statement conclusion) {
        String[] first = {""};
        walk(standing.idOf(conclusion), new HashSet<>(), f -> {
            if (first[0].isEmpty()) {
                first[0] = f.note();
            }
        });
        return Optional.of(first[0]).filter(note -> !note.isEmpty());
    }

    private void walk(String id, Set<String> seen, Consumer<Proof.Shown> visit) {
        if (!seen.add(id)) {
            return;
        }
        Proof.Shown fact = facts.get(id);
        if (fact != null) {
            visit.accept(fact);
            return;
        }
        standing.told(id).ifPresent(step -> {
            step.premises().forEach(p -> walk(p, seen, visit));
            step.held().forEach(h -> h.witnesses().forEach(w -> walk(w, seen, visit)));
        });
    }
}
