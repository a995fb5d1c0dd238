package io.kdchain.provenance.label.aigc;

import static io.kdchain.provenance.label.aigc.CarrierFiles.LABEL;
import static io.kdchain.provenance.label.aigc.CarrierFiles.exif;
import static io.kdchain.provenance.label.aigc.CarrierFiles.inserted;
import static io.kdchain.provenance.label.aigc.CarrierFiles.packet;
import static io.kdchain.provenance.label.aigc.CarrierFiles.utf8;
import static io.kdchain.provenance.label.aigc.CarrierFiles.webp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.label.aigc.AigcFile.Foreign;
import io.kdchain.provenance.label.aigc.AigcVerdict.Conclusion;
import io.kdchain.provenance.label.aigc.AigcVerdict.Remark.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The label in WebP, on the files by which browsers are asked what they can show. */
class WebpFormatTest {
    private static final String LOSSY = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";
    private static final String LOSSLESS = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";
    private static final String ALPHA =
            "UklGRkoAAABXRUJQVlA4WAoAAAAQAAAAAAAAAAAAQUxQSAwAAAARBxAR/Q9ERP8DAABWUDggGAAAABQBAJ0BKgEAAQAAAP4AAA3AAAAA/uZVAA==";
    private static final String ANIMATION =
            "UklGRlIAAABXRUJQVlA4WAoAAAASAAAAAAAAAAAAQU5JTQYAAAD/////AABBTk1GJgAAAAAAAAAAAAAAAAAAAGQAAABWUDhMDQAAAC8AAAAQBxAREYiI/gcA";
    private static final int HEAD = 12;
    /** Chunk VP8X with its head. */
    private static final int EXTENDED = 18;

    private static AigcFile file(byte[] bytes) {
        return AigcFile.of(Carrier.WEBP, bytes);
    }

    private static byte[] decoded(String file) {
        return Base64.getDecoder().decode(file);
    }

    private static byte[] labelled(byte[] file) {
        return file(file).labelled(LABEL, Foreign.REFUSE).bytes();
    }

    /** A file with one more chunk at its end, its size set right. */
    private static byte[] with(byte[] file, String id, byte[] data) {
        ByteBuffer all = ByteBuffer.allocate(file.length + 8 + data.length + data.length % 2)
                .order(ByteOrder.LITTLE_ENDIAN);
        all.put(file).put(utf8(id)).putInt(data.length).put(data);
        return all.putInt(4, all.capacity() - 8).array();
    }

    private static String hex(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(bytes, from, to);
    }

    /** Flags, three bytes for later, and both sizes less one in three bytes each, of the container specification. */
    @ParameterizedTest
    @CsvSource({
        LOSSY + ",56503858 0a000000 04 000000 000000 000000",
        LOSSLESS + ",56503858 0a000000 14 000000 000000 000000"
    })
    void aSimpleFileBecomesAnExtendedOneAndItsPictureStays(String simple, String extended) {
        byte[] before = decoded(simple);
        byte[] after = labelled(before);

        assertThat(hex(after, HEAD, HEAD + EXTENDED)).isEqualTo(extended.replace(" ", ""));
        assertThat(hex(after, HEAD + EXTENDED, before.length + EXTENDED)).isEqualTo(hex(before, HEAD, before.length));
        assertThat(new String(after, before.length + EXTENDED, 4, StandardCharsets.US_ASCII))
                .isEqualTo("XMP ");
        assertThat(file(after).payload()).isEqualTo(file(before).payload());
        assertThat(Carrier.of(after, "answer.bin"))
                .as("known by its first bytes")
                .isEqualTo(Optional.of(Carrier.WEBP));
    }

    @Test
    void theCanvasIsAsLargeAsThePicture() {
        assertThat(hex(labelled(webp()), HEAD + 12, HEAD + EXTENDED)).isEqualTo("770000" + "4f0000");
        byte[] lossy = decoded(LOSSY);
        // 14 bits of each size, and two that say how to scale it
        ByteBuffer.wrap(lossy)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(26, (short) (0x4000 | 16_383))
                .putShort(28, (short) 300);
        assertThat(hex(labelled(lossy), HEAD + 12, HEAD + EXTENDED)).isEqualTo("fe3f00" + "2b0100");
    }

    @ParameterizedTest
    @ValueSource(strings = {ALPHA, ANIMATION})
    void anExtendedFileGetsAFlagAndAChunkAndNothingElse(String extended) {
        byte[] before = decoded(extended);
        byte[] after = labelled(before);

        byte[] expected = Arrays.copyOf(before, before.length);
        expected[20] |= 4;
        ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).putInt(4, after.length - 8);
        assertThat(Arrays.copyOf(after, before.length)).isEqualTo(expected);
        assertThat(file(after).payload()).isEqualTo(file(before).payload());
    }

    @Test
    void aLabelOfOtherToolsIsReadInBothItsPlacesAndReplaced() {
        String said = packet(
                "<rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/' dc:format='image/webp' xmlns:TC260='http://www.tc260.org.cn/ns/AIGC/1.0/' TC260:AIGC='%s'/>"
                        .formatted(LABEL.bare()));
        byte[] theirs = with(decoded(ALPHA), "XMP ", utf8(said));

        assertThat(file(theirs).verdict().conclusion()).isEqualTo(Conclusion.COMPLIANT);
        AigcFile after = file(theirs).labelled(LABEL.propagatedBy("Q", "J", ""), Foreign.REFUSE);
        assertThat(after.reading().labels()).hasSize(1);
        assertThat(new String(after.bytes(), StandardCharsets.UTF_8)).contains("image/webp");

        for (String head : new String[] {"", "Exif\0\0"}) {
            byte[] comment = inserted(exif(LABEL.wrapped()), 0, utf8(head));
            AigcFile twice = file(with(theirs, "EXIF", comment));
            assertThat(twice.verdict().remarks())
                    .extracting(AigcVerdict.Remark::code)
                    .contains(Code.DUPLICATE);
            assertThat(twice.labelled(LABEL, Foreign.REPLACE).reading().labels())
                    .hasSize(1);
        }
    }

    @Test
    void aPictureWithoutHeadIsToldAndNotLabelled() {
        byte[] mute = decoded(LOSSLESS);
        mute[20] = 0;
        byte[] longer = Arrays.copyOf(webp(), webp().length + 2);
        byte[] late = with(webp(), "VP8X", new byte[10]);
        byte[] odd = Arrays.copyOf(with(webp(), "NOTE", new byte[1]), webp().length + 9);
        ByteBuffer.wrap(odd).order(ByteOrder.LITTLE_ENDIAN).putInt(4, odd.length - 8);

        isRefused(mute, "does not state its size");
        isRefused(longer, "its head states");
        isRefused(late, "another place than the first");
        isRefused(odd, "makes its last chunk even");
        isRefused(Arrays.copyOf(decoded(ANIMATION), 30), "its head states");
    }

    private static void isRefused(byte[] bytes, String why) {
        assertThat(file(bytes).verdict().conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThatThrownBy(() -> file(bytes).labelled(LABEL, Foreign.REFUSE))
                .isInstanceOf(AigcException.class)
                .hasMessageContaining(why);
        assertThatThrownBy(() -> file(bytes).payload())
                .isInstanceOf(AigcException.class)
                .hasMessageContaining(why);
    }
}
