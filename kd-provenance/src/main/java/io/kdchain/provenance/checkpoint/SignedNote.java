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
import org.jspecify.annotations.Nullable;

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
    /** A space to Unicode, and none to Java. */
    private static final int NEXT_LINE = 0x85;

    /**
     * A signature line.
     *
     * @param name name of the key: not empty, without spaces and {@code +}
     * @param hash hash of the key, see {@link NoteKey#hash()}
     * @param signature the signature, not empty; its form depends on the algorithm
     */
    public record Line(String name, int hash, Bytes signature) {
        public Line {
            checkName(name);
            if (signature.size() == 0) {
                throw new IllegalArgumentException("The signature of '%s' is empty.".formatted(name));
            }
        }

        /**
         * Reads a line, without its line feed.
         *
         * @throws MalformedNoteException if it is no signature line
         */
        public static Line parse(String line) {
            int space = line.indexOf(' ', DASH.length());
            if (!line.startsWith(DASH) || space < 0) {
                throw new MalformedNoteException(
                        "'%s' is no signature line: that is '\u2014 NAME BASE64'.".formatted(shorten(line)));
            }
            String name = line.substring(DASH.length(), space);
            byte[] typed = base64(line.substring(space + 1));
            if (typed == null) {
                throw new MalformedNoteException(
                        "The signature of '%s' is no standard base64.".formatted(shorten(name)));
            }
            if (typed.length <= HASH_SIZE) {
                throw new MalformedNoteException(
                        "The signature of '%s' has %d bytes; it begins with the %d of the key's hash and goes on."
                                .formatted(shorten(name), typed.length, HASH_SIZE));
            }
            try {
                return new Line(
                        name,
                        ByteBuffer.wrap(typed).getInt(),
                        Bytes.of(Arrays.copyOfRange(typed, HASH_SIZE, typed.length)));
            } catch (IllegalArgumentException e) {
                throw new MalformedNoteException(String.valueOf(e.getMessage()));
            }
        }

        /** As text that {@link #parse} reads. */
        @Override
        public String toString() {
            byte[] typed = ByteBuffer.allocate(HASH_SIZE + signature.size())
                    .putInt(hash)
                    .put(signature.toArray())
                    .array();
            return DASH + name + ' ' + Base64.getEncoder().encodeToString(typed);
        }
    }

    /**
     * What became of the line of a known key.
     *
     * @param key the key
     * @param line its line
     * @param holds whether the signature verifies
     */
    public record Judged(NoteKey key, Line line, boolean holds) {}

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || text.codePoints().anyMatch(SignedNote::isForbidden)) {
            throw new IllegalArgumentException(
                    "The text of a note ends with a line feed and has no other control character and no half of a character.");
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new IllegalArgumentException(
                    "A note has 1 to %d signatures; this one has %d.".formatted(MAX_SIGNATURES, signatures.size()));
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
        String[] tail = note.substring(split + 2, note.length() - 1).split("\n", -1);
        if (tail.length > MAX_SIGNATURES) {
            throw new MalformedNoteException(
                    "A note has at most %d signatures; this one has %d.".formatted(MAX_SIGNATURES, tail.length));
        }
        List<Line> lines = new ArrayList<>();
        for (String line : tail) {
            lines.add(Line.parse(line));
        }
        try {
            return new SignedNote(note.substring(0, split + 1), lines);
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException(String.valueOf(e.getMessage()));
        }
    }

    /** Each line of a known key, in the order of the note. Lines of other keys say nothing and are left out. */
    public List<Judged> judge(Collection<NoteKey> known) {
        List<Judged> judged = new ArrayList<>();
        for (Line line : signatures) {
            for (NoteKey key : known) {
                if (key.claims(line)) {
                    judged.add(new Judged(key, line, key.verify(text, line.signature())));
                }
            }
        }
        return judged;
    }

    /**
     * Which of these keys signed the note. One whose signature is there and does not verify spoils the whole note.
     *
     * @return the keys that signed; empty when none did or one signature of a known key is false
     */
    public List<VerifierKey> verifiedBy(Collection<VerifierKey> known) {
        List<VerifierKey> good = new ArrayList<>();
        for (VerifierKey key : known) {
            List<Judged> own = judge(List.of(NoteKey.of(key)));
            if (!own.stream().allMatch(Judged::holds)) {
                return List.of();
            }
            if (!own.isEmpty() && !good.contains(key)) {
                good.add(key);
            }
        }
        return good;
    }

    /** The same note with further signatures; those that it has already are not repeated. */
    public SignedNote with(Collection<Line> more) {
        List<Line> lines = new ArrayList<>(signatures);
        more.stream().filter(line -> !lines.contains(line)).forEach(lines::add);
        return new SignedNote(text, lines);
    }

    /** The bytes of the note. */
    public byte[] toBytes() {
        StringBuilder out = new StringBuilder(text).append('\n');
        signatures.forEach(line -> out.append(line).append('\n'));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Refuses what cannot name a key. */
    static void checkName(String name) {
        if (name.isEmpty() || name.indexOf('+') >= 0 || name.codePoints().anyMatch(SignedNote::isSpace)) {
            throw new IllegalArgumentException(
                    "'%s' is no name of a key: it must not be empty and hold neither spaces nor '+'."
                            .formatted(shorten(name)));
        }
    }

    /** The bytes of standard base64 with padding; null if it is none or not the one form of its bytes. */
    static byte @Nullable [] base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static String utf8(byte[] bytes) {
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

    static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static boolean isForbidden(int point) {
        return (point < ' ' && point != '\n') || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static boolean isSpace(int point) {
        return Character.isWhitespace(point)
                || Character.isSpaceChar(point)
                || isForbidden(point)
                || point == '\n'
                || point == NEXT_LINE;
    }
}
