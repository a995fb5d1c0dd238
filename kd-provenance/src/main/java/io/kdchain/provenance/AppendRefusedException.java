package io.kdchain.provenance;

import io.kdchain.provenance.event.KdException;
import io.kdchain.provenance.evidence.RejectReason;

/** An envelope that an honest log does not take. Nothing was written. */
public final class AppendRefusedException extends KdException {
    private static final long serialVersionUID = 1L;

    private final RejectReason reason;

    AppendRefusedException(RejectReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public RejectReason reason() {
        return reason;
    }
}
