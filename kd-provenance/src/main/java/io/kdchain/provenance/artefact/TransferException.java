package io.kdchain.provenance.artefact;

import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.KdException;
import org.jspecify.annotations.Nullable;

/** An artefact cannot be sealed or opened. Says why; nothing was written where the artefact was to go. */
public final class TransferException extends KdException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason implements Coded {
        /** The file is none that was sealed here. */
        NOT_SEALED,
        /** It is for another recipient. */
        OTHER_RECIPIENT,
        /** The recipient's key of that epoch was destroyed or never made. */
        EPOCH_NOT_OPEN,
        /** It ends too early. */
        TRUNCATED,
        /** It goes on after its end. */
        EXTENDED,
        /** It was changed, or it is under another header than it was sealed with. */
        ALTERED,
        /** What came out is not what was announced. */
        CONTENT_DIFFERS,
        /** The log knows of no such transfer. */
        NOT_ANNOUNCED,
        /** What the file says of itself is not what the log says of it. */
        CONTRADICTS_LOG,
        /** It was opened and confirmed before. */
        REPLAYED,
        /** A key or card cannot be used. */
        KEY_UNUSABLE,
        /** A file cannot be read or written. */
        UNREACHABLE;
    }

    public TransferException(Reason reason, String message) {
        this(reason, message, null);
    }

    public TransferException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
