package io.kdchain.core.trace;

import io.kdchain.core.data.Row;

/**
 * An answer that turned out wrong.
 *
 * @param input what was asked, before any pre-processing; its label is the right answer
 * @param served the class that was answered
 */
public record ServedAnswer(Row input, int served) {

    public ServedAnswer {
        if (served < 0) {
            throw new IllegalArgumentException(
                    "the served class of %s is %d; it is 0 or more".formatted(input.id(), served));
        }
        if (served == input.label()) {
            throw new IllegalArgumentException(
                    "the answer for %s was class %d, which is right; only a wrong answer has a cause to find"
                            .formatted(input.id(), served));
        }
    }

    /** The class that is right. */
    public int expected() {
        return input.label();
    }
}
