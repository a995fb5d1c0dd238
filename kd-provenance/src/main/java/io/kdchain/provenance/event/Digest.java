package io.kdchain.provenance.event;

/**
 * A SHA-256 digest.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) {
    private static final int DIGITS = 64;
    private static final String PREFIX = "sha256:";

    public Digest {
        if (!isHex(hex)) {
            throw new IllegalArgumentException(
                    "'%s' is no SHA-256 digest: it must have 64 digits of 0-9 and a-f.".formatted(shorten(hex)));
        }
    }

    private static boolean isHex(String text) {
        boolean all = text.length() == DIGITS;
        for (int i = 0; all && i < DIGITS; i++) {
            char c = text.charAt(i);
            all = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        return all;
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
