package io.kdchain.provenance.sign;

import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.canonical.Statements;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.MalformedEventException;
import java.util.List;

/**
 * An event in its envelope. That it can be read says nothing about who signed it.
 *
 * @param event what is stated
 * @param envelope the statement with its signatures
 */
public record SignedEvent(Event event, Envelope envelope) {
    /**
     * The most bytes that an envelope may have, so that an entry with its time fits the two-byte length of C2SP
     * tlog-tiles. Whatever is larger goes beside the log, and its digest into it.
     */
    public static final int MAX_SIZE_BYTES = 65_535 - 32;

    /** Signs an event with each of these keys; with none it stays unsigned. */
    public static SignedEvent sign(Event event, Signer... signers) {
        return new SignedEvent(event, Envelope.sign(Envelope.IN_TOTO, Statements.encode(event), List.of(signers)));
    }

    /**
     * Reads a canonical envelope around a canonical statement.
     *
     * @throws MalformedEventException if the bytes are anything else, or too many
     */
    public static SignedEvent parse(byte[] bytes) {
        if (bytes.length > MAX_SIZE_BYTES) {
            throw new MalformedEventException(
                    "",
                    "",
                    "The envelope has %d bytes; an entry has at most %d. Keep large content beside the log and record its digest."
                            .formatted(bytes.length, MAX_SIZE_BYTES));
        }
        Envelope envelope = Envelope.parse(bytes);
        if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
            throw new MalformedEventException(
                    "",
                    envelope.payloadType(),
                    "The payload is a '%s'; it must be %s.".formatted(envelope.payloadType(), Envelope.IN_TOTO));
        }
        return new SignedEvent(Statements.decode(envelope.payload().toArray()), envelope);
    }

    /** Hash of the event, which the next event of the same recorder names as {@code prev}: SHA-256 of its statement. */
    public Digest hash() {
        return Sha256.of(envelope.payload().toArray());
    }
}
