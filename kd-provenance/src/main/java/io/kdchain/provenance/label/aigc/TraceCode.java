package io.kdchain.provenance.label.aigc;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the reserved code of a label carries: digest and signature of the traceability label of the same output, in the
 * characters that Annex E (j) allows. It proves something only beside that label and a key that is trusted.
 *
 * @param label SHA-256 of the canonical content of the traceability label
 * @param signature Ed25519 signature of that label
 */
public record TraceCode(Digest label, Bytes signature) {
    private static final Pattern FORM = Pattern.compile("v1\\.ed25519\\.([0-9A-Za-z_-]{43})\\.([0-9A-Za-z_-]{86})");

    /** The text: version, algorithm, and both in base64url without padding. */
    public String text() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return "v1.ed25519.%s.%s"
                .formatted(
                        base64.encodeToString(HexFormat.of().parseHex(label.hex())),
                        base64.encodeToString(signature.toArray()));
    }

    /** Reads a reserved code; empty if it carries something else. */
    public static Optional<TraceCode> find(String reservedCode) {
        Matcher matcher = FORM.matcher(reservedCode);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Base64.Decoder base64 = Base64.getUrlDecoder();
            return Optional.of(new TraceCode(
                    new Digest(HexFormat.of().formatHex(base64.decode(matcher.group(1)))),
                    Bytes.of(base64.decode(matcher.group(2)))));
        } catch (IllegalArgumentException e) {
            // the last character may hold bits that no byte has
            return Optional.empty();
        }
    }
}
