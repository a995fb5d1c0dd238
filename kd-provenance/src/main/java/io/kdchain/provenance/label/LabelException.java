package io.kdchain.provenance.label;

import io.kdchain.provenance.event.KdException;
import org.jspecify.annotations.Nullable;

/** A label cannot be written from this log, or bytes are no label. */
public final class LabelException extends KdException {
    private static final long serialVersionUID = 1L;

    LabelException(String message) {
        this(message, null);
    }

    LabelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
