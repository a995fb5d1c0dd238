package io.kdchain.rules.judgment;

import io.kdchain.rules.derive.Facts;
import io.kdchain.rules.engine.Justification;
import io.kdchain.rules.engine.NearMisses;
import io.kdchain.rules.engine.NearMisses.Miss;
import io.kdchain.rules.fact.AtFault;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.StrictlyLiable;
import io.kdchain.rules.fact.Term;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.Norm;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.FailedElement;
import io.kdchain.rules.verdict.NotLiable;
import io.kdchain.rules.verdict.NotLiable.Kind;
import io.kdchain.rules.verdict.NotLiable.Lacking;
import io.kdchain.rules.verdict.NotLiable.Unmet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of each party that is not liable what was lacking. */
final class WhyNot {
    private final Outcome outcome;
    private final Reasons reasons;
    private final NearMisses near;

    WhyNot(Outcome outcome, Reasons reasons) {
        this.outcome = outcome;
        this.reasons = reasons;
        this.near = new NearMisses(outcome.reasoned().law(), outcome.reasoned().derivation());
    }

    /** By id; who only testifies, decides or was harmed is asked nothing. */
    List<NotLiable> all() {
        List<NotLiable> all = new ArrayList<>();
        for (Facts.PartyProfile party : outcome.facts().parties()) {
            String id = party.id();
            boolean mayAnswer = !party.acted().isEmpty()
                    && !outcome.persons().areOne(id, outcome.incident().claimant())
                    && !outcome.isClaimable(outcome.persons().keyOf(id));
            if (mayAnswer) {
                nearest(id).ifPresent(all::add);
            }
        }
        return all;
    }

    /** One answer, and how little it lacks. */
    private record Answer(NotLiable told, int lacking) {}

    private Optional<NotLiable> nearest(String party) {
        Answer best = null;
        for (DamageItem item : outcome.incident().items()) {
            for (Class<? extends Conclusion> word : List.of(AtFault.class, StrictlyLiable.class)) {
                Optional<Answer> one = answer(party, item.id(), word);
                if (one.isPresent() && (best == null || one.get().lacking() < best.lacking())) {
                    best = one.get();
                }
            }
        }
        return Optional.ofNullable(best).map(Answer::told);
    }

    private Optional<Answer> answer(String party, String item, Class<? extends Conclusion> word) {
        for (Conclusion drawn : outcome.reasoned().derivation().conclusions(word)) {
            boolean about = drawn instanceof AtFault f
                    ? f.party().equals(party) && f.item().equals(item)
                    : drawn instanceof StrictlyLiable s
                            && s.party().equals(party)
                            && s.item().equals(item);
            if (about) {
                return Optional.of(new Answer(new NotLiable(party, item, cameToNothing(drawn, item)), 0));
            }
        }
        return near.of(word.getSimpleName(), Map.of("party", party, "item", item))
                .map(miss -> new Answer(new NotLiable(party, item, lacking(miss, new HashSet<>())), miss.lacking()));
    }

    private Lacking cameToNothing(Conclusion drawn, String item) {
        Justification by = outcome.reasoned().derivation().justifications(drawn).get(0);
        boolean stands = outcome.reasoned().stands(drawn);
        String failed =
                outcome.item(item).failedElement().map(FailedElement::en).orElse("");
        String failedZh =
                outcome.item(item).failedElement().map(FailedElement::zh).orElse("");
        Unmet unmet = stands
                ? new Unmet(
                        Kind.NO_PART,
                        "",
                        failed.isEmpty() ? "a part of its own in the cause" : failed,
                        failedZh.isEmpty() ? "自身对损害原因力的份额" : failedZh,
                        List.of(reasons.of(drawn)),
                        null)
                : new Unmet(
                        Kind.NOT_FOUNDED,
                        Reasons.text(drawn),
                        "a norm in force of the rank that founds liability",
                        "具有设定责任位阶的有效规范",
                        List.of(),
                        null);
        return new Lacking(
                by.rule().name(),
                reasons.filled(by.rule().explainEn(), by.bindings(), false),
                reasons.filled(by.rule().explainZh(), by.bindings(), true),
                cites(by.rule()),
                List.of(unmet));
    }

    /** What was told once on the way down is not told again beside it. */
    private Lacking lacking(Miss miss, Set<String> told) {
        List<Unmet> unmet = new ArrayList<>();
        for (NearMisses.Unmet one : miss.unmet()) {
            Miss deeper = one.deeper();
            if (deeper == null || told.add(one.word())) {
                unmet.add(unmet(one, deeper == null ? null : lacking(deeper, told)));
            }
        }
        return new Lacking(
                miss.rule().name(),
                reasons.open(miss.rule().explainEn(), miss.bindings(), false),
                reasons.open(miss.rule().explainZh(), miss.bindings(), true),
                cites(miss.rule()),
                unmet);
    }

    private Unmet unmet(NearMisses.Unmet one, @Nullable Lacking deeper) {
        boolean opposed = one.condition() instanceof Condition.Not;
        List<Term> shown = opposed ? one.against() : one.instead();
        return new Unmet(
                opposed ? Kind.OPPOSED : Kind.MISSING,
                one.text(),
                reasons.word(one.word()).en(),
                reasons.word(one.word()).zh(),
                shown.stream()
                        .filter(outcome.reasoned()::stands)
                        .map(reasons::of)
                        .toList(),
                deeper,
                reasons.named(one.text()));
    }

    private List<String> cites(Rule rule) {
        return outcome.reasoned().law().cited(rule).stream().map(Norm::id).toList();
    }
}
