package io.kdchain.provenance.sign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.testing.RequiredTool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Envelopes that other tools signed, with ECDSA under certificates; the JDK checks the signature over our encoding. */
class SigstoreEnvelopesTest {
    @Test
    void theSignedBytesOfForeignEnvelopesAreThoseThatWereSigned() throws IOException, GeneralSecurityException {
        List<String> good = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (Path file : bundles()) {
            JsonNode bundle = new ObjectMapper().readTree(file.toFile());
            JsonNode material = bundle.path("verificationMaterial");
            JsonNode certificate = material.has("certificate")
                    ? material.get("certificate")
                    : material.path("x509CertificateChain").path("certificates").path(0);
            if (!bundle.has("dsseEnvelope") || !certificate.has("rawBytes")) {
                continue;
            }
            Envelope envelope = Envelope.parseLeniently(
                    bundle.get("dsseEnvelope").toString().getBytes(StandardCharsets.UTF_8));
            Signature oracle = Signature.getInstance("SHA256withECDSA");
            oracle.initVerify(CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Base64.getDecoder()
                            .decode(certificate.get("rawBytes").textValue()))));
            oracle.update(envelope.signedBytes());
            (verifies(oracle, envelope) ? good : bad).add(String.valueOf(file.getName(file.getNameCount() - 2)));
        }

        assertThat(good).hasSizeGreaterThan(3);
        assertThat(bad).allMatch(name -> name.endsWith("_fail"));
        assertThat(bad).anyMatch(name -> name.contains("dsse"));
    }

    private static boolean verifies(Signature oracle, Envelope envelope) {
        try {
            return oracle.verify(envelope.signatures().get(0).bytes().toArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<Path> bundles() throws IOException {
        try (Stream<Path> files = Files.walk(RequiredTool.require("vectors").resolve("sigstore-bundles"))) {
            return files.filter(file -> file.endsWith("bundle.sigstore.json"))
                    .sorted()
                    .toList();
        }
    }
}
