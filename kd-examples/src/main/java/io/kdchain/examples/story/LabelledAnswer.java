package io.kdchain.examples.story;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.label.Label;
import io.kdchain.provenance.label.LabelWriter;
import io.kdchain.provenance.label.Shortcoming;
import io.kdchain.provenance.label.aigc.AigcFile;
import io.kdchain.provenance.label.aigc.AigcLabel;
import io.kdchain.provenance.sign.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An answer as it leaves the service: with the label of GB 45438-2025 inside, whose reserved code leads to the
 * traceability label beside it.
 *
 * @param answer bears the label of GB 45438-2025
 * @param label its traceability label
 */
public record LabelledAnswer(AigcFile answer, Label label) {
    /** Invented, with valid check digits, as a provider of generation services. */
    private static final String PROVIDER_CODE = "001191990000MA0DEM0X1Y10001";

    /**
     * Labels an answer whose event is in the log.
     *
     * @param output the answer in the log, with the digest of its bytes before it is labelled
     * @param answer those bytes
     * @param server the key of who serves it
     */
    public static LabelledAnswer of(ChainLog log, Trust trust, EntityId output, AigcFile answer, Signer server) {
        Label label =
                new LabelWriter(log.reader(), trust).write(EntityId.parse(output.key()), answer.payload(), server);
        return new LabelledAnswer(
                answer.labelled(
                        AigcLabel.of(
                                PROVIDER_CODE, output.key(), label.traceCode().text()),
                        AigcFile.Foreign.REFUSE),
                label);
    }

    /** What the answer lacked at the moment at which it was served; empty if nothing. */
    public List<Shortcoming> shortcomings() {
        return label.shortcomings();
    }

    /**
     * Writes both.
     *
     * @throws IOException if one of the files cannot be written, or does not read back
     */
    public void write(Path answerFile, Path labelFile) throws IOException {
        Files.write(labelFile, label.toBytes());
        answer.write(answerFile);
    }
}
