package io.kdchain.provenance.artefact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.artefact.TransferException.Reason;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.Signer;
import java.util.Base64;
import java.util.List;

/**
 * The public half of a recipient's key of one epoch. It travels in a DSSE envelope that the recipient signed, so that
 * nobody else can have files sealed for himself in its name.
 *
 * @param party the recipient
 * @param epoch 1 or more
 * @param publicKeyset the key, as Tink writes a public keyset
 */
public record TransferCard(PartyId party, long epoch, Bytes publicKeyset) {
    private static final String TYPE = "application/vnd.kdchain.transfer-card+json";

    /** The card, signed. */
    public byte[] sign(Signer signer) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("party", party.value());
        node.put("epoch", epoch);
        node.put("keyset", Base64.getEncoder().encodeToString(publicKeyset.toArray()));
        return Envelope.sign(TYPE, Jcs.write(node), List.of(signer)).toBytes();
    }

    /** Whose card it claims to be, to look up the key with which to {@link #read} it. */
    public static PartyId claimedBy(byte[] envelope) {
        return content(parse(envelope)).party();
    }

    /**
     * Reads a card.
     *
     * @param key key by which the log knows the party
     * @throws TransferException if it is no card, or not signed with this key
     */
    public static TransferCard read(byte[] envelope, PublicKey key) {
        Envelope parsed = parse(envelope);
        if (parsed.signatures().stream()
                .noneMatch(signature ->
                        key.verify(parsed.signedBytes(), signature.bytes().toArray()))) {
            throw new TransferException(
                    Reason.KEY_UNUSABLE,
                    "The card of '%s' is not signed with the key by which the log knows that party. Ask it for a new one, and how it got to you."
                            .formatted(content(parsed).party()));
        }
        return content(parsed);
    }

    private static Envelope parse(byte[] envelope) {
        try {
            Envelope parsed = Envelope.parseLeniently(envelope);
            if (parsed.payloadType().equals(TYPE)) {
                return parsed;
            }
        } catch (MalformedEventException e) {
            throw new TransferException(Reason.KEY_UNUSABLE, "It is no transfer card: " + e.getMessage(), e);
        }
        throw new TransferException(Reason.KEY_UNUSABLE, "It is no transfer card; 'kd transfer key' makes one.");
    }

    private static TransferCard content(Envelope envelope) {
        try {
            JsonNode node = StrictJson.read(envelope.payload().toArray());
            return new TransferCard(
                    new PartyId(node.path("party").asText()),
                    node.path("epoch").longValue(),
                    Bytes.of(Base64.getDecoder().decode(node.path("keyset").asText())));
        } catch (MalformedEventException | IllegalArgumentException e) {
            throw new TransferException(Reason.KEY_UNUSABLE, "It is no transfer card: " + e.getMessage(), e);
        }
    }
}
