package io.kdchain.provenance.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Signer} must do. */
public abstract class SignerContract {
    /** The signer; the same key on every call. */
    protected abstract Signer signer();

    @Test
    void aSignatureVerifiesUnderThePublicKey() {
        Signer signer = signer();
        for (int size : List.of(0, 1, 64, 100_000)) {
            byte[] message = new byte[size];
            assertThat(signer.publicKey().verify(message, signer.sign(message))).isTrue();
        }
    }

    @Test
    void theSameBytesGiveTheSameSignature() {
        byte[] message = "twice".getBytes(StandardCharsets.UTF_8);

        assertThat(signer().sign(message)).isEqualTo(signer().sign(message));
        assertThat(signer().publicKey()).isEqualTo(signer().publicKey());
    }

    @Test
    void severalThreadsMaySignAtOnce() {
        Signer signer = signer();

        assertThat(IntStream.range(0, 64).parallel().allMatch(i -> {
                    byte[] message = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
                    return signer.publicKey().verify(message, signer.sign(message));
                }))
                .isTrue();
    }

    @Test
    void itsTextTellsNoSecret() {
        assertThat(signer().toString()).hasSizeLessThan(100);
    }
}
