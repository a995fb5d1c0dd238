package io.kdchain.provenance.checkpoint;

/** What a signature line of a note is, by the type byte that C2SP assigns. */
public enum SignatureType {
    /** Ed25519 over the text of the note: what logs sign with. */
    ED25519(0x01, 32),
    /** {@code cosignature/v1}: Ed25519 over a time and the text. */
    COSIGNATURE_V1(0x04, 32),
    /** {@code subtree/v1}: ML-DSA-44 over the name of the cosigner, a time, and origin, size and root. */
    ML_DSA_44(0x06, 1312);

    private final int code;
    private final int keySize;

    SignatureType(int code, int keySize) {
        this.code = code;
        this.keySize = keySize;
    }

    /** The type byte. */
    public int code() {
        return code;
    }

    /** Bytes of a public key. */
    int keySize() {
        return keySize;
    }

    /** Whether a signature says when it was made. */
    public boolean timed() {
        return this != ED25519;
    }
}
