package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.PublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kd dsse-vectors}: vectors of DSSE with Ed25519. */
@Command(
        name = "dsse-vectors",
        description =
                "Checks DSSE envelopes with Ed25519 against vectors: objects with envelope, publicKeyHex or seedHex,"
                        + " payloadUtf8 and paeSha256.")
final class DsseVectorsCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "File, or folder; those below it are searched.")
    private Path place = Path.of("");

    @Override
    public Integer call() throws IOException {
        Vectors vectors = new Vectors(spec.commandLine().getOut());
        for (Path file : Vectors.files(place)) {
            if (file.equals(place) || String.valueOf(file.getFileName()).endsWith(".json")) {
                JsonNode root = read(file);
                for (JsonNode vector : root.isArray() ? root : List.of(root)) {
                    if (vector.has("envelope") && (vector.has("publicKeyHex") || vector.has("seedHex"))) {
                        String problem = problem(vector);
                        vectors.check(problem.isEmpty(), "%s: %s".formatted(file, problem));
                    }
                }
            }
        }
        return vectors.finish(place);
    }

    private JsonNode read(Path file) throws IOException {
        try {
            return StrictJson.read(Files.readAllBytes(file));
        } catch (MalformedEventException e) {
            if (!file.equals(place)) {
                return JSON.createObjectNode();
            }
            throw new BadInputException("%s: %s".formatted(file, e.getMessage()));
        }
    }

    /** What does not hold; empty when all does. */
    private static String problem(JsonNode vector) {
        try {
            Envelope envelope = Envelope.parseLeniently(JSON.writeValueAsBytes(vector.get("envelope")));
            byte[] pae = envelope.signedBytes();
            if (vector.has("payloadUtf8")
                    && !Arrays.equals(
                            envelope.payload().toArray(),
                            vector.get("payloadUtf8").asText().getBytes(StandardCharsets.UTF_8))) {
                return "the payload is another one";
            }
            if (vector.has("paeSha256")
                    && !Sha256.of(pae).hex().equals(vector.get("paeSha256").asText())) {
                return "the pre-authentication encoding is another one";
            }
            return signatures(vector, envelope, pae);
        } catch (MalformedEventException | IllegalArgumentException | IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String signatures(JsonNode vector, Envelope envelope, byte[] pae) {
        Ed25519Signer signer = vector.has("seedHex") ? Ed25519Signer.fromSeed(hex(vector, "seedHex")) : null;
        PublicKey key = signer != null && !vector.has("publicKeyHex")
                ? signer.publicKey()
                : new PublicKey(Bytes.of(hex(vector, "publicKeyHex")));
        if (signer != null && !signer.publicKey().equals(key)) {
            return "seed and public key do not belong together";
        }
        if (envelope.signatures().stream()
                .noneMatch(signature -> key.verify(pae, signature.bytes().toArray()))) {
            return "no signature verifies under the key";
        }
        if (signer != null
                && envelope.signatures().stream()
                        .noneMatch(signature -> signature.bytes().equals(Bytes.of(signer.sign(pae))))) {
            return "the seed gives another signature";
        }
        return "";
    }

    private static byte[] hex(JsonNode vector, String key) {
        return HexFormat.of().parseHex(vector.get(key).asText());
    }
}
