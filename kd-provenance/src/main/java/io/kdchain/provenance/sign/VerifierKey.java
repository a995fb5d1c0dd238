package io.kdchain.provenance.sign;

import io.kdchain.provenance.event.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A public key with the name of its holder, as C2SP signed notes write it: {@code NAME+HASH+BASE64}.
 *
 * @param name who holds it: not empty, without spaces and {@code +}
 * @param key the key
 */
public record VerifierKey(String name, PublicKey key) {
    /** Algorithm byte of Ed25519 in the signed-note format. */
    private static final byte ED25519 = 1;

    public VerifierKey {
        if (name.isEmpty() || name.indexOf('+') >= 0 || name.codePoints().anyMatch(VerifierKey::isSpace)) {
            throw new IllegalArgumentException(
                    "'%s' is no name of a key: it must not be empty and hold neither spaces nor '+'.".formatted(name));
        }
    }

    /** Reads the text form and checks that hash and key belong together. */
    public static VerifierKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length == 3) {
            try {
                byte[] typed = Base64.getDecoder().decode(parts[2]);
                if (typed.length == PublicKey.SIZE + 1
                        && typed[0] == ED25519
                        && Base64.getEncoder().encodeToString(typed).equals(parts[2])) {
                    byte[] raw = new byte[PublicKey.SIZE];
                    System.arraycopy(typed, 1, raw, 0, raw.length);
                    VerifierKey key = new VerifierKey(parts[0], new PublicKey(Bytes.of(raw)));
                    if (hex(key.hash()).equals(parts[1])) {
                        return key;
                    }
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'%s' is no key: %s".formatted(text, e.getMessage()), e);
            }
        }
        throw new IllegalArgumentException(
                "'%s' is no key: it must be NAME+HASH+BASE64 of an Ed25519 key, as 'kd key show' prints it, and hash and key must belong together."
                        .formatted(text));
    }

    /** First four bytes of SHA-256 over name and key: tells keys of one name apart. */
    public int hash() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(name.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) '\n');
            sha.update(ED25519);
            return ByteBuffer.wrap(sha.digest(key.bytes().toArray())).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one must have.", e);
        }
    }

    /** As text that {@link #parse} reads. */
    @Override
    public String toString() {
        byte[] typed = ByteBuffer.allocate(PublicKey.SIZE + 1)
                .put(ED25519)
                .put(key.bytes().toArray())
                .array();
        return name + "+" + hex(hash()) + "+" + Base64.getEncoder().encodeToString(typed);
    }

    private static String hex(int hash) {
        return "%08x".formatted(hash);
    }

    private static boolean isSpace(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point) || Character.isISOControl(point);
    }
}
