package io.kdchain.provenance.sign;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.canonical.JcsWriter;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * A DSSE v1.0.2 envelope in its one canonical form: canonical JSON, standard base64, signatures in the order of their
 * key ids.
 *
 * @param payloadType type of the payload
 * @param payload the signed bytes
 * @param signatures who signed; may be empty, and then nothing is proven
 */
public record Envelope(String payloadType, Bytes payload, List<Signature> signatures) {
    /** Payload type of in-toto statements. */
    public static final String IN_TOTO = "application/vnd.in-toto+json";

    private static final List<String> KEYS = List.of("payload", "payloadType", "signatures");
    private static final List<String> SIGNATURE_KEYS = List.of("keyid", "sig");
    private static final int MAX_SIGNATURES = 64;

    /**
     * One signature.
     *
     * @param keyId which key, as its maker says: a hint only
     * @param bytes the signature
     */
    public record Signature(String keyId, Bytes bytes) {}

    public Envelope {
        signatures = signatures.stream()
                .sorted(Comparator.comparing(Signature::keyId)
                        .thenComparing(signature -> signature.bytes().toString()))
                .toList();
        if (signatures.size() > MAX_SIGNATURES) {
            throw new IllegalArgumentException("An envelope holds at most %d signatures; %d were given."
                    .formatted(MAX_SIGNATURES, signatures.size()));
        }
    }

    /** Signs a payload with each of these keys. */
    public static Envelope sign(String payloadType, byte[] payload, List<Signer> signers) {
        byte[] message = pae(payloadType, payload);
        return new Envelope(
                payloadType,
                Bytes.of(payload),
                signers.stream()
                        .map(signer -> new Signature(signer.publicKey().keyId(), Bytes.of(signer.sign(message))))
                        .toList());
    }

    /**
     * Reads an envelope in canonical form.
     *
     * @throws MalformedEventException if the bytes are anything else
     */
    public static Envelope parse(byte[] bytes) {
        Envelope envelope = parseLeniently(bytes);
        if (envelope.written(bytes.length).mismatch(bytes) >= 0) {
            throw malformed("The envelope is not in canonical form.");
        }
        return envelope;
    }

    /**
     * Reads any DSSE envelope: either alphabet of base64, any order and space, unknown keys.
     *
     * @throws MalformedEventException if it is none
     */
    public static Envelope parseLeniently(byte[] bytes) {
        JsonNode node = StrictJson.read(bytes);
        JsonNode signatures = node.path(KEYS.get(2));
        if (!signatures.isArray()) {
            throw malformed("An envelope has the keys %s.".formatted(String.join(", ", KEYS)));
        }
        List<Signature> read = new ArrayList<>();
        for (JsonNode signature : signatures) {
            JsonNode keyId = signature.path(SIGNATURE_KEYS.get(0));
            read.add(new Signature(
                    keyId.isTextual() ? keyId.textValue() : "", base64(signature.path(SIGNATURE_KEYS.get(1)), "sig")));
        }
        JsonNode type = node.path(KEYS.get(1));
        if (!type.isTextual()) {
            throw malformed("An envelope has a text payloadType.");
        }
        try {
            return new Envelope(type.textValue(), base64(node.path(KEYS.get(0)), "payload"), read);
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    /** The canonical bytes. */
    public byte[] toBytes() {
        return written(payload.size() * 2).toBytes();
    }

    private JcsWriter written(int expected) {
        JcsWriter out = new JcsWriter(expected);
        out.beginObject();
        out.name(KEYS.get(0));
        out.base64(payload.toArray());
        out.name(KEYS.get(1));
        out.text(payloadType);
        out.name(KEYS.get(2));
        out.beginArray();
        for (Signature signature : signatures) {
            out.beginObject();
            out.name(SIGNATURE_KEYS.get(0));
            out.text(signature.keyId());
            out.name(SIGNATURE_KEYS.get(1));
            out.base64(signature.bytes().toArray());
            out.endObject();
        }
        out.endArray();
        out.endObject();
        return out;
    }

    /** The bytes that are signed: DSSE's pre-authentication encoding of type and payload. */
    public byte[] signedBytes() {
        return pae(payloadType, payload.toArray());
    }

    /** The same signatures over another payload; they verify only if it is the same one. */
    public Envelope withPayload(byte[] other) {
        return new Envelope(payloadType, Bytes.of(other), signatures);
    }

    /** The pre-authentication encoding of DSSE. */
    public static byte[] pae(String payloadType, byte[] payload) {
        int typeLength = payloadType.getBytes(StandardCharsets.UTF_8).length;
        byte[] head = ("DSSEv1 " + typeLength + " " + payloadType + " " + payload.length + " ")
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + payload.length);
        System.arraycopy(payload, 0, all, head.length, payload.length);
        return all;
    }

    private static Bytes base64(JsonNode node, String key) {
        if (node.isTextual()) {
            String text = node.textValue().replace('-', '+').replace('_', '/');
            try {
                return Bytes.of(Base64.getDecoder().decode(text));
            } catch (IllegalArgumentException e) {
                throw malformed("'%s' of the envelope is no base64.".formatted(key));
            }
        }
        throw malformed("An envelope has a base64 text '%s'.".formatted(key));
    }

    private static MalformedEventException malformed(String problem) {
        return new MalformedEventException("", "", problem);
    }
}
