package io.kdchain.provenance.sign;

import io.kdchain.provenance.event.KdException;
import org.jspecify.annotations.Nullable;

/** A key cannot sign now: its device does not answer, its store does not open, or it may not be used. */
public class SigningException extends KdException {
    private static final long serialVersionUID = 1L;

    /** Says which key and what to do; never what the key is. */
    public SigningException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
