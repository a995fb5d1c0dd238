package io.kdchain.rules.workbench.mutation;

import java.util.Locale;

/** One kind of change, such as the slip of a pen or of the mind that an author of rules makes. */
public enum Operator {
    /** A condition of a rule is left out, or a part of an {@code and}, or a branch of an {@code or}. */
    DROP_CONDITION,
    /** A comparison between the brackets of a pattern is left out, one of several codes, or a test on a number. */
    DROP_CONSTRAINT,
    /** {@code not} becomes {@code exists}, {@code exists} becomes {@code not}, and what must be there must not. */
    FLIP_NOT,
    /** A code in a condition becomes the next one of its closed list. */
    SWAP_CODE,
    /** {@code ==} becomes {@code !=} and the reverse, {@code <} becomes {@code <=} and so on. */
    CHANGE_COMPARISON,
    /** A whole number in a condition or conclusion is one more; true becomes false. */
    CHANGE_VALUE,
    /** {@code @exceptionTo} is left out. */
    DROP_EXCEPTION,
    /** {@code @burden} is left out. */
    DROP_BURDEN,
    /** A code in a conclusion becomes the next one of its closed list. */
    SWAP_CONCLUSION,
    /** One of several conclusions is left out. */
    DROP_CONCLUSION,
    /** A number, term or word of {@code parameters.yaml} is another one. */
    CHANGE_PARAMETER;

    /** As it is shown and documented: {@code drop-condition}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
