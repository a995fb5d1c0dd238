package io.kdchain.provenance.canonical;

import io.kdchain.provenance.event.JsonSink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes canonical JSON (RFC 8785) straight into bytes. Nothing is sorted here: names that do not come in their order,
 * or come twice, are refused, and so is whatever is no one JSON value. Not safe for concurrent use.
 */
public final class JcsWriter implements JsonSink {
    private static final int MIN_ROOM = 512;
    /** Bytes of the longest form of a character, and of the quote after it. */
    private static final int LONGEST = 8;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Bytes that are gathered before they are hashed. */
    private static final int CHUNK = 1 << 16;

    private byte[] out;
    private int size;
    /** Takes what is written; null means that it is kept. */
    private final @Nullable MessageDigest hash;

    private boolean begun;
    private final Deque<Frame> open = new ArrayDeque<>();

    /** An object or array that has not ended. */
    private static final class Frame {
        private final boolean isObject;
        private boolean isEmpty = true;
        /** The last name in an object. */
        private @Nullable String last;
        /** Whether a name waits for its value. */
        private boolean named;

        Frame(boolean isObject) {
            this.isObject = isObject;
        }
    }

    /** Keeps what is written. */
    public JcsWriter() {
        this(MIN_ROOM);
    }

    /**
     * Keeps what is written.
     *
     * @param expected how many bytes that will be, more or less; 0 or more
     */
    public JcsWriter(int expected) {
        this(null, expected);
    }

    /**
     * Hashes what is written, and keeps none of it: {@link #size}, {@link #since} and {@link #toBytes} tell nothing.
     */
    JcsWriter(MessageDigest hash) {
        this(hash, MIN_ROOM);
    }

    private JcsWriter(@Nullable MessageDigest hash, int room) {
        this.hash = hash;
        this.out = new byte[room];
    }

    @Override
    public void beginObject() {
        begin(true, '{');
    }

    @Override
    public void endObject() {
        end(true, '}');
    }

    @Override
    public void beginArray() {
        begin(false, '[');
    }

    @Override
    public void endArray() {
        end(false, ']');
    }

    private void begin(boolean isObject, char bracket) {
        beforeValue();
        open.push(new Frame(isObject));
        put(bracket);
    }

    private void end(boolean isObject, char bracket) {
        Frame frame = open.peek();
        if (frame == null || frame.isObject != isObject || frame.named) {
            throw new IllegalStateException("No %s can end here.".formatted(isObject ? "object" : "array"));
        }
        open.pop();
        put(bracket);
    }

    @Override
    public void name(String name) {
        Frame frame = open.peek();
        if (frame == null || !frame.isObject || frame.named) {
            throw new IllegalStateException("The name '%s' cannot stand here.".formatted(name));
        }
        // the order of String is that of UTF-16 code units, as the RFC wants it
        if (frame.last != null && frame.last.compareTo(name) >= 0) {
            throw new IllegalArgumentException(
                    "The name '%s' follows '%s'; names are sorted, each is there once.".formatted(name, frame.last));
        }
        if (!frame.isEmpty) {
            put(',');
        }
        frame.isEmpty = false;
        frame.last = name;
        frame.named = true;
        string(name);
        put(':');
    }

    @Override
    public void text(String value) {
        beforeValue();
        string(value);
    }

    /** Bytes as a text in standard base64. */
    public void base64(byte[] value) {
        byte[] encoded = Base64.getEncoder().encode(value);
        beforeValue();
        room(encoded.length + 2);
        out[size++] = '"';
        System.arraycopy(encoded, 0, out, size, encoded.length);
        size += encoded.length;
        out[size++] = '"';
    }

    @Override
    public void whole(long value) {
        literal(Jcs.number(value));
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public void number(double value) {
        literal(Jcs.number(value));
    }

    @Override
    public void truth(boolean value) {
        literal(value ? "true" : "false");
    }

    /** The value {@code null}. */
    public void nothing() {
        literal("null");
    }

    private void literal(String ascii) {
        beforeValue();
        room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            out[size++] = (byte) ascii.charAt(i);
        }
    }

    private void beforeValue() {
        Frame frame = open.peek();
        if (frame == null ? begun : frame.isObject && !frame.named) {
            throw new IllegalStateException(
                    frame == null ? "One value is written already." : "A value in an object follows its name.");
        }
        begun = true;
        if (frame != null && !frame.isObject && !frame.isEmpty) {
            put(',');
        }
        if (frame != null) {
            frame.isEmpty = false;
            frame.named = false;
        }
    }

    private void string(String text) {
        int length = text.length();
        // the quotes, and each character as one byte; what takes more asks for it
        room(length + 2);
        out[size++] = '"';
        int plain = plain(text);
        ascii(text, plain);
        for (int i = plain; i < length; i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                out[size++] = (byte) c;
                continue;
            }
            room(length - i + LONGEST);
            if (c < 0x80) {
                escape(c);
            } else if (c < 0x800) {
                put(0xc0 | (c >> 6));
                put(0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                put(0xe0 | (c >> 12));
                put(0x80 | ((c >> 6) & 0x3f));
                put(0x80 | (c & 0x3f));
            } else {
                pair(text, i++);
            }
        }
        put('"');
    }

    /** How many characters the text begins with that stand for themselves. */
    private static int plain(String text) {
        int length = text.length();
        int i = 0;
        while (i < length && isPlain(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isPlain(char c) {
        return c < 0x80 && c >= ' ' && c != '"' && c != '\\';
    }

    /** The beginning of a text of such characters, for which there is room; the method is deprecated for all others. */
    @SuppressWarnings("deprecation")
    private void ascii(String text, int length) {
        text.getBytes(0, length, out, size);
        size += length;
    }

    private void pair(String text, int at) {
        char high = text.charAt(at);
        char low = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        if (!Character.isSurrogatePair(high, low)) {
            throw new IllegalArgumentException(
                    "A text holds the unpaired surrogate U+%04X, which cannot be written; take it out."
                            .formatted((int) high));
        }
        int point = Character.toCodePoint(high, low);
        put(0xf0 | (point >> 18));
        put(0x80 | ((point >> 12) & 0x3f));
        put(0x80 | ((point >> 6) & 0x3f));
        put(0x80 | (point & 0x3f));
    }

    private void escape(char c) {
        put('\\');
        switch (c) {
            case '"', '\\' -> put(c);
            case '\b' -> put('b');
            case '\t' -> put('t');
            case '\n' -> put('n');
            case '\f' -> put('f');
            case '\r' -> put('r');
            default -> {
                // DEL is written as it is, so only those below the blank come here
                put('u');
                put('0');
                put('0');
                put(HEX[c >> 4]);
                put(HEX[c & 0xf]);
            }
        }
    }

    private void put(int b) {
        room(1);
        out[size++] = (byte) b;
    }

    private void room(int more) {
        if (hash != null && size >= CHUNK) {
            hash.update(out, 0, size);
            size = 0;
        }
        if (size + more > out.length) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, size + more));
        }
    }

    /**
     * Hashes the rest of the value, which must be complete.
     *
     * @throws IllegalStateException if something was begun and not ended, or nothing was written
     */
    void finish(MessageDigest of) {
        requireComplete();
        of.update(out, 0, size);
        size = 0;
    }

    private void requireComplete() {
        if (!open.isEmpty() || !begun) {
            throw new IllegalStateException(
                    "The value is not complete: %d objects or arrays have not ended.".formatted(open.size()));
        }
    }

    /** Number of bytes written so far. */
    public int size() {
        return size;
    }

    /**
     * Where the value, which must be complete, first differs from these bytes.
     *
     * @return the place of the first byte that only one of them has; -1 if they are the same
     * @throws IllegalStateException if something was begun and not ended, or nothing was written
     */
    public int mismatch(byte[] other) {
        requireComplete();
        return Arrays.mismatch(out, 0, size, other, 0, other.length);
    }

    /** What was written from a place on, as {@link #size} told it. */
    public byte[] since(int from) {
        return Arrays.copyOfRange(out, from, size);
    }

    /**
     * The value, which must be complete.
     *
     * @throws IllegalStateException if something was begun and not ended, or nothing was written
     */
    public byte[] toBytes() {
        requireComplete();
        return Arrays.copyOf(out, size);
    }
}
