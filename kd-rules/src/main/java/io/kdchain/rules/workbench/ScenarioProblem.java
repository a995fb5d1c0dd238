package io.kdchain.rules.workbench;

/**
 * Something in a scenario file that must be put right before it is judged.
 *
 * @param at where
 * @param message what is wrong, what is allowed, and the nearest allowed value
 */
public record ScenarioProblem(Place at, String message) {
    /** One line: place and message. */
    @Override
    public String toString() {
        return at + ": " + message;
    }
}
