package io.kdchain.provenance.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.Signer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PackedEnvelopeTest {
    private static final byte[] SIGNED = envelope("{\"statement\":1}", "hospital", "registry");

    @Property(tries = 300, seed = "11")
    void anEnvelopeComesBackAndLosesAThird(
            @ForAll @Size(max = 900) byte[] payload, @ForAll @IntRange(max = 3) int signatures) {
        List<Signer> signers = Stream.of("a", "b", "c")
                .limit(signatures)
                .<Signer>map(LogFixture::signer)
                .toList();
        byte[] envelope = Envelope.sign(Envelope.IN_TOTO, payload, signers).toBytes();

        byte[] packed = PackedEnvelope.pack(envelope);

        assertThat(packed).hasSize(2 + 96 * signatures + payload.length);
        assertThat(PackedEnvelope.unpack(packed)).isEqualTo(envelope);
    }

    @Property(tries = 1000, seed = "12")
    void whateverIsStoredComesBack(@ForAll("nearEnvelopes") byte[] bytes) {
        assertThat(PackedEnvelope.unpack(PackedEnvelope.pack(bytes))).isEqualTo(bytes);
    }

    /** Bytes of any kind, and envelopes of which a few bytes are others. */
    @Provide
    Arbitrary<byte[]> nearEnvelopes() {
        Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(8);
        Arbitrary<byte[]> changed = Arbitraries.integers()
                .between(0, SIGNED.length - 1)
                .flatMap(at -> Arbitraries.of('"', 'A', 'a', '0', '=', ',', ']', '\n')
                        .map(c -> {
                            byte[] bytes = SIGNED.clone();
                            bytes[at] = (byte) (char) c;
                            return bytes;
                        }));
        Arbitrary<byte[]> cut = Arbitraries.integers().between(0, SIGNED.length).map(at -> Arrays.copyOf(SIGNED, at));
        return Arbitraries.oneOf(any, changed, cut);
    }

    @Test
    void whatIsNoCanonicalEnvelopeIsKeptAsItIs() {
        String text = new String(SIGNED, StandardCharsets.UTF_8);
        for (String other : List.of(
                "",
                "{}",
                text + "\n",
                text.replace("in-toto", "in-tota"),
                text.replace("\"keyid\":\"", "\"keyid\":\"A"),
                text.replace("},{", "} {"))) {
            byte[] bytes = other.getBytes(StandardCharsets.UTF_8);
            assertThat(PackedEnvelope.pack(bytes)).as(other).isEqualTo(bytes);
        }
    }

    @Test
    void bytesThatLookPackedAreToldApart() {
        for (byte first : new byte[] {PackedEnvelope.VERBATIM, PackedEnvelope.PACKED}) {
            byte[] bytes = {first, 0, 'x'};
            assertThat(PackedEnvelope.pack(bytes)).containsExactly(PackedEnvelope.VERBATIM, first, 0, 'x');
        }
    }

    @Test
    void noChangedByteGoesUnseen() {
        byte[] packed = PackedEnvelope.pack(SIGNED);
        for (int at = 0; at < packed.length; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] changed = packed.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThat(PackedEnvelope.unpack(changed)).as("byte %d", at).isNotEqualTo(SIGNED);
            }
        }
    }

    private static byte[] envelope(String payload, String... signers) {
        return Envelope.sign(
                        Envelope.IN_TOTO,
                        payload.getBytes(StandardCharsets.UTF_8),
                        Arrays.stream(signers).<Signer>map(LogFixture::signer).toList())
                .toBytes();
    }
}
