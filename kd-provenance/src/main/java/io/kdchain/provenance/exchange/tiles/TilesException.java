package io.kdchain.provenance.exchange.tiles;

import io.kdchain.provenance.event.KdException;
import org.jspecify.annotations.Nullable;

/** A folder of tiles cannot be written or read; names the file or the entry. */
public final class TilesException extends KdException {
    private static final long serialVersionUID = 1L;

    TilesException(String message) {
        this(message, null);
    }

    TilesException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
