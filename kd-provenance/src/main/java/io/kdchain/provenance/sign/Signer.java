package io.kdchain.provenance.sign;

/** Signs with one Ed25519 key (RFC 8032). The same bytes always give the same signature. Safe for concurrent use. */
public interface Signer {
    /** The key with which others check the signatures. */
    PublicKey publicKey();

    /** The 64 bytes of the signature. */
    byte[] sign(byte[] message);
}
