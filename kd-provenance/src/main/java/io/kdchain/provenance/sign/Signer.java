package io.kdchain.provenance.sign;

/**
 * Signs with one Ed25519 key (RFC 8032). The same bytes always give the same signature. Safe for concurrent use.
 *
 * <p>This is where a hardware module or a key service is connected: only signatures leave an implementation, so the
 * secret may stay where it is. {@link JcaSigner} is one over any provider of the Java platform; a service with an API
 * of its own needs these two methods and no more. An implementation signs the message itself ("pure" Ed25519), not a
 * hash of it, and may be tested by extending {@code SignerContract} of the tests of this module.
 */
public interface Signer {
    /** The key with which others check the signatures; always the same. */
    PublicKey publicKey();

    /**
     * The 64 bytes of the signature.
     *
     * @throws SigningException if the key cannot be reached; nothing was signed, and the same call may succeed later
     */
    byte[] sign(byte[] message);
}
