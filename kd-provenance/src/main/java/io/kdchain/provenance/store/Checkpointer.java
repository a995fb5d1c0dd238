package io.kdchain.provenance.store;

import io.kdchain.provenance.event.Bytes;
import org.jspecify.annotations.Nullable;

/** Makes the checkpoint that is stored together with what was appended. */
@FunctionalInterface
public interface Checkpointer {
    /** Makes none: for a log without a key of its own. */
    Checkpointer NONE = (size, root) -> null;

    /**
     * The signed checkpoint of this size and root, as bytes of a note; null for none.
     *
     * @param size number of entries
     * @param root root of the tree over them
     */
    @Nullable
    Bytes checkpoint(long size, Bytes root);
}
