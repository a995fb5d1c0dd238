package io.kdchain.provenance.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Stands in an event for a value that must not be there. Tells nothing of the value without the salt, and cannot be
 * opened to another value.
 *
 * <p>It is SHA-256 over {@code kdchain.io/commitment/v1} in ASCII, a zero byte, the length of the salt (4 bytes, big
 * endian), the salt, the length of the value (8 bytes, big endian), and the value as RFC 8785 canonical JSON. The salt
 * is 32 random bytes, fresh for each value, so that a value cannot be guessed and opening one opens no other.
 *
 * @param digest the digest
 */
public record Commitment(Digest digest) {
    /** Bytes of a salt. */
    public static final int SALT_SIZE = 32;

    private static final String PREFIX = "salted-sha256:";
    private static final byte[] DOMAIN = "kdchain.io/commitment/v1\0".getBytes(StandardCharsets.US_ASCII);

    /**
     * The commitment to a value under a salt.
     *
     * @param salt {@value #SALT_SIZE} bytes
     * @param value any JSON value
     */
    public static Commitment to(Bytes salt, JsonNode value) {
        checkSalt(salt);
        byte[] canonical = Jcs.write(value);
        ByteBuffer message = ByteBuffer.allocate(DOMAIN.length + 4 + SALT_SIZE + 8 + canonical.length)
                .put(DOMAIN)
                .putInt(SALT_SIZE)
                .put(salt.toArray())
                .putLong(canonical.length)
                .put(canonical);
        return new Commitment(Sha256.of(message.array()));
    }

    /** Reads {@code salted-sha256:} and 64 lower-case hexadecimal digits. */
    public static Commitment parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is no commitment: it must be %s and 64 digits of 0-9 and a-f."
                                .formatted(text.length() <= 80 ? text : text.substring(0, 80) + "…", PREFIX)));
    }

    /** The commitment that a text is; nothing if it is none. */
    public static Optional<Commitment> find(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Commitment(new Digest(text.substring(PREFIX.length()))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static void checkSalt(Bytes salt) {
        if (salt.size() != SALT_SIZE) {
            throw new IllegalArgumentException("A salt has %d bytes; %d were given.".formatted(SALT_SIZE, salt.size()));
        }
    }

    /** As text that {@link #parse} reads; this is what stands in an event. */
    @Override
    public String toString() {
        return PREFIX + digest.hex();
    }
}
