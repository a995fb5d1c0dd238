package io.kdchain.provenance.sign;

import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.event.Bytes;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** An Ed25519 public key (RFC 8032). Keys are equal if their bytes are. */
public final class PublicKey implements Verifier {
    /** Bytes of a key. */
    public static final int SIZE = 32;

    private static final int SIGNATURE_SIZE = 64;
    private static final String PREFIX = "ed25519:";
    /** Keys that are kept decoded; beyond as many they are decoded again. */
    private static final int MAX_POINTS = 4096;
    /**
     * Whether bytes are a key costs as much as a verification to find out, and the same keys are read time and again.
     */
    private static final Map<Bytes, Ed25519.PublicPoint> POINTS = new ConcurrentHashMap<>();

    private final Bytes bytes;
    private final Ed25519.PublicPoint point;

    private final String keyId;

    /** @param bytes the 32 bytes of the key; a point of the prime-order group */
    public PublicKey(Bytes bytes) {
        this(bytes, point(bytes));
    }

    private PublicKey(Bytes bytes, Ed25519.PublicPoint point) {
        this.bytes = bytes;
        this.point = point;
        this.keyId = Sha256.of(bytes.toArray()).hex();
    }

    /** The key that belongs to a secret. */
    static PublicKey ofSeed(byte[] seed) {
        Ed25519.PublicPoint point = Ed25519.generatePublicKey(seed, 0);
        byte[] raw = new byte[SIZE];
        Ed25519.encodePublicPoint(point, raw, 0);
        return new PublicKey(Bytes.of(raw), kept(Bytes.of(raw), point));
    }

    private static Ed25519.PublicPoint point(Bytes bytes) {
        Ed25519.PublicPoint known = POINTS.get(bytes);
        if (known != null) {
            return known;
        }
        Ed25519.PublicPoint decoded =
                bytes.size() == SIZE ? Ed25519.validatePublicKeyFullExport(bytes.toArray(), 0) : null;
        if (decoded == null) {
            throw new IllegalArgumentException("These %d bytes are no Ed25519 public key.".formatted(bytes.size()));
        }
        return kept(bytes, decoded);
    }

    private static Ed25519.PublicPoint kept(Bytes bytes, Ed25519.PublicPoint point) {
        if (POINTS.size() >= MAX_POINTS) {
            POINTS.clear();
        }
        POINTS.put(bytes, point);
        return point;
    }

    /** The 32 bytes of the key. */
    public Bytes bytes() {
        return bytes;
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
        return keyId;
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
        return signature.length == SIGNATURE_SIZE && Ed25519.verify(signature, 0, point, message, 0, message.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublicKey key && bytes.equals(key.bytes);
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }

    private static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
