package io.kdchain.provenance.event;

import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in kdchain for a reason that lies outside the program: bad bytes, unusable evidence, a broken store.
 */
public abstract class KdException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected KdException(String message) {
        super(message);
    }

    protected KdException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
