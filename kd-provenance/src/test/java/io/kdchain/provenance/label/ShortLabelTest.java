package io.kdchain.provenance.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.decoder.Mode;
import com.google.zxing.qrcode.encoder.Encoder;
import com.google.zxing.qrcode.encoder.QRCode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.label.Label.Fault;
import io.kdchain.provenance.label.Label.Fault.Code;
import io.kdchain.provenance.label.aigc.TraceCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortLabelTest {
    private static final Digest DIGEST = Sha256.of("The finding is benign.".getBytes(StandardCharsets.UTF_8));

    private final ChainLog log = ChainLog.inMemory(LogFixture.options());
    private final LogFixture chain = LogFixture.begin(log).wholeChain();

    private Label label(String output) {
        chain.record("cloud", LogFixture.served(), List.of("deployment:ct-assist"), List.of(output + "@" + DIGEST));
        return new LabelWriter(log.reader(), Trust.of(LogFixture.LOG_KEY.publicKey()))
                .write(EntityId.parse(output), DIGEST, LogFixture.signer("cloud"));
    }

    private static ShortLabel sample(String output, String origin, long index) {
        return new ShortLabel(
                output,
                origin,
                index,
                new TraceCode(Sha256.of(output.getBytes(StandardCharsets.UTF_8)), Bytes.of(new byte[64])));
    }

    private static List<Code> codes(List<Fault> faults) {
        return faults.stream().map(Fault::code).toList();
    }

    @Test
    void itLeadsToItsOwnLabelAndToItsEntryAndToNoOther() {
        Label label = label("output:17");
        Label other = label("output:18");

        ShortLabel scanned = ShortLabel.parse(label.shortForm().text());

        assertThat(label.compare(scanned)).isEmpty();
        assertThat(scanned.resolve(log.reader())).isEmpty();
        assertThat(codes(other.compare(scanned))).containsOnly(Code.OTHER_SHORT_FORM);
        assertThat(other.compare(scanned))
                .extracting(Fault::pointer)
                .containsExactly("/label/output", "/label/log/served/index", "", "/signature/signatures/0/sig");
    }

    @Test
    void theLogContradictsWhatItDoesNotHold() {
        ShortLabel good = label("output:17").shortForm();

        assertThat(codes(new ShortLabel("output:18", good.origin(), good.index(), good.code()).resolve(log.reader())))
                .containsExactly(Code.OTHER_EVENT);
        assertThat(codes(new ShortLabel(good.output(), good.origin(), 1, good.code()).resolve(log.reader())))
                .containsExactly(Code.OTHER_EVENT);
        assertThat(codes(new ShortLabel(good.output(), good.origin(), 900, good.code()).resolve(log.reader())))
                .containsExactly(Code.NOT_IN_LOG);
        assertThat(codes(new ShortLabel(good.output(), "other.example", good.index(), good.code())
                        .resolve(log.reader())))
                .containsExactly(Code.OTHER_SHORT_FORM);
    }

    /** RFC 9285, 4.3 and 4.4. */
    @ParameterizedTest
    @CsvSource({"AB,BB8", "Hello!!,%69 VD92EX0", "base-45,UJCLQE7W581", "ietf!,QED8WEX0"})
    void base45IsThatOfItsStandard(String plain, String encoded) {
        assertThat(Base45.encode(plain.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
        assertThat(new String(Base45.decode(encoded), StandardCharsets.US_ASCII))
                .isEqualTo(plain);
    }

    /** The example of CBOR is that of RFC 8949, Appendix A, where it has the same members. */
    @Test
    void theArrayIsDeterministicCbor() {
        byte[] cbor = Base45.decode(sample("output:a", "o", 1_000_000).text().substring(4));

        assertThat(cbor).startsWith(0x85, 0x68, 'o', 'u', 't', 'p', 'u', 't', ':', 'a', 0x61, 'o');
        assertThat(Bytes.of(Arrays.copyOfRange(cbor, 12, 19)))
                .as("1000000, then 32 bytes")
                .isEqualTo(Bytes.of(new byte[] {0x1a, 0x00, 0x0f, 0x42, 0x40, 0x58, 0x20}));
    }

    @Property(tries = 200)
    void whatIsWrittenIsRead(
            @ForAll @StringLength(max = 300) String name,
            @ForAll @StringLength(max = 60) String origin,
            @ForAll @LongRange(max = Long.MAX_VALUE) long index) {
        String output = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String log = new String(origin.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        ShortLabel label = sample(output, log, index);

        assertThat(ShortLabel.parse(label.text())).isEqualTo(label);
    }

    /** A character that was misread gives another label or none, never the same. */
    @Property(tries = 300)
    void nothingElseReadsAsTheSame(
            @ForAll @IntRange(min = 4, max = 170) int at, @ForAll @IntRange(max = 44) int other) {
        String text = sample("output:17", "kd.example/log", 300).text();
        char[] changed = text.toCharArray();
        changed[at % changed.length] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".charAt(other);

        try {
            assertThat(ShortLabel.parse(new String(changed)).text()).isEqualTo(new String(changed));
        } catch (LabelException e) {
            assertThat(e.getMessage()).contains("It is no short form of a label");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''       | begins with KD1:",
                "KD2:BB8  | begins with KD1:",
                "KD1:     | breaks off",
                "KD1:b    | none of Base45",
                "KD1:::   | are no bytes",
                "KD1:BB8  | byte 0 is not what stands there",
            })
    void whatIsNoneIsNamed(String text, String said) {
        assertThatThrownBy(() -> ShortLabel.parse(text))
                .isInstanceOf(LabelException.class)
                .hasMessageContaining(said);
    }

    /** The size that is promised, by a library that others scan with. */
    @Test
    void itFitsIntoACodeOfVersion9AndIsScanned() throws Exception {
        ShortLabel label = sample("output:" + "a".repeat(27), "kd.example/log-of-a-clinic", 3_000_000_000L);
        assertThat(label.output().length() + label.origin().length()).isEqualTo(60);

        QRCode code = Encoder.encode(label.text(), ErrorCorrectionLevel.M);

        assertThat(code.getMode()).isEqualTo(Mode.ALPHANUMERIC);
        assertThat(code.getVersion().getVersionNumber()).isLessThanOrEqualTo(9);
        assertThat(scan(code)).isEqualTo(label.text());
    }

    private static String scan(QRCode code) throws ReaderException {
        int modules = code.getMatrix().getWidth();
        BitMatrix picture = new BitMatrix((modules + 8) * 4);
        for (int y = 0; y < modules; y++) {
            for (int x = 0; x < modules; x++) {
                if (code.getMatrix().get(x, y) == 1) {
                    picture.setRegion((x + 4) * 4, (y + 4) * 4, 4, 4);
                }
            }
        }
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new Picture(picture))))
                .getText();
    }

    /** Black and white, as a camera sees it at its best. */
    private static final class Picture extends LuminanceSource {
        private final BitMatrix modules;

        Picture(BitMatrix modules) {
            super(modules.getWidth(), modules.getHeight());
            this.modules = modules;
        }

        @Override
        public byte[] getRow(int y, byte[] row) {
            byte[] pixels = new byte[getWidth()];
            for (int x = 0; x < pixels.length; x++) {
                pixels[x] = modules.get(x, y) ? 0 : (byte) 255;
            }
            return pixels;
        }

        @Override
        public byte[] getMatrix() {
            byte[] pixels = new byte[getWidth() * getHeight()];
            for (int y = 0; y < getHeight(); y++) {
                System.arraycopy(getRow(y, pixels), 0, pixels, y * getWidth(), getWidth());
            }
            return pixels;
        }
    }
}
