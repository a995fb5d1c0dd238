package io.kdchain.provenance.canonical;

import io.kdchain.provenance.event.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of bytes. */
public final class Sha256 {
    private Sha256() {}

    /** The digest of the bytes. */
    public static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(begin().digest(bytes)));
    }

    /** A hash of nothing yet. */
    static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one must have.", e);
        }
    }
}
