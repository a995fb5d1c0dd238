package io.kdchain.rules.language;

import java.util.Locale;

/**
 * Something in a rule pack that may be used and is probably not meant.
 *
 * @param check what was looked for
 * @param problem where it is, what it is, and what to do
 */
public record Remark(Check check, Problem problem) {
    /** What is looked for. */
    public enum Check {
        /** A rule demands a conclusion that no rule draws, so that it never applies. */
        NEVER_APPLIES,
        /** A rule demands all that another one does, and concludes nothing else by the same norm. */
        NEEDLESS,
        /** Whenever a rule could apply, another one concludes what it must not find. */
        ALWAYS_DEFEATED,
        /** Two rules conclude what cannot both hold, in an incident that is shown. */
        CONTRADICTION,
        /** A rule looks at every group of three or more facts of one word. */
        WIDE_JOIN,
        /** The id of one thing stands where that of another is wanted. */
        ID_EXCHANGED,
        /** A rule cites a norm that is in force on no day on which the rule is. */
        NORM_NOT_IN_FORCE,
        /** A reason is in the other language. */
        NOT_TRANSLATED,
        /** The reasons in both languages speak of different bindings. */
        REASONS_DIFFER,
        /** A norm that no rule, duty or parameter cites. */
        NORM_UNUSED,
        /** A duty that no scenario of the pack speaks of. */
        DUTY_UNTRIED,
        /** A parameter that neither the library nor a rule reads. */
        PARAMETER_UNREAD,
        /** Parameters that the library reads and the pack has not, with all it builds on. */
        PARAMETER_MISSING;

        /** As it is shown and documented: {@code never-applies}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
