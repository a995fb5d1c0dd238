package io.kdchain.provenance.sign;

import io.kdchain.provenance.event.KdException;
import org.jspecify.annotations.Nullable;

/** Bytes are no time stamp, request or certificate of RFC 3161. */
public final class TimestampException extends KdException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, in a sentence. */
    public TimestampException(String message) {
        this(message, null);
    }

    TimestampException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
