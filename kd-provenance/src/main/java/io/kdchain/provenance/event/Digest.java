package io.kdchain.provenance.event;

import java.util.regex.Pattern;

/**
 * A SHA-256 digest.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final String PREFIX = "sha256:";

    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no SHA-256 digest: it must have 64 digits of 0-9 and a-f.".formatted(shorten(hex)));
        }
    }

    /** Reads {@code sha256:} and 64 lower-case hexadecimal digits. */
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "'%s' is no digest: it must be sha256: and 64 digits of 0-9 and a-f.".formatted(shorten(text)));
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    /** As text that {@link #parse} reads. */
    @Override
    public String toString() {
        return PREFIX + hex;
    }

    private static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
