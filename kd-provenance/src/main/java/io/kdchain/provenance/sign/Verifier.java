package io.kdchain.provenance.sign;

/** Checks signatures of one key; cannot sign. Safe for concurrent use. */
public interface Verifier {
    /** Whether the key made this signature of this message. Whatever is no signature is a no. */
    boolean verify(byte[] message, byte[] signature);
}
