package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.event.KdException;
import org.jspecify.annotations.Nullable;

/** A witness gave no answer; says which and why. */
public final class WitnessUnreachableException extends KdException {
    private static final long serialVersionUID = 1L;

    public WitnessUnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
