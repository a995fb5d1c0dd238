package io.kdchain.examples.cli;

/** What was given to a command cannot be used; the message says what, and what to do. */
final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInputException(String message) {
        super(message);
    }
}
