package io.kdchain.rules.language;

import io.kdchain.rules.fact.Phase;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule as its author wrote it.
 *
 * @param at where its name stands
 * @param packageName of its file
 * @param name unique in its pack; begins with a norm id
 * @param legalBasis norm ids, in the author's order; at least one
 * @param explainEn the reason in English, with bindings in braces
 * @param explainZh the reason in Chinese, with bindings in braces
 * @param inForce the days on which it holds; null for those of the norm it is named after
 * @param exceptionTo names of the rules that it makes an exception to
 * @param burden who must prove: a binding without its dollar sign, a role, {@code claimant} or {@code defendant}; null
 *     if the rule says nothing of it
 * @param phase when it is applied
 * @param conditions all must hold; at least one
 * @param insertions what it concludes; at least one
 */
public record Rule(
        Position at,
        String packageName,
        String name,
        List<String> legalBasis,
        String explainEn,
        String explainZh,
        @Nullable InForce inForce,
        List<String> exceptionTo,
        @Nullable String burden,
        Phase phase,
        List<Condition> conditions,
        List<Insertion> insertions) {

    public Rule {
        legalBasis = List.copyOf(legalBasis);
        exceptionTo = List.copyOf(exceptionTo);
        conditions = List.copyOf(conditions);
        insertions = List.copyOf(insertions);
    }

    /** The norm that the rule is named after: the longest of its legal bases with which the name begins. */
    public Optional<String> norm() {
        return legalBasis.stream()
                .filter(id -> RuleNames.beginsWith(name, id))
                .max((a, b) -> Integer.compare(a.length(), b.length()));
    }
}
