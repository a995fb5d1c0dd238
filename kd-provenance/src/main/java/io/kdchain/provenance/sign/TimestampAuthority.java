package io.kdchain.provenance.sign;

import io.kdchain.provenance.event.Bytes;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * Who is trusted to say what time it is: the one certificate under which a time-stamping authority signs. Whoever
 * trusts it has read it and knows whose it is; no chain is built from it, and nobody is asked whether it was revoked.
 *
 * @param certificate X.509, in DER
 */
public record TimestampAuthority(Bytes certificate) {
    public TimestampAuthority {
        parse(certificate.toArray());
    }

    /**
     * Reads a certificate in PEM or DER; of several the first.
     *
     * @throws TimestampException if it is none
     */
    public static TimestampAuthority read(byte[] pemOrDer) {
        try {
            return new TimestampAuthority(Bytes.of(parse(pemOrDer).getEncoded()));
        } catch (CertificateException e) {
            throw new TimestampException("The certificate cannot be encoded: %s.".formatted(e.getMessage()), e);
        }
    }

    private static X509Certificate parse(byte[] bytes) {
        try {
            if (CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes))
                    instanceof X509Certificate read) {
                return read;
            }
            throw new TimestampException("It is no X.509 certificate.", null);
        } catch (CertificateException e) {
            throw new TimestampException("It is no X.509 certificate in PEM or DER: %s".formatted(e.getMessage()), e);
        }
    }

    X509Certificate x509() {
        return parse(certificate.toArray());
    }

    /** The common name of its subject, or all of the subject if it has none. */
    public String name() {
        X500Name subject = X500Name.getInstance(x509().getSubjectX500Principal().getEncoded());
        RDN[] names = subject.getRDNs(BCStyle.CN);
        return names.length == 0
                ? subject.toString()
                : IETFUtils.valueToString(names[0].getFirst().getValue());
    }
}
