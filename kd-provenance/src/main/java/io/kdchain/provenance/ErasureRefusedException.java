package io.kdchain.provenance;

import io.kdchain.provenance.event.Commitment;
import io.kdchain.provenance.event.KdException;

/** A personal value is kept, though its erasure was asked for: a legal hold is on it. Nothing was erased. */
public final class ErasureRefusedException extends KdException {
    private static final long serialVersionUID = 1L;

    private final transient Commitment commitment;
    private final long hold;

    ErasureRefusedException(Commitment commitment, long hold, String message) {
        super(message);
        this.commitment = commitment;
        this.hold = hold;
    }

    /** Whose value is kept. */
    public Commitment commitment() {
        return commitment;
    }

    /** Index of the entry that sets the hold. */
    public long hold() {
        return hold;
    }
}
