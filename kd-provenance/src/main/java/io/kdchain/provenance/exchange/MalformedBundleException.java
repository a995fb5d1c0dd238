package io.kdchain.provenance.exchange;

import io.kdchain.provenance.event.KdException;
import org.jspecify.annotations.Nullable;

/** A file is no evidence bundle at all. One that is and does not hold gives a {@link BundleReport}. */
public final class MalformedBundleException extends KdException {
    private static final long serialVersionUID = 1L;

    MalformedBundleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
