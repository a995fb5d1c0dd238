package io.kdchain.provenance.label.aigc;

import static io.kdchain.provenance.label.aigc.CarrierFiles.LABEL;
import static io.kdchain.provenance.label.aigc.CarrierFiles.mp3;
import static io.kdchain.provenance.label.aigc.CarrierFiles.packet;
import static io.kdchain.provenance.label.aigc.CarrierFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.label.aigc.AigcFile.Foreign;
import io.kdchain.provenance.label.aigc.AigcVerdict.Conclusion;
import io.kdchain.provenance.label.aigc.AigcVerdict.Remark.Code;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The label in ID3 tags written by hand after their specifications. */
class Mp3FormatTest {
    private static final byte[] TITLE = utf8("\3结果");
    private static final byte[] PADDING = new byte[300];

    private static AigcFile file(byte[] bytes) {
        return AigcFile.of(Carrier.MP3, bytes);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** Seven bits in each byte, most significant first (ID3v2.4.0, section 6.2). */
    private static byte[] seven(int number) {
        return new byte[] {
            (byte) (number / 2_097_152),
            (byte) (number / 16_384 % 128),
            (byte) (number / 128 % 128),
            (byte) (number % 128)
        };
    }

    private static byte[] eight(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static byte[] frame(int version, String id, int flags, byte[] data) {
        return joined(
                utf8(id), version == 4 ? seven(data.length) : eight(data.length), new byte[] {0, (byte) flags}, data);
    }

    private static byte[] tagged(int version, int flags, byte[]... body) {
        byte[] all = joined(body);
        return joined(utf8("ID3"), new byte[] {(byte) version, 0, (byte) flags}, seven(all.length), all, mp3());
    }

    private static byte[] text(int encoding, Charset charset, String description, String value) {
        byte[] end = new byte[encoding == 1 || encoding == 2 ? 2 : 1];
        return joined(new byte[] {(byte) encoding}, description.getBytes(charset), end, value.getBytes(charset));
    }

    @Test
    void aFileWithoutATagGetsOneAndItsSoundStays() {
        AigcFile after = file(mp3()).labelled(LABEL, Foreign.REFUSE);

        byte[] expected = tagged(3, 0, frame(3, "TXXX", 0, utf8("\0AIGC\0" + LABEL.bare())));
        assertThat(after.bytes()).isEqualTo(expected);
        assertThat(Carrier.of(after.bytes(), "answer.bin"))
                .as("known by its first bytes")
                .isEqualTo(Optional.of(Carrier.MP3));
        assertThat(Carrier.of(mp3(), "answer.bin")).isEqualTo(Optional.of(Carrier.MP3));
    }

    /** The title is longer than 127 bytes, so that versions 3 and 4 write its size otherwise. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void aTagKeepsItsVersionItsFramesAndItsPadding(int version) {
        byte[] title = frame(version, "TIT2", 0, utf8("\3" + "结果".repeat(100)));
        byte[] other = frame(version, "TXXX", 0, utf8("\0mood\0AIGC"));
        byte[] before = tagged(version, 0, title, other, PADDING);

        byte[] after = file(before).labelled(LABEL, Foreign.REFUSE).bytes();

        byte[] label = frame(version, "TXXX", 0, utf8("\0AIGC\0" + LABEL.bare()));
        assertThat(after).isEqualTo(tagged(version, 0, label, title, other, PADDING));
        assertThat(file(before).verdict().conclusion()).isEqualTo(Conclusion.NOT_FOUND);
        assertThat(file(after).payload()).isEqualTo(file(before).payload());
    }

    @ParameterizedTest
    @CsvSource({"0,ISO-8859-1", "1,UTF-16", "2,UTF-16BE", "3,UTF-8"})
    void aLabelOfOtherToolsIsReadInEveryCharacterSetAndReplaced(int encoding, String charset) {
        byte[] data = text(encoding, Charset.forName(charset), "AIGC", LABEL.bare() + "\0");
        byte[] theirs = tagged(4, 0, frame(4, "TXXX", 0, data), frame(4, "TIT2", 0, TITLE));

        assertThat(file(theirs).verdict().label()).isEqualTo(LABEL);
        AigcLabel spread = LABEL.propagatedBy("Q", "J", "");
        assertThat(file(theirs).labelled(spread, Foreign.REFUSE).reading().labels())
                .hasSize(1);
        byte[] twice = tagged(4, 0, frame(4, "TXXX", 0, data), frame(4, "TXXX", 0, data));
        assertThat(file(twice).verdict().remarks())
                .extracting(AigcVerdict.Remark::code)
                .contains(Code.DUPLICATE);
    }

    @Test
    void xmpIsReadAndKeepsWhatElseItSays() {
        String said = packet(
                "<rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/' dc:format='audio/mpeg' xmlns:TC260='http://www.tc260.org.cn/ns/AIGC/1.0/' TC260:AIGC='%s'/>"
                        .formatted(LABEL.bare()));
        byte[] theirs = tagged(3, 0, frame(3, "PRIV", 0, utf8("XMP\0" + said)));

        assertThat(file(theirs).verdict().conclusion()).isEqualTo(Conclusion.COMPLIANT);
        AigcFile after = file(theirs).labelled(LABEL, Foreign.REFUSE);
        assertThat(after.reading().labels()).hasSize(1);
        assertThat(new String(after.bytes(), StandardCharsets.ISO_8859_1)).contains("audio/mpeg");
    }

    /** A zero after each byte 255: of version 3 in the whole tag, of version 4 in each frame that says so. */
    @Test
    void unsynchronisedTagsAreReadAndWritten() {
        byte[] utf16 = text(1, StandardCharsets.UTF_16LE, "\ufeffAIGC", "\ufeff" + LABEL.bare());
        byte[] safe = joined(
                new byte[] {1, (byte) 0xff, 0},
                Arrays.copyOfRange(utf16, 2, 13),
                new byte[] {(byte) 0xff, 0},
                Arrays.copyOfRange(utf16, 14, utf16.length));
        byte[] old = tagged(3, 0x80, utf8("TXXX"), eight(utf16.length), new byte[2], safe);
        byte[] recent = tagged(4, 0x80, frame(4, "TXXX", 2, safe));

        for (byte[] theirs : new byte[][] {old, recent}) {
            assertThat(file(theirs).verdict().label()).isEqualTo(LABEL);
            AigcFile after = file(theirs).labelled(LABEL, Foreign.REFUSE);
            assertThat(after.payload()).isEqualTo(file(mp3()).payload());
            assertThat(after.reading().labels()).hasSize(1);
        }
    }

    @Test
    void whatCannotBeReadOrCarriedIsTold() {
        byte[] title = frame(3, "TIT2", 0, TITLE);
        byte[] packed = frame(3, "TXXX", 0x80, new byte[20]);
        byte[] cut = tagged(3, 0, title, PADDING);

        isRefused(Arrays.copyOf(cut, 100), "the file ends before");
        isRefused(Arrays.copyOf(cut, 7), "within the head of its tag");
        isRefused(tagged(2, 0, title), "version 2.2");
        isRefused(tagged(4, 0x10, frame(4, "TIT2", 0, TITLE)), "footer");
        isRefused(tagged(3, 0, packed), "packed or encrypted");
        isRefused(tagged(3, 0, utf8("TIT2"), eight(Integer.MAX_VALUE), new byte[2]), "no whole frame");
        isRefused(tagged(3, 0, utf8("TIT2"), eight(-1), new byte[2]), "no whole frame");
        isRefused(tagged(3, 0, title, new byte[9], title), "padding of the tag is not empty");
        isRefused(tagged(3, 0, frame(3, "TXXX", 0, new byte[] {9})), "no character set");
        isRefused(tagged(3, 0x40, eight(Integer.MAX_VALUE)), "extended head");
        isRefused(joined(Arrays.copyOf(cut, cut.length - mp3().length), cut), "second tag");
        isRefused(Arrays.copyOf(cut, cut.length - mp3().length), "No frame of MPEG layer III");
        isRefused(joined(mp3(), utf8("3DI\4\0\20\0\0\0\0")), "at the end");
        byte[] huge = cut.clone();
        huge[6] = (byte) 0x80;
        isRefused(huge, "a bit that must be clear");
        byte[] extended = tagged(3, 0x40, eight(6), new byte[6], title);
        assertThat(file(extended).verdict().conclusion()).isEqualTo(Conclusion.NOT_FOUND);
        assertThatThrownBy(() -> file(extended).labelled(LABEL, Foreign.REFUSE))
                .isInstanceOf(AigcException.class)
                .hasMessageContaining("extended head");
    }

    private static void isRefused(byte[] bytes, String why) {
        assertThat(file(bytes).verdict().conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThatThrownBy(() -> file(bytes).labelled(LABEL, Foreign.REFUSE))
                .isInstanceOf(AigcException.class)
                .hasMessageContaining(why);
    }
}
