package io.kdchain.examples.cli;

import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.exchange.EvidenceBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads evidence bundles that a command line names. */
final class Bundles {
    private Bundles() {}

    /** The evidence of a bundle, verified by the keys of a file; without one nobody is trusted. */
    static Evidence verified(Path file, @Nullable Path trust) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadInputException(
                    "%s cannot be read (%s); 'kd evidence export' writes an evidence bundle.".formatted(file, e));
        }
        return EvidenceBundle.read(bytes).evidence(trust == null ? Trust.NONE : Trust.read(trust));
    }
}
