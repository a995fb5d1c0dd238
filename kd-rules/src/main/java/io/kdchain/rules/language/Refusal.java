package io.kdchain.rules.language;

/** Ends the reading of a rule; caught by the reader, never seen outside. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Position at;

    Refusal(Position at, String message) {
        super(message, null, false, false);
        this.at = at;
    }

    Position at() {
        return at;
    }

    /** The message, which a refusal always has. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
