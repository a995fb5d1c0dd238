package io.kdchain.provenance.exchange.tiles;

import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredEvent;

/**
 * A stored log, under its last checkpoint. An entry is the envelope, a line feed, and the time at which it was
 * recorded: what its leaf covers.
 */
public final class StoreTiles implements TileSource {
    private final EventReader store;
    private final SignedNote checkpoint;

    private StoreTiles(EventReader store, SignedNote checkpoint) {
        this.store = store;
        this.checkpoint = checkpoint;
    }

    /**
     * The log in a store.
     *
     * @throws TilesException if it has no checkpoint
     */
    public static StoreTiles of(EventReader store) {
        return store.lastCheckpoint()
                .map(last -> new StoreTiles(store, SignedNote.parse(last.note().toArray())))
                .orElseThrow(
                        () -> new TilesException(
                                "The log has no checkpoint, and tiles without one prove nothing. It needs entries and a key of its own."));
    }

    @Override
    public byte[] entry(long index) {
        StoredEvent entry = store.read(index)
                .orElseThrow(() -> new StoreException("Entry %d is missing; run 'kd log verify'.".formatted(index)));
        return StoredEvent.content(entry.recordedAt(), entry.envelope().toArray());
    }

    @Override
    public byte[] node(int level, long index) {
        return store.node(level, index);
    }

    @Override
    public SignedNote checkpoint() {
        return checkpoint;
    }
}
