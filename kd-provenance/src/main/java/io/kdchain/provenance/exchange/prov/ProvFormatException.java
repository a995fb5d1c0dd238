package io.kdchain.provenance.exchange.prov;

import io.kdchain.provenance.event.KdException;

/** A text is no PROV-JSON; the message says where. */
public final class ProvFormatException extends KdException {
    private static final long serialVersionUID = 1L;

    ProvFormatException(String pointer, String problem) {
        super("%s: %s".formatted(pointer.isEmpty() ? "document" : pointer, problem));
    }
}
