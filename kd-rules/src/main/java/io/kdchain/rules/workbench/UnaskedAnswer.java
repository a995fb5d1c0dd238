package io.kdchain.rules.workbench;

import java.util.Collection;

/** What is said of an answer to a question that no verdict asks. */
public final class UnaskedAnswer {
    private UnaskedAnswer() {}

    /**
     * What is wrong and what can be done.
     *
     * @param question what was answered
     * @param open the questions that are asked
     */
    public static String message(String question, Collection<String> open) {
        return open.isEmpty()
                ? "'%s' is answered, and the verdict has no open question; remove the answer.".formatted(question)
                : "'%s' is no open question of the verdict; open are %s%s"
                        .formatted(
                                question,
                                String.join(", ", open),
                                Nearest.to(question, open)
                                        .map(n -> "; did you mean '" + n + "'?")
                                        .orElse("."));
    }
}
