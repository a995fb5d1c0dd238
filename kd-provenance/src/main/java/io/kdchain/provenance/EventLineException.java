package io.kdchain.provenance;

import io.kdchain.provenance.event.KdException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A line of a file of events that cannot be appended; nothing of the file was. */
public final class EventLineException extends KdException {
    private static final long serialVersionUID = 1L;

    private final int line;

    EventLineException(Path file, int line, String problem, @Nullable Throwable cause) {
        super("%s:%d:1: %s".formatted(file, line, problem), cause);
        this.line = line;
    }

    /** Which line, from 1. */
    public int line() {
        return line;
    }
}
