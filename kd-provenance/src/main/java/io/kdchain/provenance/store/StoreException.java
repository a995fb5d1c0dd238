package io.kdchain.provenance.store;

import io.kdchain.provenance.event.KdException;
import org.jspecify.annotations.Nullable;

/** A store cannot be opened, read or written. Says which and what to do. */
public class StoreException extends KdException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String sqlState;

    public StoreException(String message) {
        this(message, null, null);
    }

    public StoreException(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, cause);
        this.sqlState = sqlState;
    }

    /** What the database calls the error; null when no database is concerned. */
    public @Nullable String sqlState() {
        return sqlState;
    }
}
