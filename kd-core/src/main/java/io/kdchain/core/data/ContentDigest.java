package io.kdchain.core.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * SHA-256 over the canonical bytes of an artefact.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ContentDigest(String hex) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final String PREFIX = "sha256:";

    public ContentDigest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no SHA-256 digest: 64 lower-case hexadecimal digits are expected.".formatted(hex));
        }
    }

    /** The digest of these bytes. */
    public static ContentDigest of(byte[] bytes) {
        try {
            return new ContentDigest(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
        }
    }

    /** The digest of this text in UTF-8. */
    public static ContentDigest ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads {@code sha256:…}, the form that {@link #toString()} writes. */
    public static ContentDigest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("'%s' is no digest: it must begin with %s".formatted(text, PREFIX));
        }
        return new ContentDigest(text.substring(PREFIX.length()));
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
