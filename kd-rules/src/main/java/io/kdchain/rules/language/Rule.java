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

    /**
     * How much it asks for: its patterns and comparisons. Of two rules that both apply, the one that asks for more is
     * the special one.
     */
    public int demands() {
        return conditions.stream().mapToInt(Rule::demands).sum();
    }

    private static int demands(Condition condition) {
        if (condition instanceof Condition.Pattern p) {
            return 1
                    + (int) p.constraints().stream()
                            .filter(c -> !(c instanceof Constraint.Bind))
                            .count();
        }
        if (condition instanceof Condition.Not n) {
            return demands(n.inner());
        }
        if (condition instanceof Condition.Exists e) {
            return demands(e.inner());
        }
        if (condition instanceof Condition.And a) {
            return a.parts().stream().mapToInt(Rule::demands).sum();
        }
        if (condition instanceof Condition.Or o) {
            return o.branches().stream().mapToInt(Rule::demands).min().orElse(0);
        }
        if (condition instanceof Condition.ForAll f) {
            return demands(f.base())
                    + f.others().stream().mapToInt(Rule::demands).sum();
        }
        Condition.Accumulate a = (Condition.Accumulate) condition;
        return demands(a.source()) + a.tests().size();
    }

    /** The norm that the rule is named after: the longest of its legal bases with which the name begins. */
    public Optional<String> norm() {
        String longest = null;
        for (String id : legalBasis) {
            if (RuleNames.beginsWith(name, id) && (longest == null || id.length() >= longest.length())) {
                longest = id;
            }
        }
        return Optional.ofNullable(longest);
    }

    /** By its name, which is unique in a pack: the whole tree would be walked for each firing. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
