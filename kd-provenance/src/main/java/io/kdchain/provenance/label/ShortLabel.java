package io.kdchain.provenance.label;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.evidence.LogKeys;
import io.kdchain.provenance.label.Label.Fault;
import io.kdchain.provenance.label.Label.Fault.Code;
import io.kdchain.provenance.label.aigc.TraceCode;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.StoredEvent;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What of a traceability label fits into a QR code: which output, in which log and where, and digest and signature of
 * the label. It proves nothing by itself. It leads to the label or to the entry of the log, and whoever has one of the
 * two and this can tell, without a network, whether they belong together.
 *
 * <p>The text is {@code KD1:} and the Base45 (RFC 9285) of a CBOR array of the five members in their order, in
 * deterministic encoding (RFC 8949, 4.2.1), all of it in the characters that QR codes pack two at a time. With ids and
 * names of {@code n} characters together it is {@code 4 + 1.5 × (105 + n)} characters long, some more with long ids: a
 * code of version 9, 53 modules wide, at level M for {@code n} up to 60 (ISO/IEC 18004, table 7).
 *
 * @param output the output, as {@code kind:name}
 * @param origin name of the log
 * @param index leaf index of the event that serves it or its batch; 0 or more
 * @param code digest and signature of the label
 */
public record ShortLabel(String output, String origin, long index, TraceCode code) {
    /** Longest text that is read. The longest that a QR code holds has 4,296 characters. */
    public static final int MAX_LENGTH = 4_296;

    private static final String HEAD = "KD1:";
    private static final int DIGEST_SIZE = 32;
    private static final int SIGNATURE_SIZE = 64;
    private static final int MEMBERS = 5;

    // major types of CBOR
    private static final int UNSIGNED = 0;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    /** The additional information that says that one byte follows; above it two, four and eight. */
    private static final int ONE_BYTE = 24;

    private static final int EIGHT_BYTES = 27;

    public ShortLabel {
        if (index < 0) {
            throw new IllegalArgumentException("index is %d; entries are counted from 0.".formatted(index));
        }
        if (code.signature().size() != SIGNATURE_SIZE) {
            throw new IllegalArgumentException("The signature has %d bytes; one of Ed25519 has %d."
                    .formatted(code.signature().size(), SIGNATURE_SIZE));
        }
    }

    /** What goes into the code. */
    public String text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        head(out, ARRAY, MEMBERS);
        string(out, TEXT, output.getBytes(StandardCharsets.UTF_8));
        string(out, TEXT, origin.getBytes(StandardCharsets.UTF_8));
        head(out, UNSIGNED, index);
        string(out, BYTES, HexFormat.of().parseHex(code.label().hex()));
        string(out, BYTES, code.signature().toArray());
        return HEAD + Base45.encode(out.toByteArray());
    }

    /**
     * Reads what a code holds.
     *
     * @throws LabelException if it is no short form of a label, in exactly the form that is written here
     */
    public static ShortLabel parse(String text) {
        if (!text.startsWith(HEAD) || text.length() > MAX_LENGTH) {
            throw new LabelException("It is no short form of a label: one begins with %s and has at most %d characters."
                    .formatted(HEAD, MAX_LENGTH));
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(Base45.decode(text.substring(HEAD.length())));
            if (length(in, ARRAY) != MEMBERS) {
                throw new IllegalArgumentException("it has not %d members".formatted(MEMBERS));
            }
            String output = utf8(in);
            String origin = utf8(in);
            long index = number(in, UNSIGNED);
            TraceCode code = new TraceCode(
                    new Digest(HexFormat.of().formatHex(string(in, BYTES, DIGEST_SIZE))),
                    Bytes.of(string(in, BYTES, SIGNATURE_SIZE)));
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("%d bytes stand after it".formatted(in.remaining()));
            }
            ShortLabel read = new ShortLabel(output, origin, index, code);
            if (!read.text().equals(text)) {
                throw new IllegalArgumentException("it is not written in the shortest way");
            }
            return read;
        } catch (IllegalArgumentException | BufferUnderflowException | CharacterCodingException e) {
            String why = e.getMessage() == null ? "it breaks off" : e.getMessage();
            throw new LabelException("It is no short form of a label: %s. Scan the code again.".formatted(why), e);
        }
    }

    /**
     * What of this the log contradicts, at the entry that it names; that the entry stands is for a verifier of the log
     * to say.
     *
     * @return empty if the entry serves this output
     */
    public List<Fault> resolve(EventReader log) {
        String found = log.setting(LogKeys.ORIGIN).orElse("");
        if (!found.equals(origin)) {
            return List.of(new Fault(
                    Code.OTHER_SHORT_FORM,
                    "/label/log/origin",
                    "The short form leads to the log '%s', and this one is '%s'.".formatted(origin, found)));
        }
        StoredEvent entry = log.read(index).orElse(null);
        if (entry == null) {
            return List.of(new Fault(
                    Code.NOT_IN_LOG, "", "The log has no entry %d; it ends at %d.".formatted(index, log.size())));
        }
        boolean serves;
        try {
            SignedEvent signed = SignedEvent.parse(entry.envelope().toArray());
            // of a batch, the entry names the batch only, and the label holds the proof
            serves = signed.event().body() instanceof OutputServed body
                    && (body.batch() != null
                            || signed.event().generates().stream()
                                    .map(EntityId::key)
                                    .anyMatch(output::equals));
        } catch (MalformedEventException e) {
            serves = false;
        }
        return serves
                ? List.of()
                : List.of(new Fault(
                        Code.OTHER_EVENT, "", "Entry %d of the log does not serve %s.".formatted(index, output)));
    }

    /** Where this and another short form differ, for a sentence. */
    List<Fault> against(ShortLabel label) {
        List<Fault> faults = new ArrayList<>();
        differ("/label/output", output, label.output).ifPresent(faults::add);
        differ("/label/log/origin", origin, label.origin).ifPresent(faults::add);
        differ("/label/log/served/index", index, label.index).ifPresent(faults::add);
        differ("", code.label(), label.code.label()).ifPresent(faults::add);
        differ("/signature/signatures/0/sig", code.signature(), label.code.signature())
                .ifPresent(faults::add);
        return faults;
    }

    private static Optional<Fault> differ(String pointer, Object said, Object found) {
        return said.equals(found)
                ? Optional.empty()
                : Optional.of(new Fault(
                        Code.OTHER_SHORT_FORM,
                        pointer,
                        "The short form says '%s', and the label '%s'.".formatted(said, found)));
    }

    private static void string(ByteArrayOutputStream out, int major, byte[] content) {
        head(out, major, content.length);
        out.writeBytes(content);
    }

    private static void head(ByteArrayOutputStream out, int major, long value) {
        if (value < ONE_BYTE) {
            out.write((major << 5) | (int) value);
            return;
        }
        int information = ONE_BYTE;
        while (information < EIGHT_BYTES && value >>> (8 << (information - ONE_BYTE)) != 0) {
            information++;
        }
        out.write((major << 5) | information);
        for (int shift = (8 << (information - ONE_BYTE)) - 8; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    private static long number(ByteBuffer in, int major) {
        int first = in.get() & 0xff;
        int information = first & 0x1f;
        if (first >> 5 != major || information > EIGHT_BYTES) {
            throw new IllegalArgumentException("byte %d is not what stands there".formatted(in.position() - 1));
        }
        if (information < ONE_BYTE) {
            return information;
        }
        long value = 0;
        for (int i = 0; i < 1 << (information - ONE_BYTE); i++) {
            value = (value << 8) | (in.get() & 0xff);
        }
        return value;
    }

    private static int length(ByteBuffer in, int major) {
        long length = number(in, major);
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("it breaks off");
        }
        return (int) length;
    }

    private static String utf8(ByteBuffer in) throws CharacterCodingException {
        byte[] content = new byte[length(in, TEXT)];
        in.get(content);
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content))
                .toString();
    }

    private static byte[] string(ByteBuffer in, int major, int size) {
        int length = length(in, major);
        if (length != size) {
            throw new IllegalArgumentException("%d bytes stand where %d must".formatted(length, size));
        }
        byte[] content = new byte[size];
        in.get(content);
        return content;
    }
}
