package io.kdchain.provenance.label.aigc;

import static io.kdchain.provenance.label.aigc.CarrierFiles.LABEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.label.aigc.AigcFile.Foreign;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ExifTool, which shares no code with us, reads what we write, and we read what it writes. */
class ExifToolTest {
    private static final String CONFIG = """
            %Image::ExifTool::UserDefined = (
                'Image::ExifTool::XMP::Main' => {
                    TC260 => { SubDirectory => { TagTable => 'Image::ExifTool::UserDefined::TC260' } },
                },
            );
            %Image::ExifTool::UserDefined::TC260 = (
                GROUPS => { 0 => 'XMP', 1 => 'XMP-TC260', 2 => 'Other' },
                NAMESPACE => { 'TC260' => 'http://www.tc260.org.cn/ns/AIGC/1.0/' },
                WRITABLE => 'string',
                AIGC => { },
            );
            1;
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path config = Path.of("");

    @BeforeEach
    void requireExifTool() throws IOException {
        RequiredTool.require("exiftool");
        config = Files.writeString(folder.resolve("tc260.config"), CONFIG);
    }

    private String exiftool(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("exiftool", "-config", config.toString()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(folder, "exiftool", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out);
        assertThat(process.exitValue()).as(said).isZero();
        return said.strip();
    }

    @ParameterizedTest
    @EnumSource(names = {"PNG", "JPEG", "PDF", "WEBP"})
    void exifToolReadsOneLabelAsItWasWritten(Carrier carrier) throws IOException, InterruptedException {
        Path file = folder.resolve("labelled");
        CarrierFiles.file(carrier)
                .labelled(AigcLabel.of("another", "1"), Foreign.REFUSE)
                .labelled(LABEL, Foreign.REPLACE)
                .write(file);

        String values = exiftool("-a", "-s3", "-AIGC", file.toString());
        String warnings = exiftool("-validate", "-warning", "-a", "-s3", file.toString());

        assertThat(values).isEqualTo(LABEL.bare());
        assertThat(StrictJson.read(values.getBytes(StandardCharsets.UTF_8)).size())
                .isEqualTo(7);
        if (carrier != Carrier.PDF) {
            assertThat(exiftool("-s3", "-XMP-iptcExt:DigitalSourceType", "-n", file.toString()))
                    .endsWith("/trainedAlgorithmicMedia");
        }
        assertThat(warnings).doesNotContainIgnoringCase("xmp").doesNotContainIgnoringCase("text chunk");
    }

    @Test
    void weReadAndReplaceWhatExifToolWrites() throws IOException, InterruptedException {
        for (Carrier carrier : new Carrier[] {Carrier.PNG, Carrier.JPEG}) {
            Path file = Files.write(folder.resolve("theirs." + carrier.code()), CarrierFiles.unlabelled(carrier));
            exiftool(
                    "-overwrite_original",
                    "-XMP-TC260:AIGC=" + LABEL.bare(),
                    "-XMP-dc:Source=archive",
                    file.toString());
            AigcFile theirs = AigcFile.read(file);

            theirs.labelled(LABEL.propagatedBy("Q", "J", ""), Foreign.REFUSE).write(file);

            assertThat(theirs.verdict().label()).isEqualTo(LABEL);
            assertThat(exiftool("-a", "-s3", "-AIGC", file.toString())).contains("\"PropagateID\":\"J\"");
            assertThat(exiftool("-s3", "-XMP-dc:Source", file.toString())).isEqualTo("archive");
        }
    }

    @Test
    void exifToolReadsTheLabelInTheTagOfASound() throws IOException, InterruptedException {
        Path file = folder.resolve("labelled.mp3");
        // version 4, with one frame and no padding, as ffmpeg writes it
        byte[] tag = CarrierFiles.utf8("ID3\4\0\0\0\0\0\26TSSE\0\0\0\14\0\0\3Lavf53.5.0\0");
        AigcFile.of(Carrier.MP3, CarrierFiles.inserted(CarrierFiles.mp3(), 0, tag))
                .labelled(LABEL, Foreign.REFUSE)
                .write(file);

        assertThat(exiftool("-a", "-s3", "-UserDefinedText", file.toString())).isEqualTo("(AIGC) " + LABEL.bare());
        assertThat(exiftool("-s3", "-EncoderSettings", file.toString())).isEqualTo("Lavf53.5.0");
        assertThat(exiftool("-s3", "-AudioBitrate", "-SampleRate", file.toString()))
                .contains("128 kbps", "44100");
        assertThat(exiftool("-warning", "-a", "-s3", file.toString())).isEmpty();
    }

    @Test
    void exifToolReadsThePropertyOfADocument() throws IOException, InterruptedException {
        Path file = folder.resolve("labelled.docx");
        CarrierFiles.file(Carrier.DOCX).labelled(LABEL, Foreign.REFUSE).write(file);

        assertThat(exiftool("-a", "-s3", "-AIGC", file.toString())).isEqualTo(LABEL.bare());
        assertThat(exiftool("-s3", "-FileType", file.toString())).isEqualTo("DOCX");
        assertThat(exiftool("-warning", "-a", "-s3", file.toString())).isEmpty();
    }

    @Test
    void weReadACommentThatExifToolWrites() throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("comment.jpg"), CarrierFiles.unlabelled(Carrier.JPEG));
        exiftool("-overwrite_original", "-UserComment=" + LABEL.wrapped(), file.toString());

        AigcFile labelled = AigcFile.read(file).labelled(LABEL.propagatedBy("Q", "J", ""), Foreign.REFUSE);
        labelled.write(file);

        assertThat(exiftool("-s3", "-UserComment", file.toString())).isEmpty();
        assertThat(labelled.reading().labels()).hasSize(1);
    }
}
