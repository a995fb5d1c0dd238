package io.kdchain.provenance;

import io.kdchain.provenance.event.KdException;

/** A spool holds as many events as it may, and the log still does not take them. Nothing was recorded. */
public final class SpoolFullException extends KdException {
    private static final long serialVersionUID = 1L;

    SpoolFullException(String message) {
        super(message);
    }
}
