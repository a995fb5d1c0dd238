package io.kdchain.provenance.sign;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;

/**
 * A request to a time-stamping authority (RFC 3161, {@code application/timestamp-query}). It is brought to the
 * authority by whoever has a connection; nothing here opens one.
 *
 * @param bytes in DER
 */
public record TimestampRequest(Bytes bytes) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BITS = 64;

    public TimestampRequest {
        parse(bytes);
    }

    /** Asks for a stamp on a SHA-256 digest, with the authority's certificate in it and a fresh nonce. */
    public static TimestampRequest of(Digest digest) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        try {
            return new TimestampRequest(Bytes.of(generator
                    .generate(
                            TSPAlgorithms.SHA256,
                            HexFormat.of().parseHex(digest.hex()),
                            new BigInteger(NONCE_BITS, RANDOM).setBit(NONCE_BITS))
                    .getEncoded()));
        } catch (IOException e) {
            throw new TimestampException("The request cannot be encoded: %s.".formatted(e.getMessage()), e);
        }
    }

    private static org.bouncycastle.tsp.TimeStampRequest parse(Bytes bytes) {
        try {
            org.bouncycastle.tsp.TimeStampRequest request = new org.bouncycastle.tsp.TimeStampRequest(bytes.toArray());
            if (!TSPAlgorithms.SHA256.equals(request.getMessageImprintAlgOID())
                    || request.getMessageImprintDigest().length != 32) {
                throw new TimestampException("The request asks for a stamp on another digest than SHA-256.", null);
            }
            return request;
        } catch (IOException | RuntimeException e) {
            if (e instanceof TimestampException known) {
                throw known;
            }
            throw new TimestampException("It is no time-stamp request (RFC 3161) in DER.", e);
        }
    }

    /** The digest on which it asks for a stamp. */
    public Digest digest() {
        return new Digest(HexFormat.of().formatHex(parse(bytes).getMessageImprintDigest()));
    }

    /**
     * The token in a response to this request; its signature is not checked.
     *
     * @throws TimestampException if it is no response, the authority refuses, or it answers another request
     */
    public TimestampToken answeredBy(byte[] response) {
        try {
            org.bouncycastle.tsp.TimeStampResponse answer = new org.bouncycastle.tsp.TimeStampResponse(response);
            if (answer.getTimeStampToken() == null) {
                throw new TimestampException(
                        "The authority gave no stamp: status %d, %s."
                                .formatted(answer.getStatus(), String.valueOf(answer.getStatusString())),
                        null);
            }
            answer.validate(parse(bytes));
            return TimestampToken.parse(answer.getTimeStampToken().getEncoded());
        } catch (TSPException | IOException | RuntimeException e) {
            if (e instanceof TimestampException known) {
                throw known;
            }
            throw new TimestampException(
                    "It is no response (RFC 3161, DER) to this request: %s.".formatted(e.getMessage()), e);
        }
    }
}
