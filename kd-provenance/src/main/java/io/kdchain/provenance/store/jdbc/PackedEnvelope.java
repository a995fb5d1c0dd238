package io.kdchain.provenance.store.jdbc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An envelope as it lies in the database: without base64 and hexadecimal, which take a third of it. Unpacking gives the
 * very bytes that were packed. Whatever has not exactly the form of a canonical DSSE envelope (payload of an in-toto
 * statement, key ids of 32 bytes in hexadecimal, signatures of 64 bytes) is kept as it is.
 *
 * <p>The first byte says how to read the rest. 1: the number of signatures in one byte, each as key id and signature,
 * then the payload. 0: the bytes that follow. Any other: the bytes themselves, that one included. So an empty content
 * stays empty, and what an earlier release stored stays readable.
 */
final class PackedEnvelope {
    static final byte VERBATIM = 0;
    static final byte PACKED = 1;

    private static final int KEY_ID = 32;
    private static final int SIGNATURE = 64;
    private static final int HEADER = 2;

    private static final String BEGIN = "{\"payload\":\"";
    private static final String MIDDLE = "\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[";
    private static final String BEGIN_KEY_ID = "{\"keyid\":\"";
    private static final String BEGIN_SIGNATURE = "\",\"sig\":\"";
    private static final String END_SIGNATURE = "\"}";
    private static final String END = "]}";
    /** Length of one signature in an envelope: 64 hexadecimal digits and 88 characters of base64. */
    private static final int SIGNATURE_TEXT =
            BEGIN_KEY_ID.length() + 2 * KEY_ID + BEGIN_SIGNATURE.length() + 88 + END_SIGNATURE.length();

    private PackedEnvelope() {}

    /** How these bytes are stored. */
    static byte[] pack(byte[] envelope) {
        String text = new String(envelope, StandardCharsets.ISO_8859_1);
        int middle = text.indexOf('"', BEGIN.length());
        if (text.startsWith(BEGIN) && text.startsWith(MIDDLE, middle) && text.endsWith(END)) {
            // only what comes back the same, whatever made it look like an envelope
            Optional<byte[]> packed = pack(text, middle).filter(bytes -> Arrays.equals(unpack(bytes), envelope));
            if (packed.isPresent()) {
                return packed.get();
            }
        }
        boolean plain = envelope.length == 0 || (envelope[0] != VERBATIM && envelope[0] != PACKED);
        return plain ? envelope : concatenated(new byte[] {VERBATIM}, envelope);
    }

    /** The packed form, if there is one. */
    private static Optional<byte[]> pack(String text, int middle) {
        int from = middle + MIDDLE.length();
        int signatures = text.length() - END.length() - from;
        int count = (signatures + 1) / (SIGNATURE_TEXT + 1);
        if (count > Byte.MAX_VALUE || signatures != Math.max(0, count * (SIGNATURE_TEXT + 1) - 1)) {
            return Optional.empty();
        }
        try {
            byte[] payload = Base64.getDecoder().decode(text.substring(BEGIN.length(), middle));
            ByteArrayOutputStream out =
                    new ByteArrayOutputStream(HEADER + count * (KEY_ID + SIGNATURE) + payload.length);
            out.write(PACKED);
            out.write(count);
            for (int i = 0; i < count; i++) {
                int keyId = from + i * (SIGNATURE_TEXT + 1) + BEGIN_KEY_ID.length();
                int signature = keyId + 2 * KEY_ID + BEGIN_SIGNATURE.length();
                out.writeBytes(HexFormat.of().parseHex(text, keyId, keyId + 2 * KEY_ID));
                out.writeBytes(Base64.getDecoder().decode(text.substring(signature, signature + 88)));
            }
            out.writeBytes(payload);
            return Optional.of(out.toByteArray());
        } catch (IllegalArgumentException e) {
            // no base64, or no hexadecimal: kept as it is
            return Optional.empty();
        }
    }

    /** The bytes that were stored so; what {@link #pack} never makes is given as it is, and so is none that fits. */
    static byte[] unpack(byte[] stored) {
        if (stored.length > 0 && stored[0] == VERBATIM) {
            return Arrays.copyOfRange(stored, 1, stored.length);
        }
        boolean packed = stored.length >= HEADER && stored[0] == PACKED && stored[1] >= 0;
        int payload = packed ? HEADER + stored[1] * (KEY_ID + SIGNATURE) : 0;
        if (!packed || payload > stored.length) {
            return stored;
        }
        Base64.Encoder base64 = Base64.getEncoder();
        byte[] statement = base64.encode(Arrays.copyOfRange(stored, payload, stored.length));
        ByteArrayOutputStream out = new ByteArrayOutputStream(
                BEGIN.length() + statement.length + MIDDLE.length() + stored[1] * (SIGNATURE_TEXT + 1) + END.length());
        write(BEGIN, out);
        out.writeBytes(statement);
        write(MIDDLE, out);
        for (int at = HEADER; at < payload; at += KEY_ID + SIGNATURE) {
            write(at == HEADER ? BEGIN_KEY_ID : "," + BEGIN_KEY_ID, out);
            write(HexFormat.of().formatHex(stored, at, at + KEY_ID), out);
            write(BEGIN_SIGNATURE, out);
            out.writeBytes(base64.encode(Arrays.copyOfRange(stored, at + KEY_ID, at + KEY_ID + SIGNATURE)));
            write(END_SIGNATURE, out);
        }
        write(END, out);
        return out.toByteArray();
    }

    private static void write(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
