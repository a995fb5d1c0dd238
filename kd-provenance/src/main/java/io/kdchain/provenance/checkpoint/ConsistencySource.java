package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.event.Bytes;
import java.util.List;

/** Where proofs that a log only grew come from: the log itself, a mirror, or a file. Nothing it says is believed. */
@FunctionalInterface
public interface ConsistencySource {
    /** Has none: enough where the sizes are equal, or nothing was seen before. */
    ConsistencySource NONE = (oldSize, size) -> List.of();

    /**
     * Proof that the tree of the first {@code oldSize} entries is a beginning of that of the first {@code size}.
     *
     * @param oldSize 1 or more
     * @param size more than {@code oldSize}
     */
    List<Bytes> prove(long oldSize, long size);
}
