package io.kdchain.rules;

import io.kdchain.rules.derive.Inquiry;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.judgment.Judge;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Incident;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * An incident of which the evidence is verified and read: it can be judged by one pack after another for a fraction of
 * the cost. Each verdict equals the one that an engine over that pack gives. Comes from {@link LiabilityEngine#hear}.
 * One object is not safe for concurrent use; those that {@link #by} gives may be used beside one another.
 */
public final class HeardIncident {
    private final Judge.Hearing hearing;
    private final Inquiry inquiry;

    HeardIncident(Judge.Hearing hearing, Inquiry inquiry) {
        this.hearing = hearing;
        this.inquiry = inquiry;
    }

    /** The verdict. */
    public Attribution verdict() {
        return hearing.judge(inquiry);
    }

    /**
     * The verdicts on claims of several claimants that one event gave rise to: each as {@link #verdict()} gives it, but
     * that a cover which several draw on is paid once, to each in proportion.
     *
     * @return in the order of the claims
     * @throws IllegalArgumentException if there is none, or two have one id or one claimant
     */
    public static List<Attribution> together(List<HeardIncident> claims) {
        requireDistinct(claims.stream().map(c -> c.inquiry.incident()).toList());
        return Judge.together(
                claims.stream().map(c -> new Judge.Claim(c.hearing, c.inquiry)).toList());
    }

    /** Refuses claims of which one could not tell the verdicts apart. */
    static void requireDistinct(List<Incident> claims) {
        requireDistinct(claims, Incident::id, "the id");
        requireDistinct(claims, Incident::claimant, "the claimant");
    }

    private static void requireDistinct(List<Incident> claims, Function<Incident, String> by, String what) {
        if (claims.isEmpty()) {
            throw new IllegalArgumentException("No claim is given; give one incident for each claimant.");
        }
        Set<String> seen = new HashSet<>();
        for (Incident claim : claims) {
            if (!seen.add(by.apply(claim))) {
                throw new IllegalArgumentException(
                        "Two of the claims have %s '%s'; put the items of one claimant into one incident."
                                .formatted(what, by.apply(claim)));
            }
        }
    }

    /** The same with an open question answered, as {@link LiabilityEngine#answering}. */
    public HeardIncident answering(String question, boolean answer) {
        return new HeardIncident(hearing, inquiry.answering(Map.of(question, answer)));
    }

    /** The same with open questions answered, by their ids. */
    public HeardIncident answering(Map<String, Boolean> answers) {
        return new HeardIncident(hearing, inquiry.answering(answers));
    }

    /** Those of the answers that are to a question which the verdict asks; one may open the next. */
    public SortedMap<String, Boolean> asked(Map<String, Boolean> answers) {
        SortedMap<String, Boolean> asked = new TreeMap<>();
        SortedMap<String, Boolean> left = new TreeMap<>(answers);
        while (!left.isEmpty()) {
            SortedMap<String, Boolean> now = new TreeMap<>(left);
            now.keySet()
                    .retainAll(answering(asked).verdict().open().stream()
                            .map(Attribution.OpenQuestion::id)
                            .toList());
            if (now.isEmpty()) {
                break;
            }
            asked.putAll(now);
            left.keySet().removeAll(now.keySet());
        }
        return asked;
    }

    /** The same incident before another pack; facts are derived again only where its numbers or duties differ. */
    public HeardIncident by(RulePack pack) {
        return new HeardIncident(hearing.before(hearing.judge().applying(pack, LiabilityEngine.named(pack))), inquiry);
    }

    /** The same incident with conclusions derived by another engine. */
    public HeardIncident by(RuleEngine rules) {
        return new HeardIncident(hearing.before(hearing.judge().by(rules)), inquiry);
    }
}
