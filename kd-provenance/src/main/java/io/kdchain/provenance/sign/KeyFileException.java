package io.kdchain.provenance.sign;

import io.kdchain.provenance.event.KdException;
import org.jspecify.annotations.Nullable;

/** A key file cannot be written or read; says which and why, never what it holds. */
public final class KeyFileException extends KdException {
    private static final long serialVersionUID = 1L;

    KeyFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
