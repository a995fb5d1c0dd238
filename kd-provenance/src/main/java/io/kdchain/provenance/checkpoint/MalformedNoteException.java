package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.event.KdException;

/** Text that is no signed note, no checkpoint or no trust file. */
public final class MalformedNoteException extends KdException {
    private static final long serialVersionUID = 1L;

    public MalformedNoteException(String message) {
        super(message);
    }
}
