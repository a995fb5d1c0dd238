package io.kdchain.provenance.sign;

import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.event.Bytes;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 public key (RFC 8032).
 *
 * @param bytes the 32 bytes of the key; a point of the prime-order group
 */
public record PublicKey(Bytes bytes) implements Verifier {
    /** Bytes of a key. */
    public static final int SIZE = 32;

    private static final int SIGNATURE_SIZE = 64;
    private static final String PREFIX = "ed25519:";

    public PublicKey {
        if (bytes.size() != SIZE || !Ed25519.validatePublicKeyFull(bytes.toArray(), 0)) {
            throw new IllegalArgumentException("These %d bytes are no Ed25519 public key.".formatted(bytes.size()));
        }
    }

    /** Reads {@code ed25519:} and standard base64, as it stands in a registration. */
    public static PublicKey parse(String text) {
        if (text.startsWith(PREFIX)) {
            String base64 = text.substring(PREFIX.length());
            try {
                byte[] raw = Base64.getDecoder().decode(base64);
                if (Base64.getEncoder().encodeToString(raw).equals(base64)) {
                    return new PublicKey(Bytes.of(raw));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "'%s' is no public key: %s".formatted(shorten(text), e.getMessage()), e);
            }
        }
        throw new IllegalArgumentException("'%s' is no public key: it must be %s and the base64 of %d bytes."
                .formatted(shorten(text), PREFIX, SIZE));
    }

    /** As text that {@link #parse} reads. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes.toArray());
    }

    /** SHA-256 of the key in hexadecimal: a hint in envelopes, never a reason for trust. */
    public String keyId() {
        return Sha256.of(bytes.toArray()).hex();
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
        return signature.length == SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, bytes.toArray(), 0, message, 0, message.length);
    }

    @Override
    public String toString() {
        return text();
    }

    private static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
