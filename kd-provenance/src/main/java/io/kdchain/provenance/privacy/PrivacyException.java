package io.kdchain.provenance.privacy;

import io.kdchain.provenance.event.KdException;
import org.jspecify.annotations.Nullable;

/** A personal value, its key or a sealed artefact cannot be had. Says which and what to do, never what it holds. */
public class PrivacyException extends KdException {
    private static final long serialVersionUID = 1L;

    public PrivacyException(String message) {
        this(message, null);
    }

    public PrivacyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
