package io.kdchain.rules.language;

import java.util.Comparator;

/**
 * Something in a rule pack that must be put right before the pack is used.
 *
 * @param at where
 * @param rule name of the rule it stands in; empty outside of rules
 * @param message what is wrong, why, and what to do
 */
public record Problem(Position at, String rule, String message) implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::at).thenComparing(Problem::rule).thenComparing(Problem::message);

    public Problem {
        // a hint ends with a question mark, which ends the sentence as well
        message = message.replace("?.", "?").replace("？。", "？");
    }

    /** A problem outside of any rule. */
    public static Problem outside(Position at, String message) {
        return new Problem(at, "", message);
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** One line: place, rule, message. */
    @Override
    public String toString() {
        return rule.isEmpty() ? at + ": " + message : at + ": rule \"" + rule + "\": " + message;
    }
}
