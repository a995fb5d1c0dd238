package io.kdchain.rules.workbench.mutation;

import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.pack.RulePackException;

/**
 * A pack changed in one place.
 *
 * @param at where, in a file of the pack
 * @param subject name of the rule, or of the parameter
 * @param operator what kind of change
 * @param before what stands there, as a rule file writes it
 * @param after what stands there instead; empty where it was left out
 * @param change the rule or the parameter as it is then
 */
public record Mutant(Position at, String subject, Operator operator, String before, String after, Change change) {

    /** What stands in the place of a part of the pack. */
    public sealed interface Change {
        /** A rule. */
        record OfRule(Rule rule) implements Change {}

        /** A parameter. */
        record OfParameter(Parameter parameter) implements Change {}
    }

    /**
     * The pack so changed.
     *
     * @throws RulePackException if such a pack could not be used
     */
    public RulePack of(RulePack pack) {
        return change instanceof Change.OfRule r
                ? pack.replacing(r.rule())
                : pack.replacing(((Change.OfParameter) change).parameter());
    }

    /** Id of the pack in which it stands. */
    public String pack() {
        return at.file().substring(0, at.file().indexOf('/'));
    }

    /** What was changed: {@code not Defence( item == $item ) -> exists Defence( item == $item )}. */
    public String shown() {
        return after.isEmpty() ? before : before + " -> " + after;
    }
}
