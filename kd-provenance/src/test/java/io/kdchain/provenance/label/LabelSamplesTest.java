package io.kdchain.provenance.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.label.aigc.AigcFile;
import io.kdchain.provenance.label.aigc.AigcLabel;
import io.kdchain.provenance.label.aigc.Carrier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What earlier releases wrote holds today: the samples are never written anew. */
class LabelSamplesTest {
    @TempDir
    private Path folder = Path.of("");

    private Trust trust = Trust.NONE;
    private AigcFile answer = AigcFile.of(Carrier.JSON, new byte[0]);

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = LabelSamplesTest.class.getResourceAsStream("samples/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    @BeforeEach
    void readSamples() throws IOException {
        trust = Trust.read(Files.write(folder.resolve("trust.txt"), sample("trust.txt")));
        answer = AigcFile.of(Carrier.JSON, sample("answer.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1-first.json", "v1-with-deployments.json"})
    void everyLabelThatWasWrittenStillHolds(String name) throws IOException {
        Label label = Label.parse(sample(name));

        assertThat(label.verify(trust, answer.payload())).isEmpty();
        assertThat(label.shortcomings()).isEmpty();
        assertThat(label.toBytes()).isEqualTo(sample(name));
    }

    @Test
    void theLabelInTheAnswerStillLeadsToItsOwnAlone() throws IOException {
        AigcLabel aigc = Objects.requireNonNull(answer.verdict().label());

        assertThat(Label.parse(sample("v1-with-deployments.json")).compare(aigc))
                .isEmpty();
        assertThat(Label.parse(sample("v1-first.json")).compare(aigc))
                .extracting(Label.Fault::code)
                .containsExactly(Label.Fault.Code.OTHER_AIGC_LABEL);
    }
}
