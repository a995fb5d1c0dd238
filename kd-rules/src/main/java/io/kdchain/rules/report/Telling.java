package io.kdchain.rules.report;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Attribution.Reason;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Regime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What text and HTML say alike about a verdict, in one language. */
final class Telling {
    private final Attribution verdict;
    private final LegalSources sources;
    private final Words words;
    private final UnaryOperator<String> names;

    /** @param names party id to the name to show, already fit for the medium */
    Telling(Attribution verdict, LegalSources sources, Words words, UnaryOperator<String> names) {
        this.verdict = verdict;
        this.sources = sources;
        this.words = words;
        this.names = names;
    }

    /** The verdict in one sentence. */
    String headline() {
        List<LiableParty> liable = verdict.liable();
        if (!verdict.established() || liable.isEmpty()) {
            return words.say("headline.none");
        }
        if (liable.size() > 1) {
            return words.say("headline.several", Integer.toString(liable.size()));
        }
        String name = names.apply(liable.get(0).party());
        Fraction share = liable.get(0).share();
        if (share == null) {
            return words.say("headline.several", "1");
        }
        if (share.equals(Fraction.ONE)) {
            return words.say("headline.sole", name);
        }
        return share.isZero()
                ? words.say("headline.outside", name)
                : words.say("headline.part", name, share + " (" + Format.percent(share) + ")");
    }

    /** Why this party is liable, in one sentence; empty if the verdict names no ground. */
    String why(LiableParty party) {
        List<BreachFound> causal =
                party.breaches().stream().filter(BreachFound::causal).toList();
        if (!causal.isEmpty()) {
            return words.say(
                    "why.short",
                    names.apply(party.party()),
                    list(causal.stream().map(b -> duty(b.duty())).distinct().toList()));
        }
        boolean strict = verdict.items().stream()
                .anyMatch(i -> i.regime() == Regime.STRICT
                        && i.claimable()
                                        .getOrDefault(party.party(), Fraction.ZERO)
                                        .signum()
                                > 0);
        return strict ? words.say("why.strict", names.apply(party.party())) : "";
    }

    /** A duty by its title and number; by its code if the sources do not know it. */
    String duty(String code) {
        return sources.duty(code)
                .map(d -> (chinese() && !d.zh().isEmpty() ? d.zh() : d.en())
                        + (d.number().isEmpty() ? "" : " (" + d.number() + ")"))
                .orElse(code);
    }

    /** A party, the claimant or the other causes. */
    String bearer(String key) {
        return switch (key) {
            case Attribution.CLAIMANT -> words.say("claimant");
            case Attribution.UNATTRIBUTED -> words.say("unattributed");
            default -> names.apply(key);
        };
    }

    /** {@code a, b and c}. */
    String list(List<String> parts) {
        if (parts.isEmpty()) {
            return words.say("nothing");
        }
        String text = parts.get(0);
        for (int i = 1; i < parts.size(); i++) {
            text = words.say(i == parts.size() - 1 ? "list.and" : "list.comma", text, parts.get(i));
        }
        return text;
    }

    /** Roles in words. */
    String roles(List<String> roles) {
        return list(roles.stream().map(words::code).toList());
    }

    /** Indexes of evidence: {@code leaf 4} or {@code leaves 4, 6}; empty for none. */
    String leaves(List<String> indexes) {
        if (indexes.isEmpty()) {
            return "";
        }
        return words.say(indexes.size() == 1 ? "leaf" : "leaves", String.join(", ", indexes));
    }

    /** The title of a norm in this language; empty if the sources do not know it. */
    String title(LegalSources.Norm norm) {
        return chinese() && !norm.titleZh().isEmpty() ? norm.titleZh() : norm.titleEn();
    }

    /** A norm with title, article, rank and how its text was verified; the id alone if the sources do not know it. */
    String norm(String id) {
        return sources.norm(id)
                .map(n -> {
                    List<String> parts = new ArrayList<>();
                    if (!n.article().isEmpty()) {
                        parts.add(n.article());
                    }
                    parts.add(title(n));
                    parts.add(words.code("rank", n.rank()));
                    parts.add(words.code("verified", n.verified()));
                    return id + " · " + String.join(" · ", parts);
                })
                .orElse(id);
    }

    /** The sentence of a rule or, for a fact without one, its canonical words. */
    String sentence(Reason reason) {
        String sentence = chinese() ? reason.explainZh() : reason.explainEn();
        return sentence.isEmpty() ? reason.conclusion() : sentence;
    }

    /** How shares would be: only those that differ from the verdict's; empty if none does. */
    List<String> moved(SortedMap<String, Fraction> shares) {
        Map<String, Fraction> now = verdict.shares() == null ? Map.of() : verdict.shares();
        List<String> moved = new ArrayList<>();
        Set<String> keys = new TreeSet<>(shares.keySet());
        for (String key : keys) {
            Fraction share = Objects.requireNonNull(shares.get(key));
            Fraction before = now.getOrDefault(key, Fraction.ZERO);
            if (verdict.shares() == null ? !share.isZero() : !share.equals(before)) {
                moved.add(words.say("colon", bearer(key), share + " (" + Format.percent(share) + ")"));
            }
        }
        return moved;
    }

    /** All norms that the verdict cites, sorted. */
    static Set<String> cited(Attribution verdict) {
        Set<String> ids = new TreeSet<>();
        verdict.items().forEach(i -> {
            ids.addAll(i.cites());
            i.solidarity().forEach(s -> ids.addAll(s.cites()));
            i.recourse().forEach(r -> ids.addAll(r.cites()));
        });
        verdict.liable().forEach(p -> {
            ids.addAll(p.cites());
            p.breaches().forEach(b -> ids.addAll(b.cites()));
        });
        verdict.punitive().forEach(p -> ids.addAll(p.cites()));
        verdict.measures().forEach(m -> ids.addAll(m.cites()));
        verdict.reasons().forEach(r -> cited(r, ids));
        return ids;
    }

    private static void cited(Reason reason, Set<String> ids) {
        ids.addAll(reason.cites());
        reason.because().forEach(r -> cited(r, ids));
    }

    /** Same text for the same reason, so that it is told once. */
    static String key(Reason reason) {
        return reason.conclusion() + '\n' + reason.rule() + '\n' + reason.explainEn() + '\n' + reason.evidence();
    }

    private boolean chinese() {
        return words.language() == Language.CHINESE;
    }
}
