package io.kdchain.examples.medical;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the scene left.
 *
 * @param seed that it began with
 * @param log SQLite file with the recorded chain
 * @param trust file with the public keys of registrar and log: what a verifier must know from outside the log
 * @param artefacts directory with the artefacts of all stages
 * @param patients how many patients of the test set were served
 * @param harm the harmed patient; empty if no malignant finding of the test set was served as benign
 */
public record DiagnosisResult(long seed, Path log, Path trust, Path artefacts, int patients, Optional<Harm> harm) {

    /** The log's address for {@code ChainLog.open}. */
    public String logUrl() {
        return "jdbc:sqlite:" + log;
    }
}
