package io.kdchain.provenance.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] MESSAGE = "hello world".getBytes(StandardCharsets.UTF_8);

    @Test
    void signaturesAreThoseOfRfc8032() throws IOException {
        Path file = RequiredTool.require("vectors").resolve("ed25519-rfc8032/sign.input.lines-0001-0128.txt");
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            String[] fields = line.split(":", -1);
            Ed25519Signer signer = Ed25519Signer.fromSeed(HEX.parseHex(fields[0].substring(0, 64)));
            byte[] message = HEX.parseHex(fields[2]);
            byte[] signature = HEX.parseHex(fields[3].substring(0, 128));

            assertThat(signer.publicKey().bytes()).isEqualTo(Bytes.of(HEX.parseHex(fields[1])));
            assertThat(signer.sign(message)).isEqualTo(signature);
            assertThat(signer.publicKey().verify(message, signature)).isTrue();
        }
        assertThat(lines).hasSize(128);
    }

    @Property(tries = 50, seed = "5")
    void signaturesAreThoseOfTheJdk(@ForAll @Size(32) byte[] seed, @ForAll byte[] message)
            throws GeneralSecurityException {
        Ed25519Signer signer = Ed25519Signer.fromSeed(seed);
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        Signature oracle = Signature.getInstance("Ed25519");
        oracle.initSign(factory.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
        oracle.update(message);
        byte[] signature = oracle.sign();

        assertThat(signer.sign(message)).isEqualTo(signature);
        oracle.initVerify(
                factory.generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point(signer.publicKey()))));
        oracle.update(message);
        assertThat(oracle.verify(signer.sign(message))).isTrue();
    }

    @Property(tries = 100, seed = "6")
    void aChangedSignatureDoesNotVerify(@ForAll @Size(32) byte[] seed, @ForAll byte bit) {
        Ed25519Signer signer = Ed25519Signer.fromSeed(seed);
        byte[] signature = signer.sign(MESSAGE);
        signature[(bit & 0xff) % 64] ^= (byte) (1 << (bit & 7));

        assertThat(signer.publicKey().verify(MESSAGE, signature)).isFalse();
        assertThat(signer.publicKey().verify(MESSAGE, Arrays.copyOf(signature, 63)))
                .isFalse();
    }

    /** A key of small order would accept one signature for many messages. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "00",
            })
    void bytesThatAreNoGoodKeyAreRefused(String hex) {
        assertThatThrownBy(() -> new PublicKey(Bytes.of(HEX.parseHex(hex))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theEnvelopeIsThatOfAnotherImplementation() throws IOException {
        JsonNode vector = new ObjectMapper()
                .readTree(RequiredTool.require("vectors")
                        .resolve("generated/dsse-ed25519.json")
                        .toFile());
        byte[] payload = vector.get("payloadUtf8").textValue().getBytes(StandardCharsets.UTF_8);
        Ed25519Signer signer =
                Ed25519Signer.fromSeed(HEX.parseHex(vector.get("seedHex").textValue()));

        Envelope envelope = Envelope.sign(Envelope.IN_TOTO, payload, List.of(signer));

        assertThat(Sha256.of(envelope.signedBytes()).hex())
                .isEqualTo(vector.get("paeSha256").textValue());
        assertThat(new ObjectMapper().readTree(envelope.toBytes())).isEqualTo(vector.get("envelope"));
        assertThat(Envelope.parseLeniently(
                        vector.get("envelope").toPrettyString().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(envelope);
    }

    @Test
    void theSignedBytesAreThoseOfTheDsseExample() {
        assertThat(new String(Envelope.pae("http://example.com/HelloWorld", MESSAGE), StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void anEnvelopeHasOneForm() {
        Envelope envelope =
                Envelope.sign("t", MESSAGE, List.of(Ed25519Signer.fromSeed(new byte[32]), Ed25519Signer.generate()));
        String text = new String(envelope.toBytes(), StandardCharsets.UTF_8);

        assertThat(Envelope.parse(envelope.toBytes())).isEqualTo(envelope);
        for (String other : List.of(
                text + " ",
                text.replace("{\"payload\":", "{ \"payload\":"),
                text.replace("{\"payload\":", "{\"a\":1,\"payload\":"),
                text.replace("aGVsbG8gd29ybGQ=", "aGVsbG8gd29ybGQ"),
                text.replace("\"t\"", "7"),
                text.replace("\"signatures\":[", "\"signatures\":[" + "{\"keyid\":\"zz\",\"sig\":\"AA==\"},"),
                text.replace("\"sig\":\"", "\"sig\":\"!"),
                "{}")) {
            assertThatExceptionOfType(MalformedEventException.class)
                    .as(other)
                    .isThrownBy(() -> Envelope.parse(other.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void aKeyFileIsReadByItsOwnerOnlyAndByOtherTools(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key.pem");

        Ed25519Signer written = KeyFile.create(file);

        assertThat(KeyFile.read(file).publicKey()).isEqualTo(written.publicKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String base64 = Files.readAllLines(file).get(1);
        Signature oracle = Signature.getInstance("Ed25519");
        oracle.initSign(KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64))));
        oracle.update(MESSAGE);
        assertThat(oracle.sign()).isEqualTo(written.sign(MESSAGE));
        assertThat(written.toString()).doesNotContain(base64.substring(20));
    }

    @Test
    void aKeyFileIsNeverOverwrittenAndABadOneIsNamed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("key.pem");
        KeyFile.create(file);
        String pem = Files.readString(file);

        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> KeyFile.create(file))
                .withMessageContaining("exists");
        assertThat(file).hasContent(pem);
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> KeyFile.read(folder.resolve("none.pem")))
                .withMessageContaining("none.pem");
        for (String bad : List.of("", "x", pem.substring(0, 60), pem.replace("MC4C", "MC4D"), "a".repeat(20_000))) {
            Files.writeString(file, bad);
            assertThatExceptionOfType(KeyFileException.class)
                    .isThrownBy(() -> KeyFile.read(file))
                    .withMessageContaining("key.pem");
        }
    }

    @Test
    void aNamedKeyIsReadAsPublished() {
        String published = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

        VerifierKey key = VerifierKey.parse(published);

        assertThat(key.name()).isEqualTo("example.com/log/testdata");
        assertThat(key).hasToString(published);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/log/testdata",
                "example.com/log/testdata+33d7b497+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
                "example.com/log/testdate+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
                "example.com/log/testdata+33d7b496+AuHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
                "example.com/log/testdata+33d7b496+!",
                " +33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
            })
    void whatIsNoNamedKeyIsRefused(String text) {
        assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ed25519:", "rsa:AAAA", "ed25519:AAAA", "ed25519:!!"})
    void whatIsNoPublicKeyIsRefused(String text) {
        assertThatThrownBy(() -> PublicKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static EdECPoint point(PublicKey key) {
        byte[] little = key.bytes().toArray();
        boolean odd = (little[31] & 0x80) != 0;
        little[31] &= 0x7f;
        byte[] big = new byte[32];
        for (int i = 0; i < 32; i++) {
            big[i] = little[31 - i];
        }
        return new EdECPoint(odd, new BigInteger(1, big));
    }
}
