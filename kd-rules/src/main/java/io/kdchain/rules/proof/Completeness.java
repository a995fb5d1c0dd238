package io.kdchain.rules.proof;

import io.kdchain.rules.language.Insertion;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.proof.Conditions.Way;
import io.kdchain.rules.proof.Known.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds the list of conclusions against the rules once: whatever rule applies to what is stated, its conclusion is
 * stated too, with this way to it. A {@code not} over conclusions is worth no more than their list; who hides a defence
 * is found out here. Derives nothing: what is not on the list is an objection, and never a premise of the next rule.
 */
final class Completeness {
    /** One application: rule, premises, conclusion. */
    private record Application(
            String rule, List<String> premises, Map<String, Object> bindings, Statement conclusion) {}

    private final LawAsOf law;
    private final Known known;
    private final StepCheck steps;

    Completeness(LawAsOf law, Known known, StepCheck steps) {
        this.law = law;
        this.known = known;
        this.steps = steps;
    }

    List<Objection> check(Proof proof) {
        Map<String, Set<Application>> stated = new HashMap<>();
        for (Proof.Step step : proof.steps()) {
            known.of(step.concludes())
                    .map(Named::says)
                    .ifPresent(says -> stated.computeIfAbsent(step.rule(), r -> new HashSet<>())
                            .add(new Application(step.rule(), step.premises(), step.bindings(), says)));
        }
        Conditions conditions = new Conditions(known);
        List<Objection> objections = new ArrayList<>();
        for (Rule rule : law.rules()) {
            Set<Application> said = stated.getOrDefault(rule.name(), Set.of());
            for (Way way : conditions.ways(rule.conditions())) {
                for (Insertion insertion : rule.insertions()) {
                    Statement conclusion = steps.made(insertion, way.bound());
                    if (!said.contains(
                            new Application(rule.name(), way.premises(), new TreeMap<>(way.bound()), conclusion))) {
                        objections.add(new Objection(
                                ProofFault.INCOMPLETE,
                                "rule \"%s\"".formatted(rule.name()),
                                "It applies to %s and concludes %s, of which the proof says nothing."
                                        .formatted(way.premises(), conclusion)));
                    }
                }
            }
        }
        return objections;
    }
}
