package io.kdchain.core.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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

    /** Why a file cannot be read or written, in words for a sentence that names the file. */
    public static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
