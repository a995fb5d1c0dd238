package io.kdchain.rules.proof;

import io.kdchain.rules.language.InForce;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.pack.Norm;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.proof.Known.Named;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rank guard, done anew: what founds liability needs a statute or a judicial interpretation in force at the damage,
 * a duty or breach needs a rule and a norm in force at the act. What rests on a conclusion that may not count falls
 * with it.
 */
final class Standing {
    private static final Set<String> FOUNDING = Set.of(
            "Answerable",
            "AtFault",
            "StrictlyLiable",
            "Solidarity",
            "Track",
            "WorkContract",
            "Supplementary",
            "Punitive");
    private static final Set<String> JUDGED_AT_THE_ACT = Set.of("Breach", "OwesDuty");

    private final Proof proof;
    private final RulePack pack;
    private final LawAsOf law;
    private final StepCheck steps;
    private final Known known;
    /** By id of the conclusion: its steps that stand, in the order of the proof. */
    private final Map<String, List<Proof.Step>> standing = new LinkedHashMap<>();

    private final Map<Statement, String> ids = new HashMap<>();

    Standing(Proof proof, RulePack pack, LawAsOf law, StepCheck steps, Known known) {
        this.proof = proof;
        this.pack = pack;
        this.law = law;
        this.steps = steps;
        this.known = known;
        proof.conclusions().forEach(c -> ids.put(c.says(), c.id()));
    }

    /** Goes through the steps once; those before a step say whether its premises stand. */
    List<Objection> check() {
        List<Objection> objections = new ArrayList<>();
        Set<String> facts = new HashSet<>();
        proof.given().facts().forEach(f -> facts.add(f.id()));
        int number = 0;
        for (Proof.Step step : proof.steps()) {
            String place = ProofCheck.place(++number, step);
            Rule rule = steps.rule(step.rule()).orElse(null);
            Statement says = known.of(step.concludes()).map(Named::says).orElse(null);
            if (rule == null || says == null) {
                continue;
            }
            List<String> norms = norms(says, rule);
            if (!norms.equals(step.norms())) {
                objections.add(new Objection(
                        ProofFault.NORM,
                        place,
                        "The rule rests on %s in force when it mattered; the step names %s."
                                .formatted(norms, step.norms())));
            }
            boolean stands = allowed(says, rule)
                    && step.premises().stream().allMatch(p -> facts.contains(p) || stands(p))
                    && step.held().stream()
                            .allMatch(h -> h.witnesses().isEmpty()
                                    || h.witnesses().stream().anyMatch(w -> facts.contains(w) || stands(w)));
            if (stands != step.stands()) {
                objections.add(new Objection(
                        ProofFault.STANDING,
                        place,
                        stands ? "It stands, and is said not to count." : "It may not count: %s".formatted(why(says))));
            }
            if (stands) {
                standing.computeIfAbsent(step.concludes(), c -> new ArrayList<>())
                        .add(step);
            }
        }
        for (Proof.Drawn drawn : proof.conclusions()) {
            if (stands(drawn.id()) != drawn.stands()) {
                objections.add(new Objection(
                        ProofFault.STANDING,
                        drawn.id(),
                        "%s %s."
                                .formatted(
                                        drawn.says(),
                                        drawn.stands()
                                                ? "is said to stand, and no step to it does"
                                                : "stands, and is said not to")));
            }
        }
        return objections;
    }

    private static String why(Statement says) {
        return FOUNDING.contains(says.word())
                ? "no norm in force that founds liability supports it, or a premise does not stand."
                : "no norm in force at the time supports it, or a premise does not stand.";
    }

    boolean stands(String id) {
        return standing.containsKey(id);
    }

    /** The conclusions of a word that stand, in the order of the proof. */
    List<Statement> of(String word) {
        return proof.conclusions().stream()
                .filter(c -> c.says().word().equals(word) && stands(c.id()))
                .map(Proof.Drawn::says)
                .toList();
    }

    boolean holds(String word, Map<String, Object> fields) {
        return of(word).contains(new Statement(word, fields));
    }

    /** The norms in force on which these conclusions rest, in alphabetical order. */
    List<String> cites(Collection<Statement> conclusions) {
        Set<String> cites = new TreeSet<>();
        for (Statement says : conclusions) {
            for (Proof.Step step : why(idOf(says))) {
                steps.rule(step.rule()).ifPresent(r -> cites.addAll(norms(says, r)));
            }
        }
        return List.copyOf(cites);
    }

    /** Conclusions of a word among the premises by which this one stands. */
    List<Statement> premisesOf(Statement says, String word) {
        List<Statement> found = new ArrayList<>();
        why(idOf(says))
                .forEach(s -> s.premises().stream()
                        .flatMap(p -> known.of(p).stream())
                        .map(Named::says)
                        .filter(p -> p.word().equals(word))
                        .forEach(found::add));
        return found;
    }

    /**
     * The way to a conclusion that a verdict tells: of those that stand that whose rule asks for most, of equals the
     * first in canonical order. Empty for a fact.
     */
    Optional<Proof.Step> told(String id) {
        return why(id).stream()
                .min(Comparator.comparing(this::demands)
                        .reversed()
                        .thenComparing(Proof.Step::rule)
                        .thenComparing(s -> s.premises().stream()
                                .map(p -> known.of(p)
                                        .map(n -> n.says().toString())
                                        .orElse(p))
                                .collect(Collectors.joining("\n")))
                        .thenComparing(s -> s.bindings().toString())
                        .thenComparing(s ->
                                s.held().stream().map(Proof.Held::condition).collect(Collectors.joining("\n"))));
    }

    private int demands(Proof.Step step) {
        return steps.rule(step.rule()).map(Rule::demands).orElse(0);
    }

    /** The id of a conclusion; empty if it is none. */
    String idOf(Statement says) {
        return ids.getOrDefault(says, "");
    }

    private List<Proof.Step> why(String id) {
        return standing.getOrDefault(id, List.of());
    }

    private List<String> norms(Statement says, Rule rule) {
        return inForce(says, rule).stream().map(Norm::id).toList();
    }

    private List<Norm> inForce(Statement says, Rule rule) {
        LocalDate day = dayOf(says);
        return rule.legalBasis().stream()
                .flatMap(id -> pack.norm(id).stream())
                .filter(n -> n.inForce().on(day))
                .toList();
    }

    private LocalDate dayOf(Statement says) {
        return JUDGED_AT_THE_ACT.contains(says.word())
                ? proof.given().actDays().getOrDefault(says.text("act"), law.day())
                : law.day();
    }

    private boolean allowed(Statement says, Rule rule) {
        boolean opensRegime = says.word().equals("RegimeOpen") && !says.says("regime", "fault");
        if (FOUNDING.contains(says.word()) || opensRegime) {
            return law.founded(rule);
        }
        if (says.word().equals("Presumed")) {
            return rule.norm().flatMap(law::norm).isPresent();
        }
        if (!JUDGED_AT_THE_ACT.contains(says.word())) {
            return true;
        }
        LocalDate day = dayOf(says);
        InForce own = rule.inForce();
        return rule.norm().flatMap(pack::norm).filter(n -> n.inForce().on(day)).isPresent()
                && (own == null || own.on(day))
                && inForce(says, rule).stream()
                        .anyMatch(n -> n.showsDuty() || (n.rank().bindsWhoAdopted() && isPromised(says)));
    }

    /** Standards, proposals and conventions bind who took them on, in what it does from that day on. */
    private boolean isPromised(Statement says) {
        LocalDate day = dayOf(says);
        return proof.given().facts().stream()
                .map(Proof.Shown::says)
                .anyMatch(f -> f.word().equals("Promise")
                        && f.says("party", says.text("party"))
                        && f.says("duty", says.text("duty"))
                        && !proof.given()
                                .actDays()
                                .getOrDefault(f.text("source"), day)
                                .isAfter(day));
    }
}
