package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.sign.MlDsa44;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key that checks signature lines of notes, with the name of its holder: a vkey of C2SP signed-note, of any type
 * known here. Name and hash together say whose line it is and how it was made.
 *
 * @param name who holds it: not empty, without spaces and {@code +}
 * @param type how its signatures are made
 * @param key the public key
 */
public record NoteKey(String name, SignatureType type, Bytes key) {
    private static final int MAX_NAME_BYTES = 255;
    private static final byte[] SUBTREE_LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

    public NoteKey {
        SignedNote.checkName(name);
        if (key.size() != type.keySize()) {
            throw new IllegalArgumentException("A key of type %d has %d bytes, and that of '%s' has %d."
                    .formatted(type.code(), type.keySize(), name, key.size()));
        }
        if (type == SignatureType.ML_DSA_44) {
            checkLength(name);
        } else {
            // refuses what is no point of the curve
            new PublicKey(key);
        }
    }

    /** The key under which a log or a party signs notes. */
    public static NoteKey of(VerifierKey key) {
        return new NoteKey(key.name(), SignatureType.ED25519, key.key().bytes());
    }

    /** The key under which a witness makes Ed25519 cosignatures. */
    public static NoteKey cosigner(String name, PublicKey key) {
        return new NoteKey(name, SignatureType.COSIGNATURE_V1, key.bytes());
    }

    /**
     * Reads {@code NAME+HASH+BASE64} and checks that hash and key belong together.
     *
     * @throws IllegalArgumentException if it is no key, or of a type not known here
     */
    public static NoteKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "'%s' is no key: it must be NAME+HASH+BASE64.".formatted(SignedNote.shorten(text)));
        }
        byte[] typed = SignedNote.base64(parts[2]);
        if (typed == null || typed.length == 0) {
            throw new IllegalArgumentException("The key of '%s' is no standard base64.".formatted(parts[0]));
        }
        SignatureType type = Arrays.stream(SignatureType.values())
                .filter(known -> known.code() == (typed[0] & 0xff))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The key of '%s' has type 0x%02x; known are 0x01 (Ed25519), 0x04 (Ed25519 cosignature) and 0x06 (ML-DSA-44 cosignature)."
                                .formatted(parts[0], typed[0])));
        NoteKey key = new NoteKey(parts[0], type, Bytes.of(Arrays.copyOfRange(typed, 1, typed.length)));
        if (!key.hex().equals(parts[1])) {
            throw new IllegalArgumentException(
                    "The key of '%s' does not belong to its hash: that is %s, and %s was given."
                            .formatted(parts[0], key.hex(), SignedNote.shorten(parts[1])));
        }
        return key;
    }

    /** First four bytes of SHA-256 over name, type and key. */
    public int hash() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(name.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) '\n');
            sha.update((byte) type.code());
            return ByteBuffer.wrap(sha.digest(key.toArray())).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one must have.", e);
        }
    }

    /** Whether a line claims to be of this key. */
    public boolean claims(SignedNote.Line line) {
        return line.name().equals(name) && line.hash() == hash();
    }

    /** Whether the signature is one of this key over the text. Whatever is none is a no. */
    public boolean verify(String text, Bytes signature) {
        if (type == SignatureType.ED25519) {
            return new PublicKey(key).verify(text.getBytes(StandardCharsets.UTF_8), signature.toArray());
        }
        if (signature.size() <= Long.BYTES) {
            return false;
        }
        ByteBuffer timed = ByteBuffer.wrap(signature.toArray());
        long seconds = timed.getLong();
        byte[] rest = new byte[timed.remaining()];
        timed.get(rest);
        if (seconds < 0) {
            return false;
        }
        if (type == SignatureType.COSIGNATURE_V1) {
            return new PublicKey(key).verify(cosignedText(seconds, text), rest);
        }
        try {
            return MlDsa44.verify(key, cosignedTree(name, seconds, Checkpoint.parse(text)), rest);
        } catch (MalformedNoteException | IllegalArgumentException e) {
            // such a signature is over a checkpoint, and the text is none
            return false;
        }
    }

    /**
     * When a signature of a timed type says that it was made; to the second. Not to be believed before it is verified.
     *
     * @throws IllegalArgumentException if the type has no times, or the signature is too short
     */
    public Instant time(Bytes signature) {
        if (!type.timed() || signature.size() <= Long.BYTES) {
            throw new IllegalArgumentException("A signature of '%s' says no time.".formatted(name));
        }
        try {
            return Instant.ofEpochSecond(ByteBuffer.wrap(signature.toArray()).getLong());
        } catch (DateTimeException e) {
            // a time that no calendar has is valid by the format
            return Instant.MAX;
        }
    }

    /** What an Ed25519 cosignature covers. */
    static byte[] cosignedText(long seconds, String text) {
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    /** What an ML-DSA-44 cosignature of a whole tree covers; extension lines are no part of it. */
    static byte[] cosignedTree(String cosigner, long seconds, Checkpoint checkpoint) {
        checkLength(checkpoint.origin());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SUBTREE_LABEL);
        string(cosigner, out);
        number(seconds, out);
        string(checkpoint.origin(), out);
        number(0, out);
        number(checkpoint.size(), out);
        out.writeBytes(checkpoint.root().toArray());
        return out.toByteArray();
    }

    private static void string(String text, ByteArrayOutputStream out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(long number, ByteArrayOutputStream out) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private static void checkLength(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "'%s' is too long for an ML-DSA-44 cosignature, which has room for %d bytes."
                            .formatted(SignedNote.shorten(name), MAX_NAME_BYTES));
        }
    }

    private String hex() {
        return "%08x".formatted(hash());
    }

    /** As text that {@link #parse} reads. */
    @Override
    public String toString() {
        byte[] typed = ByteBuffer.allocate(1 + key.size())
                .put((byte) type.code())
                .put(key.toArray())
                .array();
        return name + "+" + hex() + "+" + Base64.getEncoder().encodeToString(typed);
    }
}
