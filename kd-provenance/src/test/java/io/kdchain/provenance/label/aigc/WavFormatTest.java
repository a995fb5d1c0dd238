package io.kdchain.provenance.label.aigc;

import static io.kdchain.provenance.label.aigc.CarrierFiles.LABEL;
import static io.kdchain.provenance.label.aigc.CarrierFiles.inserted;
import static io.kdchain.provenance.label.aigc.CarrierFiles.packet;
import static io.kdchain.provenance.label.aigc.CarrierFiles.sound;
import static io.kdchain.provenance.label.aigc.CarrierFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.label.aigc.AigcFile.Foreign;
import io.kdchain.provenance.label.aigc.AigcVerdict.Conclusion;
import io.kdchain.provenance.label.aigc.AigcVerdict.Remark.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;

/** The label in sound, held against the reader of the JDK. */
class WavFormatTest {
    /** Head of the file and its chunk fmt. */
    private static final int BEFORE_SOUND = 36;

    private static AigcFile wav(byte[] bytes) {
        return AigcFile.of(Carrier.WAV, bytes);
    }

    /** A file with one more chunk at a place, its sizes set right. */
    private static byte[] with(byte[] file, int at, String id, byte[] data) {
        ByteBuffer chunk =
                ByteBuffer.allocate(8 + data.length + data.length % 2).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put(utf8(id)).putInt(data.length).put(data);
        return sized(inserted(file, at, chunk.array()));
    }

    /** The same sound by a writer who keeps chunks even; that of the JDK does not. */
    private static byte[] padded() {
        return sized(Arrays.copyOf(sound(), sound().length + 1));
    }

    private static byte[] sized(byte[] file) {
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - 8);
        return file;
    }

    private static byte[] played(byte[] file) throws IOException, UnsupportedAudioFileException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
            return in.readAllBytes();
        }
    }

    @Test
    void theSoundStaysAsItIsAndTheChunkSaysTheLabel() throws IOException, UnsupportedAudioFileException {
        byte[] after = wav(sound()).labelled(LABEL, Foreign.REFUSE).bytes();

        assertThat(played(after)).isEqualTo(played(sound())).hasSize(101);
        assertThat(new String(after, BEFORE_SOUND, 4, StandardCharsets.US_ASCII))
                .isEqualTo("AIGC");
        assertThat(new String(after, StandardCharsets.UTF_8)).contains(LABEL.bare());
        assertThat(Carrier.of(after, "answer.bin"))
                .as("known by its first bytes")
                .isEqualTo(Optional.of(Carrier.WAV));
    }

    @Test
    void aLabelOfOtherToolsIsReadWithItsPaddingAndInEveryPlace() {
        byte[] end = with(padded(), padded().length, "AIGC", utf8(LABEL.bare() + "\0"));

        assertThat(wav(end).verdict().conclusion()).isEqualTo(Conclusion.COMPLIANT);
        assertThat(wav(end).payload()).isEqualTo(wav(padded()).payload());
        byte[] twice = with(end, BEFORE_SOUND, "AIGC", utf8(LABEL.bare()));
        assertThat(wav(twice).verdict().conclusion()).isEqualTo(Conclusion.NONCOMPLIANT);
        assertThat(wav(twice).verdict().remarks())
                .extracting(AigcVerdict.Remark::code)
                .contains(Code.DUPLICATE);
    }

    @Test
    void xmpIsReadAndKeepsWhatElseItSays() {
        String said = packet(
                "<rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/' dc:format='audio/wav' xmlns:TC260='http://www.tc260.org.cn/ns/AIGC/1.0/' TC260:AIGC='%s'/>"
                        .formatted(LABEL.bare()));
        byte[] file = with(sound(), BEFORE_SOUND, "_PMX", utf8(said));

        assertThat(wav(file).verdict().conclusion()).isEqualTo(Conclusion.COMPLIANT);
        AigcFile after = wav(file).labelled(LABEL, Foreign.REFUSE);
        assertThat(after.reading().labels()).hasSize(1);
        assertThat(new String(after.bytes(), StandardCharsets.UTF_8)).contains("audio/wav");
    }

    @Test
    void aFileWhoseLastByteIsMissingIsLabelledAndOneThatIsCutOffIsNot() throws Exception {
        assertThat(sound()).as("an odd chunk ends the file").hasSize(44 + 101);
        assertThat(wav(sound()).labelled(LABEL, Foreign.REFUSE).payload())
                .isEqualTo(wav(sound()).payload());
        assertThat(played(wav(padded()).labelled(LABEL, Foreign.REFUSE).bytes()))
                .isEqualTo(played(sound()));

        byte[] longer = Arrays.copyOf(sound(), sound().length + 10);
        assertThat(wav(longer).verdict().conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThatThrownBy(() -> wav(longer).payload())
                .isInstanceOf(AigcException.class)
                .hasMessageContaining("its head states");
        byte[] mute = sized(Arrays.copyOf(sound(), BEFORE_SOUND));
        assertThatThrownBy(() -> wav(mute).labelled(LABEL, Foreign.REFUSE))
                .isInstanceOf(AigcException.class)
                .hasMessageContaining("'data'");
    }
}
