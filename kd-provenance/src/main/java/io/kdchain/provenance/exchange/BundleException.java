package io.kdchain.provenance.exchange;

import io.kdchain.provenance.event.KdException;

/** A log cannot be put into a bundle, or a bundle does not hold where evidence is asked of it. */
public final class BundleException extends KdException {
    private static final long serialVersionUID = 1L;

    BundleException(String message) {
        super(message);
    }
}
