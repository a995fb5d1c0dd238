package io.kdchain.provenance.exchange.tiles;

import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.merkle.NodeSource;

/** A log as its tiles show it: entries as bytes, tree and checkpoint. */
public interface TileSource extends NodeSource {
    /**
     * The bytes whose leaf hash is in the tree.
     *
     * @param index from 0 to below the size of the checkpoint
     */
    byte[] entry(long index);

    /** The signed checkpoint; its size is that of the log. */
    SignedNote checkpoint();
}
