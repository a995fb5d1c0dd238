package io.kdchain.provenance.merkle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whether proofs hold. Anything that does not fit is a no, never an exception: proofs come from anywhere. */
public final class MerkleProofs {
    private MerkleProofs() {}

    /**
     * Whether the leaf is the one at {@code index} in the tree of this size and root.
     *
     * @param index counted from 0, unsigned
     * @param size number of leaves, unsigned
     */
    public static boolean includes(long index, long size, byte[] leafHash, List<byte[]> proof, byte[] root) {
        if (Long.compareUnsigned(index, size) >= 0 || !sized(leafHash) || !sized(root) || !allSized(proof)) {
            return false;
        }
        long last = size - 1;
        int inner = Long.SIZE - Long.numberOfLeadingZeros(index ^ last);
        int border = inner == Long.SIZE ? 0 : Long.bitCount(index >>> inner);
        if (proof.size() != inner + border) {
            return false;
        }
        long node = index;
        byte[] hash = leafHash;
        for (byte[] sibling : proof) {
            if ((node & 1) == 1 || node == last) {
                hash = MerkleHash.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = MerkleHash.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /**
     * Whether the tree of {@code oldSize} leaves is a beginning of that of {@code size}. From an empty tree there is
     * nothing to prove, and every such proof is refused.
     */
    public static boolean consistent(long oldSize, long size, byte[] oldRoot, byte[] root, List<byte[]> proof) {
        if (oldSize == 0
                || Long.compareUnsigned(size, oldSize) < 0
                || !sized(oldRoot)
                || !sized(root)
                || !allSized(proof)) {
            return false;
        }
        if (oldSize == size) {
            return proof.isEmpty() && Arrays.equals(oldRoot, root);
        }
        if (proof.isEmpty()) {
            return false;
        }
        List<byte[]> hashes = new ArrayList<>(proof);
        if (Long.bitCount(oldSize) == 1) {
            hashes.add(0, oldRoot);
        }
        long node = oldSize - 1;
        long last = size - 1;
        while ((node & 1) == 1) {
            node >>>= 1;
            last >>>= 1;
        }
        byte[] oldHash = hashes.get(0);
        byte[] newHash = hashes.get(0);
        for (byte[] sibling : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = MerkleHash.node(sibling, oldHash);
                newHash = MerkleHash.node(sibling, newHash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                newHash = MerkleHash.node(newHash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(oldHash, oldRoot) && Arrays.equals(newHash, root);
    }

    private static boolean sized(byte[] hash) {
        return hash.length == MerkleHash.SIZE;
    }

    private static boolean allSized(List<byte[]> proof) {
        return proof.size() <= Long.SIZE && proof.stream().allMatch(MerkleProofs::sized);
    }
}
