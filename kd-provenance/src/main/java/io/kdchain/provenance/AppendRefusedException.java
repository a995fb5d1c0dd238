package io.kdchain.provenance;

import io.kdchain.provenance.event.KdException;
import io.kdchain.provenance.evidence.RejectReason;

/** An envelope that an honest log does not take. Nothing was written. */
public final class AppendRefusedException extends KdException {
    private static final long serialVersionUID = 1L;

    private final RejectReason reason;
    private final int position;

    AppendRefusedException(RejectReason reason, int position, String message) {
        super(message);
        this.reason = reason;
        this.position = position;
    }

    /** Why. */
    public RejectReason reason() {
        return reason;
    }

    /** Which of the envelopes that were to be appended together it is, from 0. */
    public int position() {
        return position;
    }
}
