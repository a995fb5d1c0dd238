package io.kdchain.rules.judgment;

import io.kdchain.rules.apportion.ItemCase;
import io.kdchain.rules.derive.Facts;
import io.kdchain.rules.derive.Inquiry;
import io.kdchain.rules.engine.Justification;
import io.kdchain.rules.engine.Terms;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.Term;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.proof.Statement;
import io.kdchain.rules.verdict.Attribution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes down how an outcome was reached, in a form that is checked without the engine. */
final class ProofOfOutcome {
    private final Outcome outcome;
    private final Map<Term, String> ids = new HashMap<>();
    private final List<Proof.Shown> facts = new ArrayList<>();
    private final List<Proof.Drawn> conclusions = new ArrayList<>();
    private final List<Proof.Step> steps = new ArrayList<>();

    private ProofOfOutcome(Outcome outcome) {
        this.outcome = outcome;
    }

    static Proof of(Outcome outcome, Inquiry inquiry, Attribution verdict, RulePack pack, String apportionment) {
        ProofOfOutcome made = new ProofOfOutcome(outcome);
        made.facts();
        made.steps();
        return Proof.of(
                new Proof.Law(outcome.reasoned().law().day(), pack.digest(), apportionment),
                given(inquiry, outcome.facts(), made.facts),
                made.numbers(),
                made.conclusions,
                made.steps,
                verdict);
    }

    private void facts() {
        List<Fact> all = outcome.reasoned().derivation().facts();
        facts.addAll(shown(outcome.facts(), all));
        for (int i = 0; i < all.size(); i++) {
            ids.put(all.get(i), facts.get(i).id());
        }
    }

    /** Facts with what shows each, numbered in this order. */
    static List<Proof.Shown> shown(Facts known, List<Fact> all) {
        Map<Fact, KnownFact> by = new HashMap<>();
        known.known().forEach(k -> by.put(k.fact(), k));
        List<Proof.Shown> shown = new ArrayList<>();
        for (Fact fact : all) {
            KnownFact one = by.getOrDefault(fact, KnownFact.shownBy(fact, List.of()));
            shown.add(new Proof.Shown("f" + (shown.size() + 1), says(fact), one.evidence(), one.note()));
        }
        return shown;
    }

    /** A conclusion by one rule. */
    private record Way(Conclusion conclusion, Justification by) {}

    /** In the order of the program, in which each rule stands behind those that conclude what it reads. */
    private void steps() {
        Map<Rule, Integer> order = new HashMap<>();
        outcome.reasoned().law().rules().forEach(r -> order.put(r, order.size()));
        List<Way> ways = new ArrayList<>();
        outcome.reasoned().derivation().asMap().forEach((c, why) -> why.forEach(j -> ways.add(new Way(c, j))));
        ways.sort(Comparator.comparing(w -> order.getOrDefault(w.by().rule(), Integer.MAX_VALUE)));
        for (Way way : ways) {
            ids.computeIfAbsent(way.conclusion(), c -> {
                String id = "c" + (conclusions.size() + 1);
                conclusions.add(new Proof.Drawn(id, says(c), outcome.reasoned().stands(c)));
                return id;
            });
        }
        ways.forEach(w -> steps.add(step(w)));
    }

    private Proof.Step step(Way way) {
        Justification by = way.by();
        return new Proof.Step(
                id(way.conclusion()),
                by.rule().name(),
                by.bindings(),
                by.premises().stream().map(this::id).toList(),
                by.held().stream()
                        .map(h -> new Proof.Held(
                                h.text(), h.witnesses().stream().map(this::id).toList()))
                        .toList(),
                outcome.reasoned().cites(way.conclusion(), by.rule()),
                outcome.reasoned().why(way.conclusion()).contains(by));
    }

    private String id(Term term) {
        String id = ids.get(term);
        if (id == null) {
            throw new IllegalStateException("%s is neither fact nor conclusion.".formatted(Terms.text(term)));
        }
        return id;
    }

    private static Statement says(Term term) {
        return new Statement(Terms.word(term), Terms.values(term));
    }

    /** What a proof takes as given. */
    static Proof.Given given(Inquiry inquiry, Facts f, List<Proof.Shown> facts) {
        return new Proof.Given(
                inquiry.incident(),
                inquiry.override(),
                inquiry.answers(),
                List.of(f.canonical().split("\n", -1)),
                facts,
                f.parties().stream()
                        .map(p -> new Proof.OnRecord(
                                p.id(),
                                p.legalId(),
                                f.lineage().stagesOf(p.id()),
                                f.lineage().downstream().getOrDefault(p.id(), Collections.emptySortedSet())))
                        .toList(),
                new TreeMap<>(Judge.actDays(f)),
                f.triggers(),
                f.reportedAt(),
                List.copyOf(f.causes().values()));
    }

    /** All items are weighed by the numbers of one day. */
    private Proof.Numbers numbers() {
        SortedMap<String, String> inner = new TreeMap<>();
        outcome.cases()
                .forEach((item, itemCase) ->
                        inner.put(item, itemCase.strictInner().name()));
        ItemCase any = outcome.cases().values().iterator().next();
        return new Proof.Numbers(any.grades().byGrade(), inner, any.strictClaimantFrom());
    }
}
