package io.kdchain.provenance.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Commitment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * How a commitment is made: SHA-256 over {@code kdchain.io/commitment/v1} in ASCII, a zero byte, the length of the salt
 * (4 bytes, big endian), the salt, the length of the value (8 bytes, big endian), and the value as RFC 8785 canonical
 * JSON. The salt is 32 random bytes, fresh for each value, so that a value cannot be guessed and opening one opens no
 * other.
 */
public final class Commitments {
    /** Bytes of a salt. */
    public static final int SALT_SIZE = 32;

    private static final byte[] DOMAIN = "kdchain.io/commitment/v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Commitments() {}

    /**
     * The commitment to a value under a salt.
     *
     * @param salt {@value #SALT_SIZE} bytes
     * @param value any JSON value
     */
    public static Commitment to(Bytes salt, JsonNode value) {
        checkSalt(salt);
        byte[] canonical = Jcs.write(value);
        ByteBuffer message = ByteBuffer.allocate(
                        DOMAIN.length + Integer.BYTES + SALT_SIZE + Long.BYTES + canonical.length)
                .put(DOMAIN)
                .putInt(SALT_SIZE)
                .put(salt.toArray())
                .putLong(canonical.length)
                .put(canonical);
        return new Commitment(Sha256.of(message.array()));
    }

    /** A salt that nobody can guess. */
    static Bytes freshSalt() {
        byte[] salt = new byte[SALT_SIZE];
        RANDOM.nextBytes(salt);
        return Bytes.of(salt);
    }

    static void checkSalt(Bytes salt) {
        if (salt.size() != SALT_SIZE) {
            throw new IllegalArgumentException("A salt has %d bytes; %d were given.".formatted(SALT_SIZE, salt.size()));
        }
    }
}
