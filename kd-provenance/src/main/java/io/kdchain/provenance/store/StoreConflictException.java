package io.kdchain.provenance.store;

/** The log grew since its size was read: read it again and retry. */
public final class StoreConflictException extends StoreException {
    private static final long serialVersionUID = 1L;

    public StoreConflictException(long expectedSize, long size) {
        super("The log has %d entries, %d were expected. Somebody else appended; retry.".formatted(size, expectedSize));
    }
}
