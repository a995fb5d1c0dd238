package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.sign.VerifierKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * A text with signatures, in the signed-note format of C2SP.
 *
 * @param text what is signed; ends with a line feed
 * @param signatures who signed; at least one
 */
public record SignedNote(String text, List<Line> signatures) {
    private static final String DASH = "\u2014 ";
    private static final int MAX_SIZE_BYTES = 1 << 20;
    private static final int MAX_SIGNATURES = 64;
    private static final int HASH_SIZE = 4;

    /**
     * A signature line.
     *
     * @param name name of the key
     * @param hash hash of the key, see {@link VerifierKey#hash()}
     * @param signature the signature; its form depends on the algorithm
     */
    public record Line(String name, int hash, Bytes signature) {}

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || text.codePoints().anyMatch(point -> point < ' ' && point != '\n')) {
            throw new IllegalArgumentException(
                    "The text of a note ends with a line feed and has no other control character.");
        }
    }

    /** Signs a text under this name. */
    public static SignedNote sign(String text, String name, Signer signer) {
        VerifierKey key = new VerifierKey(name, signer.publicKey());
        return new SignedNote(
                text,
                List.of(new Line(name, key.hash(), Bytes.of(signer.sign(text.getBytes(StandardCharsets.UTF_8))))));
    }

    /**
     * Reads a note; checks no signature.
     *
     * @throws MalformedNoteException if it is none
     */
    public static SignedNote parse(byte[] bytes) {
        String note = utf8(bytes);
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n") || note.length() == split + 2) {
            throw new MalformedNoteException(
                    "A note is a text, an empty line and signature lines, each with its line feed.");
        }
        List<Line> lines = new ArrayList<>();
        for (String line : note.substring(split + 2, note.length() - 1).split("\n", -1)) {
            lines.add(line(line));
        }
        if (lines.size() > MAX_SIGNATURES) {
            throw new MalformedNoteException(
                    "A note has at most %d signatures; this one has %d.".formatted(MAX_SIGNATURES, lines.size()));
        }
        try {
            return new SignedNote(note.substring(0, split + 1), lines);
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Which of these keys signed the note. One whose signature is there and does not verify spoils the whole note.
     *
     * @return the keys that signed; empty when none did or one signature of a known key is false
     */
    public List<VerifierKey> verifiedBy(Collection<VerifierKey> known) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        List<VerifierKey> good = new ArrayList<>();
        for (VerifierKey key : known) {
            List<Line> own = signatures.stream()
                    .filter(line -> line.name().equals(key.name()) && line.hash() == key.hash())
                    .toList();
            if (!own.stream()
                    .allMatch(line -> key.key().verify(message, line.signature().toArray()))) {
                return List.of();
            }
            if (!own.isEmpty() && !good.contains(key)) {
                good.add(key);
            }
        }
        return good;
    }

    /** The bytes of the note. */
    public byte[] toBytes() {
        StringBuilder out = new StringBuilder(text).append('\n');
        for (Line line : signatures) {
            byte[] signature = line.signature().toArray();
            byte[] typed = ByteBuffer.allocate(HASH_SIZE + signature.length)
                    .putInt(line.hash())
                    .put(signature)
                    .array();
            out.append(DASH)
                    .append(line.name())
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(typed))
                    .append('\n');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Line line(String line) {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0) {
            throw new MalformedNoteException("'%s' is no signature line.".formatted(shorten(line)));
        }
        String name = line.substring(DASH.length(), space);
        String base64 = line.substring(space + 1);
        try {
            byte[] typed = Base64.getDecoder().decode(base64);
            if (typed.length > HASH_SIZE
                    && Base64.getEncoder().encodeToString(typed).equals(base64)
                    && !name.isEmpty()) {
                return new Line(
                        name,
                        ByteBuffer.wrap(typed).getInt(),
                        Bytes.of(Arrays.copyOfRange(typed, HASH_SIZE, typed.length)));
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException("The signature of '%s' is no base64.".formatted(shorten(name)));
        }
        throw new MalformedNoteException("'%s' is no signature line.".formatted(shorten(line)));
    }

    private static String utf8(byte[] bytes) {
        if (bytes.length > MAX_SIZE_BYTES) {
            throw new MalformedNoteException(
                    "A note has at most %d bytes; this one has %d.".formatted(MAX_SIZE_BYTES, bytes.length));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedNoteException("The note is not UTF-8.");
        }
    }

    private static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
