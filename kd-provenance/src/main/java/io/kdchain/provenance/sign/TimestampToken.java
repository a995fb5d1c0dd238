package io.kdchain.provenance.sign;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.Digest;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.GenTimeAccuracy;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TSPUtil;
import org.bouncycastle.tsp.TSPValidationException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;
import org.jspecify.annotations.Nullable;

/**
 * A time stamp (RFC 3161): an authority's word that a digest was there at a time. Nothing of it is to be believed
 * before it is verified.
 *
 * @param bytes the {@code TimeStampToken}, a CMS SignedData, in DER
 */
public record TimestampToken(Bytes bytes) {
    /** Why a stamp says nothing. */
    public enum Fault implements Coded {
        /** It is on another digest, or not on one of SHA-256. */
        OTHER_DIGEST,
        /** The trusted certificate is not the one under which it was made. */
        OTHER_AUTHORITY,
        /** The certificate is not one for time stamps alone: RFC 3161 wants that as its one critical purpose. */
        NOT_FOR_TIME_STAMPS,
        /** The certificate was not valid when the stamp says that it was made. */
        CERTIFICATE_NOT_VALID,
        /** The signature does not verify. */
        SIGNATURE
    }

    /**
     * What a stamp shows.
     *
     * @param fault why it shows nothing; null means that it holds
     * @param detail the fault in one sentence; empty if there is none
     * @param at when the authority says that it had the digest, UTC
     * @param accuracy by how much that may be wrong; null means not stated
     */
    public record Verdict(
            @Nullable Fault fault,
            String detail,
            Instant at,
            @Nullable Duration accuracy) {
        /** Whether it holds. */
        public boolean holds() {
            return fault == null;
        }
    }

    public TimestampToken {
        token(bytes);
    }

    /**
     * Reads a token.
     *
     * @throws TimestampException if it is none
     */
    public static TimestampToken parse(byte[] der) {
        return new TimestampToken(Bytes.of(der));
    }

    private static TimeStampToken token(Bytes bytes) {
        try {
            return new TimeStampToken(new CMSSignedData(bytes.toArray()));
        } catch (TSPException | IOException | CMSException | RuntimeException e) {
            // the decoder of ASN.1 tells of some malformed input by exceptions of its own
            throw new TimestampException("It is no time-stamp token (RFC 3161) in DER.", e);
        }
    }

    /** Checks that an authority stamped a digest, offline. */
    public Verdict verify(TimestampAuthority authority, Digest digest) {
        TimeStampToken token = token(bytes);
        TimeStampTokenInfo info = token.getTimeStampInfo();
        Instant at = info.getGenTime().toInstant();
        Duration accuracy = accuracy(info.getGenTimeAccuracy());
        if (!TSPAlgorithms.SHA256.equals(info.getMessageImprintAlgOID())
                || !HexFormat.of().formatHex(info.getMessageImprintDigest()).equals(digest.hex())) {
            return new Verdict(Fault.OTHER_DIGEST, "The stamp of %s is on another digest.".formatted(at), at, accuracy);
        }
        X509Certificate certificate = authority.x509();
        String name = authority.name();
        try {
            JcaX509CertificateHolder holder = new JcaX509CertificateHolder(certificate);
            if (!token.getSID().match(holder)) {
                return new Verdict(
                        Fault.OTHER_AUTHORITY,
                        "The stamp of %s was not made under the certificate of '%s'.".formatted(at, name),
                        at,
                        accuracy);
            }
            try {
                TSPUtil.validateCertificate(holder);
            } catch (TSPValidationException e) {
                return new Verdict(
                        Fault.NOT_FOR_TIME_STAMPS,
                        "The certificate of '%s' is not one for time stamps alone: %s".formatted(name, e.getMessage()),
                        at,
                        accuracy);
            }
            if (!holder.isValidOn(info.getGenTime())) {
                return new Verdict(
                        Fault.CERTIFICATE_NOT_VALID,
                        "The certificate of '%s' is valid from %s to %s, and the stamp says %s."
                                .formatted(
                                        name,
                                        certificate.getNotBefore().toInstant(),
                                        certificate.getNotAfter().toInstant(),
                                        at),
                        at,
                        accuracy);
            }
            // signature, signed attributes, and that they name this very certificate (RFC 5035)
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
            return new Verdict(null, "", at, accuracy);
        } catch (TSPException
                | OperatorCreationException
                | java.security.cert.CertificateException
                | RuntimeException e) {
            return new Verdict(
                    Fault.SIGNATURE,
                    "The stamp of %s bears no signature of '%s': %s".formatted(at, name, e.getMessage()),
                    at,
                    accuracy);
        }
    }

    private static @Nullable Duration accuracy(@Nullable GenTimeAccuracy stated) {
        return stated == null
                ? null
                : Duration.ofSeconds(stated.getSeconds())
                        .plusMillis(stated.getMillis())
                        .plusNanos(1000L * stated.getMicros());
    }
}
