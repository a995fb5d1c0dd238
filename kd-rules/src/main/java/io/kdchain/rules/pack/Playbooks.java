package io.kdchain.rules.pack;

import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.language.Spelling;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes one playbook of those of several packs, and checks it as a whole. */
final class Playbooks {
    private final Map<String, Norm> norms;
    private final Parameters parameters;
    private final List<Problem> problems;

    private Playbooks(Map<String, Norm> norms, Parameters parameters, List<Problem> problems) {
        this.norms = norms;
        this.parameters = parameters;
        this.problems = problems;
    }

    /** The playbook of these packs, bases first; null if none has one. */
    static @Nullable Playbook join(
            Collection<PackPart> parts, Map<String, Norm> norms, Parameters parameters, List<Problem> problems) {
        Label title = null;
        Map<String, PlaybookStep> steps = new LinkedHashMap<>();
        List<Parameter> terms = new ArrayList<>();
        StringBuilder files = new StringBuilder();
        for (PackPart part : parts) {
            PlaybookReader.Part own = part.playbook();
            if (own != null) {
                title = own.title();
                own.steps().forEach(step -> steps.put(step.id(), step));
                terms.addAll(own.terms());
                files.append(own.sha256()).append("  ").append(part.id()).append('\n');
            }
        }
        if (title == null) {
            return null;
        }
        Playbook playbook = new Playbook(
                title,
                List.copyOf(steps.values()),
                new Parameters(terms),
                Sha256.hex(files.toString().getBytes(StandardCharsets.UTF_8)));
        new Playbooks(norms, parameters, problems).check(playbook);
        return playbook;
    }

    private void check(Playbook playbook) {
        Set<String> ids =
                playbook.steps().stream().map(PlaybookStep::id).collect(Collectors.toCollection(TreeSet::new));
        NavigableSet<String> terms = new TreeSet<>(parameters.names());
        terms.addAll(playbook.terms().names());
        for (PlaybookStep step : playbook.steps()) {
            step.basis().forEach(norm -> known(step, "basis", norm, norms.keySet(), "norms.yaml"));
            step.after().forEach(other -> known(step, "after", other, ids, "the playbook"));
            if (step.fromStep() != null) {
                known(step, "from", step.fromStep(), ids, "the playbook");
            }
            if (step.term() != null) {
                known(step, "term", step.term(), terms, "neither terms nor parameters.yaml");
            }
        }
        for (String name : playbook.terms().names()) {
            for (Parameter value : playbook.terms().history(name)) {
                span(value);
                if (!value.norm().isEmpty() && !norms.containsKey(value.norm())) {
                    problem(
                            value.at(),
                            "Term %s names norm %s, which norms.yaml has not%s."
                                    .formatted(name, value.norm(), Spelling.hint(value.norm(), norms.keySet())));
                }
            }
        }
        playbook.steps().stream()
                .filter(step -> waitsForItself(playbook, step))
                .forEach(step -> problem(
                        step.pack(),
                        "Step %s waits for itself, by after or from; break the circle.".formatted(step.id())));
    }

    private void known(PlaybookStep step, String key, String name, Collection<String> known, String where) {
        if (!known.contains(name)) {
            problem(
                    step.pack(),
                    "Step %s says %s: %s, which %s%s."
                            .formatted(
                                    step.id(),
                                    key,
                                    name,
                                    where.startsWith("neither") ? "stands in " + where : where + " has not",
                                    Spelling.hint(name, known)));
        }
    }

    private void span(Parameter value) {
        try {
            if (value.duration().isNegative()) {
                problem(value.at(), "Term %s is %s; a term is 0 or longer.".formatted(value.name(), value.value()));
            }
        } catch (IllegalStateException e) {
            problem(
                    value.at(),
                    "Term %s is \"%s\" %s and must be a span of time, as 72 hours or PT72H."
                            .formatted(value.name(), value.value(), value.unit()));
        }
    }

    private static boolean waitsForItself(Playbook playbook, PlaybookStep step) {
        Set<String> seen = new HashSet<>();
        List<String> open = new ArrayList<>(before(step));
        while (!open.isEmpty()) {
            String id = open.remove(open.size() - 1);
            if (id.equals(step.id())) {
                return true;
            }
            if (seen.add(id)) {
                playbook.step(id).ifPresent(other -> open.addAll(before(other)));
            }
        }
        return false;
    }

    private static List<String> before(PlaybookStep step) {
        List<String> before = new ArrayList<>(step.after());
        if (step.fromStep() != null) {
            before.add(step.fromStep());
        }
        return before;
    }

    private void problem(String pack, String message) {
        problem(new Position(pack + "/playbook.yaml", 1, 1), message);
    }

    private void problem(Position at, String message) {
        problems.add(Problem.outside(at, message));
    }
}
