package io.kdchain.examples.medical;

import io.kdchain.provenance.label.Shortcoming;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the scene left.
 *
 * @param seed that it began with
 * @param log SQLite file with the recorded chain
 * @param trust file with the public keys of registrar and log: what a verifier must know from outside the log
 * @param artefacts directory with the artefacts of all stages
 * @param answers directory with the answers and their labels, where they bear any
 * @param patients how many patients of the test set were served
 * @param withheld why answers were not handed over; empty if each was valid when it was served, or bears no label
 * @param harm the harmed patient; empty if no malignant finding of the test set was served as benign
 */
public record DiagnosisResult(
        long seed,
        Path log,
        Path trust,
        Path artefacts,
        Path answers,
        int patients,
        List<Shortcoming> withheld,
        Optional<Harm> harm) {

    public DiagnosisResult {
        withheld = List.copyOf(withheld);
    }

    /** The answer that a patient's finding got; it bears the label of GB 45438-2025. */
    public Path answer(String patient) {
        return answers.resolve(patient + ".json");
    }

    /** Its traceability label. */
    public Path label(String patient) {
        return answers.resolve(patient + ".label.json");
    }

    /** The log's address for {@code ChainLog.open}. */
    public String logUrl() {
        return "jdbc:sqlite:" + log;
    }
}
