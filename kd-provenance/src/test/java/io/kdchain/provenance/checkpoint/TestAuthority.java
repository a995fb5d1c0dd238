package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.sign.TimestampAuthority;
import io.kdchain.provenance.sign.TimestampRequest;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A time-stamping authority for tests, whose clock says what it is told. */
public final class TestAuthority {
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.3.6.1.4.1.13762.3");

    private final String name;
    private final Instant from;
    private final KeyPair keys;
    private final X509CertificateHolder certificate;

    private TestAuthority(String name, Instant from, KeyPair keys) {
        this.name = name;
        this.from = from;
        this.keys = keys;
        this.certificate = certificate(keys, from.plusSeconds(100_000), true, KeyPurposeId.id_kp_timeStamping);
    }

    public static TestAuthority make(String name, Instant from) {
        return new TestAuthority(name, from, newKeys());
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509CertificateHolder certificate(KeyPair of, Instant until, boolean critical, KeyPurposeId... purposes) {
        X500Name subject = new X500Name("O=Example,CN=" + name);
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    subject, BigInteger.valueOf(7), Date.from(from), Date.from(until), subject, of.getPublic());
            if (purposes.length > 0) {
                builder.addExtension(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(purposes));
            }
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(of.getPrivate()));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TimestampAuthority authority(X509CertificateHolder certificate) {
        try {
            return new TimestampAuthority(Bytes.of(certificate.getEncoded()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public TimestampAuthority authority() {
        return authority(certificate);
    }

    /** Another certificate for the same key, under the same name and number. */
    TimestampAuthority as(boolean critical, KeyPurposeId... purposes) {
        return authority(certificate(keys, from.plusSeconds(100_000), critical, purposes));
    }

    TimestampAuthority until(Instant end) {
        return authority(certificate(keys, end, true, KeyPurposeId.id_kp_timeStamping));
    }

    TimestampAuthority withOtherKey() {
        return authority(certificate(newKeys(), from.plusSeconds(100_000), true, KeyPurposeId.id_kp_timeStamping));
    }

    private TimeStampResponseGenerator generator()
            throws GeneralSecurityException, OperatorCreationException, TSPException {
        TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withECDSA", keys.getPrivate(), certificate),
                new JcaDigestCalculatorProviderBuilder()
                        .build()
                        .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                POLICY);
        tokens.setAccuracySeconds(1);
        tokens.setAccuracyMillis(500);
        tokens.addCertificates(
                new JcaCertStore(List.of(new JcaX509CertificateConverter().getCertificate(certificate))));
        return new TimeStampResponseGenerator(tokens, Set.of(TSPAlgorithms.SHA256.getId()));
    }

    public byte[] answer(TimestampRequest request, Instant at) {
        try {
            return generator()
                    .generate(new TimeStampRequest(request.bytes().toArray()), BigInteger.ONE, Date.from(at))
                    .getEncoded();
        } catch (IOException | TSPException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] refusal() {
        try {
            return generator()
                    .generateFailResponse(PKIStatus.REJECTION, PKIFailureInfo.systemFailure, "the clock is lost")
                    .getEncoded();
        } catch (IOException | TSPException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
