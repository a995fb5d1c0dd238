package io.kdchain.core.data;

import org.jspecify.annotations.Nullable;

/** An artefact's file is missing, unreadable, malformed, or not the one whose digest was recorded. */
public final class ArtefactException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ArtefactException(String message) {
        super(message);
    }

    public ArtefactException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
