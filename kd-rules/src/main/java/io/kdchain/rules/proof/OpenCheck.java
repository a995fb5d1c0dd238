package io.kdchain.rules.proof;

import io.kdchain.rules.apportion.Apportioned;
import io.kdchain.rules.verdict.Attribution.Bounds;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.OpenQuestion;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds open questions, answers and bounds against what the proof shows of them. Whether a breach was a cause, whether
 * a contested defence holds and how makers share inside strict liability are questions of the rules: the proof shows
 * which are open, and what the answer would be that changes nothing. Others are questions of fact, which the evidence
 * raises. What follows from another answer takes other reasoning, so bounds are exact only where no such question is
 * open; elsewhere they must hold what is known.
 */
final class OpenCheck {
    /**
     * A question of the rules.
     *
     * @param id as a verdict names it
     * @param item which item it concerns
     * @param party whom it concerns, or empty
     * @param fact what an answer yes states; null where it states nothing
     * @param open whether the rules still leave it open, whatever was answered
     */
    private record Asked(
            String id, String item, String party, @Nullable Statement fact, boolean open) {}

    private final Proof proof;
    private final Said said;
    private final Map<String, Apportioned> shared;
    private final BiFunction<DamageItem, String, Apportioned> inner;
    private final List<Objection> objections = new ArrayList<>();

    /**
     * With the items as they are shared among persons.
     *
     * @param inner shares an item by another way inside strict liability, {@code KF} or {@code K}
     */
    OpenCheck(
            Proof proof,
            Said said,
            Map<String, Apportioned> shared,
            BiFunction<DamageItem, String, Apportioned> inner) {
        this.proof = proof;
        this.said = said;
        this.shared = new LinkedHashMap<>(shared);
        this.inner = inner;
    }

    List<Objection> check() {
        SortedMap<String, Asked> asked = new TreeMap<>();
        for (DamageItem item : proof.given().incident().items()) {
            if (item.proven()) {
                Stream.of(causes(item), defences(item.id()), strictInner(item.id()))
                        .flatMap(Collection::stream)
                        .forEach(q -> asked.merge(q.id(), q, (one, other) -> one.open() ? one : other));
            }
        }
        questions(asked);
        answers(asked);
        proof.verdict().items().forEach(this::bounds);
        return List.copyOf(objections);
    }

    private void object(ProofFault fault, String place, String message) {
        objections.add(new Objection(fault, place, message));
    }

    // ---- questions of the rules

    private List<Asked> causes(DamageItem item) {
        if (!proof.causesOf(item.id()).source().equals("none")) {
            return List.of();
        }
        Set<String> atFault = said.ofItem("AtFault", item.id()).stream()
                .map(f -> f.text("party"))
                .collect(Collectors.toSet());
        List<Asked> causes = new ArrayList<>();
        for (Statement breach : said.breaches(item)) {
            String party = breach.text("party");
            String duty = breach.text("duty");
            if (!party.equals(proof.given().incident().claimant())) {
                boolean causal = said.ofItem("Causal", item.id()).stream()
                        .anyMatch(c -> c.says("party", party) && c.says("duty", duty));
                causes.add(new Asked(
                        OpenQuestion.CAUSE + item.id() + ":" + party + ":" + duty,
                        item.id(),
                        party,
                        fact("EstablishedCause", item.id(), party, "duty", duty),
                        !causal && !atFault.contains(party)));
            }
        }
        return causes;
    }

    private List<Asked> defences(String item) {
        return said.ofItem("DefenceOpen", item).stream()
                .map(d -> new Asked(
                        OpenQuestion.DEFENCE + item + ":" + d.text("party") + ":" + d.text("kind"),
                        item,
                        d.text("party"),
                        fact("DefenceHolds", item, d.text("party"), "kind", d.text("kind")),
                        true))
                .toList();
    }

    private List<Asked> strictInner(String item) {
        Apportioned found = shared.get(item);
        return found != null && found.strictInnerMatters()
                ? List.of(new Asked(OpenQuestion.STRICT_INNER + item, item, "", null, true))
                : List.of();
    }

    private static Statement fact(String word, String item, String party, String what, String value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("item", item);
        fields.put("party", party);
        fields.put(what, value);
        return new Statement(word, fields);
    }

    private void questions(SortedMap<String, Asked> asked) {
        Set<String> stated = new HashSet<>();
        for (OpenQuestion question : proof.verdict().open()) {
            String place = "verdict, open, " + question.id();
            if (!stated.add(question.id())) {
                object(ProofFault.QUESTION, place, "The question stands twice.");
            }
            if (proof.given().answers().containsKey(question.id())) {
                object(ProofFault.QUESTION, place, "It was answered, so it is not open.");
            }
            Asked one = asked.get(question.id());
            if (one != null && one.open()) {
                question(place, question, one);
            } else if (OpenQuestion.isOfTheRules(question.id())) {
                object(ProofFault.QUESTION, place, "Nothing in the proof leaves this question open.");
            }
            within(place, question);
        }
        asked.values().stream()
                .filter(q -> q.open()
                        && !stated.contains(q.id())
                        && !proof.given().answers().containsKey(q.id()))
                .forEach(q -> object(
                        ProofFault.QUESTION,
                        "verdict, open",
                        "Question %s is open, and the verdict does not ask it.".formatted(q.id())));
    }

    private void question(String place, OpenQuestion stated, Asked asked) {
        if (!stated.party().equals(asked.party())) {
            object(
                    ProofFault.QUESTION,
                    place,
                    "It concerns '%s', and '%s' is stated.".formatted(asked.party(), stated.party()));
        }
        if (asked.id().startsWith(OpenQuestion.STRICT_INNER)) {
            answer(place + ", yes", sharesFor(asked.item(), "KF"), stated.ifYes());
            answer(place + ", no", sharesFor(asked.item(), "K"), stated.ifNo());
        } else {
            // the record ties no breach to the event and holds no contested defence: no is what is judged
            answer(place + ", no", sharesFor(asked.item(), shared), stated.ifNo());
        }
    }

    private void answer(String place, SortedMap<String, Fraction> follows, SortedMap<String, Fraction> stated) {
        if (!follows.equals(stated)) {
            object(ProofFault.QUESTION, place, "%s follows, and %s is stated.".formatted(follows, stated));
        }
    }

    private SortedMap<String, Fraction> sharesFor(String item, String way) {
        Map<String, Apportioned> other = new LinkedHashMap<>(shared);
        other.put(item, inner(item, way));
        return sharesFor(item, other);
    }

    private SortedMap<String, Fraction> sharesFor(String item, Map<String, Apportioned> by) {
        return Total.of(proof.given().incident(), by).orElseGet(() -> Total.shares(item, by));
    }

    private Apportioned inner(String item, String way) {
        DamageItem of = proof.given().incident().items().stream()
                .filter(i -> i.id().equals(item))
                .findFirst()
                .orElseThrow();
        return inner.apply(of, way);
    }

    /** What an answer gives is shares, and the bounds of an incident with one item hold it. */
    private void within(String place, OpenQuestion question) {
        for (SortedMap<String, Fraction> shares : List.of(question.ifYes(), question.ifNo())) {
            Fraction sum = shares.values().stream().reduce(Fraction.ZERO, Fraction::plus);
            if (shares.values().stream().anyMatch(s -> s.signum() < 0) || !(sum.isZero() || sum.equals(Fraction.ONE))) {
                object(ProofFault.QUESTION, place, "%s are no shares; they sum to %s.".formatted(shares, sum));
            }
        }
        if (proof.verdict().items().size() == 1) {
            ItemVerdict item = proof.verdict().items().get(0);
            Stream.of(question.ifYes(), question.ifNo())
                    .flatMap(s -> s.entrySet().stream())
                    .forEach(answered -> holds(item, answered.getKey(), answered.getValue(), answered.getValue()));
        }
    }

    // ---- answers

    private void answers(SortedMap<String, Asked> asked) {
        proof.given().answers().forEach((id, yes) -> {
            String place = "given, answers, " + id;
            Asked question = asked.get(id);
            if (question == null && OpenQuestion.isOfTheRules(id) && !mayHaveBeenAsked(id)) {
                object(ProofFault.QUESTION, place, "The proof shows no such question.");
            }
            if (question != null && question.fact() != null && yes) {
                Statement fact = question.fact();
                if (said.facts(fact.word()).stream().noneMatch(fact::equals)) {
                    object(ProofFault.QUESTION, place, "From yes follows %s, which is not stated.".formatted(fact));
                }
            }
        });
    }

    /** One answer may do away with what another one was asked for; what it names is on record all the same. */
    private boolean mayHaveBeenAsked(String id) {
        return proof.given().answers().size() > 1
                && proof.given().incident().items().stream()
                        .map(DamageItem::id)
                        .anyMatch(item -> id.equals(OpenQuestion.STRICT_INNER + item)
                                || proof.given().parties().stream()
                                        .anyMatch(p -> id.startsWith(OpenQuestion.CAUSE + item + ":" + p.id() + ":")
                                                || id.startsWith(OpenQuestion.DEFENCE + item + ":" + p.id() + ":")));
    }

    // ---- bounds

    private void bounds(ItemVerdict stated) {
        Apportioned own = shared.get(stated.item());
        if (own == null) {
            return;
        }
        SortedMap<String, Bounds> known = new TreeMap<>(own.bounds());
        boolean all = true;
        for (OpenQuestion question : proof.verdict().open()) {
            if (question.id().equals(OpenQuestion.STRICT_INNER + stated.item()) && own.strictInnerMatters()) {
                widen(known, inner(stated.item(), "KF").bounds());
                widen(known, inner(stated.item(), "K").bounds());
            } else {
                all &= question.id().startsWith(OpenQuestion.STRICT_INNER);
            }
        }
        if (all) {
            if (!known.equals(stated.bounds())) {
                object(
                        ProofFault.SHARE,
                        "item %s, bounds".formatted(stated.item()),
                        "%s follow, and %s are stated.".formatted(told(known), told(stated.bounds())));
            }
        } else {
            known.forEach((party, range) -> holds(stated, party, range.low(), range.high()));
            stated.bounds().forEach((party, range) -> {
                if (range.low().signum() < 0 || range.high().compareTo(Fraction.ONE) > 0) {
                    object(
                            ProofFault.SHARE,
                            "item %s, bounds of %s".formatted(stated.item(), party),
                            "No share is below 0 or above 1; stated is %s to %s.".formatted(range.low(), range.high()));
                }
            });
        }
    }

    private static void widen(SortedMap<String, Bounds> known, Map<String, Bounds> by) {
        by.forEach((party, other) -> known.merge(
                party,
                other,
                (a, b) -> new Bounds(a.low().min(b.low()), a.high().max(b.high()))));
    }

    private void holds(ItemVerdict stated, String party, Fraction low, Fraction high) {
        Bounds range = stated.bounds().get(party);
        if (range == null || range.low().compareTo(low) > 0 || range.high().compareTo(high) < 0) {
            object(
                    ProofFault.SHARE,
                    "item %s, bounds of %s".formatted(stated.item(), party),
                    "They reach at least from %s to %s; stated is %s."
                            .formatted(low, high, range == null ? "nothing" : range.low() + " to " + range.high()));
        }
    }

    private static Map<String, String> told(Map<String, Bounds> bounds) {
        Map<String, String> told = new HashMap<>();
        bounds.forEach((party, range) -> told.put(party, range.low() + " to " + range.high()));
        return new TreeMap<>(told);
    }
}
