package io.kdchain.core.distill;

/** A remote teacher does not answer, or not what can be used; the message says what to do. */
public final class RemoteTeacherException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RemoteTeacherException(String message) {
        super(message);
    }
}
