package io.kdchain.rules.proof;

import io.kdchain.rules.language.CanonicalText;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Insertion;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.proof.Conditions.Choice;
import io.kdchain.rules.proof.Conditions.Way;
import io.kdchain.rules.proof.Known.Named;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks steps one by one: the named rule, with the named premises and bindings, concludes what the step says. Nothing
 * is searched for; only conditions that leave no premise are held against all that is stated.
 */
final class StepCheck {
    private final Known known;
    private final Conditions conditions;
    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, List<String>> fields;

    /** With the fields of each word, in the order in which rules give them. */
    StepCheck(LawAsOf law, Known known, Map<String, List<String>> fields) {
        this.known = known;
        this.conditions = new Conditions(known);
        this.fields = fields;
        law.rules().forEach(r -> rules.put(r.name(), r));
    }

    /** The rule in force of this name. */
    Optional<Rule> rule(String name) {
        return Optional.ofNullable(rules.get(name));
    }

    /**
     * What is wrong with a step.
     *
     * @param place how objections name it
     * @param step the step
     * @param drawn ids of the facts, and of what earlier steps conclude
     */
    Optional<Objection> check(String place, Proof.Step step, Set<String> drawn) {
        Rule rule = rules.get(step.rule());
        if (rule == null) {
            return Optional.of(new Objection(
                    ProofFault.RULE, place, "No rule \"%s\" is in force on that day.".formatted(step.rule())));
        }
        for (String id : step.premises()) {
            if (known.of(id).isEmpty() || !drawn.contains(id)) {
                return Optional.of(new Objection(
                        ProofFault.PREMISE,
                        place,
                        "Premise %s is %s."
                                .formatted(
                                        id,
                                        known.of(id).isEmpty()
                                                ? "stated nowhere"
                                                : "concluded by no step before this one")));
            }
        }
        AsStated stated = new AsStated(step, known);
        List<Way> ways = conditions.ways(rule.conditions(), stated).stream()
                .filter(stated::isWhole)
                .toList();
        if (ways.isEmpty()) {
            return Optional.of(stated.objection(place));
        }
        return concludes(place, step, rule);
    }

    private Optional<Objection> concludes(String place, Proof.Step step, Rule rule) {
        Statement says = known.of(step.concludes()).map(Named::says).orElse(null);
        for (Insertion insertion : rule.insertions()) {
            if (says != null && says.equals(made(insertion, step.bindings()))) {
                return Optional.empty();
            }
        }
        return Optional.of(new Objection(
                ProofFault.CONCLUSION,
                place,
                "The rule concludes %s with these bindings, not %s."
                        .formatted(
                                rule.insertions().stream()
                                        .map(CanonicalText::of)
                                        .toList(),
                                says == null ? step.concludes() : says)));
    }

    /** What a rule concludes with these bindings. */
    Statement made(Insertion insertion, Map<String, Object> bindings) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> names = fields.getOrDefault(insertion.type(), List.of());
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), Conditions.value(insertion.arguments().get(i), bindings));
        }
        return new Statement(insertion.type(), values);
    }

    /** The premises, bindings and conditions of one step, and the farthest that the rule came with them. */
    private static final class AsStated implements Choice {
        private final Proof.Step step;
        private final Known known;
        private int farthest = -1;
        private @Nullable Objection objection;

        AsStated(Proof.Step step, Known known) {
            this.step = step;
            this.known = known;
        }

        @Override
        public Collection<Named> candidates(Condition.Pattern p, Way so) {
            int next = so.premises().size();
            if (next == step.premises().size()) {
                fails(
                        so,
                        ProofFault.PREMISE,
                        "There is no premise for %s; %d are named.".formatted(CanonicalText.of(p), next));
                return List.of();
            }
            Optional<Named> named = known.of(step.premises().get(next));
            if (named.isEmpty() || !named.get().says().word().equals(p.type())) {
                fails(
                        so,
                        ProofFault.PREMISE,
                        "%s is no %s, which %s asks for."
                                .formatted(
                                        named.map(n -> n.id() + " " + n.says())
                                                .orElse(step.premises().get(next)),
                                        p.type(),
                                        CanonicalText.of(p)));
                return List.of();
            }
            return List.of(named.get());
        }

        @Override
        public boolean binds(Way so, String name, Object value) {
            Object said = step.bindings().get(name);
            if (value.equals(said)) {
                return true;
            }
            fails(
                    so,
                    ProofFault.BINDING,
                    "$%s is %s by the premises, and %s in the step."
                            .formatted(
                                    name,
                                    Statement.quoted(value),
                                    said == null ? "not named" : Statement.quoted(said)));
            return false;
        }

        @Override
        public boolean holds(Way so, Proof.Held held) {
            int next = so.held().size();
            if (next == step.held().size() || !step.held().get(next).condition().equals(held.condition())) {
                fails(
                        so,
                        ProofFault.CONDITION,
                        "The rule asks that %s; the step says %s."
                                .formatted(
                                        held.condition(),
                                        next == step.held().size()
                                                ? "nothing of it"
                                                : step.held().get(next).condition()));
                return false;
            }
            List<String> said = step.held().get(next).witnesses();
            if (said.size() != held.witnesses().size()
                    || !new HashSet<>(said).equals(new HashSet<>(held.witnesses()))) {
                fails(
                        so,
                        ProofFault.WITNESS,
                        "%s is met by %s, not by %s.".formatted(held.condition(), held.witnesses(), said));
                return false;
            }
            return true;
        }

        @Override
        public void fails(Way so, ProofFault fault, String message) {
            int far = so.premises().size() + so.held().size();
            if (far > farthest) {
                farthest = far;
                objection = new Objection(fault, "", message);
            }
        }

        /** Whether all that the step names was used. */
        boolean isWhole(Way way) {
            if (way.premises().size() < step.premises().size()) {
                fails(
                        way,
                        ProofFault.PREMISE,
                        "The rule needs %d premises; %d are named."
                                .formatted(
                                        way.premises().size(), step.premises().size()));
                return false;
            }
            if (way.held().size() < step.held().size()) {
                fails(
                        way,
                        ProofFault.CONDITION,
                        "The rule asks for %d conditions without premises; %d are named."
                                .formatted(way.held().size(), step.held().size()));
                return false;
            }
            if (!new TreeMap<>(way.bound()).equals(step.bindings())) {
                fails(
                        way,
                        ProofFault.BINDING,
                        "The rule binds %s, the step %s.".formatted(new TreeMap<>(way.bound()), step.bindings()));
                return false;
            }
            return true;
        }

        Objection objection(String place) {
            Objection found = objection;
            return found == null
                    ? new Objection(ProofFault.CONDITION, place, "The conditions of the rule do not hold.")
                    : new Objection(found.fault(), place, found.message());
        }
    }
}
