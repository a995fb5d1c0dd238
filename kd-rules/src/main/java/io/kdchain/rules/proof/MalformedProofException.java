package io.kdchain.rules.proof;

import io.kdchain.provenance.event.KdException;

/** A file is no proof. */
public final class MalformedProofException extends KdException {
    private static final long serialVersionUID = 1L;

    /** With the member that is wrong, what it must be, and what to do. */
    public MalformedProofException(String message) {
        super(message);
    }

    /** The same with the cause. */
    public MalformedProofException(String message, Throwable cause) {
        super(message, cause);
    }
}
