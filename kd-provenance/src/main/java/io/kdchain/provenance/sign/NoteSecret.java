package io.kdchain.provenance.sign;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * A private Ed25519 key as Go's note package writes it: {@code PRIVATE+KEY+NAME+HASH+BASE64}. For keys of logs and
 * witnesses that other tools made; our own are in {@link KeyFile}s. Its text form tells the public key only.
 */
public final class NoteSecret {
    private static final String PREFIX = "PRIVATE+KEY+";
    private static final byte ED25519 = 1;

    private final String name;
    private final Ed25519Signer signer;

    private NoteSecret(String name, Ed25519Signer signer) {
        this.name = name;
        this.signer = signer;
    }

    /** A key pair under a name. */
    public static NoteSecret of(String name, Ed25519Signer signer) {
        // checks the name
        return new NoteSecret(new VerifierKey(name, signer.publicKey()).name(), signer);
    }

    /**
     * Reads the text form and checks that hash and key belong together.
     *
     * @throws IllegalArgumentException if it is no such key; the message does not repeat it
     */
    public static NoteSecret parse(String text) {
        String[] parts =
                text.startsWith(PREFIX) ? text.substring(PREFIX.length()).split("\\+", 3) : new String[0];
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "This is no private key of a note: it must be PRIVATE+KEY+NAME+HASH+BASE64 in one line.");
        }
        byte[] typed;
        try {
            typed = Base64.getDecoder().decode(parts[2]);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The private key of '%s' is no base64.".formatted(parts[0]), e);
        }
        if (typed.length != Ed25519Signer.SEED_SIZE + 1 || typed[0] != ED25519) {
            throw new IllegalArgumentException(
                    "The private key of '%s' is none of Ed25519: that has type 1 and %d bytes."
                            .formatted(parts[0], Ed25519Signer.SEED_SIZE));
        }
        NoteSecret secret = of(parts[0], Ed25519Signer.fromSeed(Arrays.copyOfRange(typed, 1, typed.length)));
        if (!secret.text().equals(text)) {
            throw new IllegalArgumentException(
                    "The private key of '%s' does not belong to its hash %s.".formatted(parts[0], parts[1]));
        }
        return secret;
    }

    /** Name of the holder. */
    public String name() {
        return name;
    }

    /** The key pair. */
    public Ed25519Signer signer() {
        return signer;
    }

    /** The secret itself, as text that {@link #parse} reads. */
    public String text() {
        byte[] typed = ByteBuffer.allocate(Ed25519Signer.SEED_SIZE + 1)
                .put(ED25519)
                .put(signer.seed())
                .array();
        return "%s%s+%08x+%s"
                .formatted(
                        PREFIX,
                        name,
                        new VerifierKey(name, signer.publicKey()).hash(),
                        Base64.getEncoder().encodeToString(typed));
    }

    /** The public key, for messages. */
    @Override
    public String toString() {
        return "private key of " + new VerifierKey(name, signer.publicKey());
    }
}
