package io.kdchain.provenance.artefact;

import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.KdException;
import org.jspecify.annotations.Nullable;

/** A folder has no manifest, or a text is none. Names the file. */
public final class ManifestException extends KdException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason implements Coded {
        /** A link leads out of the folder, to nothing, or to a folder. */
        LINK_LEAVES,
        /** Something is neither file, folder nor link: a pipe, a socket, a device. */
        SPECIAL_FILE,
        /** A name cannot be written down so that every system has the same file under it. */
        NAME_UNUSABLE,
        /** Two names are one to some file system. */
        NAME_CLASH,
        /** A file was written while it was measured. */
        CHANGED_MEANWHILE,
        /** A text is no manifest. */
        MALFORMED,
        /** Something cannot be read or written. */
        UNREACHABLE;
    }

    ManifestException(Reason reason, String message) {
        this(reason, message, null);
    }

    ManifestException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
