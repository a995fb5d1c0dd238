package io.kdchain.rules;

import io.kdchain.provenance.event.KdException;

/** The log knows nothing of what is asked about: an output, an incident, a claimant. */
public final class UnknownSubjectException extends KdException {
    private static final long serialVersionUID = 1L;

    UnknownSubjectException(String message) {
        super(message);
    }
}
