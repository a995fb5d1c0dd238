package io.kdchain.provenance.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.canonical.Statements;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.SignedEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events that earlier releases signed are read today, and mean what was signed: the samples are never written anew. A
 * new type gets a sample in a file of its own, beside {@code v1.jsonl}.
 */
class EventSamplesTest {
    /** One signed event of each type, every member given. */
    private static final List<String> FILES = List.of("v1.jsonl");
    /** Whose key signed the samples; its private part was thrown away. */
    private static final PublicKey SIGNER = PublicKey.parse("ed25519:RLC69vLGc/tjErKhDRmdF4HgosFxsjAIyV3DJSddw7o=");

    static List<String> samples() {
        return FILES.stream().flatMap(file -> read(file).lines()).toList();
    }

    private static String read(String file) {
        try (InputStream in = EventSamplesTest.class.getResourceAsStream("samples/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatWasSignedIsStillReadAndStillHolds(String line) {
        SignedEvent signed = SignedEvent.parse(bytes(line));

        assertThat(signed.event().body()).isNotInstanceOf(UnknownBody.class);
        assertThat(signed.envelope().toBytes()).isEqualTo(bytes(line));
        assertThat(Statements.encode(signed.event()))
                .as("it is written as it was")
                .isEqualTo(signed.envelope().payload().toArray());
        assertThat(signed.envelope().signatures())
                .singleElement()
                .satisfies(signature -> assertThat(SIGNER.verify(
                                signed.envelope().signedBytes(),
                                signature.bytes().toArray()))
                        .isTrue());
    }

    @Test
    void everyTypeHasASample() {
        assertThat(samples())
                .extracting(line -> SignedEvent.parse(bytes(line)).event().type())
                .doesNotHaveDuplicates()
                .containsAll(EventTypes.names());
    }
}
