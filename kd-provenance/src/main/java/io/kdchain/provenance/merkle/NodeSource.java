package io.kdchain.provenance.merkle;

/** Where the hashes of perfect subtrees come from. */
@FunctionalInterface
public interface NodeSource {
    /**
     * Root of the perfect subtree over leaves {@code index << level} to {@code ((index + 1) << level) - 1}.
     *
     * @param level 0 for leaves
     */
    byte[] node(int level, long index);
}
