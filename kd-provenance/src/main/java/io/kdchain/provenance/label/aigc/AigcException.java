package io.kdchain.provenance.label.aigc;

import io.kdchain.provenance.event.KdException;
import org.jspecify.annotations.Nullable;

/**
 * A file cannot be labelled: it is damaged, its label is another's, or there is no room for one. Nothing was written.
 */
public final class AigcException extends KdException {
    private static final long serialVersionUID = 1L;

    AigcException(String message) {
        this(message, null);
    }

    AigcException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
