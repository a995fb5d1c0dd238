package io.kdchain.provenance.event;

import java.util.Optional;

/**
 * Stands in an event for a value that must not be there. Tells nothing of the value without its salt, and cannot be
 * opened to another value; {@code privacy} says how it is made.
 *
 * @param digest the digest
 */
public record Commitment(Digest digest) implements Comparable<Commitment> {
    private static final String PREFIX = "salted-sha256:";

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

    @Override
    public int compareTo(Commitment other) {
        return digest.hex().compareTo(other.digest.hex());
    }

    /** As text that {@link #parse} reads; this is what stands in an event. */
    @Override
    public String toString() {
        return PREFIX + digest.hex();
    }
}
