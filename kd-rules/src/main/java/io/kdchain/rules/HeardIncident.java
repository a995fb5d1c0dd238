package io.kdchain.rules;

import io.kdchain.rules.derive.Inquiry;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.judgment.Judge;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import java.util.List;
import java.util.Map;

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
     */
    public static List<Attribution> together(List<HeardIncident> claims) {
        return Judge.together(
                claims.stream().map(c -> new Judge.Claim(c.hearing, c.inquiry)).toList());
    }

    /** The same with an open question answered, as {@link LiabilityEngine#answering}. */
    public HeardIncident answering(String question, boolean answer) {
        return new HeardIncident(hearing, inquiry.answering(Map.of(question, answer)));
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
