package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.event.KdException;
import org.jspecify.annotations.Nullable;

/** A file of kept checkpoints cannot be read, written or locked; says which and what to do. */
public final class StateFileException extends KdException {
    private static final long serialVersionUID = 1L;

    StateFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
