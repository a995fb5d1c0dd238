package io.kdchain.provenance.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of the tree: SHA-256 with one byte before it, so that no leaf can pass for an inner node. */
public final class MerkleHash {
    /** Bytes of a hash. */
    public static final int SIZE = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private MerkleHash() {}

    /** Hash of a leaf with this content. */
    public static byte[] leaf(byte[] content) {
        MessageDigest sha = sha256();
        sha.update(LEAF);
        return sha.digest(content);
    }

    /** Hash of a leaf whose content is in two parts. */
    public static byte[] leaf(byte[] head, byte[] tail) {
        MessageDigest sha = sha256();
        sha.update(LEAF);
        sha.update(head);
        return sha.digest(tail);
    }

    /** Hash of an inner node. */
    public static byte[] node(byte[] left, byte[] right) {
        MessageDigest sha = sha256();
        sha.update(NODE);
        sha.update(left);
        return sha.digest(right);
    }

    /** Root of the tree without leaves. */
    public static byte[] empty() {
        return sha256().digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one must have.", e);
        }
    }
}
